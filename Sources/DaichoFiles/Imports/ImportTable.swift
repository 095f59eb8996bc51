import DaichoModel

/// Where the columns of a file are: its separator, its header row and what stands above that.
package struct ImportTable: Sendable, Hashable {
  package var separator: UInt8
  /// As they stand in the file, without spaces around.
  package var headings: [String]
  /// Of the header row, from 1.
  package var headerLine: Int
  /// `headings` as they are compared.
  private let keys: [String]

  init(separator: UInt8, headings: [String], headerLine: Int) {
    self.separator = separator
    self.headings = headings
    self.headerLine = headerLine
    keys = headings.map(ImportTable.key)
  }

  /// Without case, width and spaces.
  package static func key(_ heading: String) -> String {
    TextFolding.fold(heading).filter { !$0.isWhitespace && $0 != "\u{FEFF}" }
  }

  /// The column of a heading; of several equal ones the first.
  package func index(of heading: String) -> Int? { keys.firstIndex(of: ImportTable.key(heading)) }

  package func has(_ headings: [String]) -> Bool { headings.allSatisfy { index(of: $0) != nil } }

  // MARK: Looking for it

  /// How many rows above the header a file may have: a title, the period.
  private static let deepest = 20

  /// The table at the head of a file.
  /// - Parameter wanted: headings that tell the header row; without them it is the first row that has the
  ///   most fields and no number among them.
  package static func find(
    in file: SourceFile, separator: UInt8? = nil, encoding: SourceEncoding = .auto, wanted: [String] = []
  ) throws(DaichoError) -> ImportTable {
    let rows = try firstRows(of: file, separator: separator, encoding: encoding)
    if !wanted.isEmpty {
      for row in rows {
        let table = ImportTable(separator: row.separator, headings: row.fields, headerLine: row.line)
        if table.has(wanted) { return table }
      }
    }
    guard let widest = rows.map(\.fields.count).max() else {
      throw DaichoError("empty-file", .noRows, at: SourceLocation(path: file.shownPath), hint: .exportAgain)
    }
    let header = rows.first { row in
      row.fields.count >= max(1, widest - 1) && !row.fields.contains { isNumber($0) }
    }
    guard let header = header ?? rows.first(where: { $0.fields.count == widest }) else {
      throw DaichoError("empty-file", .noRows, at: SourceLocation(path: file.shownPath), hint: .exportAgain)
    }
    return ImportTable(separator: header.separator, headings: header.fields, headerLine: header.line)
  }

  private static func isNumber(_ text: String) -> Bool {
    !text.isEmpty && SourceAmount().decimal(text) != nil
  }

  package struct Row: Sendable {
    package let line: Int
    package let fields: [String]
    let separator: UInt8
  }

  /// The first rows of a file, without knowing anything of it.
  package static func firstRows(
    of file: SourceFile, separator: UInt8? = nil, encoding: SourceEncoding = .auto, limit: Int = deepest
  ) throws(DaichoError) -> [Row] {
    let head = try decodedHead(file, encoding)
    let separator = separator ?? likelySeparator(head)
    var reader = CSVReader(MemoryStream(head), delimiter: separator)
    var rows: [Row] = []
    while rows.count < limit, try reader.next() {
      let fields = (0..<reader.count).map { trimmed(reader.text($0)) }
      // Excel's own note of the separator.
      if rows.isEmpty, fields.first?.lowercased().hasPrefix("sep=") == true || fields.allSatisfy(\.isEmpty) {
        continue
      }
      rows.append(Row(line: reader.line, fields: fields, separator: separator))
    }
    return rows
  }

  /// Whole lines of the head, as UTF-8.
  private static func decodedHead(
    _ file: SourceFile, _ encoding: SourceEncoding
  ) throws(DaichoError) -> [UInt8] {
    let filter = MarkFilter(file.headText(encoding))
    var decoded = [UInt8](repeating: 0, count: file.head.count * 3 + 16)
    var failure: DaichoError?
    let count = decoded.withUnsafeMutableBytes { buffer in
      do throws(DaichoError) { return try filter.read(into: buffer) } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return Array(decoded[..<count])
  }

  private static func trimmed(_ text: String) -> String {
    var text = text[...]
    while let first = text.first, first.isWhitespace || first == "\u{FEFF}" { text.removeFirst() }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text)
  }

  /// The one that stands most often, outside quotes, in every one of the first lines that has any.
  private static func likelySeparator(_ head: [UInt8]) -> UInt8 {
    if head.starts(with: "sep=".utf8), head.count > 4 { return head[4] }
    let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: "|")]
    var counts = [Int](repeating: 0, count: candidates.count)
    var lines = 0
    var isQuoted = false
    for byte in head {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte == 0x0A, !isQuoted {
        lines += 1
        if lines >= deepest { break }
      }
      if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
    }
    let best = counts.indices.max { (counts[$0], -$0) < (counts[$1], -$1) } ?? 0
    return counts[best] > 0 ? candidates[best] : UInt8(ascii: ",")
  }
}
