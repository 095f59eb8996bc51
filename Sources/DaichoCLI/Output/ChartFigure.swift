import DaichoModel

/// A chart as a `<figure>` with inline SVG.
///
/// Across, everything is placed in per cent of the figure's width, down in pixels: so the picture fills any
/// width, and its letters keep their size. What a narrow screen has no room for has the class `wide`.
struct ChartFigure {
  let chart: Chart
  let language: Language
  /// Unique on the page.
  let id: String

  private static let wideLabels = 12
  private static let narrowLabels = 5

  var html: String {
    var out = "<figure class=\"chart\">\n<figcaption>\(text(chart.title))"
    if let axes = chart.axes { out += " <small>\(text(Wording.axes(axes)))</small>" }
    out += "</figcaption>\n"
    guard !chart.isEmpty else {
      return out + "<p class=\"none\">\(text(.noData))</p>\n</figure>\n"
    }
    if chart.series.count > 1, chart.shape != .heatMap { out += legend }
    switch chart.shape {
    case .bars: out += bars(isFunnel: false)
    case .funnel: out += bars(isFunnel: true)
    case .columns: out += columns
    case .line: out += lines
    case .heatMap: out += heatMap
    }
    return out + "</figure>\n"
  }

  // MARK: Parts

  private var writer: CellText { CellText(language: language) }

  private func text(_ wording: Wording) -> String { MarkupText.escape(wording(language)) }

  private func value(_ value: JSONValue) -> String {
    MarkupText.escape(
      value == .null ? Wording.notMeasured(language) : writer.text(value, format: chart.format))
  }

  private func svg(_ classes: String, height: Int, _ content: String, style: String = "") -> String {
    """
    <svg class="\(classes)" xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="\(id)-t \(id)-d" \
    width="100%" height="\(height)"\(style.isEmpty ? "" : " style=\"\(style)\"")>
    <title id="\(id)-t">\(text(chart.title))</title>
    <desc id="\(id)-d">\(MarkupText.escape(chart.description(language)))</desc>
    \(content)</svg>

    """
  }

  private var legend: String {
    let items = chart.series.enumerated().map { index, series in
      "<li><i class=\"s\(index % 6)\"></i>\(text(series.name))</li>"
    }
    return "<ul class=\"legend\">\(items.joined())</ul>\n"
  }

  /// `12.34%` of 0.1234.
  private static func percent(_ share: Double) -> String {
    guard share.isFinite else { return "0%" }
    let hundredths = Int((min(10, max(-10, share)).magnitude * 10_000).rounded())
    return (share < 0 ? "-" : "") + String(hundredths / 100) + ChartScale.fraction(hundredths % 100) + "%"
  }

