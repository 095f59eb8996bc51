import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// What `export everything` put into its folder, in the order its README tells of it.
package struct ExportedFolder: Sendable {
  package struct File: Sendable, Hashable {
    package let path: String
    /// Rows of a spreadsheet; `nil` for other files.
    package let rows: Int?
  }

  package let path: String
  package internal(set) var files: [File] = []
  /// Files whose content could not be read; they are in `originals/` as they are.
  package internal(set) var originals: [String] = []
  /// Bodies that are files of their own.
  package internal(set) var texts = 0
}

extension Workspace {
  /// The whole register as spreadsheets and plain files with a README, for another program or a person
  /// without daicho: a new or empty folder outside the workspace, there whole or not at all.
  package func exportEverything(
    to path: String, progress: (any WorkProgress)?
  ) throws(DaichoError) -> ExportedFolder {
    guard !isInside(path) else { throw .exportInside(path) }
    let export = EverythingExport(workspace: self, folder: try PrivateFolder(path), progress: progress)
    return try export.run()
  }

  /// The kinds that become spreadsheets; the others are files already.
  static let sheetKinds: [Kind] = [.customers, .companies, .deals, .inquiries, .products]
  static let fileKinds: [Kind] = [.segments, .scores, .campaigns, .journeys, .forms]
  /// Copied as they are, with their endings.
  static let copiedFolders: [(name: String, ending: String)] =
    fileKinds.map { ($0.folder, ".md") } + [
      ("templates", ".html"), ("imports", ".yml"), ("events", ".jsonl"), ("sends", ".jsonl"),
    ]
}

/// One run of `export everything`.
private final class EverythingExport {
  let workspace: Workspace
  let folder: PrivateFolder
  let progress: (any WorkProgress)?
  private var result: ExportedFolder
  private var done = 0
  private var total = 0

  init(workspace: Workspace, folder: PrivateFolder, progress: (any WorkProgress)?) {
    self.workspace = workspace
    self.folder = folder
    self.progress = progress
    result = ExportedFolder(path: folder.path)
  }

  func run() throws(DaichoError) -> ExportedFolder {
    let records = Workspace.sheetKinds.map { ($0, workspace.files(under: $0.folder, ending: ".md")) }
    total = records.reduce(0) { $0 + $1.1.count }
    let log = try SheetFile(
      "log.csv", ["record", "date", "time", "channel", "direction", "members", "tags", "contact", "text"],
      folder)
    let tasks = try SheetFile(
      "tasks.csv", ["record", "due", "time", "members", "done", "tags", "text"], folder)
    let consents = try SheetFile(
      "consents.csv", ["customer", "channel", "granted", "withdrawn", "via", "basis", "proof"], folder)
    for (kind, paths) in records { try write(kind, paths, log: log, tasks: tasks, consents: consents) }
    for sheet in [consents, log, tasks] { try finish(sheet) }
    try writeOrders()
    try copyFiles()
    try copyOne(Workspace.settingsFile)
    let readme = ExportReadme(workspace: workspace, export: result).text
    try folder.write("README.md", Array(readme.utf8))
    try folder.finish()
    progress?.progressEnded()
    return result
  }

  private func finish(_ sheet: SheetFile) throws(DaichoError) {
    try sheet.finish()
    result.files.append(ExportedFolder.File(path: sheet.name, rows: sheet.rows))
  }

  // MARK: Records

  private func write(
    _ kind: Kind, _ paths: [String], log: SheetFile, tasks: SheetFile, consents: SheetFile
  ) throws(DaichoError) {
    let layout = RecordSheet(kind, settings: workspace.settings)
    let reader = RecordReader(settings: workspace.settings)
    var used: Set<String> = []
    for path in paths {
      guard let bytes = try? workspace.folder.read(path).bytes else { continue }
      used.formUnion(layout.cells(reader.read(bytes: bytes, path: path, kind: kind)).keys)
    }
    let columns = layout.columns(used: used)
    let known = Set(columns)
    let sheet = try SheetFile(
      "\(kind.folder).csv",
      [RecordSheet.id, RecordSheet.path] + columns + [RecordSheet.body, RecordSheet.bodyFile], folder)
    for path in paths {
      done += 1
      if done % 256 == 0 { progress?.progress(.exporting, done: done, of: total) }
      let bytes = try workspace.folder.read(path).bytes
      let record = reader.read(bytes: bytes, path: path, kind: kind)
      guard record.isReadable, let reference = record.reference else {
        try keepOriginal(path, bytes)
        continue
      }
      let cells = layout.cells(record)
      guard Set(cells.keys).isSubset(of: known) else { throw .changedMeanwhile(path) }
      let (body, bodyFile) = try body(of: record, bytes, reference)
      try sheet.write([reference.id.text, path] + columns.map { cells[$0] ?? "" } + [body, bodyFile])
      try writeLog(of: record, bytes, reference, log: log, tasks: tasks)
      if kind == .customers { try writeConsents(of: record, reference, consents) }
    }
    try finish(sheet)
  }

