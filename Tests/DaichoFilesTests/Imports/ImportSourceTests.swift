import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoFiles

struct ImportSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder(named: "daicho-import") }

  private static let map = """
    kind: orders
    columns: {order: No, date: Day, amount: Sum, customer.email: Mail}
    optional: [Mail]
    """

  private func file(_ bytes: [UInt8]) throws -> SourceFile {
    try folder.write(bytes, to: "shop.csv")
    return try SourceFile(folder.path(of: "shop.csv"), shownAs: "shop.csv")
  }

  private func source(_ bytes: [UInt8], _ map: String = ImportSourceTests.map) throws -> ImportSource {
    let (read, diagnostics) = ImportMapReader.read(Array(map.utf8), path: "imports/shop.yml")
    #expect(diagnostics == [])
    return try ImportSource(try file(bytes), map: try #require(read), zone: .utc)
  }

  /// `No|Day|Sum` of every row.
  private func rows(_ source: ImportSource) throws -> [String] {
    var rows: [String] = []
    while try source.next() {
      let cells = ["order", "date", "amount"].compactMap { source.index(of: $0) }.map {
        source.text($0) ?? ""
      }
      rows.append(cells.joined(separator: "|"))
    }
    return rows
  }

  @Test func passesOverWhatIsNoData() throws {
    let text = """
      売上明細,,
      No,Day,Sum
      1,2026-11-20,"1,200"

      \u{FEFF}No,Day,Sum
      ,,
      \u{FEFF}2,2026-11-21,300
      合計,,1500
      """
    let source = try source(Array(("\u{FEFF}" + text).utf8))
    #expect(try rows(source) == ["1|2026-11-20|1,200", "2|2026-11-21|300"])
    #expect(source.problems.isEmpty)
    #expect(source.passedOver.headers == 1)
    #expect(source.passedOver.blank == 1)
    #expect(source.passedOver.footers == 1)
    #expect(source.passedOver.footerLine == 8)
  }

  @Test(arguments: [",", "\t", ";", "|"])
  func tellsSeparators(_ separator: String) throws {
    let text = "No,Day,Sum\r\n1,2026-11-20,1200\r\n".replacing(",", with: separator)
    #expect(try rows(source(Array(text.utf8))) == ["1|2026-11-20|1200"])
  }

  @Test func readsCP932() throws {
    let (read, _) = ImportMapReader.read(
      Array("kind: orders\ncolumns: {order: 注文番号, date: 注文日, amount: 金額}\n".utf8), path: "imports/shop.yml")
    // 注文番号,注文日,金額 / 1,2026年11月20日,1200円
    let bytes: [UInt8] =
      [
        0x92, 0x8D, 0x95, 0xB6, 0x94, 0xD4, 0x8D, 0x86, 0x2C, 0x92, 0x8D, 0x95, 0xB6, 0x93, 0xFA, 0x2C, 0x8B,
        0xE0, 0x8A, 0x7A, 0x0D, 0x0A,
      ]
      + Array("1,2026".utf8) + [0x94, 0x4E] + Array("11".utf8) + [0x8C, 0x8E] + Array("20".utf8) + [
        0x93, 0xFA,
      ]
      + Array(",1200".utf8) + [0x89, 0x7E, 0x0D, 0x0A]
    let source = try ImportSource(try file(bytes), map: try #require(read), zone: .utc)
    #expect(try source.next())
    #expect(source.date(1)?.description == "2026-11-20")
    #expect(source.amount(2, .jpy) == 1200)
    #expect(source.encoding == .cp932)
  }

  @Test func mixedEncodingsAreRefusedByLine() throws {
    let bytes =
      Array("No,Day,Sum,Mail\n1,2026-11-20,1,花\n2,2026-11-20,1,".utf8) + [0x92, 0x8D] + Array("\n".utf8)
    let error = #expect(throws: DaichoError.self) { _ = try rows(source(bytes)) }
    #expect(error?.code == "broken-encoding")
    #expect(error?.location?.position?.line == 3)
  }

  @Test func problemsNameRowAndColumn() throws {
    let text = "No,Day,Sum\n1,2026-13-45,100\n2,2026-11-20,abc\n3,2026-11-20,1,2,3\n4,\"2026-11-20,5\n"
    let source = try source(Array(text.utf8))
    while try source.next() {
      _ = source.index(of: "date").flatMap { source.date($0) }
      _ = source.index(of: "amount").flatMap { source.amount($0, .jpy) }
    }
    let found = source.problems.shown.map { "\($0.location): \($0.code)" }
    #expect(
      found == [
        "shop.csv:2:3: bad-date", "shop.csv:3:14: bad-amount", "shop.csv:4:16: too-many-columns",
        "shop.csv:5:1: unclosed-quote",
      ])
    #expect(
      source.problems.shown.first?.message.en
        == "column 'Day': '2026-13-45' is no day that can be told for sure")
  }

  @Test func aFileThatWasCutIsRefused() throws {
    let source = try source(Array("No,Day,Sum\n1,2026-11-20,100\n2,2026-11-20".utf8))
    _ = try rows(source)
    #expect(source.problems.shown.map(\.code) == ["cut-short"])
  }

  @Test(
    arguments: [
      ([], "empty-file"), ([0x50, 0x4B, 3, 4] + Array("....xl/workbook.xml".utf8), "excel-workbook"),
      ([0x50, 0x4B, 3, 4] + Array("....orders.csv".utf8), "zip-archive"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], "excel-workbook"),
      (Array("%PDF-1.7".utf8), "not-a-table"),
      (Array("<html><table>".utf8), "not-a-table"), ([0x1F, 0x8B, 8], "zip-archive"),
    ] as [([UInt8], String)])
  func refusesWhatIsNoTable(_ bytes: [UInt8], _ code: String) throws {
    let error = #expect(throws: DaichoError.self) { _ = try file(bytes) }
    #expect(error?.code == code)
  }

  /// What spreadsheet programs call "Unicode text".
  @Test(arguments: ["\n", "\r\n"])
  func readsMarkedUTF16(lineEnding: String) throws {
    let lines = ["No\tDay\tSum", "1\t2026-11-20\t￥1,200", "髙橋\t2026-11-21\t5"]
    let text = lines.joined(separator: lineEnding) + lineEnding
    let source = try source([0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    #expect(try rows(source) == ["1|2026-11-20|￥1,200", "髙橋|2026-11-21|5"])
    #expect(source.problems.isEmpty && source.table.separator == 0x09)
  }

  @Test func whatThePersonSaysGoesBeforeTheMap() throws {
    // 「顧客」 in EUC-JP, as an order's number.
    try folder.write(
      Array("No,Day,Sum\n".utf8) + [0xB8, 0xDC, 0xB5, 0xD2] + Array(",2026-11-20,7\n".utf8), to: "shop.csv")
    let file = try SourceFile(folder.path(of: "shop.csv"), shownAs: "shop.csv", encoding: .eucJP)
    let (map, _) = ImportMapReader.read(
      Array((ImportSourceTests.map + "\nencoding: cp932\n").utf8), path: "imports/shop.yml")
    let source = try ImportSource(file, map: try #require(map), zone: .utc)
    #expect(try rows(source) == ["顧客|2026-11-20|7"])
    let guess = try MapGuess(file, kind: .orders)
    #expect(guess.text(named: "shop", language: .en).contains("\nencoding: euc-jp\n"))
  }

  @Test func computesExactly() throws {
    let map = """
      kind: orders
      columns:
        order: No
        date: Day
        amount: {multiply: [Price, Count], add: Wrap, subtract: [Off]}
      """
    let text =
      "No,Day,Price,Count,Wrap,Off\n1,2026-11-20,\"￥1,200\",3,,100\n2,2026-11-20,0.1,3,0.05,\n3,2026-11-20,,,,\n"
    let source = try source(Array(text.utf8), map)
    var sums: [String] = []
    while try source.next() { sums.append(source.number(2)?.description ?? "-") }
    #expect(sums == ["3500", "0.35", "-"])
  }

  @Test func fillsDownWithinAnOrder() throws {
    let map = "kind: orders\ncolumns: {order: No, date: Day, amount: Sum}\nfill_down: [date]\n"
    let source = try source(Array("No,Day,Sum\n1,2026-11-20,1\n1,,2\n2,,3\n".utf8), map)
    #expect(try rows(source) == ["1|2026-11-20|1", "1|2026-11-20|2", "2||3"])
  }
}
