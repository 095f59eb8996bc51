import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// Which part of a ledger an export is of.
package struct LedgerChoice: Sendable {
  /// Both included.
  package var from: CalendarDate?
  package var to: CalendarDate?
  /// Also rows that another row replaces.
  package var includesSuperseded: Bool
  /// Of these files these lines alone, whatever replaces them; `nil`: all.
  var lines: [String: Set<Int>]?

  package init(from: CalendarDate? = nil, to: CalendarDate? = nil, includesSuperseded: Bool = false) {
    self.from = from
    self.to = to
    self.includesSuperseded = includesSuperseded
  }

  init(lines: [String: Set<Int>]) {
    self.init(includesSuperseded: true)
    self.lines = lines
  }

  func holds(line: Int, of path: String) -> Bool { lines.map { $0[path]?.contains(line) ?? false } ?? true }

  func holds(_ date: CalendarDate) -> Bool {
    (from.map { $0 <= date } ?? true) && (to.map { date <= $0 } ?? true)
  }
}

/// A ledger of the workspace.
package enum Ledger: String, Sendable, CaseIterable {
  case orders, events, sends

  var suffix: String { self == .orders ? ".csv" : ".jsonl" }
}

/// What reading a ledger came to.
package struct LedgerTotals: Sendable {
  package var rows = 0
  /// Rows that cannot be read; `check` names them.
  package var unreadable = 0
  /// Files with such rows, or that broke off.
  package var faultyFiles: [String] = []
}

/// One row of a ledger, in the order of its columns.
package struct LedgerRow: Sendable {
  package let id: String
  package let cells: [JSONValue]
  let path: String
  let line: Int
}

extension Workspace {
  /// The names of a ledger's columns: ours, then the shop's own.
  package func columns(of ledger: Ledger) throws(DaichoError) -> [String] {
    let known =
      switch ledger {
      case .orders: Workspace.orderColumns
      case .events: Workspace.eventColumns
      case .sends: Workspace.sendColumns
      }
    guard ledger != .sends else { return known }
    let own = try index.ownColumns(of: ledger.rawValue)
    return known + own.filter { !known.contains($0) }
  }

  /// As `LedgerFileReader.cells` has them.
  static let orderColumns = [
    "date", "order", "line", "customer", "sku", "quantity", "amount", "currency", "status", "type", "coupon",
    "channel", "subscription", "shipped", "delivered",
  ]
  static let eventColumns = ["id", "at", "kind", "customer", "email", "visitor", "campaign", "url"]
  static let sendColumns = [
    "at", "campaign", "occurrence", "variant", "customer", "address", "state", "message_id", "commit",
    "content_hash", "coupon", "reply",
  ]

  /// Hands out the rows of a ledger, file by file, by path and line: what is written, in one form. Of rows
  /// that say the same thing only the one that holds, unless the choice wants all.
  package func rows(
    of ledger: Ledger, _ choice: LedgerChoice, _ body: (LedgerRow) throws -> Void
  ) throws(DaichoError) -> LedgerTotals {
    let columns = try columns(of: ledger)
    var superseded: [String: Set<Int>] = [:]
    if !choice.includesSuperseded, ledger != .sends {
      superseded = try index.supersededLines(of: ledger == .orders ? .orders : .events)
    }
    var totals = LedgerTotals()
    for path in try paths(of: ledger, choice) {
      let reader = LedgerFileReader(
        workspace: self, path: path, columns: columns, choice: choice, superseded: superseded[path] ?? [])
      var rows = 0
      let report = try reader.read(ledger) { row throws(DaichoError) in
        rows += 1
        try wrapped { try body(row) }
      }
      totals.rows += rows
      totals.unreadable += report.unreadable
      let isBroken = report.isCutShort || report.unreadable > 0 || (report.rows == 0 && hasError(report))
      if isBroken { totals.faultyFiles.append(path) }
    }
    return totals
  }

  /// The files of a ledger that may hold what is chosen.
  private func paths(of ledger: Ledger, _ choice: LedgerChoice) throws(DaichoError) -> [String] {
    if let lines = choice.lines { return lines.keys.sorted() }
    return files(under: ledger.rawValue, ending: ledger.suffix)
  }

