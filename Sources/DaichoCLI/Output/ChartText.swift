import DaichoModel

/// Charts as characters.
///
/// Blocks and shades are of ambiguous width (UAX #11): where a terminal shows them wide, nothing that
/// stands behind them on a line may depend on it.
package enum ChartText {
  private static let eighths: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
  private static let levels: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let shades: [Character] = ["·", "░", "▒", "▓", "█"]

  /// A bar of `width` columns at most for a value of `most`; a `-` before the bar of a negative value.
  package static func bar(_ value: Double, most: Double, width: Int) -> String {
    guard most > 0, width > 0, value != 0, value.isFinite else { return "" }
    let room = value < 0 ? width - 1 : width
    let share = min(1, (value / most).magnitude)
    let units = max(1, Int((share * Double(room * 8)).rounded()))
    var out = value < 0 ? "-" : ""
    out += String(repeating: "█", count: units / 8)
    if units % 8 > 0 { out.append(eighths[units % 8 - 1]) }
    return out
  }

  /// A character a value, the last `width` of them; a space where there is none. The lowest level is 0
  /// or the least value below it.
  package static func sparkline(_ values: [Double?], width: Int = .max) -> String {
    let shown = values.count > width ? Array(values.suffix(max(0, width))) : values
    let known = shown.compactMap(\.self)
    let low = min(0, known.min() ?? 0)
    let high = max(0, known.max() ?? 0)
    return String(
      shown.map { value -> Character in
        guard let value else { return " " }
        guard high > low else { return levels[0] }
        // Halved, so that no difference overflows.
        let share = (value / 2 - low / 2) / (high / 2 - low / 2)
        return levels[min(7, max(0, Int((share * 7).rounded())))]
      })
  }

  /// Sparklines of the series of a chart along time: name, line, first and last label, the last value.
  static func sparklines(_ chart: Chart, _ options: OutputOptions) -> [String] {
    guard !chart.isEmpty, chart.labels.count > 1 else { return [] }
    let writer = CellText(language: options.language)
    let names = chart.series.map { CellText.line($0.name(options.language)) }
    let indent = names.map { TextWidth.columns($0) }.max() ?? 0
    let labels = chart.labels.map { CellText.line($0(options.language)) }
    return zip(names, chart.series).map { name, series in
      let lengths = zip(labels, series.values).map { Chart.length($0.1) }
      let last = zip(labels, series.values).reversed().first { Chart.length($0.1) != nil }
      let tail = last.map { "\($0.0) \(writer.text($0.1, format: chart.format))" } ?? ""
      let fixed = indent + 2 + 2 + TextWidth.columns(tail)
      let room = options.width.map { max(4, $0 - fixed) } ?? .max
      return TextWidth.pad(name, to: indent) + "  "
        + options.style(sparkline(lengths, width: room), .cyan) + "  " + tail
    }
  }

  /// The rows of a heat map, each value with its shade before it; columns that do not fit are left out.
  static func heatMap(_ chart: Chart, _ options: OutputOptions) -> [String] {
    guard !chart.isEmpty else { return [] }
    let writer = CellText(language: options.language)
    let names = chart.series.map { CellText.line($0.name(options.language)) }
    let labels = chart.labels.map { CellText.line($0(options.language)) }
    let cells = chart.series.map { series in
      labels.indices.map { index -> String in
        guard index < series.values.count, case .number = series.values[index] else { return "" }
        return writer.text(series.values[index], format: chart.format)
      }
    }
    let greatest = chart.series.flatMap(\.values).compactMap(Chart.length).max() ?? 0
    let indent = names.map { TextWidth.columns($0) }.max() ?? 0
    let cellWidths = labels.indices.map { index in
      ([labels[index]] + cells.map { $0[index] }).map { TextWidth.columns($0) }.max() ?? 0
    }
    var count = labels.count
    if let width = options.width {
      func total(_ count: Int) -> Int { cellWidths.prefix(count).reduce(indent) { $0 + $1 + 4 } }
      while count > 1, total(count) + (count < labels.count ? 3 : 0) > width { count -= 1 }
    }
    let isCut = count < labels.count
    var header = TextWidth.pad("", to: indent)
    for index in 0..<count {
      header += "    " + TextWidth.pad(labels[index], to: cellWidths[index], rightAligned: true)
    }
    var lines = [options.style(header, .bold) + (isCut ? "  …" : "")]
    for (row, series) in chart.series.enumerated() {
      var line = TextWidth.pad(names[row], to: indent)
      var pending = ""
      for index in 0..<count {
        let value = index < series.values.count ? Chart.length(series.values[index]) : nil
        if cells[row][index].isEmpty {
          pending += String(repeating: " ", count: cellWidths[index] + 4)
          continue
        }
        line += pending + "  " + options.style(String(shade(value, greatest)), .cyan) + " "
        pending = ""
        line += TextWidth.pad(cells[row][index], to: cellWidths[index], rightAligned: true)
      }
      lines.append(line)
    }
    return lines
  }

  private static func shade(_ value: Double?, _ greatest: Double) -> Character {
    guard let value, value > 0, greatest > 0 else { return shades[0] }
    return shades[min(4, max(1, Int((value / greatest * 4).rounded(.up))))]
  }
}
