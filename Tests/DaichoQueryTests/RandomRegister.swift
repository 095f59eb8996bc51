import DaichoModel
import DaichoQuery

/// Random rows for the tables behind `TestRegister`, with many missing values, and the SQL that makes them.
struct RandomRegister {
  struct Customer {
    var id: String
    var name: String?
    var lifecycle: String?
    var age: Int?
    var total: Int?
    var hasRepeat: Bool?
    var lastOrder: Int?
    var birthday: Int?
    var company: String?
    var tags: [String]
    var orderRows: [OrderRow]
    var events: [Event]
  }

  struct OrderRow {
    var order: String
    var sku: String?
    var amount: Int?
    var day: Int?
    var quantity: Int?
  }

  struct Event {
    var kind: String?
    var day: Int?
  }

  struct Company {
    var id: String
    var industry: String?
    var size: Int?
  }

  static let words = ["gift", "Gift", "ギフト", "ｇｉｆｔ", "winter-sale", "VIP", "x'y\"z", "50%", "a_b"]

  var customers: [Customer] = []
  var companies: [String: Company] = [:]

  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    func maybe<T>(_ value: T) -> T? { Int.random(in: 0..<4, using: &random) == 0 ? nil : value }
    func day() -> Int {
      TestRegister.environment.today.day + Int.random(in: -40...10, using: &random)
        * random.pick([1, 1, 9])
    }
    for id in ["tsubame", "suzume"] {
      companies[id] = Company(
        id: id, industry: maybe(random.pick(["食品", "Ｉｔ", "it"])),
        size: maybe(Int.random(in: 0...4, using: &random)))
    }
    for index in 0..<24 {
      let orders = Int.random(in: 0...3, using: &random)
      var rows: [OrderRow] = []
      for order in 0..<orders {
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          rows.append(
            OrderRow(
              order: "o\(index)-\(order)", sku: maybe(random.pick(["A", "b", "ETH-200"])),
              amount: maybe(Int.random(in: -3...9, using: &random) * 50), day: maybe(day()),
              quantity: maybe(Int.random(in: 0...3, using: &random))))
        }
      }
      let events = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        Event(kind: maybe(random.pick(["click", "Open"])), day: maybe(day()))
      }
      let birthday = CalendarDate(day: day()).components
      customers.append(
        Customer(
          id: "c\(index)", name: maybe(random.pick(Self.words)),
          lifecycle: maybe(random.pick(["lead", "customer", "former"])),
          age: maybe(Int.random(in: 0...5, using: &random)),
          total: maybe(Int.random(in: -2...8, using: &random) * 125),
          hasRepeat: maybe(Bool.random(using: &random)), lastOrder: maybe(day()),
          birthday: maybe(
            Int.random(in: 0..<6, using: &random) == 0 ? 229 : birthday.month * 100 + birthday.day),
          company: maybe(random.pick(["tsubame", "suzume", "gone"])),
          tags: (0..<Int.random(in: 0...3, using: &random)).map { _ in random.pick(Self.words) },
          orderRows: rows, events: events))
    }
  }

  /// Statements that create and fill the tables.
  var script: String {
    var lines = [
      """
      CREATE TABLE customers(id, name, name_folded, lifecycle, age, total, repeat, last_order, birthday, company,
        phone, owner, rank, consent, first_order, opened, opened_day, roast, roast_day, roast_number);
      CREATE TABLE tags(customer, tag, folded); CREATE TABLE companies(id, industry, size);
      CREATE TABLE emails(customer, address); CREATE TABLE domains(company, domain);
      CREATE TABLE deals(id, customer, stage, amount);
      CREATE TABLE order_rows(customer, ord, sku, amount, day, quantity);
      CREATE TABLE events(customer, kind, campaign, day);
      """
    ]
    func row(_ table: String, _ values: [SQLValue]) {
      lines.append("INSERT INTO \(table) VALUES (\(values.map(\.literal).joined(separator: ", ")));")
    }
    for company in companies.values {
      row("companies", [.text(company.id), .of(company.industry.map(TextFolding.fold)), .of(company.size)])
    }
    for customer in customers {
      row(
        "customers(id, name, name_folded, lifecycle, age, total, repeat, last_order, birthday, company)",
        [
          .text(customer.id), .of(customer.name), .of(customer.name.map(TextFolding.fold)),
          .of(customer.lifecycle), .of(customer.age), .of(customer.total),
          .of(customer.hasRepeat.map { $0 ? 1 : 0 }), .of(customer.lastOrder), .of(customer.birthday),
          .of(customer.company),
        ])
      for tag in customer.tags {
        row("tags", [.text(customer.id), .text(tag), .text(TextFolding.fold(tag))])
      }
      for line in customer.orderRows {
        row(
          "order_rows",
          [
            .text(customer.id), .text(line.order), .of(line.sku.map(TextFolding.fold)), .of(line.amount),
            .of(line.day), .of(line.quantity),
          ])
      }
      for event in customer.events {
        row("events", [.text(customer.id), .of(event.kind.map(TextFolding.fold)), .null, .of(event.day)])
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension SQLValue {
  static func of(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
  static func of(_ number: Int?) -> SQLValue { number.map { .integer(Int64($0)) } ?? .null }

  /// As SQL text, for tables and statements a test hands to `sqlite3`.
  var literal: String {
    switch self {
    case .null: "NULL"
    case .integer(let value): String(value)
    case .real(let value): String(value)
    case .text(let value): "'\(value.replacing("'", with: "''"))'"
    }
  }
}
