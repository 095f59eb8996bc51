import DaichoTestSupport
import Testing

/// IndexSchema.md against a fresh index.
struct IndexPageTests {
  @Test func hasEveryColumn() throws {
    let page = try Document.manual("IndexSchema")
    let program = try Program.inEmptyWorkspace()
    let listed = try program(
      "sql", "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')", "--format", "ids")
    let tables = listed.stdout.split(separator: "\n").map(String.init)
    #expect(tables.contains("customers") && tables.contains("orders"), "\(listed.stderr)")
    for table in tables {
      let passage = IndexPageTests.passage(about: table, in: page)
      #expect(!passage.isEmpty, "\(page.path) does not describe '\(table)'")
      let header = try program("sql", "SELECT * FROM \"\(table)\" LIMIT 0", "--format", "csv")
      let columns = header.stdout.trimmingSuffix { $0.isNewline }.split(separator: ",")
      #expect(!columns.isEmpty, "\(header.stderr)")
      for column in columns {
        let isNamed = passage.contains("`\(column)`")
        #expect(isNamed, "\(page.path) does not name '\(column)' of '\(table)'")
      }
    }
  }

  /// The section of that name, or else the rows of tables that begin with it, with what all tables of
  /// records share.
  private static func passage(about table: String, in page: Document) -> String {
    if let section = page.section(table) { return section }
    let rows = page.text.split(separator: "\n").filter { line in
      guard line.hasPrefix("| `"), let cell = line.dropFirst(2).split(separator: " |").first else {
        return false
      }
      return cell.contains("`\(table)`")
    }
    if rows.isEmpty { return "" }
    return rows.joined(separator: "\n") + "\n" + (page.section("What each has") ?? "")
  }
}

extension String {
  fileprivate func trimmingSuffix(while isTrimmed: (Character) -> Bool) -> Substring {
    var text = self[...]
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return text
  }
}
