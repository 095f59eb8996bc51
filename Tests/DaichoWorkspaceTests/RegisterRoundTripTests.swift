import DaichoTestSupport
import Foundation
import Testing

/// `export everything`, then `import everything` into an empty workspace: the same answers.
struct RegisterRoundTripTests {
  private static let odd = """
    ---
    name: "=cmd|' /C calc'!A0"
    given_name: '"quoted"'
    email: [a@example.com, c@example.com]
    phone: ["+81 90-0000-1234", "0120-000-000"]
    tags: ["a;b", "[x]", "ok"]
    ids: {shopify: "007", a.b: x}
    address: {city: '台東区, "x"', postal_code: 0110005, deep: {a: [1, "1", true]}}
    birthday: 02-29
    consent:
      - {channel: email, granted: 2025-04-01, via: "form; x"}
    number: 3
    text: "3"
    list: [1, "1", {k: v}]
    path: weird
    created: 2026/11/01
    ---

    Body with "quotes", commas and
    =formula

    ## Log

    - 2026-11-20 14:05 call in @sato: Asked. #gift
      A second line
    - [ ] 2026-11-27 09:30 @sato: Send, the; list

    """

  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.write(RegisterRoundTripTests.odd, "customers/a/odd.md")
    try shop.write("---\nname: [\n---\n", "customers/broken.md")
    try shop.write("---\r\nname: CRLF\r\n---\r\nOne\r\nTwo\r\n", "customers/crlf.md")
    try shop.write(
      "---\nname: Long\n---\n" + String(repeating: "あ", count: 40_000) + "\n", "customers/long.md")
    try shop.write("---\nname: Regulars\nwhere: orders.count >= 1\n---\nWhy.\n", "segments/regulars.md")
    try shop.write(
      "date,order,line,customer,amount,status,memo\n2026/11/01,1,1,taro-ono,\"1,200\",paid,=x\n"
        + "2026-11-02,2,1,hanako-yamada,300,cancelled,\n2026-11-02,1,1,taro-ono,1200,shipped,\n",
      "orders/b.csv")
    try shop.write("date,order,customer,amount\nbad,9,x,1\n2026-11-03,3,a@example.com,50\n", "orders/a.csv")
    try shop.write(
      #"{"id":"e1","at":"2026-11-01T10:00:00+09:00","kind":"click","customer":"taro-ono","own":[1,{"a":2}]}"#
        + "\n",
      "events/2026-11.jsonl")
    return shop
  }

  private static let questions: [[String]] =
    ["customers", "companies", "deals", "inquiries", "products", "segments", "scores", "campaigns"].map {
      ["list", $0, "--format", "json"]
    } + [
      ["segment", "list", "--format", "json"],
      ["sql", "SELECT path, due, member, done, text FROM tasks ORDER BY path, due, text", "--format", "csv"],
      [
        "list", "customers", "--columns", "id,orders.count,orders.total,last_order,clicks.30d", "--format",
        "json",
      ],
      [
        "sql",
        "SELECT \"order\", line, date, customer, amount, status, counts FROM order_lines ORDER BY path, file_line",
        "--format", "csv",
      ],
    ]

  @Test func givesTheSameAnswers() throws {
    let (shop, out) = (try shop(), try TemporaryFolder())
    let exported = try shop.daicho("export", "everything", out.path(of: "all"))
    #expect(exported.status == 0 && exported.stderr.contains("2 files cannot be read"), "\(exported.stderr)")
    let back = try Shop.empty(in: out.path(of: "back"), like: shop)
    let imported = try back("import", "everything", out.path(of: "all"))
    #expect(imported.status == 0, "\(imported.stderr)")
    for question in RegisterRoundTripTests.questions {
      let arguments = question + ["--today", "2026-11-20"]
      let result = try Subprocess.run("daicho", arguments, in: shop.path(""), environment: shop.environment)
      #expect(result.status == 0 && result.stdout.utf8.count > 2, "\(question): \(result.stderr)")
      #expect(try back(arguments).stdout == result.stdout, "\(question)")
    }
    let folder = out.path(of: "back")
    #expect(try Git(in: folder)("status", "--short") == "")
    for name in [
      "customers/broken.md", "orders/a.csv", "segments/regulars.md", "events/2026-11.jsonl", "daicho.yml",
    ] {
      let bytes = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      #expect(bytes == (try Data(contentsOf: URL(filePath: shop.path(name)))), "\(name)")
    }
    #expect(
      try String(contentsOfFile: "\(folder)/customers/crlf.md", encoding: .utf8).contains("One\r\nTwo\r\n"))
    #expect(try back("export", "everything", out.path(of: "again")).status == 0)
    for name in ["customers.csv", "deals.csv", "log.csv", "tasks.csv", "consents.csv", "orders.csv"] {
      #expect(try out.readBytes("again/\(name)") == out.readBytes("all/\(name)"), "\(name)")
    }
  }

  /// A person without daicho opens the spreadsheets: Python stands in for them.
  @Test(.enabled(if: Python.isAvailable)) func pythonReadsTheSpreadsheets() throws {
    let (shop, out) = (try shop(), try TemporaryFolder())
    #expect(try shop.daicho("export", "everything", out.path(of: "all")).status == 0)
    let answer = try Python.run(
      """
      import csv, sys, json
      csv.field_size_limit(10**9)
      def rows(name): return list(csv.DictReader(open(sys.argv[1]+'/'+name, encoding='utf-8-sig', newline='')))
      c = {r['id']: r for r in rows('customers.csv')}
      odd = c['odd']
      print(sorted(c), odd['name'], odd['address.postal_code'], json.loads(odd['consent'])[0]['via'], odd['ids.shopify'])
      print(c['long']['body'], c['long']['body_file'], sum(int(r['amount']) for r in rows('orders.csv')))
      print([(r['record'], r['text']) for r in rows('log.csv')][-1], [r['due'] for r in rows('tasks.csv')])
      """, [out.path(of: "all")])
    #expect(
      answer == """
        ['crlf', 'hanako-yamada', 'long', 'odd', 'taro-ono'] '=cmd|' /C calc'!A0 0110005 form; x 007
         texts/customers/long.md 2750
        ('customers/hanako-yamada', 'First call') ['2026-11-27', '2026-11-27']

        """)
    let readme = try out.read("all/README.md")
    for name in try out.list("all") where !name.contains("/") && name != "README.md" {
      #expect(readme.contains(name), "the README says nothing of \(name)")
    }
  }

  @Test func goesIntoAnEmptyWorkspaceOnly() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    #expect(try shop.daicho("export", "everything", out.path(of: "all")).status == 0)
    let refused = try shop.daicho("import", "everything", out.path(of: "all"))
    #expect(refused.status == 2 && refused.stderr.contains("into an empty one only"))
    #expect(try shop.daicho("export", "everything", out.path(of: "all")).stderr.contains("not empty"))
  }

  /// What was edited into the spreadsheets cannot lead out of the workspace, nor be lost.
  @Test func refusesWhatItCannotRebuild() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    #expect(try shop.daicho("export", "everything", out.path(of: "all")).status == 0)
    try out.write("secret", to: "secret")
    let back = try Shop.empty(in: out.path(of: "back"), like: shop)
    for (sheet, words) in [
      ("id,path,name\nx,../../x.md,A\n", "is no place for this"),
      ("id,path,name\nx,customers/../../x.md,A\n", "is not a path inside"),
      ("id,path,name\nx,deals/x.md,A\n", "is no place for this"),
      ("id,path,name\n../x,customers/x.md,A\n", "is no place for this"), ("id,name\nx,A\nx,B\n", "two rows"),
      ("id,name\nx,\"A\n", "quote"), ("id,name,body_file\nx,A,../secret\n", "is not a path inside"),
      ("", "empty"),
    ] {
      try out.write(sheet, to: "all/customers.csv")
      let result = try back("import", "everything", out.path(of: "all"))
      #expect(result.status == 2 && result.stderr.contains(words), "\(result.stderr)")
    }
    #expect(try Git(in: out.path(of: "back"))("log", "--format=%s") == "init: Back\n")
    #expect(try Git(in: out.path(of: "back"))("status", "--short") == "")
  }

  /// Somebody corrected cells in a spreadsheet program.
  @Test func takesWhatWasCorrected() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    #expect(try shop.daicho("export", "everything", out.path(of: "all")).status == 0)
    let sheet = try out.read("all/customers.csv").replacing("大野 太郎", with: "大野 次郎")
    try out.write(sheet, to: "all/customers.csv")
    let back = try Shop.empty(in: out.path(of: "back"), like: shop)
    #expect(try back("import", "everything", out.path(of: "all")).status == 0)
    #expect(try back("show", "taro-ono").stdout.contains("大野 次郎"))
  }
}

extension Shop {
  /// A new workspace in `path`, and the program run in it.
  static func empty(in path: String, like shop: Shop) throws -> EmptyShop {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Git(in: path).initialize()
    let new = EmptyShop(path: path, environment: shop.environment)
    _ = try new("init", ".", "--name", "Back", "--locale", "en", "--timezone", "Asia/Tokyo")
    return new
  }

  struct EmptyShop {
    let path: String
    let environment: [String: String]

    func callAsFunction(_ arguments: String...) throws -> Subprocess.Result { try self(arguments) }

    func callAsFunction(_ arguments: [String]) throws -> Subprocess.Result {
      try Subprocess.run("daicho", arguments, in: path, environment: environment)
    }
  }
}
