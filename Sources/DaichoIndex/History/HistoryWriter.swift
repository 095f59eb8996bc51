import DaichoFiles
import DaichoGit
import DaichoModel
import GRDB

/// Turns steps of history into rows. Steps come parents first.
struct HistoryWriter {
  private let database: Database
  private var versions: HistoryVersions
  private let commits: RowWriter
  private let parents: RowWriter
  private let files: RowWriter
  private let fileChanges: RowWriter
  private let changes: RowWriter
  private var places: [ObjectID: Place] = [:]
  private var fileIDs: [String: Int64] = [:]
  private let isEmpty: Bool
  private var nextCommit: Int64
  private var nextFile: Int64
  private var nextChange: Int64

  private struct Place {
    let seq: Int64
    let position: Int64
  }

  init(_ database: Database, reading walk: HistoryWalk) throws {
    self.database = database
    versions = HistoryVersions(walk)
    func insert(_ table: String, _ count: Int) throws -> RowWriter {
      let marks = repeatElement("?", count: count).joined(separator: ", ")
      return try RowWriter(database, "INSERT INTO \(table) VALUES (\(marks))")
    }
    commits = try insert("commits", 16)
    parents = try insert("commit_parents", 4)
    files = try insert("files", 5)
    fileChanges = try insert("file_changes", 8)
    changes = try insert("changes", 6)
    func next(_ table: String, _ column: String) throws -> Int64 {
      (try Int64.fetchOne(database, sql: "SELECT max(\(column)) FROM \(table)") ?? 0) + 1
    }
    nextCommit = try next("commits", "seq")
    nextFile = try next("files", "id")
    nextChange = try next("file_changes", "id")
    isEmpty = nextCommit == 1 && nextFile == 1
  }

  mutating func add(_ step: HistoryStep, _ message: MessageParts) throws {
    let seq = nextCommit
    nextCommit += 1
    var position = step.commit.committer.when
    for (place, id) in step.commit.parents.enumerated() {
      let parent = try self.place(of: id)
      if let parent { position = max(position, parent.position + 1) }
      parents.add(seq)
      parents.add(place)
      parents.add(parent?.seq)
      if parent == nil { parents.add(id.bytes) }
      try parents.insert()
    }
    places[step.commit.id] = Place(seq: seq, position: position)
    try add(step, message, seq: seq, position: position)
    for file in step.files { try add(file, commit: seq) }
  }

  private func add(_ step: HistoryStep, _ message: MessageParts, seq: Int64, position: Int64) throws {
    let commit = step.commit
    commits.add(seq)
    commits.add(commit.id.bytes)
    commits.add(position)
    commits.add(commit.author.name)
    commits.add(commit.author.email)
    commits.add(commit.author.when)
    commits.add(commit.author.offset)
    commits.add(commit.committer.name)
    commits.add(commit.committer.email)
    commits.add(commit.committer.when)
    commits.add(message.subject)
    commits.add(message.reason)
    let trailers = message.trailers.map { "\($0.key): \($0.value)" }.joined(separator: "\n")
    commits.add(trailers.isEmpty ? nil : trailers)
    commits.add(message["Action"])
    commits.add(step.signature?.rawValue)
    commits.add(step.isUnreadable)
    try commits.insert()
  }

  private mutating func add(_ file: HistoryStep.File, commit: Int64) throws {
    let indexed = IndexedFile(path: file.path, isFile: true)
    var found: [RecordChange] = []
    if case .record = indexed.content {
      found = try versions.changes(of: file)
      // A merge in which both sides met, and that changed nothing of its own.
      if found.isEmpty, file.olds.count > 1, file.new != nil, file.oldPath == nil { return }
    }
    let id = nextChange
    nextChange += 1
    let old = file.olds.lazy.compactMap(\.self).first
    fileChanges.add(id)
    fileChanges.add(commit)
    fileChanges.add(try fileID(file.path))
    fileChanges.add(Self.kind(of: file).rawValue)
    if let old { fileChanges.add(old.bytes) } else { fileChanges.addNull() }
    if let new = file.new { fileChanges.add(new.bytes) } else { fileChanges.addNull() }
    fileChanges.add(try file.oldPath.map { try fileID($0) })
    try fileChanges.insert()
    for (number, change) in found.enumerated() {
      changes.add(id)
      changes.add(number)
      changes.add(change.part.rawValue)
      changes.add(change.field)
      changes.add(change.old.map(RecordChange.shortened))
      changes.add(change.new.map(RecordChange.shortened))
      try changes.insert()
    }
  }

  private static func kind(of file: HistoryStep.File) -> FileChangeKind {
    if file.new == nil { return .deleted }
    if file.oldPath != nil { return .renamed }
    return file.olds.allSatisfy { $0 == nil } ? .added : .modified
  }

  private func place(of id: ObjectID) throws -> Place? {
    if let known = places[id] { return known }
    if isEmpty { return nil }
    let row = try Row.fetchOne(
      database, sql: "SELECT seq, position FROM commits WHERE id = ?", arguments: [HistoryIndex.data(id)])
    return row.map { Place(seq: $0[0], position: $0[1]) }
  }

  private mutating func fileID(_ path: String) throws -> Int64 {
    if let known = fileIDs[path] { return known }
    if !isEmpty,
      let known = try Int64.fetchOne(database, sql: "SELECT id FROM files WHERE path = ?", arguments: [path])
    {
      fileIDs[path] = known
      return known
    }
    let id = nextFile
    nextFile += 1
    fileIDs[path] = id
    let file = IndexedFile(path: path, isFile: true)
    files.add(id)
    files.add(path)
    files.add(path.contains("/") ? file.kindName : "settings")
    let record: RecordID? = if case .record = file.content { RecordReader.id(ofFile: path) } else { nil }
    files.add(record?.text)
    files.add(record?.key)
    try files.insert()
    return id
  }
}

/// What a commit did to a file.
package enum FileChangeKind: String, Sendable, CaseIterable {
  case added, modified, deleted, renamed
}
