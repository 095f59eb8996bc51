import DaichoFiles
import DaichoModel
import Testing

struct OrdersLedgerTests {
  private struct Read {
    var rows: [OrderRow] = []
    var texts = SymbolTexts()
    var others: [[String: String]] = []
    var report = LedgerReport()

    func text(_ symbol: Symbol?) -> String? { symbol.map { texts[$0] } }
    var codes: [String] { report.diagnostics.map(\.code) }
  }

  private func read(_ bytes: [UInt8], batchSize: Int = 2) throws -> Read {
    var read = Read()
    read.report = try OrdersLedger.read(
      MemoryStream(bytes), path: "orders/2026-11.csv", settings: WorkspaceSettings(), batchSize: batchSize
    ) { batch in
      read.texts.append(batch.symbols)
      for row in batch.rows {
        read.rows.append(row)
        var others: [String: String] = [:]
        for other in batch.others[row.others] { others[read.texts[other.name]] = read.texts[other.value] }
        read.others.append(others)
      }
    }
    return read
  }

  private func read(_ text: String) throws -> Read { try read(Array(text.utf8)) }

  @Test func readsRows() throws {
    let read = try read(
      """
      Date,ORDER,line,sku,customer,amount,quantity,currency,status,type,coupon,channel,Gift Wrap,shipped
      2026-11-20,A-1,1,ETH-200,hanako-yamada,1200,2,,paid,item,WINTER10,shop,yes,2026-11-21
      2026-11-20,A-1,2,,hanako-yamada,-300,,JPY,,discount,,shop,,
      2026-11-21,A-2,1,BRA-200,companies/tsubame,12.50,1.5,USD,Shipped,,,,"a \"\"b\"\"\",
      """)
    #expect(read.report.diagnostics == [])
    try #require(read.rows.count == 3)
    let first = read.rows[0]
    #expect(first.line == 2 && first.date == CalendarDate(typed: "2026-11-20") && first.amount == 1_200)
    #expect(read.text(first.order) == "A-1" && read.text(first.customer) == "hanako-yamada")
    #expect(
      read.text(first.item) == "1" && read.text(first.sku) == "ETH-200"
        && read.text(first.coupon) == "WINTER10")
    #expect(first.status == .paid && first.type == .item && first.quantity == ExactDecimal(units: 2))
    #expect(
      first.shipped == CalendarDate(typed: "2026-11-21") && first.delivered == nil && first.currency == nil)
    #expect(
      read.others[0] == ["gift_wrap": "yes"] && read.others[1].isEmpty
        && read.others[2] == ["gift_wrap": "a \"b\""])
    #expect(read.rows[1].amount == -300 && read.rows[1].status == nil && read.rows[1].type == .discount)
    #expect(
      read.rows[2].amount == 1_250 && read.text(read.rows[2].currency) == "USD"
        && read.rows[2].status == .shipped)
    #expect(read.rows[0].order == read.rows[1].order && read.rows[0].key != read.rows[1].key)
    #expect(read.rows[0].byteOffset == 99)
  }

  @Test func aLaterHeaderStartsAnew() throws {
    let read = try read(
      "date,order,customer,amount\n2026-11-20,A,h,1\ncustomer,amount,date,order,status\nh,2,2026-11-21,B,paid\n"
    )
    #expect(read.report.diagnostics.isEmpty)
    #expect(read.rows.map(\.amount) == [1, 2] && read.rows.map { read.text($0.order) } == ["A", "B"])
    let dateFirst = try self.read(
      "date,order,customer,amount\n2026-11-20,A,h,1\ndate,order,amount,customer\n2026-11-21,B,2,h\n")
    #expect(dateFirst.rows.map(\.amount) == [1, 2])
  }

  @Test(arguments: [
    ("2026-02-30,A,h,1", "bad-date", 1, 0), ("yesterday,A,h,1", "bad-date", 1, 0),
    ("2026/11/20,A,h,1", "loose-date", 1, 1),
    ("2026/11/5 9:30,A,h,1", "loose-date", 1, 1), ("２０２６年１１月５日,A,h,1", "loose-date", 1, 1),
    ("2026-11-20,A,h,abc", "bad-amount", 16, 0), ("2026-11-20,A,h,1.5", "bad-amount", 16, 0),
    ("2026-11-20,A,h,", "bad-amount", 16, 0),
    ("2026-11-20,A,h,99999999999999999999", "bad-amount", 16, 0), ("2026-11-20,,h,1", "missing-order", 12, 0),
    ("2026-11-20,A,,1", "missing-customer", 14, 1), ("2026-11-20,A,h,1,200", "too-many-columns", 18, 0),
    ("2026-11-20,A,h", "wrong-number-of-columns", 1, 0), ("2026-11-20,A,\"h,1", "unclosed-quote", 1, 0),
    ("2026-11-20,A,\"h\nb\",1", "row-of-several-lines", 1, 1),
  ])
  func saysWhatIsWrong(_ row: String, _ code: String, _ column: Int, _ kept: Int) throws {
    let read = try read("date,order,customer,amount\n" + row + "\n")
    #expect(read.codes.first == code && read.rows.count == kept)
    #expect(read.report.rows + read.report.unreadable == 1)
    #expect(read.report.diagnostics.first?.location.position == SourcePosition(line: 2, column: column))
  }

  @Test func readsLooseAmountsAndWords() throws {
    let read = try read(
      "date,order,customer,amount,status,type,quantity,currency\n2026-11-20,A,h,\"￥1,200\",Canceled,Item,２,jpy\n"
        + "2026-11-20,B,h, 300 ,payd,gift,many,YEN9\n2026-11-20,C,h,300,payd,gift,many,\n2026-11-20,D,h,1,,,,,,,\n,,,,,,,\n"
    )
    #expect(read.rows.map(\.amount) == [1_200, 300, 1])
    #expect(read.rows.first?.status == .cancelled && read.rows.first?.type == .item)
    #expect(read.rows.first?.quantity == ExactDecimal(units: 2))
    #expect(read.text(read.rows[1].statusText) == "payd" && read.rows[1].status == nil)
    #expect(
      read.codes == ["bad-currency", "unknown-status", "unknown-type", "bad-quantity"]
        || read.codes.sorted() == ["bad-currency", "bad-quantity", "unknown-status", "unknown-type"])
    #expect(
      read.report.diagnostics.first { $0.code == "unknown-status" }?.suggestion?.en == "did you mean 'paid'?")
  }

  @Test func aHeaderMustBeThere() throws {
    let read = try read("2026-11-20,A,h,1\n2026-11-21,B,h,1\ndate,order,customer,amount\n2026-11-22,C,h,1\n")
    #expect(read.codes == ["missing-column"] && read.rows.count == 1 && read.report.unreadable == 1)
    #expect(try self.read("").report.diagnostics.isEmpty)
    #expect(try self.read("date,order,customer,amount,Amount\n").codes == ["duplicate-column"])
  }

  @Test func thousandsOfFaultsAreSummedUp() throws {
    var text = "date,order,customer,amount\n"
    for number in 0..<3_000 { text += "2026/11/20,A\(number),h,\(number % 2 == 0 ? "1" : "x")\n" }
    let late = try self.read(text + "2026-11-20,,h,1\n").report.diagnostics
    #expect(late.first { $0.code == "missing-order" }?.location.position?.line == 3_002)
    let read = try read(Array(text.utf8), batchSize: 1_000)
    #expect(read.report.rows == 1_500 && read.report.unreadable == 1_500)
    #expect(read.report.diagnostics.count == 102)
    #expect(read.report.diagnostics.filter { $0.code == "loose-date" }.count == 2)
    #expect(read.report.diagnostics.last?.message.en == "and 1401 more of this kind")
    #expect(read.report.diagnostics.contains { $0.message.en == "and 2999 more of this kind" })
  }

  @Test func readsExcelsFile() throws {
    let head: [UInt8] = Array("date,order,customer,amount\r\n2026/11/20,A-1,".utf8)
    let read = try read(head + [0x8E, 0x52, 0x93, 0x63] + Array(",1200\r\n".utf8))
    #expect(read.report.encoding == .cp932 && read.text(read.rows.first?.customer) == "山田")
    #expect(Set(read.codes) == ["legacy-encoding", "loose-date"])
    let broken = try self.read(head + Array("山田,1\r\n2026-11-20,B,".utf8) + [0xFF, 0x0A])
    #expect(broken.report.isCutShort && broken.codes.contains("broken-encoding"))
  }

  @Test func theFurthestStatusStands() {
    let order: [OrderStatus?] = [nil, .placed, .paid, .shipped, .delivered, .cancelled]
    for (low, a) in order.enumerated() {
      for (high, b) in order.enumerated() {
        let expected = low == high || low < high
        #expect(OrderStatus.supersedes((b, 2), (a, 1)) == expected)
        #expect(OrderStatus.supersedes((b, 1), (a, 2)) == (low < high))
      }
    }
    #expect(
      OrderStatus.supersedes((.refunded, 2), (.cancelled, 1))
        && OrderStatus.supersedes((.cancelled, 2), (.refunded, 1)))
    #expect(OrderKey(order: "A", line: "1", sku: "x") == OrderKey(order: "A", line: "1", sku: "y"))
    #expect(OrderKey(order: "A", line: nil, sku: "x") != OrderKey(order: "A", line: "x", sku: nil))
  }

  @Test func equalTextsAreOneSymbol() throws {
    var text = "date,order,customer,amount\n"
    for number in 0..<20_000 { text += "2026-11-20,A\(number / 2),客\(number % 7_000),\(number)\n" }
    let read = try read(Array(text.utf8), batchSize: 999)
    #expect(read.rows.count == 20_000 && read.texts.count == 17_000)
    for (number, row) in read.rows.enumerated() {
      #expect(read.texts[row.order] == "A\(number / 2)" && read.text(row.customer) == "客\(number % 7_000)")
      if row.amount != Int64(number) { Issue.record("\(number)") }
    }
  }

  @Test func anyBytesAreSurvived() throws {
    var random = SeededNumbers(seed: 9)
    let pieces =
      [
        "date,order,customer,amount", "2026-11-20", ",", "\"", "\n", "\r", "A", "-", "9999999999999999999",
        "　", ".", "山", "status", "\0", "currency",
      ].map { Array($0.utf8) } + [[0xE3], [0x82], [0xFF], [0x93, 0x63]]
    for _ in 0..<5_000 {
      var bytes: [UInt8] = Array("date,order,customer,amount,status\n".utf8)
      for _ in 0..<Int.random(in: 0..<30, using: &random) {
        bytes += pieces.randomElement(using: &random) ?? []
      }
      let read = try read(bytes)
      #expect(read.rows.count == read.report.rows)
    }
  }
}
