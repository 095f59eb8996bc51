import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

/// Out to a spreadsheet and back.
struct SheetImportTests {
  /// What files hold and spreadsheets change.
  private static let texts = [
    "0312345678", "090-1234-5678", "2-3-1", "00123456789012", "=1+1", "@sum", "+81 90 1234 5678", "-x", "yes",
    "null", "~", "a: b", "a # b", "\"x\"", "山田 花子", "㈱つばめ", "1E5", "TRUE", "2026-11-20", "3月14日", "x\ny",
    "[a]", "{a}", "'quoted", "a;b", "é", "😀", "０３", "* a", "& a", "! a", "%", "1/2",
  ]

  private func excelSheet(_ shop: Shop, evaluated: Bool = true) throws -> Sheet {
    let result = try shop.daicho("list", "customers", "--format", "csv", "--excel")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(result.outputBytes.starts(with: [0xEF, 0xBB, 0xBF]))
    return try Sheet(csv: result.outputBytes, evaluatesFormulas: evaluated)
  }

  private func randomShop(_ random: inout SplitMix64, customers count: Int) throws -> Shop {
    let shop = try Shop()
    try shop.repository.append(
      "fields:\n  customers:\n    note: {type: text}\n    shoe_size: {type: decimal}\n", to: "daicho.yml")
    try shop.git.commitAll("fields")
    var sheet = Sheet(
      header: [
        "name", "kana", "email", "phone", "tags", "address.city", "address.street", "source", "ids.shopify",
        "birthday", "note", "shoe_size", "created",
      ])
    for number in 0..<count {
      func text() -> String { Self.texts.randomElement(using: &random) ?? "x" }
      sheet.rows.append([
        "p\(number) " + text(), "", "p\(number)@example.com; q\(number)@example.com",
        "03-0000-\(1000 + number)",
        "vip; t\(number)", text(), text(), text(), "\(number)00\(number)", "03-\(10 + number % 20)", text(),
        "24.5",
        "2025-01-0\(1 + number % 9)",
      ])
    }
    let plan = try shop.take(sheet.csv)
    #expect(plan.created.count == count && plan.remarks.isEmpty)
    return shop
  }

  @Test(arguments: [true, false])
  func whatIsListedComesBackUnchanged(_ evaluated: Bool) throws {
    var random = SplitMix64(seed: 3)
    let shop = try randomShop(&random, customers: 60)
    let sheet = try excelSheet(shop, evaluated: evaluated)
    #expect(sheet.rows.count == 62)
    let plan = try shop.plan(sheet.csv, updates: true)
    #expect(plan.isEmpty && plan.unchanged == 62 && plan.remarks.isEmpty)
  }

  /// Random cells of a sheet are edited: exactly those fields change, and then nothing more does.
  @Test func editsAreTheOnlyChanges() throws {
    var random = SplitMix64(seed: 11)
    let shop = try randomShop(&random, customers: 40)
    for _ in 0..<6 {
      var sheet = try excelSheet(shop)
      var expected: Set<String> = []
      for _ in 0..<15 {
        let column = try #require(
          ["name", "tags", "address.city", "source", "note", "birthday", "email", "shoe_size"]
            .randomElement(using: &random))
        let row = try #require(sheet.rows.indices.randomElement(using: &random))
        let (place, id) = (try #require(sheet.column(column)), sheet.rows[row][0])
        var value = "n\(Int.random(in: 0..<1000, using: &random))"
        switch column {
        case "birthday": value = "1980-0\(Int.random(in: 1...9, using: &random))-01"
        case "email": value += "@new.example"
        case "shoe_size": value = "\(Int.random(in: 20...30, using: &random))"
        case "tags": value = value + "; x"
        default: value += Self.texts.randomElement(using: &random) ?? ""
        }
        if Int.random(in: 0..<5, using: &random) == 0, column != "name" { value = "" }
        if sheet.rows[row][place] == value { continue }
        sheet.rows[row][place] = value
        expected.insert("\(id) \(column)")
      }
      let before = try excelSheet(shop)
      let plan = try shop.take(sheet.csv, updates: true)
      let changed = Set(
        plan.changed.flatMap { record in record.fields.map { "\(record.reference.id) \($0.field)" } })
      #expect(changed == expected)
      #expect(plan.created.isEmpty)
      let after = try excelSheet(shop)
      for (old, new) in zip(before.rows, after.rows) {
        for (index, column) in before.header.enumerated() where old[index] != new[index] {
          #expect(expected.contains("\(old[0]) \(column)"))
        }
      }
      #expect(try shop.plan(sheet.csv, updates: true).isEmpty)
    }
    #expect(try shop.status() == "")
    #expect(try shop.isSound())
  }

