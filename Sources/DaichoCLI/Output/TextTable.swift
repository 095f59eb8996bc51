import DaichoModel

/// A table for people: aligned by display width, two spaces between columns, no line ending in spaces.
package struct TextTable: Sendable {
  /// Narrower than this no column is made to fit a terminal.
  private static let narrowest = 8
  /// Wider than this no cell is shown even where there is no terminal: every other row would be
  /// filled up to it.
  private static let widest = 500

  private struct Column {
    let heading: Cell
    let isRightAligned: Bool
    let canShrink: Bool
    var width: Int
  }

  private struct Cell {
    let text: String
    let width: Int

    init(_ text: String) {
      let width = TextWidth.columns(text)
      self.text = width <= TextTable.widest ? text : TextWidth.truncate(text, to: TextTable.widest)
      self.width = width <= TextTable.widest ? width : TextWidth.columns(self.text)
    }
  }

  private var columns: [Column]
  private var rows: [[Cell]]
  private var totals: [Cell]?

  /// `totals` has a cell for each of `columns`, `nil` where it is to stay blank.
  package init(
    columns: [OutputColumn], rows: [OutputRow], totals: [JSONValue?]? = nil, totalsLabel: Wording? = nil,
    language: Language
  ) {
    let writer = CellText(language: language)
    let shown = columns.indices.filter { !columns[$0].isForMachinesOnly }
    func cells(_ row: OutputRow) -> [Cell] {
      shown.map { index in
        let (column, cell) = (columns[index], row.cell(index))
        return Cell(
          column.reading(cell, language)
            ?? writer.text(cell, format: column.format, currency: column.currency(in: row, columns)))
      }
    }
    self.rows = rows.map(cells)
    self.totals = totals.map { totals in
      let known = cells(OutputRow(id: "", totals.map { $0 ?? .null }))
      return zip(shown, known).map { index, cell in
        index < totals.count && totals[index] != nil ? cell : Cell("")
      }
    }
    if let first = self.totals?.first, first.text.isEmpty {
      self.totals?[0] = Cell((totalsLabel ?? .total)(language))
    }
    self.columns = shown.map { index in
      let heading = Cell(CellText.line(columns[index].heading(language)))
      return Column(
        heading: heading, isRightAligned: columns[index].isRightAligned,
        canShrink: !columns[index].isRightAligned, width: heading.width)
    }
    for row in self.rows + (self.totals.map { [$0] } ?? []) {
      for (index, cell) in row.enumerated() {
        self.columns[index].width = max(self.columns[index].width, cell.width)
      }
    }
  }

  /// Columns of a terminal that the widest line takes.
  package var width: Int { columns.map(\.width).reduce(2 * max(0, columns.count - 1), +) }

  /// Makes the widest text columns narrower until a line fits in `width`, or no column can give more.
  package mutating func shrink(to width: Int) {
    var excess = self.width - width
    while excess > 0 {
      let shrinkable = columns.indices.filter {
        columns[$0].canShrink && columns[$0].width > TextTable.narrowest
      }
      guard let widest = shrinkable.max(by: { columns[$0].width < columns[$1].width }) else { return }
      columns[widest].width -= 1
      excess -= 1
    }
  }

  /// Each with its line feed; nothing at all without rows.
  package func lines(style: Style = .plain) -> [String] {
    guard !rows.isEmpty else { return [] }
    var lines = [line(columns.map(\.heading), style, .bold, .underline)]
    lines += rows.map { line($0, style) }
    if let totals { lines.append(line(totals, style, .bold)) }
    return lines
  }

  private func line(_ cells: [Cell], _ style: Style, _ attributes: Style.Attribute...) -> String {
    var out = ""
    let last = cells.lastIndex { $0.width > 0 } ?? -1
    for (index, cell) in cells.enumerated() where index <= last {
      let column = columns[index]
      let cell = cell.width <= column.width ? cell : Cell(TextWidth.truncate(cell.text, to: column.width))
      let fill = column.width - cell.width
      if index > 0 { out += "  " }
      if column.isRightAligned { TextTable.appendSpaces(fill, to: &out) }
      out += style.paint(cell.text, attributes)
      if !column.isRightAligned, index < last { TextTable.appendSpaces(fill, to: &out) }
    }
    return out + "\n"
  }

  private static func appendSpaces(_ count: Int, to out: inout String) {
    for _ in 0..<max(0, count) { out += " " }
  }
}

extension OutputColumn {
  /// The currency that the row itself names for this column.
  func currency(in row: OutputRow, _ columns: [OutputColumn]) -> Currency? {
    guard case .money(_, let besides?) = format,
      let index = columns.firstIndex(where: { $0.key == besides }), case .string(let code) = row.cell(index)
    else { return nil }
    return Currency(code)
  }
}
