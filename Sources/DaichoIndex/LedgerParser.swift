import DaichoFiles
import DaichoModel
import OrderedCollections

/// Some rows of a ledger, as they are read.
enum LedgerPart: Sendable {
  case orders([OrderLineRow])
  case events([EventRow])
  case sends([SendRow])
}

/// What is known of a ledger when it has been read to its end.
struct LedgerSummary: Sendable {
  var diagnostics: [Diagnostic] = []
  /// Columns of the shop's own.
  var fields: Set<String> = []
}

/// Reads ledgers piece by piece, whatever their size.
extension FileParser {
  /// Hands out the rows until there are no more, or `emit` returns `false`. Whatever is wrong with the
  /// file is in the summary.
  func ledger(_ file: IndexedFile, _ emit: (LedgerPart) -> Bool) -> LedgerSummary {
    guard file.isFile else {
      return LedgerSummary(diagnostics: [
        Diagnostic(.warning, "not-a-file", at: SourceLocation(path: file.path), .notARegularFile)
      ])
    }
    do throws(DaichoError) {
      return try readLedger(file) { part throws(DaichoError) in
        if !emit(part) { throw DaichoError("stopped", Wording(en: "stopped", ja: "中止しました")) }
      }
    } catch {
      return LedgerSummary(diagnostics: [
        Diagnostic(
          .error, error.code, at: error.location ?? SourceLocation(path: file.path), error.message,
          suggestion: error.hint)
      ])
    }
  }

  private func readLedger(
    _ file: IndexedFile, _ emit: (LedgerPart) throws(DaichoError) -> Void
  ) throws(DaichoError) -> LedgerSummary {
    let stream = try files.stream(at: file.path)
    var summary = LedgerSummary()
    switch file.content {
    case .orders: try readOrders(stream, file.path, &summary, emit)
    case .events:
      var fields: Set<String> = []
      let report = try EventsLedger.read(stream, path: file.path) { events throws(DaichoError) in
        try emit(.events(events.map { row($0, &fields) }))
      }
      summary = LedgerSummary(diagnostics: report.diagnostics, fields: fields)
    case .sends:
      var mails = LatestStates()
      let report = try SendsLedger.read(stream, path: file.path) { records throws(DaichoError) in
        for record in records where record.address != nil { mails.add(row(record)) }
      }
      try emit(.sends(mails.rows))
      summary.diagnostics = report.diagnostics
    case .record, .other: break
    }
    return summary
  }

  // MARK: Orders

  private func readOrders(
    _ stream: any ByteStream, _ path: String, _ summary: inout LedgerSummary,
    _ emit: (LedgerPart) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    var maker = OrderRowMaker(settings: settings)
    let report = try OrdersLedger.read(stream, path: path, settings: settings) { batch throws(DaichoError) in
      try emit(.orders(maker.rows(of: batch)))
    }
    summary = LedgerSummary(diagnostics: report.diagnostics, fields: maker.fields)
  }

  // MARK: Events and sends

  private static let eventFields: Set<String> = [
    "id", "at", "kind", "customer", "email", "visitor", "campaign", "url",
  ]

  private func row(_ event: Event, _ fields: inout Set<String>) -> EventRow {
    var others: OrderedDictionary<String, JSONValue> = [:]
    if case .object(let members) = event.json {
      for (name, value) in members where !FileParser.eventFields.contains(name) {
        others[name] = value
        fields.insert(name)
      }
    }
    return EventRow(
      line: event.line, id: event.id, at: event.milliseconds, day: localDay(event.milliseconds),
      kind: event.kind, customer: event.customer, email: event.email, visitor: event.visitor,
      campaign: event.campaign, url: event.url,
      others: others.isEmpty ? nil : JSONValue.object(others).serialized(),
      blocks: FileParser.blocks(event.kind, others))
  }

  /// A soft bounce passes; whatever is not plainly soft binds the address.
  private static func blocks(_ kind: String, _ others: OrderedDictionary<String, JSONValue>) -> Bool {
    switch kind {
    case "unsubscribe", "complaint": return true
    case "bounce":
      let words = ["bounce", "type", "bounce_type", "class"].compactMap { others[$0] }
      return !words.contains(.string("soft"))
    default: return false
    }
  }

