import DaichoModel

/// Goes through the rows of an orders file as an import sees them: where each of the import's columns is,
/// and which bytes of the file the row is.
package struct LedgerWalk: ~Copyable {
  package enum Step { case header, row, unreadable }

  /// Field of each of the import's columns in the section one is in, or -1.
  package private(set) var fields: [Int]
  /// Columns of the section.
  package private(set) var width = 0
  package private(set) var headings: [String] = []
  package var line: Int { reader.line }
  package var extraLines: Int { reader.extraLines }
  /// Of the row's first byte, without a byte order mark of the file.
  package var byteOffset: Int64 { reader.byteOffset }
  package var count: Int { reader.count }

  private let columns: [String]
  private let text: TextStream
  private var reader: CSVReader
  private var hasHeader = false
  private var isValid = false
  private var lineField = -1, orderField = -1, skuField = -1, dateField = -1, statusField = -1

  package init(_ stream: any ByteStream, path: String, columns: [String]) {
    self.columns = columns
    text = TextStream(stream, path: path)
    reader = CSVReader(text)
    fields = Array(repeating: -1, count: columns.count)
  }

  package var isLegacy: Bool { text.encoding == .cp932 }

  /// `nil` at the end.
  package mutating func next() throws(DaichoError) -> Step? {
    guard try reader.next() else { return nil }
    if reader.hasOpenQuote { return .unreadable }
    if !hasHeader || (!LedgerWalk.isDay(reader[dateField].trimmedValue()) && OrderHeader(reader).isLikely) {
      takeHeader()
      return .header
    }
    return isValid && !reader[orderField].trimmedValue().isEmpty ? .row : .unreadable
  }

  /// Cheaply: a header has no digit there.
  private static func isDay(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let first = bytes.first else { return false }
    return (0x30...0x39).contains(first) || first == 0xEF
  }

  private mutating func takeHeader() {
    let header = OrderHeader(reader)
    hasHeader = true
    isValid = header.missing.isEmpty
    headings = header.names
    width = header.names.count
    for (column, name) in columns.enumerated() { fields[column] = header.names.firstIndex(of: name) ?? -1 }
    func place(_ name: String) -> Int { header.names.firstIndex(of: name) ?? -1 }
    (lineField, orderField, skuField) = (place("line"), place("order"), place("sku"))
    (dateField, statusField) = (place("date"), place("status"))
  }

  /// Trimmed; of a column of the import.
  package func value(_ column: Int) -> UnsafeRawBufferPointer { reader[fields[column]].trimmedValue() }

  /// Any field, as it is.
  package func field(_ index: Int) -> UnsafeRawBufferPointer { reader[index] }

  package var order: UnsafeRawBufferPointer { reader[orderField].trimmedValue() }

  /// The line, or where none is given the sku, which our imports give as the line.
  package var part: UnsafeRawBufferPointer {
    let line = reader[lineField].trimmedValue()
    return line.isEmpty ? reader[skuField].trimmedValue() : line
  }

  package var rank: Int { OrderStatus.rank(OrderStatus(typed: reader[statusField].trimmedValue())) }
}
