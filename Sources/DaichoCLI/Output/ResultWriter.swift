import DaichoModel

/// How an answer is to look.
package struct OutputOptions: Sendable, Hashable {
  package var format: OutputFormat
  package var language: Language
  package var style: Style
  /// Columns of the terminal that tables are to fit; `nil` when the answer goes elsewhere.
  package var width: Int?
  /// CSV and TSV values exactly as they are: no guard against formulas, nothing made visible.
  package var isRaw: Bool
  /// CSV as Excel opens it without harm: a byte order mark, CRLF, digits kept as text.
  package var isForExcel: Bool
  /// Whether block and shade characters can be shown: `Terminal.drawsBlocks`.
  package var drawsBlocks: Bool

  package init(
    format: OutputFormat, language: Language, style: Style = .plain, width: Int? = nil, isRaw: Bool = false,
    isForExcel: Bool = false, drawsBlocks: Bool = true
  ) {
    self.format = format
    self.language = language
    self.style = style
    self.width = width
    self.isRaw = isRaw
    self.isForExcel = isForExcel
    self.drawsBlocks = drawsBlocks
  }
}

/// Writes rows in the format asked for, one by one as they come. A table, whose widths depend on every
/// row, is held back until `finish`.
package struct ResultWriter {
  private let columns: [OutputColumn]
  private let options: OutputOptions
  private let sink: OutputSink
  private let shape: JSONShape
  private var tableRows: [OutputRow] = []
  private var scratch: [UInt8] = []
  package private(set) var count = 0

  package init(columns: [OutputColumn], options: OutputOptions, to sink: OutputSink) {
    self.columns = columns
    self.options = options
    self.sink = sink
    shape = JSONShape(columns: columns)
  }

  package mutating func append(_ row: OutputRow) throws(DaichoError) {
    scratch.removeAll(keepingCapacity: true)
    switch options.format {
    case .table: tableRows.append(row)
    case .ids:
      scratch.append(contentsOf: CellText.line(row.id).utf8)
      scratch.append(UInt8(ascii: "\n"))
    case .jsonl:
      shape.write(row, to: &scratch, depth: nil)
      scratch.append(UInt8(ascii: "\n"))
    case .json:
      scratch.append(contentsOf: (count == 0 ? "[\n  " : ",\n  ").utf8)
      shape.write(row, to: &scratch, depth: 1)
    case .csv, .tsv:
      if count == 0 { writeHeader() }
      delimited.writeLine(columns.indices.lazy.map(row.cell), to: &scratch)
    }
    count += 1
    if !scratch.isEmpty { try sink.write(scratch) }
  }

  /// Ends the answer; without rows: `[]` in JSON, the header in CSV and TSV, nothing in a table. The
  /// sink stays open.
  package mutating func finish() throws(DaichoError) {
    scratch.removeAll(keepingCapacity: true)
    switch options.format {
    case .table:
      var table = TextTable(columns: columns, rows: tableRows, language: options.language)
      if let width = options.width { table.shrink(to: width) }
      for line in table.lines(style: options.style) { try sink.write(line) }
    case .json: scratch.append(contentsOf: (count == 0 ? "[]\n" : "\n]\n").utf8)
    case .csv, .tsv: if count == 0 { writeHeader() }
    case .jsonl, .ids: break
    }
    if !scratch.isEmpty { try sink.write(scratch) }
  }

  private var delimited: DelimitedText {
    DelimitedText(
      isTSV: options.format == .tsv, isRaw: options.isRaw,
      isForExcel: options.isForExcel && options.format == .csv)
  }

  private mutating func writeHeader() {
    if options.isForExcel, options.format == .csv { scratch += [0xEF, 0xBB, 0xBF] }
    delimited.writeLine(columns.lazy.map { .string($0.key) }, to: &scratch)
  }
}

/// A whole answer at hand: columns and rows.
package struct OutputTable: Sendable, Hashable {
  package var columns: [OutputColumn]
  package var rows: [OutputRow]

  package init(columns: [OutputColumn], rows: [OutputRow] = []) {
    self.columns = columns
    self.rows = rows
  }

  package func write(_ options: OutputOptions, to sink: OutputSink) throws(DaichoError) {
    var writer = ResultWriter(columns: columns, options: options, to: sink)
    for row in rows { try writer.append(row) }
    try writer.finish()
  }
}
