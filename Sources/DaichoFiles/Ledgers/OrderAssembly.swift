import DaichoModel

/// Makes order rows of CSV rows.
struct OrderAssembly {
  var faults: FaultTally
  private(set) var rows: [OrderRow] = []
  private(set) var unreadable = 0
  private var others: [OrderBatch.Other] = []
  private var symbols = SymbolTable()
  private let currency: Currency
  private var layout: Layout?
  /// Whether dates written loosely are kept for `takeLooseDates`.
  var keepsLooseDates = false
  private var looseDates: [LooseDate] = []
  private var hasHeader = false
  private var lastDate = RecentDate()
  private var lastCurrency: (symbol: Symbol, currency: Currency?)?

  /// Where in the text a date stands that should be written otherwise.
  struct LooseDate {
    let range: Range<Int64>
    let text: String
  }

  /// Field of each column, or -1.
  private struct Layout {
    let count: Int
    let date, order, customer, amount: Int
    let line, sku, quantity, currency, status, type, coupon, channel, subscription, shipped, delivered: Int
    let others: [(index: Int, name: Symbol)]
  }

  init(path: String, currency: Currency) {
    faults = FaultTally(path: path)
    self.currency = currency
  }

  mutating func takeBatch() -> OrderBatch {
    let batch = OrderBatch(rows: rows, others: others, symbols: symbols.takeNew())
    rows = []
    rows.reserveCapacity(batch.rows.count)
    others = []
    return batch
  }

  /// Those of the rows taken since, in the order of the file.
  mutating func takeLooseDates() -> [LooseDate] {
    defer { looseDates.removeAll(keepingCapacity: true) }
    return looseDates.sorted { $0.range.lowerBound < $1.range.lowerBound }
  }

  mutating func take(_ row: borrowing CSVReader) {
    if row.hasOpenQuote {
      unreadable += 1
      faults.add(.error, "unclosed-quote", line: row.line, .openQuote)
      return
    }
    guard let layout else {
      let header = OrderHeader(row)
      if !hasHeader || header.isLikely { takeHeader(header, row) } else { unreadable += 1 }
      return
    }
    let dateBytes = trimmed(row[layout.date])
    guard let date = lastDate.read(dateBytes) ?? looseDate(dateBytes, row, layout.date) else {
      let header = OrderHeader(row)
      if header.isLikely { return takeHeader(header, row) }
      if isEmpty(row) { return }
      unreadable += 1
      faults.add(
        .error, "bad-date", line: row.line, column: row.column(layout.date),
        .badDate(String(decoding: dateBytes, as: UTF8.self)), suggestion: .writeDate)
      return
    }
    takeRow(row, date, layout)
  }

  private mutating func takeHeader(_ header: OrderHeader, _ row: borrowing CSVReader) {
    hasHeader = true
    layout = nil
    if !header.missing.isEmpty {
      faults.add(
        .error, "missing-column", line: row.line, .missingColumns(header.missing), suggestion: .writeHeader)
      return
    }
    for name in header.duplicates {
      faults.add(.warning, "duplicate-column", line: row.line, .duplicateColumn(name))
    }
    var others: [(index: Int, name: Symbol)] = []
    for (index, name) in header.others {
      others.append((index, Array(name.utf8).withUnsafeBytes { symbols.intern($0) }))
    }
    layout = Layout(
      count: header.names.count, date: header.index(of: .date), order: header.index(of: .order),
      customer: header.index(of: .customer), amount: header.index(of: .amount), line: header.index(of: .line),
      sku: header.index(of: .sku), quantity: header.index(of: .quantity),
      currency: header.index(of: .currency),
      status: header.index(of: .status), type: header.index(of: .type), coupon: header.index(of: .coupon),
      channel: header.index(of: .channel), subscription: header.index(of: .subscription),
      shipped: header.index(of: .shipped), delivered: header.index(of: .delivered), others: others)
  }

