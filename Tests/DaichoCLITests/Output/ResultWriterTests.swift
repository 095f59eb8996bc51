import DaichoCLI
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

struct ResultWriterTests {
  private let columns = [
    OutputColumn.machineOnly("kind"),
    OutputColumn("id", Wording(en: "id", ja: "ID")),
    OutputColumn("name", Wording(en: "name", ja: "名前")),
    .number("orders.count", Wording(en: "orders", ja: "注文数")),
    .money("orders.total", Wording(en: "total", ja: "合計"), .jpy, besides: "currency"),
    OutputColumn("tags", Wording(en: "tags", ja: "タグ")),
    .machineOnly("currency"),
  ]
  private let rows = [
    OutputRow(
      id: "hanako-yamada",
      [
        .string("customers"), .string("hanako-yamada"), .string("山田 花子"), .number("12"), .number("125000"),
        .array([.string("gift"), .string("常連")]), .string("JPY"),
      ]),
    OutputRow(
      id: "bob",
      [
        .string("customers"), .string("bob"), .string("Bob \"B\", Jr."), .number("3"), .number("12.5"),
        .array([]), .string("USD"),
      ]),
    OutputRow(
      id: "kenta", [.string("customers"), .string("kenta"), .string("ｹﾝﾀ👍🏽"), .number("1200"), .null, .null]),
  ]

  private func written(
    _ format: OutputFormat, rows: [OutputRow]? = nil, width: Int? = nil, isRaw: Bool = false,
    style: Style = .plain
  ) throws -> String {
    let sink = OutputSink()
    let options = OutputOptions(format: format, language: .ja, style: style, width: width, isRaw: isRaw)
    try OutputTable(columns: columns, rows: rows ?? self.rows).write(options, to: sink)
    return sink.text
  }

