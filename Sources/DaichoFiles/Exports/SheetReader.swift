import DaichoModel

/// Reads a spreadsheet that `export everything` wrote, or a person has edited since.
package struct SheetReader: ~Copyable {
  package let columns: [String]
  /// Of the row read last, from 1.
  package private(set) var line = 1
  private var reader: CSVReader
  private let path: String

  /// Errors: `empty-sheet`, and those of the disk and the encoding.
  package init(_ stream: any ByteStream, path: String) throws(DaichoError) {
    self.path = path
    reader = CSVReader(TextStream(stream, path: path))
    guard try reader.next() else {
      throw DaichoError("empty-sheet", .emptySheet, at: SourceLocation(path: path))
    }
    columns = SheetReader.cells(reader)
  }

  /// The cells of the next row, as many as there are columns; `nil` at the end. Errors: `unclosed-quote`.
  package mutating func next() throws(DaichoError) -> [String]? {
    guard try reader.next() else { return nil }
    line = reader.line
    if reader.hasOpenQuote {
      let position = SourcePosition(line: line, column: 1)
      throw DaichoError("unclosed-quote", .openQuote, at: SourceLocation(path: path, position: position))
    }
    var cells = SheetReader.cells(reader)
    while cells.count < columns.count { cells.append("") }
    return cells
  }

  package var location: SourceLocation {
    SourceLocation(path: path, position: SourcePosition(line: line, column: 1))
  }

  private static func cells(_ reader: borrowing CSVReader) -> [String] {
    var cells: [String] = []
    for index in 0..<reader.count { cells.append(FormulaGuard.off(reader.text(index))) }
    return cells
  }
}
