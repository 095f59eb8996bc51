import DaichoModel
import Foundation
import GRDB
import GRDBSQLite

/// The file `.daicho/index.sqlite`: opened, checked to be ours, replaced as a whole when it is not.
///
/// A connection that holds the shared lock keeps a rebuild from replacing the file under it.
final class IndexStore {
  enum Place: Equatable {
    case file(String)
    /// Where the folder cannot be written to.
    case memory
  }

  let place: Place

  var path: String? {
    if case .file(let path) = place { path } else { nil }
  }

  let queue: DatabaseQueue

  /// `PRAGMA data_version` when the connection's own tables were made.
  private var version: Int?

  private init(place: Place, queue: DatabaseQueue) {
    self.place = place
    self.queue = queue
  }

  /// Opens what stands at `path`. `nil` when there is nothing, or nothing of ours: another program's
  /// file, another version, a damaged one.
  static func open(_ path: String) -> IndexStore? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let queue = try? DatabaseQueue(path: path, configuration: configuration()),
      let isOurs = try? queue.inDatabase({ database in
        try Int32.fetchOne(database, sql: "PRAGMA application_id") == IndexSchema.applicationID
          && Int.fetchOne(database, sql: "PRAGMA user_version") == IndexSchema.version
      }), isOurs
    else { return nil }
    return IndexStore(place: .file(path), queue: queue)
  }

  /// A new, empty database with the tables and without their indexes: `load`, then `finish`.
  static func create(_ place: Place) throws -> IndexStore {
    var configuration = configuration()
    configuration.journalMode = .default
    configuration.prepareDatabase { database in
      IndexFunctions.register(on: database)
      try database.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")
    }
    let queue =
      switch place {
      case .file(let path): try DatabaseQueue(path: path, configuration: configuration)
      case .memory: try DatabaseQueue(configuration: configuration)
      }
    try queue.inDatabase { database in
      for statement in IndexSchema.tables { try database.execute(sql: statement) }
    }
    return IndexStore(place: place, queue: queue)
  }

  /// Makes the indexes and views, and stamps the file as ours.
  ///
  /// - Parameter isShared: readers are to go on while it is written to.
  func finish(isShared: Bool) throws {
    try queue.inDatabase { database in
      for statement in IndexSchema.indexes + IndexSchema.views { try database.execute(sql: statement) }
      try database.execute(sql: "PRAGMA application_id = \(IndexSchema.applicationID)")
      try database.execute(sql: "PRAGMA user_version = \(IndexSchema.version)")
      if isShared { try database.execute(sql: "PRAGMA journal_mode = WAL") }
    }
  }

  static func readOnlyConnection(_ path: String) throws -> DatabaseQueue {
    var configuration = configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// What this connection derived for itself is old when another has changed the index since.
  func dropOldTables(_ database: Database) throws {
    let current = try Int.fetchOne(database, sql: "PRAGMA data_version")
    if version != current { try DerivedTables.dropTemporary(database) }
    version = current
  }

  func close() throws { try queue.close() }

  /// Puts the finished file `temporary` in the place of `path`, and removes what belonged to the old.
  static func replace(_ path: String, with temporary: String) throws {
    for suffix in ["-wal", "-shm", "-journal"] { unlink(path + suffix) }
    guard rename(temporary, path) == 0 else {
      throw DaichoError.indexUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
  }

  private static func configuration() -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(60)
    configuration.label = "daicho"
    configuration.prepareDatabase { database in
      IndexFunctions.register(on: database)
      try database.execute(
        sql: "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536")
    }
    return configuration
  }
}
