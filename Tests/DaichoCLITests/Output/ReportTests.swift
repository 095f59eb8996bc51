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
}
