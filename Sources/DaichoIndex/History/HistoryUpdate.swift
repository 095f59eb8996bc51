import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation
import GRDB

/// Brings the tables to the ancestry of another commit: adds what is new, removes what is no longer reached.
struct HistoryUpdate {
  let store: HistoryStore
  let repository: Repository
  let prefix: String
  let progress: (any WorkProgress)?

  /// Commits that are put into the tables at once; a killed process loses as many.
  private static let batch = 2048
  /// Fewer than this are not worth a second thread.
  private static let fewCommits = 64

  func run(to head: ObjectID?, basis: String, objects: String) throws {
    let walk = try HistoryWalk(repository, prefix: prefix, selection: Self.selection)
    let new = try store.queue.inDatabase { database in
      try newCommits(head, walk, database)
    }
    try store.queue.inTransaction(.immediate) { database in
      let tip = try HistoryStore.fact(.tip, in: database)
      let isAhead = tip.flatMap { ObjectID($0) }.map(new.met.contains) ?? false
      if !isAhead { try HistoryPruning(database: database).keep(ancestorsOf: new.met) }
      try HistoryStore.set(.basis, basis, in: database)
      try HistoryStore.set(.objects, objects, in: database)
      if new.commits.count > Self.batch { try HistoryStore.set(.tip, nil, in: database) }
      if new.commits.count <= Self.batch {
        try add(new.commits, walk, database)
        try finish(database, head)
      }
      return .commit
    }
    if new.commits.count > Self.batch {
      try store.queue.inDatabase { database in
        try addMany(new.commits, walk, database)
        try database.inTransaction(.immediate) {
          try finish(database, head)
          return .commit
        }
        // What is known of how many rows a look-up finds.
        try database.execute(sql: "PRAGMA optimize")
      }
    }
  }

  private func finish(_ database: Database, _ head: ObjectID?) throws {
    for statement in HistorySchema.indexes + HistorySchema.views { try database.execute(sql: statement) }
    try HistoryStore.set(.tip, head?.description ?? "none", in: database)
  }

  /// Records, ledgers and what else a team keeps in its workspace.
  static let selection: PathSelection = {
    var folders = ["templates": [], "imports": [".yml", ".yaml"]] as [String: [String]]
    for top in WorkspaceIndex.tops { folders[top.folder] = top.suffixes }
    return PathSelection(folders: folders, files: ["daicho.yml"])
  }()

  private func newCommits(
    _ head: ObjectID?, _ walk: HistoryWalk, _ database: Database
  ) throws -> HistoryWalk.NewCommits {
    guard let head else { return HistoryWalk.NewCommits() }
    let isEmpty = try Int.fetchOne(database, sql: "SELECT 1 FROM commits LIMIT 1") == nil
    let known = try database.makeStatement(sql: "SELECT 1 FROM commits WHERE id = ?")
    return try walk.newCommits(from: head) { id throws(DaichoError) in
      if isEmpty { return false }
      switch Result(catching: { try Int.fetchOne(known, arguments: [HistoryIndex.data(id)]) }) {
      case .success(let found): return found != nil
      case .failure(let error): throw DaichoError(indexing: error)
      }
    }
  }

  // MARK: Adding

  private struct ReadStep: Sendable {
    let step: HistoryStep
    let message: MessageParts
  }

  private func add(_ commits: [ObjectID], _ walk: HistoryWalk, _ database: Database) throws {
    guard !commits.isEmpty else { return }
    if commits.count > Self.fewCommits { return try addConveyed(commits, walk, database, commitEach: nil) }
    var writer = try HistoryWriter(database, reading: walk)
    for id in commits {
      let read = try Self.read(id, walk)
      try writer.add(read.step, read.message)
    }
  }

  private func addMany(_ commits: [ObjectID], _ walk: HistoryWalk, _ database: Database) throws {
    try database.beginTransaction(.immediate)
    do {
      try addConveyed(commits, walk, database, commitEach: Self.batch)
      try database.commit()
    } catch {
      if database.isInsideTransaction { try database.rollback() }
      throw error
    }
  }

  /// Another thread goes through the trees; this one reads the records and writes the rows.
  private func addConveyed(
    _ commits: [ObjectID], _ walk: HistoryWalk, _ database: Database, commitEach: Int?
  ) throws {
    var writer = try HistoryWriter(database, reading: walk)
    let (root, prefix) = (repository.workDirectory ?? repository.gitDirectory, prefix)
    var done = 0
    try Conveyor<[ReadStep]>.run(capacity: 16) { belt throws(any Error) in
      guard let own = try Repository.discover(from: root) else { return }
      let walk = try HistoryWalk(own, prefix: prefix, selection: Self.selection)
      var steps: [ReadStep] = []
      for id in commits {
        steps.append(try Self.read(id, walk))
        if steps.count == 32 || steps.last?.step.files.count ?? 0 > 1000 {
          guard belt.put(steps) else { return }
          steps = []
        }
      }
      _ = belt.put(steps)
    } consume: { steps throws(any Error) in
      for read in steps {
        try writer.add(read.step, read.message)
        done += 1
        if let commitEach, done % commitEach == 0 {
          try database.commit()
          try database.beginTransaction(.immediate)
        }
      }
      progress?.progress(.readingHistory, done: done, of: commits.count)
    }
  }

  private static func read(_ id: ObjectID, _ walk: HistoryWalk) throws(DaichoError) -> ReadStep {
    var step = try walk.step(id)
    let message = MessageParts(step.commit.message)
    if step.files.count > 1 || step.commit.parents.count > 1 {
      try walk.joinRenames(&step, declared: declaredRenames(message, step))
    }
    return ReadStep(step: step, message: message)
  }

  /// What daicho's own commit says it moved: the new path and the old.
  private static func declaredRenames(_ message: MessageParts, _ step: HistoryStep) -> [String: String] {
    guard let target = message["Renamed-To"], let source = message["Record"] else { return [:] }
    func path(_ reference: String, _ isWanted: (HistoryStep.File) -> Bool) -> String? {
      step.files.first { isWanted($0) && HistoryIndex.reference(ofPath: $0.path)?.description == reference }?
        .path
    }
    guard let old = path(source, { $0.new == nil }), let new = path(target, { $0.new != nil }) else {
      return [:]
    }
    return [new: old]
  }
}

extension HistoryIndex {
  /// The record that a path is the file of; `nil` for a ledger or a path that can be nobody's.
  package static func reference(ofPath path: String) -> Reference? {
    guard case .record(let kind) = IndexedFile(path: path, isFile: true).content, path.hasSuffix(".md"),
      let id = RecordReader.id(ofFile: path)
    else { return nil }
    return Reference(kind, id)
  }
}
