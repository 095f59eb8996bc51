import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB

/// The counting order lines up to today, and whose and what the numbers in them stand for.
package struct OrderReading: Sendable {
  package var book: OrderBook
  /// The records behind the book's customers, by number: `RecordRow` ids of customers and companies.
  package var records: [Int64] = []
  /// By number.
  package var skus: [String] = []
  /// Orders of companies that were left out.
  package var linesOfCompanies = 0

  package func customer(ofRecord record: Int64) -> Int32? {
    records.firstIndex(of: record).map { Int32(truncatingIfNeeded: $0) }
  }
}

/// Whose orders to read.
package enum Buyers: Sendable {
  /// Customers, companies, and nobody in the register.
  case everyone
  /// Customers alone.
  case people
}

extension WorkspaceIndex {
  /// Reads the order lines that count up to today: one pass over the table, whoever they are of.
  ///
  /// - Parameters:
  ///   - request: conditions on customers; with any, orders of companies and of nobody are left out. Its
  ///     period is not looked at: who is new is known from all orders.
  ///   - keepsItems: for products and what is bought together.
  package func orders(
    of buyers: Buyers, _ request: ReportRequest = ReportRequest(), keepsItems: Bool = false
  ) throws(DaichoError) -> OrderReading {
    try read { database in
      let questions = try Questions(database: database, index: self)
      var chosen: Set<Int64>?
      if !request.isUnconditional {
        let condition = try questions.condition(of: request, .customers)
        let sql = SQLTemplate(
          schema: "SELECT {row}.record FROM customers {row} WHERE \(condition.text)", condition.arguments
        ).placed(row: "r", today: self.moment.today, now: self.moment.epoch)
        try derived(database).prepare(for: sql.text)
        chosen = try Int64.fetchSet(database, sql: sql.text, arguments: sql.grdbArguments)
      }
      let parties = try OrderParties(database, buyers: buyers, chosen: chosen)
      return try OrderReader(database, today: self.moment.today, keepsItems: keepsItems).read(parties)
    }
  }
}

/// Which customer of the book each party of the ledgers is.
private struct OrderParties {
  static let nobody: Int32 = -1
  static let leftOut: Int32 = -2
  static let company: Int32 = -3

  /// By party id.
  private(set) var customers: [Int32] = []
  private(set) var records: [Int64] = []

  init(_ database: Database, buyers: Buyers, chosen: Set<Int64>?) throws {
    guard let connection = database.sqliteConnection else { return }
    let people = try Int64.fetchSet(database, sql: "SELECT record FROM customers")
    var numbers: [Int64: Int32] = [:]
    let rows = try SQLiteCursor(connection, "SELECT id, record FROM parties ORDER BY id")
    while try rows.step() {
      let id = Int(rows.integer(0))
      while customers.count <= id { customers.append(OrderParties.leftOut) }
      guard !rows.isNull(1) else {
        customers[id] = buyers == .everyone && chosen == nil ? OrderParties.nobody : OrderParties.leftOut
        continue
      }
      let record = rows.integer(1)
      guard chosen?.contains(record) ?? (buyers == .everyone || people.contains(record)) else {
        customers[id] = people.contains(record) ? OrderParties.leftOut : OrderParties.company
        continue
      }
      let number = numbers[record] ?? Int32(truncatingIfNeeded: records.count)
      if Int(number) == records.count {
        records.append(record)
        numbers[record] = number
      }
      customers[id] = number
    }
  }
}

private struct OrderReader {
  private let database: Database
  private let today: CalendarDate
  private let keepsItems: Bool
  private let hash = QuickHash()

  init(_ database: Database, today: CalendarDate, keepsItems: Bool) {
    self.database = database
    self.today = today
    self.keepsItems = keepsItems
  }

  func read(_ parties: OrderParties) throws -> OrderReading {
    var reading = OrderReading(book: OrderBook(keepsItems: keepsItems))
    reading.records = parties.records
    guard let connection = database.sqliteConnection else { return reading }
    let item = try Int64.fetchOne(database, sql: "SELECT id FROM words WHERE text = 'item'") ?? -1
    let more = keepsItems ? ", sku, quantity, type" : ""
    let rows = try SQLiteCursor(
      connection,
      """
      SELECT party, order_id, day, amount, subscription IS NOT NULL\(more) FROM order_rows
      WHERE counts AND NOT superseded AND day <= \(today.day)
      """)
    var skus: [Int64: Int32] = [:]
    while try rows.step() {
      let party = Int(rows.integer(0))
      let customer = parties.customers.indices.contains(party) ? parties.customers[party] : -2
      if customer < OrderParties.nobody {
        if customer == OrderParties.company { reading.linesOfCompanies += 1 }
        continue
      }
      var line = OrderBook.Line(
        customer: customer >= 0 ? customer : nil, order: rows.withBytes(1) { hash($0) },
        day: Int32(clamping: rows.integer(2)), amount: rows.isNull(3) ? nil : rows.integer(3),
        isSubscription: rows.integer(4) != 0)
      if keepsItems {
        if !rows.isNull(5) {
          let word = rows.integer(5)
          let number = skus[word] ?? Int32(truncatingIfNeeded: skus.count)
          skus[word] = number
          line.sku = number
        }
        line.quantity = rows.isNull(6) ? nil : rows.real(6)
        line.isItem = rows.isNull(7) || rows.integer(7) == item
      }
      reading.book.add(line)
    }
    reading.skus = try texts(of: skus)
    return reading
  }

  private func texts(of words: [Int64: Int32]) throws -> [String] {
    var texts = [String](repeating: "", count: words.count)
    let statement = try database.makeStatement(sql: "SELECT text FROM words WHERE id = ?")
    for (word, number) in words {
      texts[Int(number)] = try String.fetchOne(statement, arguments: [word]) ?? ""
    }
    return texts
  }
}
