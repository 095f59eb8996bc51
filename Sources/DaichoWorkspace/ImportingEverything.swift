import DaichoFiles
import DaichoGit
import DaichoModel
import OrderedCollections

/// What `import everything` made.
package struct ImportedRegister {
  package let recorded: Recorded
  package let records: Int
  package let files: Int
}

extension Workspace {
  /// Makes the register of an export again, in a workspace with nothing in it but what `init` puts there.
  /// One commit.
  package func importEverything(from path: String, dryRun: Bool) throws(DaichoError) -> ImportedRegister {
    try requireEmpty()
    let rebuild = try RegisterRebuild(WorkspaceFolder(root: path), shown: path)
    try rebuild.run()
    var changes: [FileChange] = []
    for (path, bytes) in rebuild.files where path != Workspace.settingsFile {
      changes.append(FileChange(path) { _ in bytes })
    }
    let settings = rebuild.settingsBytes
    changes.append(FileChange(Workspace.settingsFile) { _ in settings })
    for path in firstSegments where rebuild.files[path] == nil {
      changes.append(FileChange(path) { _ in nil })
    }
    let what = "everything (\(rebuild.records) records)"
    let recorded = try record(changes, as: CommitMessage("import", [], what), dryRun: dryRun)
    return ImportedRegister(recorded: recorded, records: rebuild.records, files: rebuild.files.count)
  }

  /// Files of `init` that are no record of a person's.
  private var firstSegments: [String] {
    files(under: Kind.segments.folder, ending: ".md").filter { path in
      let bytes = try? folder.read(path).bytes
      return NewWorkspace.firstSegments.contains { Array($0.utf8) == bytes }
    }
  }

  private func requireEmpty() throws(DaichoError) {
    let own = Set(firstSegments)
    var tops = Kind.allCases.map { ($0.folder, ".md") }
    tops += Ledger.allCases.map { ($0.rawValue, $0.suffix) }
    for (top, ending) in tops {
      if let path = files(under: top, ending: ending).first(where: { !own.contains($0) }) {
        throw .workspaceNotEmpty(path)
      }
    }
  }
}

/// The files of a register, made from the folder of an export.
private final class RegisterRebuild {
  private(set) var files: OrderedDictionary<String, [UInt8]> = [:]
  private(set) var records = 0
  let settingsBytes: [UInt8]
  private let source: WorkspaceFolder
  private let settings: WorkspaceSettings

  init(_ source: WorkspaceFolder, shown path: String) throws(DaichoError) {
    self.source = source
    guard try source.status(Workspace.settingsFile) != nil, try source.status("customers.csv") != nil else {
      throw .notAnExport(path)
    }
    settingsBytes = try source.read(Workspace.settingsFile).bytes
    settings = SettingsReader.readAll(settingsBytes, path: Workspace.settingsFile).settings
  }

  func run() throws(DaichoError) {
    for kind in Workspace.sheetKinds { try rebuild(kind) }
    for (folder, ending) in Workspace.copiedFolders {
      for path in paths(folder, ending) {
        files[path] = try source.read(path).bytes
        if Kind(rawValue: folder) != nil { records += 1 }
      }
    }
    try rebuildOrders()
    // Last, and over the rows of the same file: what could not be read comes back as it was.
    for path in paths("originals", "") {
      let original = String(path.dropFirst("originals/".utf8.count))
      guard Workspace.isOwn(original) else { throw .foreignPath(original, in: path) }
      files[original] = try source.read(path).bytes
    }
  }

  private func paths(_ top: String, _ ending: String) -> [String] {
    let walk = FolderWalk.walk(source, tops: [FolderWalk.Top(top, suffixes: [ending])])
    return walk.directories.flatMap { listing in
      listing.entries.filter { $0.kind == .file }.map { "\(listing.path)/\($0.name)" }
    }.sorted()
  }

  // MARK: Records

  private func rebuild(_ kind: Kind) throws(DaichoError) {
    let name = "\(kind.folder).csv"
    guard try source.status(name) != nil else { return }
    var rows = try SheetReader(source.stream(name), path: name)
    let layout = RecordSheet(kind, settings: settings)
    let reader = RecordReader(settings: settings)
    while let row = try rows.next() {
      var cells: RecordSheet.Cells = [:]
      for (column, text) in zip(rows.columns, row) where !text.isEmpty { cells[column] = text }
      let id = cells.removeValue(forKey: RecordSheet.id) ?? ""
      let path = cells.removeValue(forKey: RecordSheet.path) ?? "\(kind.folder)/\(id).md"
      let body = cells.removeValue(forKey: RecordSheet.body)
      let bodyFile = cells.removeValue(forKey: RecordSheet.bodyFile)
      guard RecordReader.id(ofFile: path)?.text == RecordID(id)?.text, path.hasPrefix(kind.folder + "/"),
        path.hasSuffix(".md"), RecordID(id) != nil
      else { throw .foreignPath(path, at: rows.location) }
      let bytes =
        try bodyFile.map { file throws(DaichoError) in try source.read(file).bytes }
        ?? Array((body ?? "").utf8)
      let file = try layout.file(cells, body: bytes)
      let record = reader.read(bytes: file, path: path, kind: kind)
      guard record.isReadable, Set(layout.cells(record).keys) == Set(cells.keys) else {
        throw .rowNotRebuilt(id, at: rows.location)
      }
      guard files.updateValue(file, forKey: path) == nil else { throw .rowTwice(path, at: rows.location) }
      records += 1
    }
  }

  // MARK: Orders

  private func rebuildOrders() throws(DaichoError) {
    let name = "orders.csv"
    guard try source.status(name) != nil else { return }
    var rows = try SheetReader(source.stream(name), path: name)
    let fileColumn = rows.columns.lastIndex(of: "file")
    var current: (path: String, rows: [[String]])?
    while let row = try rows.next() {
      let named = fileColumn.map { row[$0] } ?? ""
      let path = named.isEmpty ? "orders/imported.csv" : named
      guard path.hasPrefix("orders/"), path.hasSuffix(".csv") else {
        throw .foreignPath(path, at: rows.location)
      }
      if current?.path != path {
        if let current { add(current.path, current.rows, rows.columns, without: fileColumn) }
        current = (path, [])
      }
      current?.rows.append(row)
    }
    if let current { add(current.path, current.rows, rows.columns, without: fileColumn) }
  }

  /// The columns of a file are those it has values for, and the four that every orders file has.
  private func add(_ path: String, _ rows: [[String]], _ columns: [String], without fileColumn: Int?) {
    let required: Set<String> = ["date", "order", "customer", "amount"]
    let kept = columns.indices.filter { index in
      index != fileColumn && (required.contains(columns[index]) || rows.contains { !$0[index].isEmpty })
    }
    let writer = CSVWriter(raw: true)
    var bytes = files[path] ?? []
    bytes.append(contentsOf: writer.row(kept.map { columns[$0] }).utf8)
    for row in rows { bytes.append(contentsOf: writer.row(kept.map { row[$0] }).utf8) }
    files[path] = bytes
  }
}
