import DaichoFiles
import DaichoModel
import Foundation
import GRDB

/// How the index on disk is, looked at without refreshing it.
package enum IndexCondition: Sendable, Hashable {
  case missing
  /// Another program's file, or a damaged one; the reason where there is one.
  case unreadable(String)
  /// Made by another version of daicho, or with another daicho.yml: the next command makes it anew.
  case outdated
  /// Folders in which something changed since it was refreshed.
  case readable(changedFolders: Int)
}

extension WorkspaceIndex {
  /// - Parameter checksPages: let SQLite look at every page; a second for a gigabyte or so.
  package func condition(checksPages: Bool = true) -> IndexCondition {
    guard FileManager.default.fileExists(atPath: path) else { return .missing }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      return try queue.inDatabase { database in
        guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == IndexSchema.applicationID else {
          return .unreadable("")
        }
        if checksPages, let fault = try String.fetchOne(database, sql: "PRAGMA quick_check(1)"), fault != "ok"
        {
          return .unreadable(fault)
        }
        guard try Int.fetchOne(database, sql: "PRAGMA user_version") == IndexSchema.version,
          try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = 'fingerprint'")
            == stamp(for: path)
        else { return .outdated }
        let stored = try WorkspaceIndex.storedListings(database)
        let walk = try files.walk(WorkspaceIndex.tops)
        let changed = walk.directories.count { stored[$0.path] != $0.packed }
        return .readable(changedFolders: changed)
      }
    } catch {
      return .unreadable((error as? DatabaseError)?.message ?? "\(error)")
    }
  }

  /// Bytes on disk, what SQLite keeps beside the file included.
  package var sizeOnDisk: Int64 {
    ["", "-wal", "-shm"].reduce(0) { sum, suffix in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
      return sum + ((attributes?[.size] as? NSNumber)?.int64Value ?? 0)
    }
  }

  /// What rebuilds that were killed have left beside the index.
  package var abandonedFiles: [String] {
    let cache = "\(root)/\(WorkspaceIndex.cacheFolder)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []
    return names.filter { $0.hasPrefix("\(WorkspaceIndex.fileName).new-") }.sorted().map { "\(cache)/\($0)" }
      + PastIndexes(root: root).abandonedFiles
  }
}
