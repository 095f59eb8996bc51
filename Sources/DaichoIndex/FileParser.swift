import DaichoFiles
import DaichoModel

/// A record's file read and turned into rows, on a reading thread.
struct ParsedFile: Sendable {
  enum Content: Sendable {
    case record(RecordRows)
    case nothing
  }

  let file: IndexedFile
  var content: Content = .nothing
  var diagnostics: [Diagnostic] = []
}

/// From the bytes of a file to its rows. Pure but for the reading of the one file.
struct FileParser: Sendable {
  let files: any RegisterFiles
  let settings: WorkspaceSettings
  let zone: ZoneOffsets
  let records: RecordReader
  let maker: RecordRowMaker
  /// What an `@name` may be written as, so that the common case is one look-up.
  private let members: [String: String]

  init(files: any RegisterFiles, settings: WorkspaceSettings, zone: ZoneOffsets) {
    self.files = files
    self.settings = settings
    self.zone = zone
    records = RecordReader(settings: settings)
    maker = RecordRowMaker(settings: settings, zone: zone)
    members = Dictionary(settings.members.map { ($0.id, $0.id) }, uniquingKeysWith: { first, _ in first })
  }

  /// - Parameter read: the bytes of a file.
  func parse(
    _ file: IndexedFile, _ read: (String) throws(DaichoError) -> [UInt8]
  ) -> ParsedFile {
    var parsed = ParsedFile(file: file)
    guard file.isFile else {
      parsed.diagnostics = [
        Diagnostic(.warning, "not-a-file", at: SourceLocation(path: file.path), .notARegularFile)
      ]
      parsed.content = FileParser.unreadable(file)
      return parsed
    }
    do throws(DaichoError) {
      if case .record(let kind) = file.content {
        parse(try read(file.path), kind, into: &parsed)
      }
    } catch {
      parsed.content = FileParser.unreadable(file)
      parsed.diagnostics.append(
        Diagnostic(
          .error, error.code, at: error.location ?? SourceLocation(path: file.path), error.message,
          suggestion: error.hint))
    }
    return parsed
  }

  // MARK: Records

  private func parse(_ bytes: [UInt8], _ kind: Kind, into parsed: inout ParsedFile) {
    let record = records.read(bytes: bytes, path: parsed.file.path, kind: kind)
    parsed.diagnostics = record.diagnostics + (record.note.map { [$0] } ?? [])
    guard let reference = record.reference else { return }
    guard record.isReadable else {
      parsed.content = .record(RecordRowMaker.unreadable(reference))
      return
    }
    var log = LogReader(members: memberID)
    let reading = log.read(
      bytes, body: record.body, firstLine: FileParser.line(of: record.body.lowerBound, in: bytes),
      path: parsed.file.path)
    parsed.diagnostics += reading.diagnostics
    let prose = Prose.text(of: bytes, body: record.body, without: reading.entries)
    parsed.content = .record(maker.rows(of: record, reference: reference, log: reading.entries, prose: prose))
  }

  /// Its id is taken all the same, by its name.
  private static func unreadable(_ file: IndexedFile) -> ParsedFile.Content {
    guard case .record(let kind) = file.content, file.path.hasSuffix(".md"),
      let id = RecordID(String((file.path.split(separator: "/").last ?? "").dropLast(3)))
    else { return .nothing }
    return .record(RecordRowMaker.unreadable(Reference(kind, id)))
  }

  private func memberID(_ word: String) -> String? {
    members[word] ?? settings.member(typed: word)?.id
  }

  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    var line = 1
    for byte in bytes.prefix(offset) where byte == 0x0A { line += 1 }
    return line
  }
}

/// The words of a body that are no log: what `search` finds besides fields and entries.
enum Prose {
  static func text(of bytes: [UInt8], body: Range<Int>, without entries: [LogEntry]) -> String? {
    var kept: [UInt8] = []
    var start = body.lowerBound
    for entry in entries where entry.range.lowerBound >= start {
      append(bytes[start..<entry.range.lowerBound], to: &kept)
      start = min(entry.range.upperBound, body.upperBound)
    }
    if start < body.upperBound { append(bytes[start..<body.upperBound], to: &kept) }
    return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
  }

  /// Lines that say something: not blank, and not the heading of a log.
  private static func append(_ bytes: ArraySlice<UInt8>, to kept: inout [UInt8]) {
    for line in bytes.split(separator: 0x0A) {
      var line = line
      while let last = line.last, last == 0x20 || last == 0x0D || last == 0x09 { line.removeLast() }
      if line.isEmpty || headings.contains(where: { line.elementsEqual($0) }) { continue }
      if !kept.isEmpty { kept.append(0x0A) }
      kept += line
    }
  }

  private static let headings = ["## Log", "## 履歴", "## 対応履歴"].map { Array($0.utf8) }
}
