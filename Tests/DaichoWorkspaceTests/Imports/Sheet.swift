import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation

/// A table of text, as a spreadsheet program would read, change and save it.
struct Sheet {
  var header: [String]
  var rows: [[String]]

  init(header: [String], rows: [[String]] = []) {
    self.header = header
    self.rows = rows
  }

  /// What `list --format csv --excel` has written, with the texts that Excel makes of `="…"`.
  init(csv bytes: [UInt8], evaluatesFormulas: Bool) throws {
    var bytes = bytes[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    var reader = CSVReader(MemoryStream(Array(bytes)))
    var lines: [[String]] = []
    while try reader.next() {
      lines.append(
        (0..<reader.count).map { field in
          let text = reader.text(field)
          guard evaluatesFormulas, text.hasPrefix("=\""), text.hasSuffix("\"") else { return text }
          return String(text.dropFirst(2).dropLast()).replacing("\"\"", with: "\"")
        })
    }
    header = lines.first ?? []
    rows = Array(lines.dropFirst())
  }

  func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  subscript(id: String, column: String) -> String? {
    get {
      guard let place = self.column(column), let first = self.column("id") else { return nil }
      return rows.first { $0[first] == id }?[place]
    }
    set {
      guard let place = self.column(column), let first = self.column("id"),
        let row = rows.firstIndex(where: { $0[first] == id })
      else { return }
      rows[row][place] = newValue ?? ""
    }
  }

  var csv: String {
    ([header] + rows).map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\r\n"
    }.joined()
  }
}

extension Shop {
  /// Writes a file outside the register's own folders and looks at it as an import does.
  func source(_ text: String, named name: String = "in.csv") throws -> SourceFile {
    try source(Array(text.utf8), named: name)
  }

  func source(_ bytes: [UInt8], named name: String = "in.csv") throws -> SourceFile {
    try SourceFile(repository.write(bytes, to: ".git/" + name), shownAs: name)
  }

  /// What a file would bring; the workspace is opened anew, as by another command.
  func plan(
    _ text: String, _ kind: Kind = .customers, map: String? = nil, updates: Bool = false
  ) throws -> ImportPlan {
    try open().planRecords(kind, from: source(text), map: map, updates: updates)
  }

  /// Imports it.
  @discardableResult
  func take(
    _ text: String, _ kind: Kind = .customers, map: String? = nil, updates: Bool = false
  ) throws -> ImportPlan {
    let workspace = try open()
    let plan = try workspace.planRecords(kind, from: source(text), map: map, updates: updates)
    _ = try workspace.record(plan, dryRun: false)
    return plan
  }

  /// The ids of the customers a filter finds.
  func customers(where filter: String) throws -> [String] {
    try open().index.matching([filter], .customers).map(\.reference.id.text).sorted()
  }
}
