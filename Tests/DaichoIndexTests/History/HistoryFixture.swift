import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import GRDB
import Testing

/// A workspace in a repository made by plain git, a second later with every commit, and its history index.
final class HistoryFixture {
  let folder: TemporaryFolder
  private(set) var git: Git
  private var time = 1_760_000_000

  init() throws {
    folder = try TemporaryFolder()
    git = Git(in: folder.path)
    try git.initialize()
    try folder.write(".daicho/\n", to: ".gitignore")
  }

  func tick(_ seconds: Int = 60) {
    time += seconds
    git.environment["GIT_AUTHOR_DATE"] = "\(time) +0900"
    git.environment["GIT_COMMITTER_DATE"] = "\(time) +0900"
  }

  @discardableResult
  func commit(_ message: String) throws -> String {
    tick()
    return try git.commitAll(message)
  }

  /// An index of the repository as it is now, kept in a folder of its own where one is given.
  func index(in other: TemporaryFolder? = nil) throws -> HistoryIndex {
    let repository = try #require(try Repository.discover(from: folder.path))
    return HistoryIndex(
      folder: try WorkspaceFolder(root: other?.path ?? folder.path), repository: repository, prefix: "",
      progress: nil)
  }

  /// `COMMIT'S SUBJECT | PART FIELD | OLD | NEW` of a file's life, newest first.
  func life(_ path: String, _ index: HistoryIndex? = nil) throws -> [String] {
    let index = try index ?? self.index()
    let life = try index.life(of: path)
    return zip(life, try index.details(of: life)).flatMap { change, details in
      details.map { "\(change.commit.subject) | \($0.field) | \($0.old ?? "-") | \($0.new ?? "-")" }
    }
  }
}

extension HistoryIndex {
  /// Everything it holds, by git's own ids.
  func dump() throws -> [String] {
    try read { database in
      let changes = try Row.fetchAll(
        database,
        sql: """
          SELECT hex(c.id), c.position, f.path, f.kind, f.record, o.path, fc.change, hex(fc.old_blob),
            hex(fc.new_blob), ch.number, ch.part, ch.field, ch.old, ch.new
          FROM file_changes fc JOIN commits c ON c.seq = fc.commit_seq JOIN files f ON f.id = fc.file
            LEFT JOIN files o ON o.id = fc.old_file LEFT JOIN changes ch ON ch.file_change = fc.id
          """)
      let commits = try Row.fetchAll(
        database,
        sql: """
          SELECT hex(c.id), c.position, c.author, c.email, c.at, c.zone, c.committer, c.committer_email,
            c.committed_at, c.subject, c.reason, c.trailers, c.action, c.signature, c.is_unreadable,
            p.place, hex(q.id), hex(p.missing)
          FROM commits c LEFT JOIN commit_parents p ON p.commit_seq = c.seq
            LEFT JOIN commits q ON q.seq = p.parent_seq
          """)
      let orphans = try Int.fetchOne(
        database,
        sql: """
          SELECT (SELECT count(*) FROM changes WHERE file_change NOT IN (SELECT id FROM file_changes))
            + (SELECT count(*) FROM file_changes WHERE commit_seq NOT IN (SELECT seq FROM commits))
          """)
      let rows = (changes + commits).map { row in
        row.databaseValues.map { "\($0)" }.joined(separator: "|")
      }
      return rows.sorted() + ["orphans \(orphans ?? -1)"]
    }
  }
}

extension HistoryIndex {
  /// `COMMIT TAB PATH TAB OLD PATH TAB PART TAB FIELD TAB OLD TAB NEW`, for each change of a field or entry.
  func changeLines() throws -> [String] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT lower(hex(c.id)), f.path, o.path, ch.part, ch.field, ch.old, ch.new
          FROM changes ch JOIN file_changes fc ON fc.id = ch.file_change JOIN commits c ON c.seq = fc.commit_seq
            JOIN files f ON f.id = fc.file LEFT JOIN files o ON o.id = fc.old_file
          """
      ).map { row in (0..<7).map { (row[$0] as String?) ?? "-" }.joined(separator: "\t") }
    }
  }
}