  private func row(_ record: SendRecord) -> SendRow {
    SendRow(
      line: record.line, at: record.milliseconds, day: localDay(record.milliseconds),
      campaign: record.campaign,
      occurrence: record.occurrence, variant: record.variant, customer: record.customer,
      address: record.address,
      state: record.state, messageID: record.messageID, reason: record.reason, coupon: record.coupon,
      commit: record.commit)
  }

  private func localDay(_ milliseconds: Int64) -> Int {
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    return zone.local(seconds).date.day
  }
}

/// One row a mail: the state it came to.
private struct LatestStates {
  private(set) var rows: [SendRow] = []
  private var places: [String: Int] = [:]

  mutating func add(_ row: SendRow) {
    let key = row.messageID ?? "\(row.campaign)\0\(row.occurrence ?? "")\0\(row.address ?? "")"
    guard let place = places[key] else {
      places[key] = rows.count
      rows.append(row)
      return
    }
    // Of an accepted mail nothing later can make another.
    if rows[place].state != "accepted" || row.state == "accepted" {
      rows[place] = row.completed(by: rows[place])
    }
  }
}

extension SendRow {
  /// With what an earlier line told and this one does not repeat.
  fileprivate func completed(by earlier: SendRow) -> SendRow {
    SendRow(
      line: line, at: at, day: day, campaign: campaign, occurrence: occurrence ?? earlier.occurrence,
      variant: variant ?? earlier.variant, customer: customer ?? earlier.customer,
      address: address ?? earlier.address, state: state, messageID: messageID,
      reason: reason, coupon: coupon ?? earlier.coupon, commit: commit ?? earlier.commit)
  }
}

/// Makes index rows of a file's order lines; keeps the texts that recur.
private struct OrderRowMaker {
  let settings: WorkspaceSettings
  private(set) var fields: Set<String> = []
  private var texts = SymbolTexts()
  private var strings: [String?] = []

  init(settings: WorkspaceSettings) { self.settings = settings }

  mutating func rows(of batch: OrderBatch) -> [OrderLineRow] {
    texts.append(batch.symbols)
    strings += Array(repeating: nil, count: max(0, texts.count - strings.count))
    return batch.rows.map { row($0, batch) }
  }

  private mutating func row(_ row: OrderRow, _ batch: OrderBatch) -> OrderLineRow {
    let order = string(row.order)
    let line = row.item.map { string($0) }
    let sku = row.sku.map { string($0) }
    let currency = row.currency.map { string($0) }
    let status = row.status?.rawValue ?? row.statusText.map { string($0) }
    let key = line.map { StableHash.of(order, "line", $0) } ?? sku.map { StableHash.of(order, "sku", $0) }
    return OrderLineRow(
      line: row.line, order: order, orderLine: line, key: key ?? StableHash.of(order),
      customer: row.customer.map { string($0) } ?? "", day: row.date.day, amount: base(row.amount, currency),
      currency: currency, quantity: row.quantity?.double, sku: sku, status: status,
      type: row.type?.rawValue ?? row.typeText.map { string($0) }, channel: row.channel.map { string($0) },
      coupon: row.coupon.map { string($0) }, subscription: row.subscription.map { string($0) },
      others: others(row, batch), counts: status.map(settings.counting.contains) ?? true)
  }

  private func base(_ amount: Int64, _ code: String?) -> Int64? {
    guard let code, code != settings.currency.code else { return amount }
    guard let currency = Currency(code) else { return nil }
    return settings.inBaseCurrency(Money(minor: amount, currency: currency))
  }

  private mutating func others(_ row: OrderRow, _ batch: OrderBatch) -> String? {
    var members: OrderedDictionary<String, JSONValue> = [:]
    for other in batch.others[row.others] {
      let name = string(other.name)
      fields.insert(name)
      members[name] = .string(string(other.value))
    }
    if let shipped = row.shipped { members["shipped"] = .string(shipped.description) }
    if let delivered = row.delivered { members["delivered"] = .string(delivered.description) }
    if !members.isEmpty { fields.formUnion(["shipped", "delivered"].filter { members[$0] != nil }) }
    return members.isEmpty ? nil : JSONValue.object(members).serialized()
  }

  private mutating func string(_ symbol: Symbol) -> String {
    let index = Int(symbol.index)
    if strings.indices.contains(index), let known = strings[index] { return known }
    let text = texts[symbol]
    if strings.indices.contains(index) { strings[index] = text }
    return text
  }
}
