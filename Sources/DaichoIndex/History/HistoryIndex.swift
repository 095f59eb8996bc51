import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation
import GRDB
import Logging

/// What the commits that HEAD descends from changed, record by record and field by field: a cache beside the
/// index of the files, and apart from it, so that neither has to be made anew for the other's sake.
///
/// Used from one thread. Whatever is wrong with the file on disk is mended by making it anew.
package final class HistoryIndex {
  static let fileName = "history.sqlite"

  let folder: WorkspaceFolder
  let repository: Repository
  /// From the repository's root to the workspace: empty, or ending in `/`.
  let prefix: String
  /// What is told of fields ends with this commit and those it descends from; `nil`: with HEAD.
  let horizon: ObjectID?
  private(set) weak var progress: (any WorkProgress)?
  private let log = Logger(label: "daicho.history")
  private var store: HistoryStore?
  private var isCurrent = false

  /// Said once a command: what of history cannot be seen.
  package private(set) var warnings: [Wording] = []

  package init(
    folder: WorkspaceFolder, repository: Repository, prefix: String, horizon: ObjectID? = nil,
    progress: (any WorkProgress)?
  ) {
    self.folder = folder
    self.repository = repository
    self.prefix = prefix
    self.horizon = horizon
    self.progress = progress
  }

  package var path: String { "\(folder.root)/\(WorkspaceIndex.cacheFolder)/\(HistoryIndex.fileName)" }

  // MARK: Answering

  /// Runs a question on the history of HEAD as it is now. A damaged file is made anew, once.
  package func read<Answer>(_ question: (Database) throws -> Answer) throws(DaichoError) -> Answer {
    do {
      return try refreshed().queue.inDatabase(question)
    } catch let error as DatabaseError where WorkspaceIndex.isDamage(error) {
      log.debug("history index damaged: \(error)")
      do {
        forget()
        return try refreshed(anew: true).queue.inDatabase(question)
      } catch {
        throw DaichoError(indexing: error)
      }
    } catch {
      throw DaichoError(indexing: error)
    }
  }

  func warn(_ text: Wording) {
    if !warnings.contains(text) { warnings.append(text) }
  }

  /// HEAD may have moved since.
  package func renew() { isCurrent = false }

  private func forget() {
    try? store?.queue.close()
    store = nil
    isCurrent = false
  }

  // MARK: Refreshing

  private func refreshed(anew: Bool = false) throws -> HistoryStore {
    if isCurrent, let store { return store }
    let head = try repository.head().id
    let basis = try basis()
    if !anew, let store = store ?? HistoryStore.open(path), try isUpToDate(store, head, basis) {
      return try ready(store)
    }
    do {
      try WorkspaceIndex.prepareCacheFolder(folder.root)
      try RebuildLock.hold(in: "\(folder.root)/\(WorkspaceIndex.cacheFolder)", as: "history.lock") {
        try bringUp(to: head, basis, anew: anew)
      }
    } catch let error where WorkspaceIndex.isUnwritable(error) {
      try keepInMemory(head, basis, because: error)
    }
    guard let store else { throw DaichoError.indexUnwritable(path: path, reason: "unreadable") }
    return try ready(store)
  }

  private func ready(_ store: HistoryStore) throws -> HistoryStore {
    self.store = store
    isCurrent = true
    try warnOfGaps(store)
    return store
  }

  private func bringUp(to head: ObjectID?, _ basis: String, anew: Bool) throws {
    var current = anew ? nil : store ?? HistoryStore.open(path)
    if let open = current, try !open.queue.inDatabase({ try isOfUse($0, basis) }) {
      try? open.queue.close()
      current = nil
    }
    let store = try current ?? HistoryStore.create(path)
    self.store = store
    // Another process may have done it meanwhile.
    if try isUpToDate(store, head, basis) { return }
    try HistoryUpdate(store: store, repository: repository, prefix: prefix, progress: progress)
      .run(to: head, basis: basis, objects: objectsTime)
    progress?.progressEnded()
  }

  private func keepInMemory(_ head: ObjectID?, _ basis: String, because error: any Error) throws {
    let reason = (error as? DaichoError)?.message ?? Wording(en: "\(error)", ja: "\(error)")
    warn(.historyInMemory(reason))
    let store = try HistoryStore.create(nil)
    try HistoryUpdate(store: store, repository: repository, prefix: prefix, progress: progress)
      .run(to: head, basis: basis, objects: objectsTime)
    progress?.progressEnded()
    self.store = store
  }

  private func isUpToDate(_ store: HistoryStore, _ head: ObjectID?, _ basis: String) throws -> Bool {
    try store.queue.inDatabase { database in
      try HistoryStore.fact(.tip, in: database) == (head?.description ?? "none") && isOfUse(database, basis)
    }
  }

  /// Whether new commits can be added to what there is. Where objects were missing, and others have come since,
  /// all of it is read again.
  private func isOfUse(_ database: Database, _ basis: String) throws -> Bool {
    guard try HistoryStore.fact(.basis, in: database) == basis else { return false }
    let lacks = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM commits WHERE is_unreadable)
          OR EXISTS (SELECT 1 FROM changes WHERE part = 'unreadable' AND new = 'missing-object')
        """)
    return try lacks != true || HistoryStore.fact(.objects, in: database) == objectsTime
  }

  /// When the folder of packs last changed: what is fetched comes as a pack.
  private var objectsTime: String {
    var status = stat()
    guard lstat(repository.commonDirectory + "objects/pack", &status) == 0 else { return "none" }
    #if canImport(Darwin)
      return "\(status.st_mtimespec.tv_sec).\(status.st_mtimespec.tv_nsec)"
    #else
      return "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    #endif
  }

  /// What the contents follow from besides HEAD: the workspace's folder, and where a shallow clone ends.
  private func basis() throws -> String {
    guard repository.isShallow else { return prefix }
    let shallow = FileManager.default.contents(atPath: repository.commonDirectory + "shallow") ?? Data()
    return prefix + "\n" + String(decoding: shallow, as: UTF8.self)
  }

  static func data(_ id: ObjectID) -> Data { Data(id.bytes) }
}