  /// `12.3`
  private static func pixels(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10)" + (tenths % 10 == 0 ? "" : ".\(abs(tenths % 10))")
  }

  // MARK: Bars and funnels

  private func bars(isFunnel: Bool) -> String {
    let values = chart.series.first?.values ?? []
    let lengths = chart.labels.indices.map { $0 < values.count ? Chart.length(values[$0]) : nil }
    let low = min(0, lengths.compactMap(\.self).min() ?? 0)
    let high = max(0, lengths.compactMap(\.self).max() ?? 0)
    func share(_ value: Double) -> Double {
      high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0
    }
    let rowHeight = 40
    var out = ""
    for (index, label) in chart.labels.enumerated() {
      let y = index * rowHeight
      let name = CellText.line(label(language))
      let shown = MarkupText.escape(TextWidth.truncate(name, to: 34))
      let cell = index < values.count ? values[index] : .null
      out += "<g><title>\(MarkupText.escape(name)): \(value(cell))</title>"
      out += "<text x=\"0\" y=\"\(y + 14)\">\(shown)</text>"
      if isFunnel, index > 0, let part = lengths[index], let whole = lengths[index - 1], whole > 0 {
        out +=
          "<text class=\"mid muted wide\" x=\"50%\" y=\"\(y + 14)\">→ \(percentText(part / whole))</text>"
      }
      out += "<text class=\"end num\" x=\"100%\" y=\"\(y + 14)\">\(value(cell))</text>"
      out += "<rect class=\"track\" x=\"0\" y=\"\(y + 21)\" width=\"100%\" height=\"9\" rx=\"4.5\"/>"
      if let length = lengths[index], length != 0 {
        let (start, end) = (share(min(0, length)), share(max(0, length)))
        let left = isFunnel ? (1 - (end - start)) / 2 : start
        out +=
          "<rect class=\"f\(length < 0 ? 5 : 0)\" x=\"\(ChartFigure.percent(left))\" y=\"\(y + 21)\" "
          + "width=\"\(ChartFigure.percent(end - start))\" height=\"9\" rx=\"4.5\"/>"
      }
      out += "</g>\n"
    }
    return svg("bars", height: max(1, chart.labels.count * rowHeight - 6), out)
  }

  private func percentText(_ share: Double) -> String {
    guard share.isFinite, share.magnitude < 1e6 else { return "" }
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(abs(tenths % 10))%"
  }

  // MARK: Columns and lines

  private static let plotHeight = 200.0

  private var isCounted: Bool {
    if case .number(0) = chart.format { return true }
    return false
  }

  private var bandWidth: Double { 1 / Double(max(1, chart.labels.count)) }

  private func grid(_ scale: ChartScale) -> String {
    scale.marks.map { mark in
      let y = ChartFigure.pixels((1 - scale.share(mark)) * ChartFigure.plotHeight)
      let text = MarkupText.escape(ChartScale.mark(mark, chart.format, language))
      return "<line class=\"\(mark == 0 ? "axis" : "grid")\" x1=\"0\" x2=\"100%\" y1=\"\(y)\" y2=\"\(y)\"/>"
        + "<text class=\"end muted\" x=\"-8\" y=\"\(y)\" dy=\"4\">\(text)</text>\n"
    }.joined()
  }

  /// Every label where there is room, else every second, third, …; the last always.
  private var labelsBelow: String {
    let count = chart.labels.count
    let wide = (count + ChartFigure.wideLabels - 1) / ChartFigure.wideLabels
    let narrow = (count + ChartFigure.narrowLabels - 1) / ChartFigure.narrowLabels
    return chart.labels.enumerated().compactMap { index, label in
      let back = count - 1 - index
      guard back % max(1, wide) == 0 || back % max(1, narrow) == 0 else { return nil }
      let classes =
        "mid muted" + (back % max(1, narrow) == 0 ? "" : " wide")
        + (back % max(1, wide) == 0 ? "" : " narrow")
      let x = ChartFigure.percent((Double(index) + 0.5) * bandWidth)
      let y = Int(ChartFigure.plotHeight) + 18
      return "<text class=\"\(classes)\" x=\"\(x)\" y=\"\(y)\">\(text(label))</text>\n"
    }.joined()
  }

  private var columns: String {
    let rows = chart.series.map { $0.values.map(Chart.length) }
    let sums = chart.labels.indices.flatMap { index -> [Double] in
      let cells = rows.compactMap { index < $0.count ? $0[index] : nil }
      return [cells.filter { $0 > 0 }.reduce(0, +), cells.filter { $0 < 0 }.reduce(0, +)]
    }
    let scale = ChartScale(sums, wholeSteps: isCounted)
    var out = grid(scale)
    for (index, label) in chart.labels.enumerated() {
      var (above, below) = (0.0, 0.0)
      for (number, line) in rows.enumerated() {
        guard index < line.count, let length = line[index], length != 0 else { continue }
        let from = length > 0 ? above : below
        if length > 0 { above += length } else { below += length }
        let (top, bottom) = (scale.share(max(from, from + length)), scale.share(min(from, from + length)))
        let name = chart.series.count > 1 ? ", " + text(chart.series[number].name) : ""
        out +=
          "<rect class=\"f\(number % 6)\" x=\"\(ChartFigure.percent((Double(index) + 0.15) * bandWidth))\" "
          + "y=\"\(ChartFigure.pixels((1 - top) * ChartFigure.plotHeight))\" "
          + "width=\"\(ChartFigure.percent(0.7 * bandWidth))\" "
          + "height=\"\(ChartFigure.pixels((top - bottom) * ChartFigure.plotHeight))\">"
          + "<title>\(text(label))\(name): \(value(chart.series[number].values[index]))</title></rect>\n"
      }
    }
    return svg("plot", height: Int(ChartFigure.plotHeight), out + labelsBelow)
  }

  private var lines: String {
    let rows = chart.series.map { $0.values.map(Chart.length) }
    let scale = ChartScale(rows.flatMap { $0.compactMap(\.self) }, wholeSteps: isCounted)
    let height = ChartFigure.plotHeight
    var out = grid(scale)
    var dots = ""
    out +=
      "<svg x=\"0\" y=\"0\" width=\"100%\" height=\"\(Int(height))\" viewBox=\"0 0 1000 \(Int(height))\" "
      + "preserveAspectRatio=\"none\">"
    for (number, line) in rows.enumerated() {
      var run: [String] = []
      func close() {
        if run.count > 1 {
          out += "<polyline class=\"l\(number % 6)\" points=\"\(run.joined(separator: " "))\"/>"
        }
        run = []
      }
      for (index, label) in chart.labels.enumerated() {
        guard index < line.count, let length = line[index] else {
          close()
          continue
        }
        let (x, y) = ((Double(index) + 0.5) * bandWidth, (1 - scale.share(length)) * height)
        run.append("\(ChartFigure.pixels(x * 1000)),\(ChartFigure.pixels(y))")
        let name = chart.series.count > 1 ? ", " + text(chart.series[number].name) : ""
        dots +=
          "<circle class=\"f\(number % 6)\" cx=\"\(ChartFigure.percent(x))\" cy=\"\(ChartFigure.pixels(y))\" "
          + "r=\"3\"><title>\(text(label))\(name): \(value(chart.series[number].values[index]))</title>"
          + "</circle>\n"
      }
      close()
    }
    return svg("plot", height: Int(height), out + "</svg>\n" + dots + labelsBelow)
  }

  // MARK: Heat maps

  private var heatMap: String {
    let rowHeight = 34
    let values = chart.series.flatMap(\.values)
    let greatest = values.compactMap(Chart.length).max() ?? 0
    let widest = values.map { TextWidth.columns(cellText($0)) }.max() ?? 0
    var out = ""
    for (index, label) in chart.labels.enumerated() {
      let x = ChartFigure.percent((Double(index) + 0.5) * bandWidth)
      out += "<text class=\"mid muted\" x=\"\(x)\" y=\"-9\">\(text(label))</text>\n"
    }
    for (row, series) in chart.series.enumerated() {
      let y = row * rowHeight
      let name = CellText.line(series.name(language))
      out +=
        "<text class=\"end\" x=\"-10\" y=\"\(y + 21)\">\(MarkupText.escape(TextWidth.truncate(name, to: 14)))"
        + "</text>\n"
      for (index, label) in chart.labels.enumerated() {
        guard index < series.values.count, case .number = series.values[index] else { continue }
        let share =
          Chart.length(series.values[index]).map { greatest > 0 ? max(0, $0 / greatest) : 0 } ?? 0
        let cell = value(series.values[index])
        let opacity = ChartFigure.percent(share == 0 ? 0.04 : 0.1 + 0.9 * share)
        out +=
          "<g><title>\(MarkupText.escape(name)) × \(text(label)): \(cell)</title>"
          + "<rect class=\"f0\" x=\"\(ChartFigure.percent(Double(index) * bandWidth))\" y=\"\(y)\" "
          + "width=\"\(ChartFigure.percent(bandWidth))\" height=\"\(rowHeight)\" fill-opacity=\"\(opacity)\"/>"
          + "<text class=\"mid \(share > 0.55 ? "over" : "under")\" "
          + "x=\"\(ChartFigure.percent((Double(index) + 0.5) * bandWidth))\" y=\"\(y + 21)\">"
          + "\(cellText(series.values[index]))</text></g>\n"
      }
    }
    let map = svg(
      "map", height: max(1, chart.series.count * rowHeight), out,
      style: "min-width:\(chart.labels.count * max(36, widest * 7 + 8))px")
    return "<div class=\"scroll\">\n\(map)</div>\n"
  }

  /// As short as a small cell wants it: whole per cents. The cell's title has the value as it is.
  private func cellText(_ cell: JSONValue) -> String {
    guard chart.format == .percent, let share = Chart.length(cell), share.magnitude < 1e6 else {
      return value(cell)
    }
    return "\(Int((share * 100).rounded()))%"
  }
}
