import CGit2
import DaichoModel

/// One path that differs between two trees. `old` is `nil` for an added file, `new` for a deleted one.
package struct TreeChange: Sendable, Hashable {
  package var path: String
  package var old: ObjectID?
  package var new: ObjectID?
  package var oldMode: FileMode?
  package var newMode: FileMode?
}

extension Repository {
  /// What differs between two trees (`nil`: the empty one) below a folder. Walks both in step and skips
  /// whatever has the same id, so the cost follows the change. Renames show as deleted and added.
  package func changes(
    from old: ObjectID?, to new: ObjectID?, under folder: String = ""
  ) throws(DaichoError) -> [TreeChange] {
    var changes: [TreeChange] = []
    if folder.isEmpty {
      try compare(old, new, prefix: "", into: &changes, depth: 0)
      return changes
    }
    var sides: [TreeEntry?] = []
    for side in [old, new] {
      guard let side else {
        sides.append(nil)
        continue
      }
      sides.append(try entry(at: folder, in: side))
    }
    try compare(sides[0], sides[1], path: folder, into: &changes, depth: 0)
    return changes
  }

  private func compare(
    _ old: ObjectID?, _ new: ObjectID?, prefix: String, into changes: inout [TreeChange], depth: Int
  ) throws(DaichoError) {
    guard old != new else { return }
    guard depth < Self.deepestTree else { throw .treeTooDeep() }
    let repository = pointer
    func open(_ id: ObjectID?) throws(DaichoError) -> Handle {
      guard let id else {
        return try Handle(free: git_treebuilder_free) { git_treebuilder_new(&$0, repository, nil) }
      }
      return try lookUpTree(id)
    }
    let oldTree = try open(old)
    let newTree = try open(new)
    let oldCount = old == nil ? 0 : git_tree_entrycount(oldTree.pointer)
    let newCount = new == nil ? 0 : git_tree_entrycount(newTree.pointer)
    var (i, j) = (0, 0)
    while i < oldCount || j < newCount {
      let a = i < oldCount ? git_tree_entry_byindex(oldTree.pointer, i) : nil
      let b = j < newCount ? git_tree_entry_byindex(newTree.pointer, j) : nil
      let order: Int32
      switch (a, b) {
      case (let a?, let b?): order = git_tree_entry_cmp(a, b)
      case (_?, nil): order = -1
      default: order = 1
      }
      if order <= 0 { i += 1 }
      if order >= 0 { j += 1 }
      if order == 0, let a, let b, git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b)) == 1,
        git_tree_entry_filemode(a) == git_tree_entry_filemode(b)
      {
        continue
      }
      guard let name = git_tree_entry_name(order <= 0 ? a : b) else { continue }
      let path = prefix + String(cString: name)
      try compare(
        order <= 0 ? a.map { TreeEntry(path: path, entry: $0) } : nil,
        order >= 0 ? b.map { TreeEntry(path: path, entry: $0) } : nil,
        path: path, into: &changes, depth: depth + 1)
    }
  }

  private func compare(
    _ old: TreeEntry?, _ new: TreeEntry?, path: String, into changes: inout [TreeChange], depth: Int
  ) throws(DaichoError) {
    let oldFile = old.flatMap { $0.mode == .tree ? nil : $0 }
    let newFile = new.flatMap { $0.mode == .tree ? nil : $0 }
    let oldTree = old.flatMap { $0.mode == .tree ? $0.id : nil }
    let newTree = new.flatMap { $0.mode == .tree ? $0.id : nil }
    if oldFile?.id != newFile?.id || oldFile?.mode != newFile?.mode {
      changes.append(
        TreeChange(
          path: path, old: oldFile?.id, new: newFile?.id, oldMode: oldFile?.mode, newMode: newFile?.mode))
    }
    try compare(oldTree, newTree, prefix: path + "/", into: &changes, depth: depth)
  }
}
