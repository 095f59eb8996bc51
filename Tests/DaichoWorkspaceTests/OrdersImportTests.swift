import DaichoFiles
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoWorkspace

struct OrdersImportTests {
  private let shop: Shop

  static let map = """
    kind: orders
    shop: tsubame
    columns:
      order: No
      date: Day
      sku: SKU
      quantity: Count
      amount: Sum
      status: {column: State, words: {new: placed, paid: paid, sent: shipped, back: refunded}}
      customer.id: ID
      customer.email: Mail
      customer.name: Name
      customer.phone: Phone
    optional: [ID, Mail, Name, Phone]
    """
  static let header = "No,Day,SKU,Count,Sum,State,ID,Mail,Name,Phone\n"

  init() throws {
    shop = try Shop()
    try shop.write(Self.map, "imports/shop.yml")
    try shop.git.commitAll("Map")
  }

  @discardableResult
  private func run(_ rows: String, _ arguments: String..., file: String = "shop.csv") throws
    -> Subprocess.Result
  {
    try shop.repository.write(Self.header + rows, to: ".git/" + file)
    return try Subprocess.run(
      "daicho", ["import", "orders", ".git/" + file] + arguments, in: shop.path(""),
      environment: shop.environment)
  }

  private func ledger(_ month: String = "2026-11") throws -> [String] {
    try shop.read("orders/\(month).csv").split(separator: "\n").map(String.init)
  }

