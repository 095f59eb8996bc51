import DaichoModel
import OrderedCollections

/// A report as one self-contained page: no script, nothing loaded from anywhere. It is XML as well as HTML.
package struct ReportPage {
  private let report: Report
  private let language: Language
  /// The shop's name.
  private let shop: String
  /// What the report was asked of, one sentence each.
  private let conditions: [Wording]

  package init(_ report: Report, of shop: String, conditions: [Wording] = [], language: Language) {
    self.report = report
    self.shop = shop
    self.conditions = conditions
    self.language = language
  }

  package var html: String {
    """
    <!DOCTYPE html>
    <html lang="\(language.rawValue)" xmlns="http://www.w3.org/1999/xhtml">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="color-scheme" content="light dark"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
    <meta name="robots" content="noindex"/>
    <title>\(text(report.title)) – \(MarkupText.escape(shop))</title>
    <style>
    \(ReportPage.style)
    </style>
    </head>
    <body>
    <main>
    <header>
    <p class="shop">\(MarkupText.escape(shop))</p>
    <h1>\(text(report.title))</h1>
    <p class="asof">\(subtitle)</p>
    </header>
    \(headline)\(tiles)\(charts)\(table)\(notes)</main>
    </body>
    </html>

    """
  }

  private func text(_ wording: Wording) -> String { MarkupText.escape(wording(language)) }

  private var subtitle: String {
    var parts = [Wording.asOf(report.asOf)]
    if let period = report.period, !period.isAlways { parts.append(.period(period)) }
    return (parts + conditions).map(text).joined(separator: " · ")
  }

  private var headline: String {
    report.headline.map { "<p class=\"headline\">\(text($0))</p>\n" } ?? ""
  }

  /// The totals of columns, as large figures.
  private var tiles: String {
    let writer = CellText(language: language)
    let tiles = report.table.columns.compactMap { column -> String? in
      guard let total = report.totals[column.key], column.isRightAligned, !column.isForMachinesOnly,
        total != .null || column.absent != nil, report.highlights?.contains(column.key) ?? true
      else { return nil }
      let value = column.reading(total, language) ?? writer.text(total, format: column.format)
      return "<div><dt>\(text(column.heading))</dt><dd>\(MarkupText.escape(value))</dd></div>\n"
    }
    return tiles.isEmpty ? "" : "<dl class=\"tiles\">\n\(tiles.joined())</dl>\n"
  }

  private var charts: String {
    report.charts.enumerated().map { index, chart in
      ChartFigure(chart: chart, language: language, id: "chart\(index + 1)").html
    }.joined()
  }

  private var table: String {
    guard !report.table.rows.isEmpty else { return "<p class=\"none\">\(text(.noData))</p>\n" }
    let table = "<div class=\"scroll\">\n<table>\n\(head)\(body)\(foot)</table>\n</div>\n"
    guard report.isTableForMachines else { return "<section class=\"sheet\">\n\(table)</section>\n" }
    return
      "<details class=\"sheet\"><summary>\(text(.allRows(report.table.rows.count)))</summary>\n\(table)</details>\n"
  }

  private var shown: [Int] {
    report.table.columns.indices.filter { !report.table.columns[$0].isForMachinesOnly }
  }

  private func cellClass(_ column: OutputColumn) -> String { column.isRightAligned ? " class=\"n\"" : "" }

  private var head: String {
    let cells = shown.map { index in
      let column = report.table.columns[index]
      return "<th scope=\"col\"\(cellClass(column))>\(text(column.heading))</th>"
    }
    return "<thead><tr>\(cells.joined())</tr></thead>\n"
  }

  private var body: String {
    let writer = CellText(language: language)
    let rows = report.table.rows.map { row in
      let cells = shown.enumerated().map { place, index in
        let (column, cell) = (report.table.columns[index], row.cell(index))
        let isAbsent = cell == .null && column.absent != nil
        let value =
          column.reading(cell, language)
          ?? writer.text(
            cell, format: column.format, currency: column.currency(in: row, report.table.columns))
        let tag = place == 0 ? "th scope=\"row\"" : "td"
        let inner = isAbsent ? "<i>\(MarkupText.escape(value))</i>" : MarkupText.escape(value)
        return "<\(tag)\(cellClass(column))>\(inner)</\(place == 0 ? "th" : "td")>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }
    return "<tbody>\n\(rows.joined())</tbody>\n"
  }

  private var foot: String {
    guard report.totalsAreOfColumns else { return "" }
    let writer = CellText(language: language)
    let cells = shown.enumerated().map { place, index -> String in
      let column = report.table.columns[index]
      let value = report.totals[column.key].map {
        column.reading($0, language) ?? writer.text($0, format: column.format)
      }
      if place == 0 {
        return
          "<th scope=\"row\">\(MarkupText.escape(value ?? (report.totalsLabel ?? .total)(language)))</th>"
      }
      return "<td\(cellClass(column))>\(MarkupText.escape(value ?? ""))</td>"
    }
    return "<tfoot><tr>\(cells.joined())</tr></tfoot>\n"
  }

  private var notes: String {
    guard !report.notes.isEmpty else { return "" }
    return "<ul class=\"notes\">\n" + report.notes.map { "<li>\(text($0))</li>\n" }.joined() + "</ul>\n"
  }
}