  private func hasError(_ report: LedgerReport) -> Bool {
    report.diagnostics.contains { $0.severity == .error }
  }

  /// Regular files below one of the workspace's folders, by path. A name that is not UTF-8 can't be opened
  /// by this program; `check` tells of it.
  func files(under folderName: String, ending suffix: String) -> [String] {
    let walk = FolderWalk.walk(folder, tops: [FolderWalk.Top(folderName, suffixes: [suffix])])
    return walk.directories.flatMap { listing in
      listing.entries.filter { $0.kind == .file && $0.name.utf8.elementsEqual($0.nameBytes) }
        .map { "\(listing.path)/\($0.name)" }
    }.sorted()
  }
}

/// Reads one file of a ledger.
private struct LedgerFileReader {
  let workspace: Workspace
  let path: String
  let columns: [String]
  let choice: LedgerChoice
  let superseded: Set<Int>

  func read(
    _ ledger: Ledger, _ body: (LedgerRow) throws(DaichoError) -> Void
  ) throws(DaichoError) -> LedgerReport {
    let stream = try workspace.files.stream(at: path)
    switch ledger {
    case .orders:
      var texts = SymbolTexts()
      let places = Dictionary(
        columns.enumerated().dropFirst(Workspace.orderColumns.count).map { ($1, $0) },
        uniquingKeysWith: { first, _ in first })
      return try OrdersLedger.read(stream, path: path, settings: workspace.settings) {
        batch throws(DaichoError) in
        texts.append(batch.symbols)
        for row in batch.rows where isWanted(row) {
          let cells = cells(row, batch, texts, places)
          try body(LedgerRow(id: texts[row.order], cells: cells, path: path, line: row.line))
        }
      }
    case .events:
      return try EventsLedger.read(stream, path: path) { events throws(DaichoError) in
        for event in events where isWanted(event.milliseconds) && !superseded.contains(event.line) {
          try body(row(event.id, event.json, event.line))
        }
      }
    case .sends:
      return try SendsLedger.read(stream, path: path) { sends throws(DaichoError) in
        for send in sends where isWanted(send.milliseconds) {
          try body(row(send.messageID ?? send.address ?? send.state, send.json, send.line))
        }
      }
    }
  }

  private func isWanted(_ milliseconds: Int64) -> Bool {
    guard choice.from != nil || choice.to != nil else { return true }
    let seconds = milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000
    return choice.holds(workspace.moment.zone.local(seconds).date)
  }

  private func isWanted(_ row: OrderRow) -> Bool {
    choice.holds(row.date) && !superseded.contains(row.line) && choice.holds(line: row.line, of: path)
  }

  private func row(_ id: String, _ json: JSONValue, _ line: Int) -> LedgerRow {
    guard case .object(let members) = json else {
      return LedgerRow(id: id, cells: [], path: path, line: line)
    }
    return LedgerRow(id: id, cells: columns.map { members[$0] ?? .null }, path: path, line: line)
  }

  /// In the order of `columns`, which begin with ours.
  private func cells(
    _ row: OrderRow, _ batch: OrderBatch, _ texts: SymbolTexts, _ places: [String: Int]
  ) -> [JSONValue] {
    func text(_ symbol: Symbol?) -> JSONValue { .optional(symbol.map { texts[$0] }) }
    let code = row.currency.map { texts[$0] }
    let currency = code.flatMap { Currency($0) } ?? workspace.settings.currency
    var cells: [JSONValue] = [
      .string(row.date.description), text(row.order), text(row.item), text(row.customer), text(row.sku),
      row.quantity.map(JSONValue.decimal) ?? .null,
      .decimal(Money(minor: row.amount, currency: currency).decimal), .optional(code),
      row.status.map { .string($0.rawValue) } ?? text(row.statusText),
      row.type.map { .string($0.rawValue) } ?? text(row.typeText), text(row.coupon), text(row.channel),
      text(row.subscription), .optional(row.shipped?.description), .optional(row.delivered?.description),
    ]
    cells += Array(repeating: .null, count: columns.count - cells.count)
    for other in batch.others[row.others] {
      if let place = places[texts[other.name]] { cells[place] = text(other.value) }
    }
    return cells
  }
}
