import DaichoFiles
import DaichoModel
import Foundation
import GRDB

/// The index of a commit: made once, from the nearest one there is, and kept by the name of its tree.
extension WorkspaceIndex {
  /// What an index must say of itself to be taken for ours. That of a commit names its tree, and the very
  /// file it was written to: one that came with a clone, whoever made it, is none of ours.
  func stamp(for path: String) -> String {
    guard let snapshot = files.snapshot else { return fingerprint }
    return WorkspaceIndex.stamp(fingerprint, snapshot, path)
  }

  private static func stamp(_ fingerprint: String, _ tree: String, _ path: String) -> String {
    var status = stat()
    let inode = lstat(path, &status) == 0 ? UInt64(status.st_ino) : 0
    return "\(fingerprint) \(tree) \(inode)"
  }

  static func fingerprint(of store: IndexStore) -> String? {
    try? store.queue.inDatabase(fingerprint)
  }

  private static func fingerprint(_ database: Database) throws -> String? {
    try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'fingerprint'")
  }

  /// What stands at `path`, if it may be opened: of a commit's, a file of our own and no link.
  func openKept() -> IndexStore? {
    guard files.snapshot != nil else { return IndexStore.open(path) }
    guard WorkspaceIndex.isOwnFile(path), let store = IndexStore.open(path) else { return nil }
    PastIndexes(root: root).markUsed(path)
    return store
  }

  private static func isOwnFile(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
      && status.st_nlink == 1
  }

  /// Makes the index of a commit's tree, unless another process has by now.
  func makePast(_ tree: String) throws {
    let past = PastIndexes(root: root)
    try WorkspaceIndex.makeFolder(past.folder, mode: 0o700)
    try RebuildLock.hold(in: past.folder) {
      if let store = openKept() {
        defer { try? store.close() }
        if WorkspaceIndex.fingerprint(of: store) == stamp(for: path) { return }
      }
      let temporary = "\(path).new-\(ProcessInfo.processInfo.processIdentifier)"
      let leftovers = ["", "-journal", "-wal", "-shm"].map { temporary + $0 }
      for file in leftovers { unlink(file) }
      do {
        let walk = try files.walk(WorkspaceIndex.tops)
        if try !adapt(nearest(to: walk, in: past), to: temporary) {
          try WorkspaceIndex.makePrivateFile(temporary)
          let new = try IndexStore.create(.file(temporary))
          try load(walk, into: new)
          try new.close()
        }
        try IndexStore.replace(path, with: temporary)
      } catch {
        for file in leftovers { unlink(file) }
        throw error
      }
      past.removeOldest()
    }
  }

  /// An index of another commit, and how this one differs from it.
  private struct Neighbour {
    let path: String
    let changed: ChangedFiles
  }

  /// As many are looked at, the last used first.
  private static let lookedAt = 4

  /// The one from which the fewest files have to be read; `nil` where reading all of them is as quick.
  private func nearest(to walk: FolderWalk.Result, in past: PastIndexes) -> Neighbour? {
    var best: (Neighbour, count: Int)?
    for kept in past.kept.prefix(WorkspaceIndex.lookedAt) {
      let path = past.path(of: kept.tree)
      guard WorkspaceIndex.isOwnFile(path), let queue = try? IndexStore.readOnlyConnection(path) else {
        continue
      }
      defer { try? queue.close() }
      let stamp = WorkspaceIndex.stamp(fingerprint, kept.tree, path)
      guard (try? queue.inDatabase(WorkspaceIndex.fingerprint)) == stamp,
        let stored = try? queue.inDatabase(WorkspaceIndex.storedListings)
      else { continue }
      let changed = ChangedFiles(stored: stored, found: walk.directories)
      let count = changed.present.count + changed.removed.count
      if !changed.costMoreThanAll, count < best?.count ?? .max {
        best = (Neighbour(path: path, changed: changed), count)
      }
    }
    return best?.0
  }

  /// Copies a neighbour and brings the copy up to this commit's files.
  ///
  /// - Returns: `false` where there is no neighbour, or it is damaged.
  private func adapt(_ neighbour: Neighbour?, to temporary: String) throws -> Bool {
    guard let neighbour else { return false }
    do {
      try FileManager.default.copyItem(atPath: neighbour.path, toPath: temporary)
      guard let store = IndexStore.open(temporary) else { throw DatabaseError(resultCode: .SQLITE_NOTADB) }
      try store.queue.inTransaction(.immediate) { database in
        try IndexUpdate(database: database, parser: parser).apply(neighbour.changed, racyTime: racyTime)
        if let failure = files.failure { throw failure }
        try database.execute(
          sql: "INSERT OR REPLACE INTO meta VALUES ('fingerprint', ?)", arguments: [stamp(for: temporary)])
        return .commit
      }
      try store.close()
      return true
    } catch let error as DatabaseError where WorkspaceIndex.isDamage(error) {
      for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporary + suffix) }
      return false
    }
  }

  private static func makePrivateFile(_ path: String) throws {
    let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw DaichoError.indexUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
    close(descriptor)
  }
}