  @Test func aSpreadsheetsOwnChangesAreNone() throws {
    let shop = try Shop()
    try shop.take(
      "name,phone,birthday,created,ids.shopify,do_not_contact,address.postal_code\n"
        + "A,0312345678,1984-03-14,2026-11-20,0012,no,0600000\n")
    var sheet = try excelSheet(shop)
    sheet["a", "phone"] = "312345678"
    sheet["a", "birthday"] = "1984/3/14"
    sheet["a", "created"] = "11/20/2026"
    sheet["a", "ids.shopify"] = "12"
    sheet["a", "do_not_contact"] = "FALSE"
    sheet["a", "address.postal_code"] = "600000"
    let plan = try shop.plan(sheet.csv, updates: true)
    #expect(plan.isEmpty && plan.unchanged == 3)
  }

  @Test(arguments: [
    ("phone", "8.19012E+11", "digits"), ("birthday", "spring", "date"),
    ("name", "#VALUE!", "error of the spreadsheet"),
    ("email", "nobody", "nobody"),
  ])
  func damageIsRefusedByRowAndColumn(_ column: String, _ value: String, _ word: String) throws {
    let shop = try Shop()
    var sheet = try excelSheet(shop)
    sheet["taro-ono", column] = value
    sheet["hanako-yamada", "owner"] = "suzuki"
    let error = #expect(throws: DaichoError.self) { try shop.plan(sheet.csv, updates: true) }
    #expect(error?.code == "bad-cells")
    let details = error?.details.joined(separator: "\n") ?? ""
    #expect(details.contains("3 [\(column)]") && details.contains(word), "\(details)")
  }

  @Test func withoutUpdateNothingKnownChanges() throws {
    let shop = try Shop()
    var sheet = try excelSheet(shop)
    sheet["hanako-yamada", "owner"] = "suzuki"
    let plan = try shop.plan(sheet.csv)
    #expect(plan.isEmpty && plan.differing == 1 && plan.unchanged == 1)
  }

  /// A clerk adds a line below the others; who is known by the address is not made twice, nor emptied.
  @Test func aNewLineIsANewPersonOrAKnownOne() throws {
    let shop = try Shop()
    try shop.take("name,email,kana\n森 葵,aoi@example.com,もり あおい\n")
    var sheet = try excelSheet(shop)
    func line(_ values: [String: String]) -> [String] { sheet.header.map { values[$0] ?? "" } }
    let known = line(["email": "AOI@example.com", "tags": "vip"])
    let new = line(["name": "林 蓮", "kana": "はやし れん"])
    sheet.rows += [known, new]
    let plan = try shop.take(sheet.csv, updates: true)
    #expect(plan.created.map(\.id.text) == ["hayashi-ren"])
    #expect(plan.changed.map { $0.fields.map(\.field) } == [["tags"]])
    #expect(try shop.read("customers/mori-aoi.md").contains("kana: もり あおい"))
  }

  @Test func computedAndUnknownColumnsAreTold() throws {
    let shop = try Shop()
    let plan = try shop.plan(
      "id,name,orders.count,consent.email,company.name,memo\nhanako-yamada,山田 花子,99,true,x,y\n", updates: true
    )
    #expect(plan.isEmpty)
    #expect(plan.remarks.map(\.code) == ["computed-columns", "unknown-column"])
  }

  @Test func oneIdStandsOnOneRow() throws {
    let shop = try Shop()
    let error = #expect(throws: DaichoError.self) {
      try shop.plan("id,name\ntaro-ono,A\nTaro-Ono,B\n", updates: true)
    }
    #expect(error?.code == "bad-cells")
  }

  /// The line endings, comments and order of a record stay; CP932 is read.
  @Test func onlyTheLinesOfTheFieldsMove() throws {
    let shop = try Shop()
    var sheet = try excelSheet(shop)
    sheet["hanako-yamada", "tags"] = "gift; vip"
    sheet["hanako-yamada", "owner"] = ""
    let bytes = try Subprocess.run("iconv", ["-f", "UTF-8", "-t", "CP932"], input: Array(sheet.csv.utf8))
      .outputBytes
    let workspace = try shop.open()
    let plan = try workspace.planRecords(.customers, from: shop.source(bytes), map: nil, updates: true)
    _ = try workspace.record(plan, dryRun: false)
    #expect(try shop.changedLines("show", "HEAD") == ["-owner: sato", "-tags: [gift]", "+tags: [gift, vip]"])
  }
}
