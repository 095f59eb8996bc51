import DaichoModel
import OrderedCollections

/// A report as text: headline, sparklines, table with bars, heat maps, notes.
struct ReportText {
  private static let widestBar = 20
  private static let narrowestBar = 6

  private let report: Report
  private let options: OutputOptions

  init(_ report: Report, _ options: OutputOptions) {
    self.report = report
    self.options = options
  }

  func write(to sink: OutputSink) throws(DaichoError) {
    let headline = report.headline.map { [options.style(CellText.line($0(options.language)), .bold) + "\n"] }
    var blocks = [headline ?? []]
    if options.drawsBlocks {
      for chart in report.charts where chart.shape == .columns || chart.shape == .line {
        blocks.append(ChartText.sparklines(chart, options).map { $0 + "\n" })
      }
    }
    let showsHeatMaps = report.drawsMapsOnTerminal && (options.drawsBlocks || report.isTableForMachines)
    if showsHeatMaps {
      for chart in report.charts where chart.shape == .heatMap {
        let lines = ChartText.heatMap(chart, options)
        if !lines.isEmpty { blocks.append(heading(of: chart) + lines.map { $0 + "\n" }) }
      }
    }
    let hasMap = report.charts.contains { $0.shape == .heatMap && !$0.isEmpty }
    if !(report.isTableForMachines && hasMap) { blocks.append(tableLines) }
    blocks.append(
      report.notes.map { note in
        wrapped(CellText.line(note(options.language))).map { options.style($0, .dim) + "\n" }.joined()
      })
    var isFirst = true
    for block in blocks where !block.isEmpty {
      if !isFirst { try sink.writeLine() }
      isFirst = false
      for line in block { try sink.write(line) }
    }
  }

  private func heading(of chart: Chart) -> [String] {
    var title = CellText.line(chart.title(options.language))
    if let axes = chart.axes {
      title += " (" + CellText.line(Wording.axes(axes)(options.language)) + ")"
    }
    return [options.style(title, .bold) + "\n"]
  }

  private var tableLines: [String] {
    let last: [JSONValue?]? =
      report.totalsAreOfColumns ? report.table.columns.map { report.totals[$0.key] } : nil
    var text = TextTable(
      columns: report.table.columns, rows: report.table.rows, totals: last,
      totalsLabel: report.totalsLabel, language: options.language)
    if let barred = withBars(beside: text.width) {
      text = TextTable(
        columns: barred.columns, rows: barred.rows, totals: last.map { $0 + [nil] },
        totalsLabel: report.totalsLabel, language: options.language)
    }
    if let width = options.width { text.shrink(to: width) }
    return text.lines(style: options.style)
  }

  /// With a last column of bars, where there is room for one.
  private func withBars(beside taken: Int) -> OutputTable? {
    guard options.drawsBlocks, let key = report.bars,
      let index = report.table.columns.firstIndex(where: { $0.key == key })
    else { return nil }
    let lengths = report.table.rows.map { Chart.length($0.cell(index)) }
    let most = lengths.compactMap { $0?.magnitude }.max() ?? 0
    let room = min(ReportText.widestBar, options.width.map { $0 - taken - 2 } ?? ReportText.widestBar)
    guard most > 0, room >= ReportText.narrowestBar else { return nil }
    var table = report.table
    table.columns.append(OutputColumn("", Wording(same: "")))
    let count = report.table.columns.count
    for (row, length) in lengths.enumerated() {
      let bar = length.map { ChartText.bar($0, most: most, width: room) } ?? ""
      let missing = max(0, count - table.rows[row].cells.count)
      table.rows[row].cells += Array(repeating: .null, count: missing) + [.string(bar)]
    }
    return table
  }

  /// A long note on several lines, where there is a terminal to be too narrow for it.
  private func wrapped(_ note: String) -> [String] {
    guard let width = options.width, width > 20 else { return [note] }
    var lines: [String] = []
    var line = ""
    for character in note {
      if TextWidth.columns(line) + TextWidth.columns(String(character)) > width {
        if let space = line.lastIndex(of: " "), character != " ",
          TextWidth.columns(line[space...]) < width / 2
        {
          let rest = line[line.index(after: space)...]
          lines.append(String(line[..<space]))
          line = String(rest)
        } else {
          lines.append(line)
          line = ""
        }
        if line.isEmpty, character == " " { continue }
      }
      line.append(character)
    }
    return lines + [line]
  }
}