  /// The text below the fields: in its cell, or, where it is too long or no text at all, in a file.
  private func body(
    of record: Record, _ bytes: [UInt8], _ reference: Reference
  ) throws(DaichoError) -> (cell: String, file: String) {
    let body = Array(bytes[record.body])
    guard !body.isEmpty else { return ("", "") }
    if let text = String(validating: body, as: UTF8.self), RecordSheet.fitsCell(text), !text.contains("\0") {
      return (text, "")
    }
    let path = "texts/\(record.path)"
    try folder.write(path, body)
    result.texts += 1
    return ("", path)
  }

  private func writeLog(
    of record: Record, _ bytes: [UInt8], _ reference: Reference, log: SheetFile, tasks: SheetFile
  ) throws(DaichoError) {
    for entry in workspace.readLog(bytes, record.body, record.path) {
      let time = entry.minute.map { "\(padded($0 / 60, 2)):\(padded($0 % 60, 2))" } ?? ""
      let members = entry.members.map { $0.id ?? $0.typed }.joined(separator: "; ")
      let tags = entry.tags.joined(separator: "; ")
      let start = [reference.description, entry.date.description, time]
      if entry.isTask {
        try tasks.write(start + [members, entry.isDone ? "true" : "false", tags, entry.text])
      } else {
        try log.write(
          start + [
            entry.channel?.rawValue ?? "", entry.direction?.rawValue ?? "", members, tags,
            entry.isContact ? "true" : "false", entry.text,
          ])
      }
    }
  }

  private func writeConsents(
    of record: Record, _ reference: Reference, _ consents: SheetFile
  ) throws(DaichoError) {
    guard case .list(let facts)? = record.value("consent") else { return }
    for fact in facts {
      let names = ["channel", "granted", "withdrawn", "via", "basis", "proof"]
      try consents.write([reference.id.text] + names.map { fact[$0]?.plainText ?? "" })
    }
  }

  // MARK: Ledgers and files

  /// Which file a row is from, so that the rows of several files can be told apart again.
  private func writeOrders() throws(DaichoError) {
    let columns = try workspace.columns(of: .orders)
    let sheet = try SheetFile("orders.csv", columns + ["file"], folder)
    let choice = LedgerChoice(includesSuperseded: true)
    let totals = try workspace.rows(of: .orders, choice) { row in
      try sheet.write(row.cells.map(EverythingExport.text) + [row.path])
    }
    try finish(sheet)
    for path in totals.faultyFiles { try copy(path, to: "originals/\(path)", isOriginal: true) }
  }

  private static func text(_ cell: JSONValue) -> String {
    switch cell {
    case .null: ""
    case .string(let text): text
    default: cell.serialized()
    }
  }

  private func copyFiles() throws(DaichoError) {
    for (name, ending) in Workspace.copiedFolders {
      for path in workspace.files(under: name, ending: ending) { try copyOne(path) }
    }
  }

  private func copyOne(_ path: String) throws(DaichoError) {
    try copy(path, to: path, isOriginal: false)
    result.files.append(ExportedFolder.File(path: path, rows: nil))
  }

  private func keepOriginal(_ path: String, _ bytes: [UInt8]) throws(DaichoError) {
    try folder.write("originals/\(path)", bytes)
    result.originals.append(path)
  }

  /// Piece by piece: a ledger may be larger than memory.
  private func copy(_ path: String, to target: String, isOriginal: Bool) throws(DaichoError) {
    let stream = try workspace.folder.stream(path)
    let file = try folder.file(target)
    var piece = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      var count = 0
      var failure: DaichoError?
      piece.withUnsafeMutableBytes { buffer in
        do throws(DaichoError) { count = try stream.read(into: buffer) } catch { failure = error }
      }
      if let failure { throw failure }
      if count > 0 { try file.write(count == piece.count ? piece : Array(piece[..<count])) }
      if count < piece.count { break }
    }
    try file.finish()
    if isOriginal { result.originals.append(path) }
  }
}

/// A spreadsheet of the export, written row by row: UTF-8 with a byte order mark, which Excel needs, and
/// CRLF, as RFC 4180 has it.
private final class SheetFile {
  let name: String
  private(set) var rows = 0
  private let file: PrivateFile
  private let writer = CSVWriter(lineEnding: "\r\n", raw: true)
  private var buffer: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ name: String, _ columns: [String], _ folder: PrivateFolder) throws(DaichoError) {
    self.name = name
    file = try folder.file(name)
    buffer.append(contentsOf: writer.row(columns.map(FormulaGuard.on)).utf8)
  }

  func write(_ cells: [String]) throws(DaichoError) {
    buffer.append(contentsOf: writer.row(cells.map(FormulaGuard.on)).utf8)
    rows += 1
    if buffer.count >= 1 << 18 { try flush() }
  }

  func finish() throws(DaichoError) {
    try flush()
    try file.finish()
  }

  private func flush() throws(DaichoError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
