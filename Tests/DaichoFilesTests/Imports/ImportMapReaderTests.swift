import DaichoModel
import Testing

@testable import DaichoFiles

struct ImportMapReaderTests {
  private func read(_ text: String) -> (ImportMap?, [Diagnostic]) {
    ImportMapReader.read(Array(text.utf8), path: "imports/shop.yml")
  }

  @Test func readsEveryKey() throws {
    let (map, diagnostics) = read(
      """
      name: A shop
      kind: orders
      shop: tsubame
      encoding: Shift_JIS
      separator: tab
      recognize: [No, Day]
      columns:
        order: No
        date: Day
        amount: {multiply: [Price, Count], subtract: Off}
        status: {column: State, words: {入金済: paid}, otherwise: placed}
        customer.name: [Family, Given]
        channel: {value: shop}
        sku: {first_of: [SKU, {column: Code}]}
        gift: {column: Wrap, when_set: yes}
      keep: [Gift Note]
      fill_down: [date, customer]
      rows:
        shipping: Postage
        discount: {subtract: Coupon}
        tax: {type: fee, amount: {add: Total, subtract: [Sub]}, date: Paid}
      skip: {Kind: [Test, 見積]}
      dates: [DD/MM/YYYY]
      decimal: comma
      tax: excluded
      optional: [Off]
      """)
    #expect(diagnostics == [])
    let found = try #require(map)
    #expect(found.id == "shop")
    #expect(found.encoding == .cp932)
    #expect(found.separator == 9)
    #expect(
      found["amount"]?.value
        == .sum(multiply: [.heading("Price"), .heading("Count")], add: [], subtract: [.heading("Off")]))
    #expect(found["status"]?.value == .words(.heading("State"), ["入金済": "paid"], otherwise: "placed"))
    #expect(
      found["customer.name"]?.value == .joined([.heading("Family"), .heading("Given")], separator: " "))
    #expect(found["gift_note"]?.value == .heading("Gift Note"))
    #expect(found["gift"]?.value == .whenSet(.heading("Wrap"), "yes"))
    #expect(found.extraRows.map(\.type) == ["shipping", "discount", "fee"])
    #expect(found.skipped == [ImportMap.SkipRule(heading: "Kind", words: ["test", "見積"])])
    #expect(found.hasDecimalComma)
    #expect(found.headings.contains("Paid"))
  }

  /// 1️⃣ marks the place.
  @Test(arguments: [
    ("kind: orders\n1️⃣colums: {}\ncolumns: {date: a, order: b, amount: c}\n", "unknown-setting"),
    ("kind: 1️⃣order\ncolumns: {date: a}\n", "unknown-choice"), ("1️⃣columns: {date: a}\n", "map-incomplete"),
    ("1️⃣kind: orders\ncolumns: {date: a, order: b}\n", "map-incomplete"),
    ("1️⃣kind: orders\n", "map-without-columns"),
    ("kind: orders\ncolumns:\n  date: a\n  order: b\n  amount: 1️⃣{multiple: [a, b]}\n", "wrong-type"),
    ("kind: orders\ncolumns: {date: a, order: b, amount: c}\ndates: [1️⃣MM/YYYY]\n", "bad-date-format"),
    ("kind: orders\ncolumns: {date: a, order: b, amount: c}\nrows:\n  1️⃣points: Points\n", "map-incomplete"),
    ("kind: orders\ncolumns: {date: a, order: b, amount: c, 1️⃣'a,b': d}\n", "bad-field-name"),
    ("kind: 1️⃣&a orders\n", "yaml-anchor"),
  ])
  func tellsThePlace(_ text: String, _ code: String) {
    let mark = text.firstRange(of: "1️⃣")
    let before = mark.map { text[..<$0.lowerBound] } ?? ""
    let line = before.count { $0 == "\n" } + 1
    let (map, diagnostics) = read(text.replacing("1️⃣", with: ""))
    #expect(map == nil)
    #expect(diagnostics.contains { $0.code == code && $0.location.position?.line == line }, "\(diagnostics)")
  }
}
