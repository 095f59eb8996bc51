import CGit2
import DaichoModel

/// Writes the trees along the edited paths and reuses all others.
struct TreeEditor {
  struct Change {
    var components: ArraySlice<[UInt8]>
    /// `nil`: removed.
    var file: (id: ObjectID, mode: FileMode)?
  }

  let repository: Repository

  /// The root tree after the changes. A folder that becomes empty goes away, the root does not.
  func write(_ changes: [Change], onto base: ObjectID?) throws(DaichoError) -> ObjectID {
    if let tree = try write(changes, onto: base, isRoot: true) { return tree }
    return try finish(newBuilder(nil).pointer)
  }

  private func newBuilder(_ base: ObjectID?) throws(DaichoError) -> Handle {
    let owner = repository.pointer
    guard let base else {
      return try Handle(free: git_treebuilder_free) { git_treebuilder_new(&$0, owner, nil) }
    }
    let tree = try repository.lookUpTree(base)
    return try Handle(free: git_treebuilder_free) { git_treebuilder_new(&$0, owner, tree.pointer) }
  }

  private func finish(_ builder: OpaquePointer) throws(DaichoError) -> ObjectID {
    var oid = git_oid()
    try check(git_treebuilder_write(&oid, builder))
    return ObjectID(oid)
  }

  private func write(
    _ changes: [Change], onto base: ObjectID?, isRoot: Bool
  ) throws(DaichoError) -> ObjectID? {
    let builder = try newBuilder(base)
    var folders: [[UInt8]: [Change]] = [:]
    for change in changes {
      guard let name = change.components.first else { continue }
      if change.components.count > 1 {
        let below = Change(components: change.components.dropFirst(), file: change.file)
        folders[name, default: []].append(below)
      } else {
        try set(name, change.file, in: builder.pointer)
      }
    }
    for (name, changes) in folders {
      let old = git_treebuilder_get(builder.pointer, string(name)).map { TreeEntry(path: "", entry: $0) }
      let tree = try write(changes, onto: old?.mode == .tree ? old?.id : nil, isRoot: false)
      try set(name, tree.map { ($0, .tree) }, in: builder.pointer)
    }
    if !isRoot, git_treebuilder_entrycount(builder.pointer) == 0 { return nil }
    return try finish(builder.pointer)
  }

  private func set(
    _ name: [UInt8], _ file: (id: ObjectID, mode: FileMode)?, in builder: OpaquePointer
  ) throws(DaichoError) {
    if let file {
      var oid = file.id.oid
      try check(
        git_treebuilder_insert(nil, builder, string(name), &oid, git_filemode_t(file.mode.rawValue)))
    } else if git_treebuilder_get(builder, string(name)) != nil {
      try check(git_treebuilder_remove(builder, string(name)))
    }
  }

  private func string(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }
}
