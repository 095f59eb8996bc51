import CGit2
import DaichoModel

extension HistoryRewrite {
  /// A file as some commit has it.
  package struct Version: Sendable, Hashable {
    /// From the repository's root.
    package let path: String
    package let blob: ObjectID
  }

  /// Every version of the files whose path `isWanted`, in whatever can be reached: all branches, tags and stashes.
  ///
  /// - Parameter folders: whether to look into a folder, by its path with a slash at its end.
  package func versions(
    stashes: [ObjectID] = [], in folders: (String) -> Bool, where isWanted: (String) -> Bool
  ) throws(DaichoError) -> Set<Version> {
    var versions: Set<Version> = []
    var seen: Set<Version> = []
    func visit(_ tree: ObjectID, _ path: String, depth: Int) throws(DaichoError) {
      guard seen.insert(Version(path: path, blob: tree)).inserted, depth < Repository.deepestTree else { return }
      let tree = try self.tree(tree)
      defer { withExtendedLifetime(tree) {} }
      var cursor = tree.cursor
      while !cursor.isAtEnd {
        let place = path + String(decoding: cursor.nameBytes, as: UTF8.self)
        if cursor.isTree {
          if folders(place + "/") { try visit(cursor.id, place + "/", depth: depth + 1) }
        } else if !cursor.isSubmodule, isWanted(place) {
          versions.insert(Version(path: place, blob: cursor.id))
        }
        cursor.advance()
      }
    }
    for id in try commits(HistoryRewrite.refs(of: repository), stashes: stashes) {
      for tree in RawCommit(try repository.object(id).bytes).ids(of: "tree") { try visit(tree, "", depth: 0) }
    }
    return versions
  }
}

extension Repository {
  /// A commit on top of `parent` in which these files are new or other ones. Nothing points to it.
  ///
  /// - Parameter files: by path from the repository's root.
  package func write(
    _ files: [String: [UInt8]], onto parent: ObjectID, message: String, author: Signature, committer: Signature
  ) throws(DaichoError) -> ObjectID {
    var changes: [TreeEditor.Change] = []
    for (path, bytes) in files {
      let place = try RepositoryPath(path)
      changes.append(.init(components: place.components[...], file: (try write(blob: bytes), .regular)))
    }
    let tree = try TreeEditor(repository: self).write(changes, onto: tree(of: parent))
    return try write(commitOf: tree, parents: [parent], message: message, author: author, committer: committer)
  }

  /// Whether the repository has an object, reachable or not.
  package func has(_ id: ObjectID) throws(DaichoError) -> Bool {
    let owner = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    var oid = id.oid
    return git_odb_exists(database.pointer, &oid) == 1
  }
}
