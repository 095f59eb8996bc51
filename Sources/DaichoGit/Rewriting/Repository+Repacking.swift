import CGit2
import DaichoModel
import Foundation

extension Repository {
  /// Why old objects could survive a repack here; `nil` where they cannot.
  package enum Keeper: Sendable, Hashable {
    /// The newest history only: the boundary's ids are written down elsewhere.
    case shallow
    /// Objects come from another repository's folder.
    case alternates
    /// Objects come from a remote when they are asked for.
    case partial
    /// Another work tree, with a HEAD of its own.
    case workTree(String)
    case detachedHead
  }

  package func keepers() throws(DaichoError) -> [Keeper] {
    var keepers: [Keeper] = []
    if isShallow { keepers.append(.shallow) }
    let objects = commonDirectory + "objects"
    if FileManager.default.fileExists(atPath: objects + "/info/alternates") { keepers.append(.alternates) }
    let packs = (try? FileManager.default.contentsOfDirectory(atPath: objects + "/pack")) ?? []
    if packs.contains(where: { $0.hasSuffix(".promisor") }) { keepers.append(.partial) }
    let trees = (try? FileManager.default.contentsOfDirectory(atPath: commonDirectory + "worktrees")) ?? []
    keepers += trees.sorted().map { .workTree($0) }
    if case .detached = try head() { keepers.append(.detachedHead) }
    return keepers
  }

