import DaichoGit
import DaichoModel
import GRDB

/// Removes commits that HEAD no longer descends from: after a rebase, an amended commit, another branch.
///
/// Goes by the parents in the tables; the objects may be gone from the repository.
struct HistoryPruning {
  let database: Database

  func keep(ancestorsOf tips: Set<ObjectID>) throws {
    guard let last = try Int.fetchOne(database, sql: "SELECT max(seq) FROM commits") else { return }
    var parents: [[Int]] = Array(repeating: [], count: last + 1)
    let rows = try Row.fetchCursor(
      database, sql: "SELECT commit_seq, parent_seq FROM commit_parents WHERE parent_seq IS NOT NULL")
    while let row = try rows.next() {
      let (child, parent): (Int, Int) = (row[0], row[1])
      if parents.indices.contains(child) { parents[child].append(parent) }
    }
    var isKept = Array(repeating: false, count: last + 1)
    var stack: [Int] = []
    for tip in tips {
      if let seq = try Int.fetchOne(
        database, sql: "SELECT seq FROM commits WHERE id = ?", arguments: [HistoryIndex.data(tip)])
      {
        stack.append(seq)
      }
    }
    while let seq = stack.popLast() {
      guard isKept.indices.contains(seq), !isKept[seq] else { continue }
      isKept[seq] = true
      stack += parents[seq]
    }
    let all = try Int.fetchAll(database, sql: "SELECT seq FROM commits")
    let gone = all.filter { !isKept[$0] }
    if gone.isEmpty { return }
    if gone.count == all.count { return try removeEverything() }
    try database.execute(sql: "CREATE TEMP TABLE gone (seq INTEGER PRIMARY KEY)")
    let insert = try RowWriter(database, "INSERT INTO gone VALUES (?)")
    for seq in gone {
      insert.add(seq)
      try insert.insert()
    }
    for statement in [
      """
      DELETE FROM changes WHERE file_change IN
        (SELECT f.id FROM gone g CROSS JOIN file_changes f ON f.commit_seq = g.seq)
      """,
      "DELETE FROM file_changes WHERE commit_seq IN (SELECT seq FROM gone)",
      "DELETE FROM commit_parents WHERE commit_seq IN (SELECT seq FROM gone)",
      "DELETE FROM commits WHERE seq IN (SELECT seq FROM gone)",
      "DROP TABLE gone",
    ] {
      try database.execute(sql: statement)
    }
  }

  private func removeEverything() throws {
    for table in ["changes", "file_changes", "commit_parents", "commits", "files"] {
      try database.execute(sql: "DELETE FROM \(table)")
    }
  }
}
