import DaichoFiles
import DaichoModel
import Foundation
import GRDB
import Logging

/// Told about long work, so that a face can draw a progress bar.
package protocol WorkProgress: AnyObject {
  func progress(_ work: Wording, done: Int, of total: Int)
  func progressEnded()
}

/// The index of one workspace: a cache that answers questions, refreshed from the files before each.
///
/// Used from one thread. Whatever is wrong with the cache on disk is mended by making it anew.
package final class WorkspaceIndex {
  static let cacheFolder = ".daicho"
  static let fileName = "index.sqlite"

  let files: any RegisterFiles
  /// Of the workspace, absolute: the cache is kept there, whatever files it is of.
  let root: String
  package let settings: WorkspaceSettings
  package let moment: Moment
  let fingerprint: String
  let parser: FileParser
  package private(set) weak var progress: (any WorkProgress)?
  let log = Logger(label: "daicho.index")

  /// What commits changed, for questions that ask it. `nil` where there is no repository.
  package var history: HistoryIndex?

  /// Answers come from what has been read, and the files are not looked at: for long work that asks often and
  /// says itself when to look again.
  package var isFrozen = false

  /// Whether it is a file that the next command finds, and not made in memory for this one alone.
  private let isKept: Bool
  private var store: IndexStore?
  /// Said once a command: the index could not be kept on disk, say.
  package private(set) var warnings: [Wording] = []
  /// Likewise, what people are to know of the answers they got.
  package private(set) var remarks: [Wording] = []

  /// - Parameters:
  ///   - settingsHash: of the bytes of daicho.yml. Another one makes the index anew, because every record is
  ///     read by it.
  ///   - isKept: False makes it in memory, for a few files that are asked about once.
  package init(
    files: any RegisterFiles, root: String, settings: WorkspaceSettings, settingsHash: String, moment: Moment,
    isKept: Bool = true, progress: (any WorkProgress)?
  ) {
    self.isKept = isKept
    self.files = files
    self.root = root
    self.settings = settings
    self.moment = moment
    self.progress = progress
    fingerprint = "\(IndexSchema.version) \(settingsHash)"
    parser = FileParser(files: files, settings: settings, zone: moment.zone)
  }

  /// The files of `other` on another day.
  init(_ other: WorkspaceIndex, today: CalendarDate) {
    files = other.files
    root = other.root
    settings = other.settings
    moment = Moment(epoch: other.moment.epoch, zone: other.moment.zone, today: today)
    progress = other.progress
    fingerprint = other.fingerprint
    parser = other.parser
    history = other.history
    isKept = other.isKept
  }

  var path: String {
    if let snapshot = files.snapshot { return PastIndexes(root: root).path(of: snapshot) }
    return "\(root)/\(WorkspaceIndex.cacheFolder)/\(WorkspaceIndex.fileName)"
  }

  // MARK: Answering

  /// Runs a question on an index that is as new as the files. A damaged index is made anew, once.
  package func read<Answer>(
    refreshed: Bool = true, _ question: (Database) throws -> Answer
  ) throws(DaichoError) -> Answer {
    do {
      if refreshed, !isFrozen { try refresh() }
      let store = try opened()
      return try store.queue.inDatabase { database in
        try store.dropOldTables(database)
        return try question(database)
      }
    } catch let error as DatabaseError where WorkspaceIndex.isDamage(error) {
      log.debug("index damaged: \(error)")
      return try wrapping {
        if files.snapshot != nil { unlink(path) }
        try rebuild()
        return try opened().queue.inDatabase(question)
      }
    } catch {
      throw DaichoError(indexing: error)
    }
  }

  /// Looks at the files, frozen or not.
  package func renew() throws(DaichoError) {
    try wrapping { try refresh() }
  }

  func remark(_ text: Wording) {
    if !remarks.contains(text) { remarks.append(text) }
  }

  func wrapping<Answer>(_ body: () throws -> Answer) throws(DaichoError) -> Answer {
    do { return try body() } catch { throw DaichoError(indexing: error) }
  }

  /// Damage, or a table that is not as it should be.
  static func isDamage(_ error: DatabaseError) -> Bool {
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_SCHEMA, .SQLITE_FORMAT, .SQLITE_IOERR, .SQLITE_CANTOPEN,
      .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_READONLY:
      true
    case .SQLITE_ERROR: error.message?.hasPrefix("no such") ?? false
    default: false
    }
  }

  private func opened() throws -> IndexStore {
    if let store { return store }
    if let store = openKept() {
      self.store = store
      return store
    }
    return try rebuild()
  }

  /// A connection for one use: its own and read-only, where the index is a file.
  func separateConnection() throws -> DatabaseQueue {
    let store = try opened()
    guard case .file(let path) = store.place else { return store.queue }
    return try IndexStore.readOnlyConnection(path)
  }

  // MARK: Refreshing

  /// Brings the index up to the files: a walk, and the reading of what it finds changed.
  package func refresh() throws {
    guard let store = store ?? openKept() else {
      try rebuild()
      return
    }
    self.store = store
    guard WorkspaceIndex.fingerprint(of: store) == stamp(for: path) else {
      try rebuild()
      return
    }
    if files.snapshot != nil { return }
    for _ in 0..<8 {
      let stored = try store.queue.inDatabase(WorkspaceIndex.storedListings)
      let walk = try files.walk(WorkspaceIndex.tops)
      let changed = ChangedFiles(stored: stored, found: walk.directories)
      if changed.isEmpty { return }
      if changed.costMoreThanAll {
        try rebuild()
        return
      }
      do {
        if try apply(changed, to: store, basedOn: stored) { return }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
        try keepInMemory(because: error)
        return
      }
    }
  }

  /// Whether the index has read one of its top folders as it is now, and whether there is anything in it. No
  /// other is looked at. `nil`: not told of a commit's files, nor while answers come from what has been read.
  func isAsRead(_ folder: String) throws -> (isAsRead: Bool, isEmpty: Bool)? {
    guard files.snapshot == nil, !isFrozen, let top = Self.tops.first(where: { $0.folder == folder }) else {
      return nil
    }
    let found = try files.walk([top])
    if found.directories.isEmpty, found.problems.isEmpty { return (true, true) }
    guard let store = store ?? openKept(), Self.fingerprint(of: store) == stamp(for: path) else {
      return (false, false)
    }
    self.store = store
    let stored = try store.queue.inDatabase(Self.storedListings).filter {
      $0.key == folder || $0.key.hasPrefix(folder + "/")
    }
    return (ChangedFiles(stored: stored, found: found.directories).isEmpty, false)
  }

  package static let tops: [FolderWalk.Top] =
    Kind.allCases.map { FolderWalk.Top($0.folder, suffixes: [".md"]) } + [
      FolderWalk.Top("orders", suffixes: [".csv"]), FolderWalk.Top("events", suffixes: [".jsonl"]),
      FolderWalk.Top("sends", suffixes: [".jsonl"]),
    ]

  static func storedListings(_ database: Database) throws -> [String: [UInt8]] {
    var listings: [String: [UInt8]] = [:]
    let rows = try Row.fetchCursor(database, sql: "SELECT path, listing FROM folders")
    while let row = try rows.next() {
      let bytes = try row.withUnsafeData(atIndex: 1) { $0.map(Array.init) ?? [] }
      listings[row[0]] = bytes
    }
    return listings
  }

  /// Nanoseconds since 1970 from which on a file might still change within its own timestamp. File
  /// systems stamp with a clock that lags by up to a tick (10 ms); this command began before the walk.
  var racyTime: Int64 { files.snapshot == nil ? (moment.epoch - 20) * 1_000_000 : .max }

  /// - Returns: `false` when another process refreshed meanwhile: look again.
  private func apply(_ changed: ChangedFiles, to store: IndexStore, basedOn stored: [String: [UInt8]]) throws
    -> Bool
  {
    try store.queue.inTransaction(.immediate) { database in
      let now = try WorkspaceIndex.storedListings(database)
      guard now == stored else { return .rollback }
      try IndexUpdate(database: database, parser: parser).apply(changed, racyTime: racyTime)
      return .commit
    }
    return true
  }

  // MARK: Making anew

  /// Reads every file into a new index and puts it in the place of the old.
  package func remake() throws(DaichoError) {
    try wrapping { _ = try rebuild() }
  }

  @discardableResult
  func rebuild() throws -> IndexStore {
    try? store?.close()
    store = nil
    guard isKept else { return try makeInMemory() }
    do {
      try WorkspaceIndex.prepareCacheFolder(root)
      if let snapshot = files.snapshot {
        try makePast(snapshot)
      } else {
        try RebuildLock.hold(in: "\(root)/\(WorkspaceIndex.cacheFolder)") { try makeFile() }
      }
    } catch let error where WorkspaceIndex.isUnwritable(error) {
      return try keepInMemory(because: error)
    }
    guard let store = openKept() else {
      return try keepInMemory(because: DaichoError.indexUnwritable(path: path, reason: "unreadable"))
    }
    self.store = store
    return store
  }

  private func makeFile() throws {
    let temporary = "\(path).new-\(ProcessInfo.processInfo.processIdentifier)"
    for suffix in ["", "-journal", "-wal", "-shm"] { unlink(temporary + suffix) }
    do {
      let new = try IndexStore.create(.file(temporary))
      try load(into: new)
      try new.close()
      try IndexStore.replace(path, with: temporary)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  @discardableResult
  private func keepInMemory(because error: any Error) throws -> IndexStore {
    let reason = (error as? DaichoError)?.message ?? Wording(en: "\(error)", ja: "\(error)")
    warnings.append(.indexInMemory(reason))
    return try makeInMemory()
  }

  private func makeInMemory() throws -> IndexStore {
    let store = try IndexStore.create(.memory)
    try load(into: store)
    self.store = store
    return store
  }

  func load(into store: IndexStore) throws {
    try load(try files.walk(WorkspaceIndex.tops), into: store)
  }

  func load(_ walk: FolderWalk.Result, into store: IndexStore) throws {
    let listings = walk.directories.map { $0.forgettingTimes(from: racyTime) }
    try store.queue.inTransaction { database in
      try ColdLoad(database: database, parser: parser, progress: progress)
        .run(ChangedFiles(stored: [:], found: walk.directories).present)
      for listing in listings {
        try database.execute(
          sql: "INSERT INTO folders VALUES (?, ?)", arguments: [listing.path, Data(listing.packed)])
      }
      if let failure = files.failure { throw failure }
      try database.execute(
        sql: "INSERT INTO meta VALUES ('fingerprint', ?)", arguments: [stamp(for: store.path ?? path)])
      return .commit
    }
    try store.finish(isShared: store.place != .memory && files.snapshot == nil)
    progress?.progressEnded()
  }

  static func isUnwritable(_ error: any Error) -> Bool {
    if let error = error as? DaichoError {
      return ["index-unwritable", "disk-full", "read-only-disk", "permission-denied"].contains(error.code)
    }
    guard let error = error as? DatabaseError else { return false }
    return [.SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_PERM].contains(
      error.resultCode)
  }

  /// Makes `.daicho` with its own .gitignore, so that the cache never enters git.
  static func prepareCacheFolder(_ root: String) throws {
    let cache = "\(root)/\(cacheFolder)"
    try makeFolder(cache, mode: 0o777)
    let ignore = "\(cache)/.gitignore"
    if access(ignore, F_OK) != 0 {
      try Data("*\n".utf8).write(to: URL(fileURLWithPath: ignore))
    }
  }

  static func makeFolder(_ path: String, mode: mode_t) throws {
    guard mkdir(path, mode) == 0 || errno == EEXIST else {
      throw DaichoError.indexUnwritable(path: path, reason: String(cString: strerror(errno)))
    }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw DaichoError.indexUnwritable(path: path, reason: "not a folder")
    }
  }
}
