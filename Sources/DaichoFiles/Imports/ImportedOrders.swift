import DaichoModel

/// Makes ledger rows of a file's rows: lines told apart, amounts computed, the order's own rows behind them.
package final class ImportedOrders {
  package let source: ImportSource
  package private(set) var row = ImportedRow()

  private let columns: ImportedColumns
  private let base: DaichoModel.Currency
  /// By column: that of the map; -1 for none.
  private let sources: [Int]
  private let provided: UInt64
  private let contents: [Content]
  private let lineSource: Int?
  private let goodsSource: Int?
  private let hash = QuickHash()
  private var seen: [(hash: UInt64, count: Int)] = []
  private var statuses = StatusWords()
  private var lines = 0
  private var waiting: [ImportedRow] = []
  private var ready: [ImportedRow] = []
  /// What was read ahead of the rows that wait.
  private var next: ImportedRow?
  private var hasEnded = false
  /// Who bought, of the current source row.
  private let party: (ImportSource) -> Int32

  /// What a column of the ledger holds.
  private enum Content {
    case date, order, line, customer, amount, currency, status, type, sku, quantity, day, text
    /// Texts that an order's own rows have, too.
    case channel, subscription, coupon

    init(_ name: String) {
      self =
        switch name {
        case "date": .date
        case "order": .order
        case "line": .line
        case "customer": .customer
        case "amount": .amount
        case "currency": .currency
        case "status": .status
        case "type": .type
        case "sku": .sku
        case "quantity": .quantity
        case "shipped", "delivered": .day
        case "channel": .channel
        case "subscription": .subscription
        case "coupon": .coupon
        default: .text
        }
    }
  }

  package init(
    _ source: ImportSource, columns: ImportedColumns, currency: DaichoModel.Currency,
    party: @escaping (ImportSource) -> Int32
  ) {
    self.source = source
    self.columns = columns
    self.party = party
    base = currency
    sources = columns.names.map { source.index(of: $0) ?? -1 }
    contents = columns.names.map(Content.init)
    lineSource = source.index(of: "line")
    goodsSource = ["item", "name", "product"].lazy.compactMap { source.index(of: $0) }.first
    var provided: UInt64 = 0
    for (column, index) in sources.enumerated() where index >= 0 { provided |= 1 << UInt64(column) }
    for column in [columns.line, columns.customer].compactMap(\.self) { provided |= 1 << UInt64(column) }
    if !source.map.extraRows.isEmpty, let type = columns.type { provided |= 1 << UInt64(type) }
    self.provided = provided
  }

  /// Goes to the next row, which is `row` then. `false` at the end.
  package func advance() throws(DaichoError) -> Bool {
    while true {
      if let first = ready.popLast() {
        row = first
        return true
      }
      if let next {
        row = next
        self.next = nil
        return true
      }
      if hasEnded { return false }
      try read()
    }
  }

  private func read() throws(DaichoError) {
    guard try source.next() else {
      hasEnded = true
      flushWaiting()
      return
    }
    let isNewOrder = !source.continuesOrder
    if isNewOrder {
      flushWaiting()
      seen.removeAll(keepingCapacity: true)
      lines = 0
    }
    let before = source.problems.count
    guard let common = readCommon() else { return }
    let party = party(source)
    if isNewOrder { readExtras(common, party) }
    guard var made = goodsRow(common) else {
      if source.problems.count == before, waiting.isEmpty {
        source.report("bad-amount", column: sources[columns.amount ?? 0], .missingField("amount"))
      }
      return
    }
    made.party = party
    next = made
  }

  /// The rows of the order itself come behind its lines.
  private func flushWaiting() {
    guard !waiting.isEmpty else { return }
    ready = waiting.reversed()
    waiting = []
  }

  // MARK: One row

  private struct Common {
    var date: CalendarDate
    var order: UnsafeRawBufferPointer
    var currency: DaichoModel.Currency
    var state: OrderStatus?
  }

  private func readCommon() -> Common? {
    let order = bytes(columns.order)
    guard !order.isEmpty else {
      source.report("missing-order", column: sources[columns.order ?? 0], .missingField("order"), .skipRows)
      return nil
    }
    let before = source.problems.count
    guard let column = columns.date, let date = source.date(sources[column]) else {
      if source.problems.count == before {
        source.report(
          "bad-date", column: sources[columns.date ?? 0], .missingField("date"), .orderBeganElsewhere)
      }
      return nil
    }
    var currency = base
    let code = bytes(columns.currency)
    if !code.isEmpty {
      let text = String(decoding: code, as: UTF8.self)
      guard let found = DaichoModel.Currency(text) else {
        source.report("bad-currency", column: sources[columns.currency ?? 0], .badCurrency(text))
        return nil
      }
      currency = found
    }
    let status = bytes(columns.status)
    let state = statuses.read(status)
    if !status.isEmpty, state == nil {
      let word = String(decoding: status, as: UTF8.self)
      source.report(
        "unknown-word", column: sources[columns.status ?? 0], .unknownSourceWord(word),
        .addWord(source.map.path))
      return nil
    }
    return Common(date: date, order: order, currency: currency, state: state)
  }

  private func bytes(_ column: Int?) -> UnsafeRawBufferPointer {
    guard let column, sources[column] >= 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return source.bytes(sources[column])
  }

  private func goodsRow(_ common: Common) -> ImportedRow? {
    guard let amountColumn = columns.amount else { return nil }
    let before = source.problems.count
    guard let amount = source.amount(sources[amountColumn], common.currency) else {
      if source.problems.count == before, !waiting.isEmpty { return nil }
      if source.problems.count == before {
        source.report("bad-amount", column: sources[amountColumn], .missingField("amount"))
      }
      return nil
    }
    var made = ImportedRow()
    made.bytes.reserveCapacity(128)
    made.ends.reserveCapacity(columns.names.count)
    for column in contents.indices {
      append(column, common, amount, to: &made)
      made.ends.append(made.bytes.count)
    }
    finish(&made, common.date, common.state)
    return made
  }

  private func append(
    _ column: Int, _ common: Common, _ amount: Int64, to made: inout ImportedRow
  ) {
    switch contents[column] {
    case .date: ImportedOrders.append(common.date, to: &made.bytes)
    case .order: ImportedOrders.append(common.order, to: &made.bytes)
    case .line: appendLine(common.order, to: &made.bytes)
    case .customer: break
    case .amount:
      made.bytes += Money(minor: amount, currency: common.currency).decimal.description.utf8
    case .currency: if !bytes(column).isEmpty { made.bytes += common.currency.code.utf8 }
    case .status: if let status = common.state { made.bytes += status.rawValue.utf8 }
    case .type:
      let typed = bytes(column)
      if typed.isEmpty {
        if !source.map.extraRows.isEmpty { made.bytes += "item".utf8 }
      } else if let type = OrderLineType(typed: typed) {
        made.bytes += type.rawValue.utf8
      } else {
        source.report(
          "unknown-word", column: sources[column], .unknownSourceWord(String(decoding: typed, as: UTF8.self)),
          .addWord(source.map.path))
      }
    case .quantity:
      guard sources[column] >= 0, let number = source.number(sources[column]) else { return }
      made.bytes += number.description.utf8
    case .day:
      guard sources[column] >= 0, let date = source.date(sources[column]) else { return }
      ImportedOrders.append(date, to: &made.bytes)
    case .sku, .channel, .subscription, .coupon, .text:
      guard sources[column] >= 0 else { return }
      ImportedOrders.append(guarded: source.bytes(sources[column]), to: &made.bytes)
    }
  }

  private func finish(_ made: inout ImportedRow, _ date: CalendarDate, _ status: OrderStatus?) {
    made.provided = provided
    made.date = date
    made.rank = columns.status == nil ? 0 : OrderStatus.rank(status)
  }

  /// What tells a line from the others of its order: the file's own number, else its sku, else its goods'
  /// name, else where it stands; of several equal ones the later get `#2`, `#3`.
  private func appendLine(_ order: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    lines += 1
    if let lineSource {
      let line = source.bytes(lineSource)
      if !line.isEmpty { return ImportedOrders.append(line, to: &out) }
    }
    var name = bytes(columns.sku)
    if name.isEmpty, let goodsSource { name = source.bytes(goodsSource) }
    guard !name.isEmpty else {
      out += String(lines).utf8
      return
    }
    ImportedOrders.append(name, to: &out)
    let hash = hash(name)
    if let index = seen.firstIndex(where: { $0.hash == hash }) {
      seen[index].count += 1
      out += "#\(seen[index].count)".utf8
    } else {
      seen.append((hash, 1))
    }
  }

  // MARK: The order's own rows

  private func readExtras(_ common: Common, _ party: Int32) {
    for (index, extra) in source.map.extraRows.enumerated() {
      guard let amount = source.extraAmount(index, common.currency) else { continue }
      var status = common.state
      if let own = source.extraStatus(index), !own.isEmpty { status = statuses.read(own) }
      let date = source.extraDate(index) ?? common.date
      var made = ImportedRow()
      for (column, content) in contents.enumerated() {
        switch content {
        case .date: ImportedOrders.append(date, to: &made.bytes)
        case .line: made.bytes += extra.line.utf8
        case .type: made.bytes += extra.type.utf8
        case .status: if let status { made.bytes += status.rawValue.utf8 }
        case .order, .amount, .currency, .channel, .subscription:
          append(column, common, amount, to: &made)
        case .coupon: if extra.type == "discount" { append(column, common, amount, to: &made) }
        case .customer, .sku, .quantity, .day, .text: break
        }
        made.ends.append(made.bytes.count)
      }
      finish(&made, date, status)
      made.party = party
      waiting.append(made)
    }
  }

  // MARK: Bytes

  private static func append(_ date: CalendarDate, to out: inout [UInt8]) {
    let (year, month, day) = date.components
    func digit(_ value: Int) { out.append(0x30 + UInt8(truncatingIfNeeded: value % 10)) }
    for divisor in [1000, 100, 10, 1] { digit(year / divisor) }
    out.append(UInt8(ascii: "-"))
    digit(month / 10)
    digit(month)
    out.append(UInt8(ascii: "-"))
    digit(day / 10)
    digit(day)
  }

  /// One row is one physical line.
  private static func append(_ bytes: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    let start = out.count
    out.append(contentsOf: bytes)
    for index in start..<out.count where out[index] < 0x20 { out[index] = 0x20 }
  }

  /// Text that a spreadsheet would run when the ledger is opened gets a `'`.
  private static func append(guarded bytes: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    if let first = bytes.first {
      switch first {
      case UInt8(ascii: "="), UInt8(ascii: "@"): out.append(UInt8(ascii: "'"))
      case UInt8(ascii: "+"), UInt8(ascii: "-"):
        if bytes.contains(where: {
          $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "|")
        }) {
          out.append(UInt8(ascii: "'"))
        }
      default: break
      }
    }
    append(bytes, to: &out)
  }
}