  private mutating func takeRow(_ row: borrowing CSVReader, _ date: CalendarDate, _ layout: Layout) {
    guard hasRightWidth(row, layout) else { return }
    guard let order = symbol(row[layout.order]) else {
      unreadable += 1
      faults.add(
        .error, "missing-order", line: row.line, column: row.column(layout.order), .missingField("order"))
      return
    }
    let code = symbol(row[layout.currency])
    let currency = currency(code, row, layout.currency)
    guard let currency, let amount = amount(row, layout.amount, currency) else {
      unreadable += 1
      return
    }
    let customer = symbol(row[layout.customer])
    if customer == nil {
      faults.add(
        .warning, "missing-customer", line: row.line, column: row.column(layout.customer),
        .missingField("customer"))
    }
    if row.extraLines > 0 {
      faults.add(.warning, "row-of-several-lines", line: row.line, .rowOfSeveralLines)
    }
    var made = OrderRow(
      line: row.line, byteOffset: row.byteOffset, date: date, order: order, customer: customer,
      amount: amount,
      currency: code, item: symbol(row[layout.line]), sku: symbol(row[layout.sku]),
      quantity: quantity(row, layout.quantity), coupon: symbol(row[layout.coupon]),
      channel: symbol(row[layout.channel]), subscription: symbol(row[layout.subscription]),
      shipped: day(row, layout.shipped), delivered: day(row, layout.delivered),
      others: others.count..<others.count)
    readWords(row, layout, into: &made)
    for (index, name) in layout.others {
      if let value = symbol(row[index]) { others.append(OrderBatch.Other(name: name, value: value)) }
    }
    made.others = made.others.lowerBound..<others.count
    rows.append(made)
  }

  private mutating func readWords(_ row: borrowing CSVReader, _ layout: Layout, into made: inout OrderRow) {
    let status = trimmed(row[layout.status])
    if !status.isEmpty {
      made.status = OrderStatus(typed: status)
      made.statusText = symbols.intern(status)
      if made.status == nil {
        unknown("status", status, row, layout.status, OrderStatus.allCases.map(\.rawValue))
      }
    }
    let type = trimmed(row[layout.type])
    if !type.isEmpty {
      made.type = OrderLineType(typed: type)
      made.typeText = symbols.intern(type)
      if made.type == nil { unknown("type", type, row, layout.type, OrderLineType.allCases.map(\.rawValue)) }
    }
  }

  private mutating func unknown(
    _ field: String, _ bytes: UnsafeRawBufferPointer, _ row: borrowing CSVReader, _ index: Int,
    _ words: [String]
  ) {
    let word = String(decoding: bytes, as: UTF8.self)
    faults.add(
      .warning, "unknown-" + field, line: row.line, column: row.column(index), .unknownWord(field, word),
      suggestion: Suggestion.nearest(to: word, in: words).map(Wording.didYouMean) ?? .oneOf(words))
  }

  /// More fields than the header has are an unquoted comma, which would shift the amount.
  private mutating func hasRightWidth(_ row: borrowing CSVReader, _ layout: Layout) -> Bool {
    if row.count == layout.count { return true }
    if row.count < layout.count {
      faults.add(
        .warning, "wrong-number-of-columns", line: row.line, .tooFewFields(row.count, layout.count))
      return true
    }
    for index in layout.count..<row.count where !trimmed(row[index]).isEmpty {
      unreadable += 1
      faults.add(
        .error, "too-many-columns", line: row.line, column: row.column(layout.count),
        .tooManyFields(row.count, layout.count), suggestion: .quoteCommas)
      return false
    }
    return true
  }

  // MARK: Values

  private mutating func symbol(_ bytes: UnsafeRawBufferPointer) -> Symbol? {
    let text = trimmed(bytes)
    return text.isEmpty ? nil : symbols.intern(text)
  }

  private mutating func currency(
    _ code: Symbol?, _ row: borrowing CSVReader, _ index: Int
  ) -> Currency? {
    guard let code else { return currency }
    if let lastCurrency, lastCurrency.symbol == code, lastCurrency.currency != nil {
      return lastCurrency.currency
    }
    let text = String(decoding: trimmed(row[index]), as: UTF8.self)
    let found = Currency(text)
    lastCurrency = (code, found)
    if found == nil {
      faults.add(.error, "bad-currency", line: row.line, column: row.column(index), .badCurrency(text))
    }
    return found
  }