  /// Keeps what refs and `roots` reach, as one pack, and removes every other object, and what is derived of them.
  ///
  /// What is in a pack already is copied as it is stored: nothing is compressed anew. A crash leaves the old objects
  /// beside the new pack; it can be run again.
  package func repackReachable(
    roots: [ObjectID] = [], progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(DaichoError) {
    let objects = commonDirectory + "objects"
    let old = packFiles(objects)
    let reachable = try reachable(from: HistoryRewrite.refs(of: self).map(\.id) + roots)
    let writer = try PackWriter(self)
    for name in old.sorted() where name.hasSuffix(".idx") {
      guard let pack = StoredPack(index: "\(objects)/pack/\(name)") else { continue }
      for place in pack.entries.indices {
        let id = pack.entries[place].id
        guard reachable.contains(id), !writer.holds(id) else { continue }
        if place % 1_024 == 0 { progress(min(place, reachable.count), reachable.count) }
        if let stored = pack.stored(place), try writer.add(stored, id) { continue }
        try add(id, to: writer)
      }
    }
    for id in reachable where !writer.holds(id) { try add(id, to: writer) }
    progress(reachable.count, reachable.count)
    guard let digest = try writer.finish() else { return }
    // By its end: written again, the same pack has the same name.
    let name = packFiles(objects).first { $0.hasSuffix(".pack") && ends("\(objects)/pack/\($0)", with: digest) }
    guard let name = name?.prefix(while: { $0 != "." }) else { throw .gitFailed("libgit2: no pack") }
    // The index first: a pack without one is no pack.
    let gone = old.filter { !$0.hasPrefix(name) }
    for file in gone where file.hasSuffix(".idx") { unlink("\(objects)/pack/\(file)") }
    for file in gone { unlink("\(objects)/pack/\(file)") }
    removeLooseObjects(objects)
    for derived in ["info/commit-graph", "info/commit-graphs", "info/packs", "pack/multi-pack-index"] {
      try? FileManager.default.removeItem(atPath: "\(objects)/\(derived)")
    }
    GitFolder.synchronize("\(objects)/pack/")
    let owner = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    try check(git_odb_refresh(database.pointer))
  }

  /// Removes the names of what was fetched of old histories, and their objects.
  ///
  /// - Parameter olds: commits that every old history has.
  package func removeOldHistory(_ olds: [ObjectID]) throws(DaichoError) {
    var isOld = false
    for (name, id) in try HistoryRewrite.refs(of: self) where name.hasPrefix("refs/remotes/") {
      for old in olds where try has(old) {
        guard try mergeBase(old, id) == old else { continue }
        isOld = true
        try check(git_reference_remove(pointer, name))
        break
      }
    }
    if isOld {
      unlink(gitDirectory + "FETCH_HEAD")
      try repackReachable(roots: stashes)
    }
  }

  private func packFiles(_ objects: String) -> Set<String> {
    Set((try? FileManager.default.contentsOfDirectory(atPath: objects + "/pack")) ?? [])
  }

  private func ends(_ file: String, with digest: [UInt8]) -> Bool {
    guard let handle = FileHandle(forReadingAtPath: file), let size = try? handle.seekToEnd(), size > 20 else {
      return false
    }
    try? handle.seek(toOffset: size - 20)
    return (try? handle.readToEnd()).map(Array.init) == digest
  }

  /// As a whole object, or a difference from the last tree of about the same size.
  private func add(_ id: ObjectID, to writer: PackWriter) throws(DaichoError) {
    let object = try object(id)
    let series = object.type == GIT_OBJECT_TREE ? "\(object.bytes.count.leadingZeroBitCount)" : nil
    _ = try writer.add(object.bytes, object.type, series: series)
  }

  /// Every object that these lead to, themselves among them.
  private func reachable(from roots: [ObjectID]) throws(DaichoError) -> Set<ObjectID> {
    let owner = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    var known = Set(roots)
    var open = roots
    while let id = open.popLast() {
      var size = 0
      var type = GIT_OBJECT_INVALID
      var oid = id.oid
      try check(git_odb_read_header(&size, &type, database.pointer, &oid))
      switch type {
      case GIT_OBJECT_COMMIT:
        let commit = RawCommit(try object(id).bytes)
        for next in commit.ids(of: "parent") + commit.ids(of: "tree") where known.insert(next).inserted {
          open.append(next)
        }
      case GIT_OBJECT_TAG:
        for next in RawCommit(try object(id).bytes).ids(of: "object") where known.insert(next).inserted {
          open.append(next)
        }
      case GIT_OBJECT_TREE:
        guard let tree = try TreeObject(id, in: database.pointer) else { throw .missingObject(id.description) }
        defer { withExtendedLifetime(tree) {} }
        var cursor = tree.cursor
        while !cursor.isAtEnd {
          // A submodule's commit is another repository's.
          if !cursor.isSubmodule, known.insert(cursor.id).inserted, cursor.isTree { open.append(cursor.id) }
          cursor.advance()
        }
      default: break
      }
    }
    return known
  }

  func insert(
    _ id: ObjectID, _ builder: OpaquePointer, _ walk: OpaquePointer
  ) throws(DaichoError) {
    var oid = id.oid
    switch try object(id).type {
    case GIT_OBJECT_COMMIT: try check(git_revwalk_push(walk, &oid))
    case GIT_OBJECT_TREE: try check(git_packbuilder_insert_tree(builder, &oid))
    case GIT_OBJECT_TAG:
      try check(git_packbuilder_insert(builder, &oid, nil))
      for target in RawCommit(try object(id).bytes).ids(of: "object") { try insert(target, builder, walk) }
    default: try check(git_packbuilder_insert(builder, &oid, nil))
    }
  }

  private func removeLooseObjects(_ objects: String) {
    let digits = Set("0123456789abcdef")
    for folder in (try? FileManager.default.contentsOfDirectory(atPath: objects)) ?? []
    where folder.count == 2 && folder.allSatisfy(digits.contains) {
      try? FileManager.default.removeItem(atPath: "\(objects)/\(folder)")
    }
  }

  /// Removes every log of what refs named before, and the single names git keeps beside them.
  ///
  /// - Parameter stashes: the log of `refs/stash` is kept, with these new names and `message` applied.
  package func forgetOldNames(
    stashes: [ObjectID: ObjectID], message: ([UInt8]) -> [UInt8]?
  ) throws(DaichoError) {
    let stash = commonDirectory + "logs/refs/stash"
    var kept: [UInt8] = []
    if let log = FileManager.default.contents(atPath: stash) {
      for line in log.split(separator: 0x0A) {
        var bytes = Array(line)
        for start in [0, 41] where bytes.count >= start + 40 {
          guard let id = ObjectID(String(decoding: bytes[start..<(start + 40)], as: UTF8.self)),
            let new = stashes[id]
          else { continue }
          bytes.replaceSubrange(start..<(start + 40), with: Array(new.description.utf8))
        }
        kept += (message(bytes) ?? bytes) + [0x0A]
      }
    }
    for folder in [commonDirectory, gitDirectory] {
      try? FileManager.default.removeItem(atPath: folder + "logs")
      for name in ["ORIG_HEAD", "FETCH_HEAD", "AUTO_MERGE", "COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG"] {
        unlink(folder + name)
      }
    }
    guard !kept.isEmpty else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: commonDirectory + "logs/refs", withIntermediateDirectories: true)
      try Data(kept).write(to: URL(fileURLWithPath: stash), options: .atomic)
    } catch { throw .cannotWrite(stash, errno: EIO) }
  }

  /// The commits that the log of `refs/stash` names: those behind the newest are known to it alone.
  package var stashes: [ObjectID] {
    guard let log = FileManager.default.contents(atPath: commonDirectory + "logs/refs/stash") else {
      return []
    }
    return log.split(separator: 0x0A).compactMap { line in
      ObjectID(String(decoding: line.dropFirst(41).prefix(40), as: UTF8.self))
    }
  }
}
