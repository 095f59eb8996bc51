import DaichoFiles
import DaichoIndex
import DaichoModel

/// The rows of a table whose columns have our names, or those of a map.
final class TableRows {
  let source: ImportSource
  /// Columns as they are called here.
  let names: [String]
  private let workspace: Workspace

  /// - Parameter isOurs: whether a file without a map is to be read by its headings as they are.
  init(
    _ file: SourceFile, kind: ImportKind, map name: String?, workspace: Workspace,
    isOurs: ([String]) -> Bool = { _ in true }
  ) throws(DaichoError) {
    self.workspace = workspace
    if name == nil {
      if let table = try TableRows.table(of: file, isOurs: { isOurs($0.map(TableRows.name)) }) {
        let map = TableRows.map(of: table, kind: kind)
        source = try ImportSource(file, map: map, zone: workspace.moment.zone, table: table)
        names = map.columns.map(\.name)
        return
      }
    }
    let mapped = try workspace.mapped(file, kind: kind, named: name)
    source = try ImportSource(mapped.file, map: mapped.map, zone: workspace.moment.zone, table: mapped.table)
    names = mapped.map.columns.map(\.name)
  }

  /// The table whose headings are the first row, if they are ours.
  static func table(of file: SourceFile, isOurs: ([String]) -> Bool) throws(DaichoError) -> ImportTable? {
    guard let first = try ImportTable.firstRows(of: file, limit: 1).first, isOurs(first.fields) else {
      return nil
    }
    return try ImportTable.find(in: file, wanted: first.fields.filter { !$0.isEmpty })
  }

  /// A map that leaves every column what it is called.
  static func map(of table: ImportTable, kind: ImportKind) -> ImportMap {
    var map = ImportMap(id: "", path: "", kind: kind)
    map.hasSums = false
    map.recognized = table.headings
    map.columns = table.headings.map { heading in
      ImportColumn(
        name: name(heading), value: .heading(heading), location: SourceLocation(path: ""))
    }
    return map
  }

  /// `Email Address` is `email_address`; `address.city` stays.
  static func name(_ heading: String) -> String {
    let bare = CellReading.trimmed(heading)
    guard bare.contains(where: { $0.isWhitespace }) || bare.contains(where: \.isUppercase) else {
      return bare
    }
    return TextFolding.fold(bare).split { $0.isWhitespace || $0 == "-" }.joined(separator: "_")
  }

  var line: Int { source.line }

  func next() throws(DaichoError) -> Bool {
    let isThere = try source.next()
    if isThere, source.rows % 5_000 == 0 {
      workspace.progress?.progress(.readingRows, done: Int(source.progress), of: Int(source.file.size))
    }
    return isThere
  }

  /// Column and value, in the order of the columns.
  var values: [(name: String, text: String)] {
    names.indices.map { (names[$0], source.text($0) ?? "") }
  }

  func text(_ name: String) -> String? { names.firstIndex(of: name).flatMap { source.text($0) } }

  /// ISO 8601, of a column that the map's dates are for.
  func day(_ name: String) -> String? {
    names.firstIndex(of: name).flatMap { source.date($0) }?.description
  }

  /// Throws what is wrong with the file itself: `bad-rows`.
  func finish() throws(DaichoError) {
    workspace.progress?.progressEnded()
    guard !source.problems.isEmpty else { return }
    throw .badRows(source.problems, source.file.shownPath, workspace.language)
  }
}
