import DaichoCLI
import DaichoModel
import OrderedCollections
import Testing

struct ReportTests {
  private let report = Report(
    "rfm", asOf: CalendarDate(day: 20_777), currency: .jpy,
    table: OutputTable(
      columns: [
        OutputColumn("segment", Wording(en: "segment", ja: "区分")),
        .number("customers", Wording(en: "customers", ja: "顧客")),
        .money("revenue", Wording(en: "revenue", ja: "売上"), .jpy),
        .percent("share", Wording(en: "share", ja: "割合")),
      ],
      rows: [
        OutputRow(id: "champion", [.string("champion"), .number("3"), .number("90000"), .number("0.75")]),
        OutputRow(id: "at-risk", [.string("at-risk"), .number("12"), .number("30000"), .number("0.25")]),
      ]),
    totals: ["customers": .number("15"), "revenue": .number("120000"), "unmatched.rows": .number("2")],
    details: ["thresholds": .array([.number("1"), .number("2")])],
    notes: [Wording(en: "amounts include tax", ja: "金額は税込みです。")])

  private func written(_ format: OutputFormat, language: Language = .ja) throws -> String {
    let sink = OutputSink()
    try report.write(OutputOptions(format: format, language: language), to: sink)
    return sink.text
  }

  @Test func tableEndsInTotalsAndNotes() throws {
    let text = try written(.table)
    #expect(
      text == """
        区分      顧客       売上   割合
        champion     3   ￥90,000  75.0%
        at-risk     12   ￥30,000  25.0%
        合計        15  ￥120,000

        金額は税込みです。

        """)
  }

  @Test func jsonIsTheEnvelope() throws {
    let text = try written(.json)
    #expect(
      text == """
        {
          "report": "rfm",
          "as_of": "2026-11-20",
          "currency": "JPY",
          "rows": [
            {
              "segment": "champion",
              "customers": 3,
              "revenue": 90000,
              "share": 0.75
            },
            {
              "segment": "at-risk",
              "customers": 12,
              "revenue": 30000,
              "share": 0.25
            }
          ],
          "totals": {
            "customers": 15,
            "revenue": 120000,
            "unmatched": {
              "rows": 2
            }
          },
          "thresholds": [
            1,
            2
          ]
        }

        """)
  }

  @Test func emptyJSONIsStillTheEnvelope() throws {
    let sink = OutputSink()
    let empty = Report("sales", asOf: CalendarDate(day: 0), currency: .jpy, table: OutputTable(columns: []))
    try empty.write(OutputOptions(format: .json, language: .en), to: sink)
    #expect(
      sink.text == """
        {
          "report": "sales",
          "as_of": "1970-01-01",
          "currency": "JPY",
          "rows": [],
          "totals": {}
        }

        """)
  }

  @Test func otherFormatsAreTheRows() throws {
    #expect(try written(.csv).hasPrefix("segment,customers,revenue,share\nchampion,3,90000,0.75\n"))
    #expect(try written(.ids) == "champion\nat-risk\n")
  }

  @Test func peopleReadBarsWhereThereIsRoom() throws {
    var barred = report
    barred.bars = "revenue"
    barred.headline = Wording(en: "3 champions", ja: "優良顧客: 3人")
    barred.notes = []
    let sink = OutputSink()
    try barred.write(OutputOptions(format: .table, language: .en), to: sink)
    #expect(
      sink.text == """
        3 champions

        segment   customers   revenue  share
        champion          3   ¥90,000  75.0%  ████████████████████
        at-risk          12   ¥30,000  25.0%  ██████▋
        total            15  ¥120,000

        """)
    let narrow = OutputSink()
    try barred.write(OutputOptions(format: .table, language: .en, width: 40), to: narrow)
    #expect(!narrow.text.contains("█"))
    let plain = OutputSink()
    try barred.write(OutputOptions(format: .table, language: .en, drawsBlocks: false), to: plain)
    #expect(!plain.text.contains("█"))
    for format in [OutputFormat.csv, .json, .jsonl, .tsv] {
      let machine = OutputSink()
      try barred.write(OutputOptions(format: format, language: .en), to: machine)
      #expect(!machine.text.contains("█") && !machine.text.contains("champions"))
    }
  }

  @Test func whatWasNotMeasuredIsSaidToPeople() throws {
    let column = OutputColumn.number("opens", Wording(en: "opens", ja: "開封")).measured
    let report = Report(
      "roi", asOf: CalendarDate(day: 0), currency: .jpy,
      table: OutputTable(columns: [column], rows: [OutputRow(id: "", [.null])]))
    let (table, json) = (OutputSink(), OutputSink())
    try report.write(OutputOptions(format: .table, language: .ja), to: table)
    try report.write(OutputOptions(format: .json, language: .ja), to: json)
    #expect(table.text.contains("計測なし"))
    #expect(json.text.contains("\"opens\": null"))
  }

  @Test func timeIsALineOfBlocksAndAGridIsShaded() throws {
    let chart = Chart(
      Wording(en: "Revenue", ja: "売上"), .columns, labels: ["09", "10", "11"].map { Wording(same: $0) },
      series: [Chart.Series(Wording(en: "new", ja: "新規"), [.number("1"), .null, .number("4")])])
    let map = Chart(
      Wording(en: "Grid", ja: "表"), .heatMap, labels: ["1", "2"].map { Wording(same: $0) },
      series: [
        Chart.Series(Wording(same: "a"), [.number("4"), .number("0")]),
        Chart.Series(Wording(same: "b"), [.null, .number("1")]),
      ])
    let report = Report(
      "x", asOf: CalendarDate(day: 0), currency: .jpy, table: OutputTable(columns: []), charts: [chart, map])
    let sink = OutputSink()
    try report.write(OutputOptions(format: .table, language: .en), to: sink)
    #expect(
      sink.text == """
        new  ▃ █  11 4

        Grid
             1    2
        a  █ 4  · 0
        b       ░ 1

        """)
  }
}
