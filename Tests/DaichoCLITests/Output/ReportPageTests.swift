import DaichoCLI
import DaichoModel
import DaichoTestSupport
import OrderedCollections
import Testing

@Suite(.enabled(if: Python.isAvailable)) struct ReportPageTests {
  /// Reads a page as XML: its title, the accessible name and description of each picture, the texts in
  /// them, the cells of the table, and every attribute that could load or run something.
  private static let reader = """
    import sys, xml.etree.ElementTree as E
    page = E.fromstring(sys.stdin.read())
    tag = lambda e: e.tag.split('}')[1]
    text = lambda e: ''.join(e.itertext())
    print('h1', text(page.find('.//{*}h1')))
    for svg in page.iter('{http://www.w3.org/2000/svg}svg'):
      if svg.get('role') != 'img': continue
      ids = {e.get('id'): text(e) for e in svg.iter() if e.get('id')}
      print('svg', ' | '.join(ids[i] for i in svg.get('aria-labelledby').split()))
      for e in svg.iter():
        for key in ('x', 'y', 'width', 'height', 'cx', 'cy'):
          value = e.get(key)
          if value is not None: float(value.rstrip('%'))
          if value is not None and key in ('width', 'height'): assert float(value.rstrip('%')) >= 0, value
    for row in page.iter('{http://www.w3.org/1999/xhtml}tr'):
      print('row', ' | '.join(text(c) for c in row))
    ids = [e.get('id') for e in page.iter() if e.get('id')]
    assert len(ids) == len(set(ids)), ids
    for e in page.iter():
      assert tag(e) not in ('script', 'link', 'img', 'iframe', 'object', 'use', 'image', 'a'), e.tag
      for key in e.keys():
        assert not key.lower().startswith('on') and key not in ('src', 'href'), key
    """

  private func read(_ report: Report, shop: String = "Shop", language: Language = .en) throws -> [String] {
    let page = ReportPage(report, of: shop, language: language).html
    return try Python.run(ReportPageTests.reader, input: Array(page.utf8))
      .split(separator: "\n").map(String.init)
  }

  private func report(
    _ shape: Chart.Shape, _ values: [JSONValue], more: [[JSONValue]] = [],
    label: (Int) -> String = { "m\($0)" }
  ) -> Report {
    let series = ([values] + more).enumerated().map { Chart.Series(Wording(same: "s\($0)"), $1) }
    return Report(
      "x", asOf: CalendarDate(day: 20_777), currency: .jpy, table: OutputTable(columns: []),
      charts: [
        Chart(
          Wording(same: "Chart"), shape, labels: values.indices.map { Wording(same: label($0)) },
          series: series, format: .number(fractionDigits: 0))
      ])
  }

  private static let shapes: [Chart.Shape] = [.bars, .columns, .line, .heatMap, .funnel]

  private static let hard: [[JSONValue]] = [
    [], [.null], [.number("0"), .number("0")], [.number("5")], [.number("-3"), .number("4")],
    [.number("-3"), .number("-4")], [.null, .number("1"), .null, .number("2")],
    [.number("999999999999999999999999"), .number("1")], [.number("1e400"), .number("1")],
    [.number("0.000001")], (0..<100).map { .number("\($0)") },
  ]

  @Test(arguments: shapes, hard)
  func everyPictureIsXML(_ shape: Chart.Shape, _ values: [JSONValue]) throws {
    let lines = try read(report(shape, values, more: [values.reversed()]))
    let hasValue = values.contains { $0 != .null }
    #expect(lines.filter { $0.hasPrefix("svg") }.count == (hasValue ? 1 : 0))
  }

  @Test func picturesAreDescribed() throws {
    let lines = try read(report(.bars, [.number("1"), .number("1200"), .null]))
    #expect(lines.contains("svg Chart | 2 values; the greatest: m1, 1,200; the least: m0, 1"))
  }

  @Test func dataIsTextAlone() throws {
    let evil = "<script>alert('&\"')</script>\u{202E}\u{0}\u{FFFE}]]>"
    var report = report(.columns, [.number("1"), .number("2")]) { _ in evil }
    report.headline = Wording(same: evil)
    report.notes = [Wording(same: evil)]
    report.table = OutputTable(
      columns: [OutputColumn("a", Wording(same: evil)), .number("b", Wording(same: evil))],
      rows: [OutputRow(id: "", [.string(evil), .number("1")])])
    report.totals = ["b": .number("1")]
    let lines = try read(report, shop: evil)
    #expect(lines.contains { $0.hasPrefix("row <script>alert('&\"')</script>\\u{202e}") })
  }

  @Test func tableHasHeadingsTotalsAndWhatWasNotMeasured() throws {
    let report = Report(
      "roi", title: Wording(en: "Return", ja: "効果"), asOf: CalendarDate(day: 20_777), currency: .jpy,
      table: OutputTable(
        columns: [
          OutputColumn("campaign", Wording(en: "campaign", ja: "施策")),
          .money("revenue", Wording(en: "revenue", ja: "売上"), .jpy).measured,
          .machineOnly("secret"),
        ],
        rows: [
          OutputRow(id: "a", [.string("a"), .null, .number("1")]),
          OutputRow(id: "b", [.string("b"), .number("12000"), .number("1")]),
        ]), totals: ["revenue": .number("12000")])
    #expect(
      try read(report, language: .ja) == [
        "h1 効果", "row 施策 | 売上", "row a | 計測なし", "row b | ￥12,000", "row 合計 | ￥12,000",
      ])
  }

  @Test func anEmptyReportIsAPageToo() throws {
    let empty = Report("sales", asOf: CalendarDate(day: 0), currency: .jpy, table: OutputTable(columns: []))
    #expect(try read(empty) == ["h1 sales"])
  }
}
