import DaichoModel
import Foundation
import GRDB

/// The file `.daicho/history.sqlite`: opened and checked to be ours, or made anew.
///
/// It is filled in steps that each leave it whole, parents before children, so that work which is
/// interrupted need not be done again.
final class HistoryStore {
  let queue: DatabaseQueue

  private init(_ queue: DatabaseQueue) { self.queue = queue }

  /// `nil` where there is nothing, or nothing of ours: another program's file, another version, a damaged one.
  static func open(_ path: String) -> HistoryStore? {
    guard FileManager.default.fileExists(atPath: path),
      let queue = try? DatabaseQueue(path: path, configuration: configuration()),
      let isOurs = try? queue.inDatabase({ database in
        try Int32.fetchOne(database, sql: "PRAGMA application_id") == HistorySchema.applicationID
          && Int.fetchOne(database, sql: "PRAGMA user_version") == HistorySchema.version
      }), isOurs
    else { return nil }
    return HistoryStore(queue)
  }

  /// - Parameter path: `nil` for one in memory.
  static func create(_ path: String?) throws -> HistoryStore {
    if let path {
      for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
    }
    let queue =
      try path.map { try DatabaseQueue(path: $0, configuration: configuration()) }
      ?? DatabaseQueue(configuration: configuration())
    try queue.inDatabase { database in
      if path != nil { try database.execute(sql: "PRAGMA journal_mode = WAL") }
    }
    try queue.inTransaction { database in
      for statement in HistorySchema.tables { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA application_id = \(HistorySchema.applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(HistorySchema.version)")
      return .commit
    }
    return HistoryStore(queue)
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.label = "daicho.history"
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536")
    }
    return configuration
  }

  // MARK: What it holds

  enum Fact: String {
    /// The commit whose ancestry it holds; none while it is being brought up to another.
    case tip
    /// What else its contents follow from.
    case basis
    /// When the repository last got objects in bulk.
    case objects
  }

  static func fact(_ fact: Fact, in database: Database) throws -> String? {
    try String.fetchOne(database, sql: "SELECT value FROM meta WHERE key = ?", arguments: [fact.rawValue])
  }

  static func set(_ fact: Fact, _ value: String?, in database: Database) throws {
    guard let value else {
      return try database.execute(sql: "DELETE FROM meta WHERE key = ?", arguments: [fact.rawValue])
    }
    try database.execute(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)", arguments: [fact.rawValue, value])
  }
}