  @Test func newRowsGoToTheirMonths() throws {
    let result = try run(
      "1,2026-11-20,A,2,1000,paid,,taro@example.com,大野 太郎,\n2,2026-10-01,B,1,\"￥1,200\",sent,,,,\n")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.stderr.contains("orders: 2 new, 0 changed, 0 unchanged; customers: 1 created"))
    #expect(
      try ledger() == [
        "date,order,line,customer,sku,quantity,amount,status", "2026-11-20,1,A,大野-太郎,A,2,1000,paid",
      ])
    #expect(try ledger("2026-10")[1] == "2026-10-01,2,B,,B,1,1200,shipped")
    #expect(try shop.subjects().first == "import(orders): 2 new, 1 customer")
    #expect(try shop.status() == "")
  }

  @Test func theSameFileTwiceMakesNoCommit() throws {
    let rows =
      "1,2026-11-20,A,2,1000,paid,7,taro@example.com,太郎,090-1111-2222\n1,2026-11-20,A,1,500,paid,7,,,\n"
    try run(rows)
    let before = try shop.subjects()
    let ledger = try shop.read("orders/2026-11.csv")
    let result = try run(rows)
    #expect(result.stderr.contains("orders: 0 new, 0 changed, 2 unchanged"))
    #expect(try shop.subjects() == before)
    #expect(try shop.read("orders/2026-11.csv") == ledger)
    #expect(ledger.contains(",A#2,"), "the same sku twice in an order is two lines")
  }

  @Test func aChangedRowIsReplacedWhereItIs() throws {
    // Another file name, other order of columns, a column of the shop's own, CRLF, a byte order mark.
    let text =
      "\u{FEFF}note,order,sku,amount,date,customer,status,line\r\n\"wrap, please\",1,A,1000,2026/11/20,taro-ono,paid,A\r\n\r\nkeep,9,Z,5,2026-11-01,taro-ono,paid,Z\r\n"
    try shop.write(text, "orders/old.csv")
    try shop.git.commitAll("Old")
    let result = try run("1,2026-11-20,A,2,1500,sent,,,,\n2,2026-11-21,B,1,300,paid,,,,\n")
    #expect(result.stderr.contains("1 new, 1 changed"), "\(result.stderr)")
    #expect(
      try shop.read("orders/old.csv")
        == "\u{FEFF}note,order,sku,amount,date,customer,status,line,quantity\r\n\"wrap, please\",1,A,1500,2026-11-20,taro-ono,shipped,A,2\r\n\r\nkeep,9,Z,5,2026-11-01,taro-ono,paid,Z,\r\n"
    )
    #expect(try ledger()[1] == "2026-11-21,2,B,,B,1,300,paid")
  }

  @Test func whatStandsDifferentlySaysTheSame() throws {
    try shop.write(
      "date,order,line,customer,sku,quantity,amount,status\n2026/11/20,1,A,taro-ono,A,2.0,\"1,000\",PAID\n",
      "orders/2026-11.csv")
    try shop.git.commitAll("Excel")
    #expect(try run("1,2026-11-20,A,2,1000,paid,,,,\n").stderr.contains("0 new, 0 changed, 1 unchanged"))
  }

  @Test func aStatusDoesNotGoBack() throws {
    try run("1,2026-11-20,A,2,1000,sent,,,,\n")
    let result = try run("1,2026-11-20,A,2,900,new,,,,\n")
    #expect(result.stderr.contains("1 row behind what the ledger says already"))
    #expect(try ledger()[1].hasSuffix("1000,shipped"))
    try run("1,2026-11-20,A,2,900,back,,,,\n")
    #expect(try ledger()[1].hasSuffix("900,refunded"))
  }

  @Test func ofRowsTwiceInAFileTheFurthestStands() throws {
    let result = try run(
      "1,2026-11-20,A,2,1000,sent,,,,\n2,2026-11-20,B,1,1,paid,,,,\n1,2026-11-20,A,2,900,paid,,,,\n")
    #expect(result.stderr.contains("1 row in the files more than once"))
    #expect(try ledger().count == 3)
    #expect(try ledger()[1].hasSuffix("1000,shipped"))
  }

  @Test func anOrderOverTwoFilesIsOne() throws {
    try run("1,2026-11-20,A,2,1000,paid,,,,\n")
    try run("1,2026-11-20,B,1,500,paid,,,,\n")
    #expect(try ledger().dropFirst().map { $0.split(separator: ",")[2] } == ["A", "B"])
  }

  @Test func nothingIsImportedWhenARowCannotBeRead() throws {
    let before = try shop.subjects()
    let result = try run(
      "1,2026-11-20,A,2,1000,paid,,,,\n2,gestern,B,1,abc,paid,,,,\n3,2026-11-20,C,1,1,lost,,,,\n")
    #expect(result.status == 2)
    #expect(result.stderr.contains("shop.csv:3:3: column 'Day': 'gestern' is no day"))
    #expect(result.stderr.contains("shop.csv:4:20: column 'State': the map does not say what 'lost' means"))
    #expect(try shop.subjects() == before)
    #expect(try shop.status() == "")
  }

  // MARK: People

  @Test func peopleAreFoundByIDThenAddressThenPhoneAndName() throws {
    try shop.write("---\nname: A\nids: {tsubame: \"7\"}\n---\n", "customers/by-id.md")
    try shop.write(
      "---\nname: B\nemail: [new@example.com, Old..x.@docomo.ne.jp]\n---\n", "customers/by-mail.md")
    try shop.write("---\nname: 山田　花子\nphone: 090-1234-5678\n---\n", "customers/by-phone.md")
    try shop.git.commitAll("People")
    let result = try run(
      """
      1,2026-11-20,A,1,1,paid,7,other@example.com,X,
      2,2026-11-20,A,1,1,paid,,ｏｌｄ..x.@DOCOMO.ne.jp,Y,
      3,2026-11-20,A,1,1,paid,,,山田花子 様,+81 90 1234 5678
      4,2026-11-20,A,1,1,paid,,,Somebody,090-1234-5678

      """)
    #expect(result.stderr.contains("customers: 1 created"), "\(result.stderr)")
    #expect(
      try ledger().dropFirst().map { String($0.split(separator: ",")[3]) } == [
        "by-id", "by-mail", "by-phone", "somebody",
      ])
  }

  @Test func onePersonOfAFileIsOneRecord() throws {
    try run(
      "1,2026-11-20,A,1,1,paid,,New@Example.com,新井,\n2,2026-11-20,A,1,1,paid,,new@example.com,新井 一,090-1111-2222\n3,2026-11-20,A,1,1,paid,,,新井一,09011112222\n"
    )
    let people = try FileManager.default.contentsOfDirectory(atPath: shop.path("customers"))
    #expect(
      people.count { $0.hasPrefix("新井") } == 2,
      "the third row has a phone that only the second had: \(people)")
    #expect(try !shop.read("customers/新井.md").contains("consent"))
  }

  @Test func peopleMayBeLeftOrSkipped() throws {
    let rows = "1,2026-11-20,A,1,1,paid,,n@example.com,N,\n2,2026-11-20,A,1,1,paid,,,,\n"
    #expect(
      try run(rows, "--customers", "skip").stderr.contains("2 rows skipped, nobody knows their customer")
    )
    #expect(
      try run(rows, "--customers", "match").stderr.contains(
        "2 new, 0 changed, 0 unchanged; customers: 1 unmatched"))
    #expect(try ledger()[1].contains(",n@example.com,"))
    // Once they have a record the address in the ledger means them: nothing there changes.
    #expect(try run(rows).stderr.contains("0 new, 0 changed, 2 unchanged; customers: 1 created"))
    #expect(try ledger()[1].contains(",n@example.com,"))
  }

  @Test func whomTheLedgerKnowsItKeeps() throws {
    try run("1,2026-11-20,A,1,1,paid,,n@example.com,N,\n", "--customers", "match")
    try shop.replace("n@example.com", "taro-ono", in: "orders/2026-11.csv")
    try shop.git.commitAll("By hand")
    let result = try run("1,2026-11-20,A,3,1,paid,,n@example.com,N,\n")
    #expect(result.stderr.contains("1 changed, 0 unchanged\n"), "\(result.stderr)")
    #expect(try ledger()[1] == "2026-11-20,1,A,taro-ono,A,3,1,paid")
  }

  // MARK: The user's own edits

  @Test func ownEditsOfTheLedgerStay() throws {
    try run("1,2026-11-20,A,1,1,paid,,,,\n2,2026-11-20,B,1,2,paid,,,,\n")
    let path = "orders/2026-11.csv"
    try shop.write(try shop.read(path) + "2026-11-22,8,X,,X,1,8,paid\n", path)
    try shop.git("add", path)
    try shop.write(try shop.read(path) + "2026-11-23,9,Y,,Y,1,9,paid\n", path)
    let result = try run("2,2026-11-20,B,5,2,paid,,,,\n3,2026-11-25,C,1,3,paid,,,,\n")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(
      try shop.changedLines("show", "--format=", "HEAD")
        == ["-2026-11-20,2,B,,B,1,2,paid", "+2026-11-20,2,B,,B,5,2,paid", "+2026-11-25,3,C,,C,1,3,paid"])
    #expect(try shop.changedLines("diff", "--cached") == ["+2026-11-22,8,X,,X,1,8,paid"])
    #expect(try shop.changedLines("diff") == ["+2026-11-23,9,Y,,Y,1,9,paid"])
  }

  @Test func aLedgerInCP932IsNotTouched() throws {
    try shop.repository.write(
      Array("date,order,line,customer,sku,amount\n2026-11-20,1,A,,A,1\n2026-11-20,5,".utf8) + [0x92, 0x8D]
        + Array(",,Z,1\n".utf8), to: "orders/2026-11.csv")
    try shop.git.commitAll("Excel")
    let result = try run("2,2026-11-20,B,1,2,paid,,,,\n")
    #expect(result.status == 2)
    #expect(result.stderr.contains("this ledger is in CP932"))
    #expect(try shop.status() == "")
  }

  @Test func filesOfOneShopGetOneMap() throws {
    try shop.repository.write("受注番号,受注日,金額\n1,2026/11/20,100\n", to: ".git/juchu-11.csv")
    try shop.repository.write("受注番号,受注日,金額\n2,2026/12/20,100\n", to: ".git/juchu-12.csv")
    try shop.repository.write("Order,Date,Amount\n3,2026-11-20,100\n", to: ".git/other.csv")
    let files = [".git/juchu-11.csv", ".git/other.csv", ".git/juchu-12.csv"]
    let guessed = try shop.daicho("import", "orders", "--guess", files[0], files[1], files[2])
    #expect(guessed.stderr.contains("it reads all 2 files"), "\(guessed.stderr)")
    #expect(
      try shop.status().split(separator: "\n").sorted() == [
        "?? imports/juchu-11.yml", "?? imports/other.yml",
      ])
    let imported = try shop.daicho("import", "orders", files[0], files[1], files[2])
    #expect(imported.stderr.contains("orders: 3 new"), "\(imported.stderr)")
  }

  // MARK: Files of many pieces

  private static let many = 9_000

  /// Of 3 lines an order, all in one month, by 700 people.
  private func many(_ change: (Int, inout String) -> Void = { _, _ in }) -> String {
    (0..<Self.many).map { number in
      var row = "\(number / 3),2026-11-\(10 + number % 20),S\(number % 3),1,\(number),paid,,"
      row += "p\(number / 3 % 700)@example.com,,"
      change(number, &row)
      return row + "\n"
    }.joined()
  }

  @Test func rowsStandInTheOrderTheyCameIn() throws {
    #expect(try run(many(), "--customers", "match").status == 0)
    func expected(_ number: Int, _ amount: Int) -> String {
      "2026-11-\(10 + number % 20),\(number / 3),S\(number % 3),p\(number / 3 % 700)@example.com,"
        + "S\(number % 3),1,\(amount),paid"
    }
    #expect(try ledger().dropFirst().elementsEqual((0..<Self.many).map { expected($0, $0) }))
    // At both sides of where pieces end.
    let changed: Set<Int> = [0, 4_095, 4_096, 4_097, 8_191, 8_192, 8_999]
    let again = many { number, row in
      if changed.contains(number) { row = row.replacing(",\(number),paid", with: ",-5,paid") }
    }
    let result = try run(again, "--customers", "match")
    #expect(result.stderr.contains("orders: 0 new, 7 changed, 8993 unchanged"), "\(result.stderr)")
    #expect(
      try ledger().dropFirst().elementsEqual(
        (0..<Self.many).map { expected($0, changed.contains($0) ? -5 : $0) }))
    #expect(try run(again, "--customers", "match").stderr.contains("nothing changed"))
  }

  @Test func aProblemFarDownNamesItsPlace() throws {
    let result = try run(many { if $0 == 8_500 { $1 = $1.replacing(",8500,paid", with: ",soon,paid") } })
    #expect(result.status == 2)
    #expect(result.stderr.contains(".git/shop.csv:8502:22:"), "\(result.stderr)")
    #expect(try shop.status() == "")
    #expect(try shop.subjects().first == "Map")
  }

  @Test func bytesThatBreakFarDownAreNamed() throws {
    try shop.repository.write(
      Array((Self.header + many()).utf8) + [0xFF, 0xFF, 0x0A], to: ".git/broken.csv")
    let result = try shop.daicho("import", "orders", ".git/broken.csv")
    #expect(result.status == 2)
    #expect(result.stderr.contains(".git/broken.csv:9002:1:"), "\(result.stderr)")
    #expect(try shop.subjects().first == "Map")
  }

  // MARK: Bad luck

  /// No file may grow beyond so many KiB: the writes fail one after the other, as on a full disk.
  @Test func aDiskThatIsFullImportsNothing() throws {
    try run("1,2026-11-20,A,1,1,paid,,a@example.com,A,\n")
    let (before, tip) = (try ledger(), try shop.subjects())
    try shop.repository.write(Self.header + many(), to: ".git/large.csv")
    for size in [0, 4, 32, 128, 250] {
      let result = try shop.shell(
        "(trap '' XFSZ; ulimit -f \(size); daicho import orders .git/large.csv; echo $?) 2>&1 | cat"
      ).stdout
      #expect(result.hasSuffix("2\n"), "\(size) KiB: \(result)")
      #expect(result.contains("error"), "\(size) KiB: \(result)")
    }
    #expect(try ledger() == before && shop.subjects() == tip)
    #expect(try shop.status() == "")
    #expect(try shop.isSound())
    #expect(try shop.daicho("import", "orders", ".git/large.csv").status == 0)
    #expect(try ledger().count == before.count + Self.many)
  }

  @Test func aKillLeavesAllOrNothing() throws {
    var random = SplitMix64(seed: 20_261_121)
    try run("1,2026-11-20,A,1,1,paid,,a@example.com,A,\n")
    for round in 1...12 {
      let rows = (1...40).map {
        "\($0),2026-\(10 + $0 % 2)-20,A,1,\($0 * round),paid,,p\($0 % 9)@example.com,P,\n"
      }.joined()
      try shop.repository.write(Self.header + rows, to: ".git/kill.csv")
      let pause = Double.random(in: 0.005...0.2, using: &random)
      _ = try shop.shell(
        "daicho import orders .git/kill.csv >/dev/null 2>&1 & p=$!; sleep \(pause); kill -9 $p 2>/dev/null; wait $p; true"
      )
      let result = try shop.daicho("log", "taro-ono", "note", "after \(round).")
      #expect(result.status == 0, "\(result.stderr)")
      let status = try shop.status()
      #expect(status == "", "round \(round)")
      let sums = Set(
        try ledger().dropFirst().compactMap { line -> Int? in
          let cells = line.split(separator: ",", omittingEmptySubsequences: false)
          return Int(cells[1]).flatMap { order in Int(cells[6]).map { $0 / order } }
        })
      #expect(sums.count == 1, "one import's rows, whole: \(sums)")
    }
    #expect(try shop.isSound())
    let left = try FileManager.default.contentsOfDirectory(atPath: shop.repository.path(of: ".git"))
      .filter { $0.hasPrefix("daicho-") }
    #expect(left == [])
  }

  /// Random overlapping exports against the rule, one row after the other.
  @Test func manyImportsEqualTheRule() throws {
    var random = SplitMix64(seed: 7)
    let words = ["new", "paid", "sent", "back"]
    let ours = ["new": "placed", "paid": "paid", "sent": "shipped", "back": "refunded"]
    let rank = ["new": 1, "paid": 2, "sent": 3, "back": 5]
    var expected: [String: (rank: Int, row: String)] = [:]
    for _ in 1...6 {
      var rows = ""
      for _ in 1...60 {
        let order = Int.random(in: 1...40, using: &random)
        let sku = ["A", "B,\"x\"", "C"].randomElement(using: &random) ?? "A"
        let state = words.randomElement(using: &random) ?? "new"
        let sum = Int.random(in: 1...99, using: &random)
        let day = "2026-\(9 + order % 3 < 10 ? "0" : "")\(9 + order % 3)-01"
        let quoted = sku.contains(",") ? "\"B,\"\"x\"\"\"" : sku
        rows += "\(order)-\(sku.first ?? "A"),\(day),\(quoted),1,\(sum),\(state),,,,\n"
        let key = "\(order)-\(sku.first ?? "A")"
        if let old = expected[key], old.rank > rank[state] ?? 0 { continue }
        expected[key] = (rank[state] ?? 0, "\(day),\(key),\(quoted),,\(quoted),1,\(sum),\(ours[state] ?? "")")
      }
      #expect(try run(rows).status == 0)
    }
    var found: [String] = []
    for month in ["2026-09", "2026-10", "2026-11"] { found += try ledger(month).dropFirst() }
    #expect(found.sorted() == expected.values.map(\.row).sorted())
    #expect(try shop.daicho("index", "--verify").status == 0)
  }
}