  @Test func table() throws {
    let text = try written(.table)
    #expect(
      text == """
        ID             名前          注文数       合計  タグ
        hanako-yamada  山田 花子         12  ￥125,000  gift, 常連
        bob            Bob "B", Jr.       3     $12.50
        kenta          ｹﾝﾀ👍🏽          1,200

        """)
  }

  @Test func tableOnANarrowTerminal() throws {
    let text = try written(.table, width: 46)
    #expect(
      text == """
        ID        名前      注文数       合計  タグ
        hanako-…  山田 花…      12  ￥125,000  gift, …
        bob       Bob "B"…       3     $12.50
        kenta     ｹﾝﾀ👍🏽      1,200

        """)
  }

  @Test func oneHugeCellDoesNotFillUpEveryRow() throws {
    let huge = OutputRow(id: "x", [.null, .string("x"), .string(String(repeating: "山", count: 1_000_000))])
    let text = try written(.table, rows: [huge] + rows)
    #expect(text.utf8.count < 10_000)
    #expect(text.split(separator: "\n").allSatisfy { TextWidth.columns($0) <= 600 })
  }

  @Test func headingsStandOutOnlyInColour() throws {
    let first = try written(.table, style: Style(isColored: true)).split(separator: "\n").first
    #expect(first?.hasPrefix("\u{1B}[1;4mID\u{1B}[0m             \u{1B}[1;4m名前\u{1B}[0m") == true)
    #expect(try !written(.table).contains("\u{1B}"))
  }

  @Test func json() throws {
    let text = try written(.json)
    #expect(
      text == """
        [
          {
            "kind": "customers",
            "id": "hanako-yamada",
            "name": "山田 花子",
            "orders": {
              "count": 12,
              "total": 125000
            },
            "tags": [
              "gift",
              "常連"
            ],
            "currency": "JPY"
          },
          {
            "kind": "customers",
            "id": "bob",
            "name": "Bob \\"B\\", Jr.",
            "orders": {
              "count": 3,
              "total": 12.5
            },
            "tags": [],
            "currency": "USD"
          },
          {
            "kind": "customers",
            "id": "kenta",
            "name": "ｹﾝﾀ👍🏽",
            "orders": {
              "count": 1200,
              "total": null
            },
            "tags": null,
            "currency": null
          }
        ]

        """)
  }

  @Test func jsonLines() throws {
    let text = try written(.jsonl, rows: Array(rows.prefix(1)))
    #expect(
      text == """
        {"kind": "customers", "id": "hanako-yamada", "name": "山田 花子", "orders": {"count": 12, "total": 125000}, \
        "tags": ["gift", "常連"], "currency": "JPY"}

        """)
  }

  @Test func csv() throws {
    let text = try written(.csv)
    #expect(
      text == """
        kind,id,name,orders.count,orders.total,tags,currency
        customers,hanako-yamada,山田 花子,12,125000,gift; 常連,JPY
        customers,bob,"Bob ""B"", Jr.",3,12.5,,USD
        customers,kenta,ｹﾝﾀ👍🏽,1200,,,

        """)
  }

  @Test func tsv() throws {
    let row = OutputRow(id: "x", [.string("a\tb\r\nc\"d"), .string("e\rf")])
    let text = try written(.tsv, rows: [row])
    #expect(
      text == """
        kind\tid\tname\torders.count\torders.total\ttags\tcurrency
        a b c"d\te\\u{d}f\t\t\t\t\t

        """)
    #expect(try written(.tsv, rows: [row], isRaw: true).hasSuffix("a b c\"d\te f\t\t\t\t\t\n"))
  }

  @Test func ids() throws {
    #expect(try written(.ids) == "hanako-yamada\nbob\nkenta\n")
  }

  @Test func nothingFound() throws {
    #expect(try written(.table, rows: []) == "")
    #expect(try written(.json, rows: []) == "[]\n")
    #expect(try written(.jsonl, rows: []) == "")
    #expect(try written(.csv, rows: []) == "kind,id,name,orders.count,orders.total,tags,currency\n")
    #expect(try written(.ids, rows: []) == "")
  }

  @Test func aDottedKeyStaysWholeBesideItsOwnPrefix() throws {
    let keys = ["address", "address.city", "a.b.c", "a.b.d", "name", "name"]
    let sink = OutputSink()
    let row = OutputRow(id: "x", ["1", "2", "3", "4", "5", "6"].map { JSONValue.number($0) })
    try OutputTable(columns: keys.map { .machineOnly($0) }, rows: [row])
      .write(OutputOptions(format: .jsonl, language: .en), to: sink)
    #expect(
      sink.text == #"{"address": 1, "address.city": 2, "a": {"b": {"c": 3, "d": 4}}, "name": 5}"# + "\n")
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("+1+1", "'+1+1"), ("-1+1", "'-1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"),
    ("\r=1", "'\\u{d}=1"), ("-12.5", "-12.5"), ("+81 90-0000-1234", "+81 90-0000-1234"), ("+3", "+3"),
    ("-3-4", "'-3-4"), ("-", "'-"), ("+81 90,0000", "\"'+81 90,0000\""), ("a=1", "a=1"),
    ("=\"x\"", "\"'=\"\"x\"\"\""),
    ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"), ("+1-2", "'+1-2"), ("-1.", "'-1."),
  ])
  func formulasAreGuardedInCSV(value: String, cell: String) throws {
    let sink = OutputSink()
    let table = OutputTable(columns: [.machineOnly("v")], rows: [OutputRow(id: "x", [.string(value)])])
    try table.write(OutputOptions(format: .csv, language: .en), to: sink)
    #expect(sink.text == "v\n\(cell)\n")
  }

  @Test func noFormatLetsAControlCharacterThrough() throws {
    let row = OutputRow(
      id: "a\u{1B}[2J\nb", [.string("\u{1B}]52;c;eA==\u{7}\u{9B}\u{202E}\u{2028}\u{FEFF}x\r\n")])
    for format in OutputFormat.allCases {
      let text = try written(format, rows: [row])
      #expect(
        !text.unicodeScalars.contains { TextSafety.isUnsafe($0) && $0 != "\n" && $0 != "\t" }, "\(format)")
    }
    #expect(try written(.ids, rows: [row]) == "a\\u{1b}[2J b\n")
  }

  @Test func everyLineOfATableIsEquallyWide() throws {
    var random = SplitMix64(seed: 7)
    for round in 0..<200 {
      let shown =
        (0..<4).map { OutputColumn("c\($0)", Wording(en: "column \($0)", ja: "列\($0)")) }
        + [.number("n", Wording(en: "n", ja: "数")), OutputColumn("end", Wording(en: "|", ja: "|"))]
      let rows = (0..<8).map { _ in
        OutputRow(
          id: "x",
          (0..<4).map { _ in JSONValue.string(random.awkwardText()) }
            + [.integer(Int.random(in: -99_999...99_999, using: &random)), .string("|")])
      }
      let sink = OutputSink()
      let width = round.isMultiple(of: 2) ? nil : Int.random(in: 50...80, using: &random)
      try OutputTable(columns: shown, rows: rows)
        .write(OutputOptions(format: .table, language: .ja, width: width), to: sink)
      let lines = sink.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      #expect(lines.count == 9)
      #expect(Set(lines.map { TextWidth.columns($0) }).count == 1)
      if let width { #expect(lines.allSatisfy { TextWidth.columns($0) <= width }) }
    }
  }

  @Test(.enabled(if: Python.isAvailable))
  func pythonReadsBackWhatWasWritten() throws {
    var random = SplitMix64(seed: 3)
    let columns = (0..<5).map { OutputColumn.machineOnly("k\($0)") }
    let rows = (0..<400).map { _ in
      OutputRow(id: "x", columns.map { _ in .string(random.awkwardText()) })
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "daicho-output-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for format in [OutputFormat.csv, .json, .jsonl] {
      let sink = OutputSink()
      try OutputTable(columns: columns, rows: rows)
        .write(OutputOptions(format: format, language: .en, isRaw: true), to: sink)
      try Data(sink.text.utf8).write(to: folder.appending(path: format.rawValue))
    }
    let expected = JSONValue.array(rows.map { .array($0.cells) }).serialized()
    try Data(expected.utf8).write(to: folder.appending(path: "expected"))
    let script = """
      import csv, json, os, sys
      os.chdir(sys.argv[1])
      text = lambda name: open(name, encoding='utf-8', newline='')
      want = json.load(text('expected'))
      header, *rows = list(csv.reader(text('csv')))
      assert header == ['k0', 'k1', 'k2', 'k3', 'k4'], header
      assert rows == want, 'csv'
      assert [list(o.values()) for o in json.load(text('json'))] == want, 'json'
      lines = text('jsonl').read().split('\\n')
      assert lines.pop() == ''
      assert [list(json.loads(l).values()) for l in lines] == want, 'jsonl'
      """
    _ = try Python.run(script, [folder.path()])
  }
}