  private mutating func amount(_ row: borrowing CSVReader, _ index: Int, _ currency: Currency) -> Int64? {
    let bytes = trimmed(row[index])
    if let amount = LedgerNumber.plain(bytes, digits: currency.minorDigits) { return amount }
    let text = String(decoding: bytes, as: UTF8.self)
    if let amount = ExactDecimal(typed: text)?.units(withDigits: currency.minorDigits) { return amount }
    faults.add(
      .error, "bad-amount", line: row.line, column: row.column(index), .badAmount(text, currency))
    return nil
  }

  private mutating func quantity(_ row: borrowing CSVReader, _ index: Int) -> ExactDecimal? {
    let bytes = trimmed(row[index])
    if bytes.isEmpty { return nil }
    if let whole = LedgerNumber.plain(bytes, digits: 0) { return ExactDecimal(units: whole) }
    let text = String(decoding: bytes, as: UTF8.self)
    if let quantity = ExactDecimal(typed: text) { return quantity }
    faults.add(.warning, "bad-quantity", line: row.line, column: row.column(index), .badQuantity(text))
    return nil
  }

  private mutating func day(_ row: borrowing CSVReader, _ index: Int) -> CalendarDate? {
    let bytes = trimmed(row[index])
    if bytes.isEmpty { return nil }
    if let date = lastDate.read(bytes) ?? looseDate(bytes, row, index) { return date }
    faults.add(
      .warning, "bad-date", line: row.line, column: row.column(index),
      .badDate(String(decoding: bytes, as: UTF8.self)), suggestion: .writeDate)
    return nil
  }

  /// `2026/11/20`, `2026/11/20 14:05`, `2026年11月20日`, as spreadsheets and shops write them, and the bare
  /// number that a spreadsheet keeps for a day: days since 1899-12-30.
  private mutating func looseDate(
    _ bytes: UnsafeRawBufferPointer, _ row: borrowing CSVReader, _ index: Int
  ) -> CalendarDate? {
    guard let first = bytes.first, (0x30...0x39).contains(first) || first >= 0x80 else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let date = DateAndTime(typed: text)?.date ?? Repair.serialDay(text) else { return nil }
    if let plain = Repair.ledgerDate(text) {
      faults.add(
        .warning, "loose-date", line: row.line, column: row.column(index), onceAFile: true, .looseDate(text),
        suggestion: .mendedByFix)
      if keepsLooseDates, let field = row.range(index) {
        let blanks = Int64(
          row.text(index).utf8.count - row.text(index).drop(while: \.isWhitespace).utf8.count)
        let start = field.lowerBound + blanks
        looseDates.append(LooseDate(range: start..<start + Int64(bytes.count), text: plain))
      }
    }
    return date
  }

  private func isEmpty(_ row: borrowing CSVReader) -> Bool {
    for index in 0..<row.count where !trimmed(row[index]).isEmpty { return false }
    return true
  }

  /// Without ASCII and full-width spaces at both ends.
  private func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard let first = bytes.first, let last = bytes.last,
      first <= 0x20 || first == 0xE3 || last <= 0x20 || last == 0x80
    else { return bytes }
    var (start, end) = (0, bytes.count)
    func isWideSpace(_ at: Int) -> Bool {
      bytes[at] == 0xE3 && bytes[at + 1] == 0x80 && bytes[at + 2] == 0x80
    }
    while start < end {
      if bytes[start] <= 0x20 {
        start += 1
      } else if end - start >= 3, isWideSpace(start) {
        start += 3
      } else {
        break
      }
    }
    while end > start {
      if bytes[end - 1] <= 0x20 {
        end -= 1
      } else if end - start >= 3, isWideSpace(end - 3) {
        end -= 3
      } else {
        break
      }
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }
}
