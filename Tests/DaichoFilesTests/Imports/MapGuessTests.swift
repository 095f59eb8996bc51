import DaichoModel
import DaichoTestSupport
import Testing

@testable import DaichoFiles

struct MapGuessTests {
  private func guess(_ text: String, kind: ImportKind = .orders) throws -> (text: String, missing: [String]) {
    let folder = try TemporaryFolder(named: "daicho-guess")
    try folder.write(text, to: "file.csv")
    let guess = try MapGuess(SourceFile(folder.path(of: "file.csv"), shownAs: "file.csv"), kind: kind)
    return (guess.text(named: "file", language: .en), guess.missing)
  }

  /// Without the reasons.
  private func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { line in
      let end = line.firstRange(of: "  # ")?.lowerBound ?? line.endIndex
      return String(line[..<end])
    }
  }

  @Test func japaneseHeadings() throws {
    let (text, missing) = try guess(
      """
      受注番号,受注日時,注文者姓(姓),注文者(名),配送先氏名,メールアドレス,商品コード,商品名,単価,数量,送料,クーポン割引,状態
      1,2026/11/20 10:00,山田,花子,大野,h@example.com,A,豆,"1,200",2,500,-100,発送済み
      1,2026/11/20 10:00,山田,花子,大野,h@example.com,B,箱,300,1,500,-100,発送済み
      """)
    let found = lines(text)
    for line in [
      "  order: 受注番号", "  date: 受注日時", "  customer.email: メールアドレス", "  sku: 商品コード", "  item: 商品名",
      "  quantity: 数量",
      "  amount: {multiply: [単価, 数量]}", "      発送済み: shipped", "  shipping: 送料", "  discount: クーポン割引",
    ] {
      #expect(found.contains(line), "\(line) in\n\(text)")
    }
    #expect(missing == [])
    #expect(!text.contains("fill_down"))
    #expect(!text.contains("name: 配送先氏名"))
    let (map, diagnostics) = ImportMapReader.read(Array(text.utf8), path: "imports/file.yml")
    #expect(map != nil, "\(diagnostics)")
  }

  /// 11/12 may be two days; 25/12 in another file of the same shop tells which.
  @Test func anotherFileDecidesHowDaysAreWritten() throws {
    let folder = try TemporaryFolder(named: "daicho-guess")
    try folder.write("Order,Date,Amount\n1,11/12/2026,100\n", to: "a.csv")
    try folder.write("Order,Date,Amount\n2,25/12/2026,100\n", to: "b.csv")
    let (a, b) = (
      try SourceFile(folder.path(of: "a.csv"), shownAs: "a.csv"),
      try SourceFile(folder.path(of: "b.csv"), shownAs: "b.csv")
    )
    #expect(try MapGuess(a, kind: .orders).text(named: "a", language: .en).contains("the values fit both"))
    let text = try MapGuess(a, others: [b], kind: .orders).text(named: "a", language: .en)
    #expect(lines(text).contains("dates: [DD/MM/YYYY]") && !text.contains("the values fit both"))
  }

  @Test func englishHeadingsFilledOnlyOnce() throws {
    let (text, missing) = try guess(
      """
      Order ID;Order date;Customer email;Customer name;SKU;Qty;Line total;Shipping;Status
      7;13/11/2026;a@example.com;Ann;X;1;10.00;5.00;Paid
      7;;;;Y;1;3.50;;
      """)
    let found = lines(text)
    for line in [
      "separator: semicolon", "dates: [DD/MM/YYYY]", "  order: Order ID", "  customer.email: Customer email",
      "  customer.name: Customer name", "  amount: Line total", "      Paid: paid",
      "fill_down: [date, status, customer]",
    ] {
      #expect(found.contains(line), "\(line) in\n\(text)")
    }
    #expect(missing == [])
  }

  @Test func tellsWhatIsMissing() throws {
    #expect(try guess("a,b\n1,2\n").missing == ["order", "date", "amount"])
    #expect(try guess("名前,メール\n花子,h@example.com\n", kind: .customers).missing == [])
  }
}
