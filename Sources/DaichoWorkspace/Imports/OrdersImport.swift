import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// What becomes of people whom the register does not know.
package enum UnknownCustomers: String, Sendable, CaseIterable {
  /// They get a record.
  case create
  /// Their rows are imported without a customer of ours.
  case match
  /// Their rows are left out.
  case skip
}

extension Workspace {
  /// Imports the files as one change. Errors: `bad-rows` where anything of them cannot be used, and nothing
  /// has happened then.
  package func importOrders(
    _ files: [MappedFile], unknown: UnknownCustomers, dryRun: Bool
  ) throws(DaichoError) -> OrdersImported {
    let run = try OrdersImport(self, files, unknown)
    return try run.run(dryRun: dryRun)
  }
}

/// One import: reads the files into a spool by month, looks through the ledgers that may hold the same rows,
/// then writes those that change. In memory is what tells rows apart, some fifty bytes for each.
final class OrdersImport {
  let workspace: Workspace
  private let files: [MappedFile]
  private let unknown: UnknownCustomers
  let columns: ImportedColumns
  let parties: OrderParties
  let spool: RowSpool
  private(set) var keys = OrderKeys()
  private var masks: [UInt64] = []
  /// Months of the new rows: the first day of each, and which columns have a value in it.
  private(set) var months: [(start: CalendarDate, used: UInt64)] = []
  private var monthNumbers: [Int: Int] = [:]
  private var result: OrdersImported

  /// Above this many rows all ledgers and customers are read at once, below they are looked up.
  private static let many = 20_000
  private static let longestDiff = 4_000
  /// A hundred years: whatever has more has read something else as its days.
  private static let mostMonths = 1_200

  init(_ workspace: Workspace, _ files: [MappedFile], _ unknown: UnknownCustomers) throws(DaichoError) {
    guard let repository = workspace.repository else { throw .noRepository(workspace.root) }
    self.workspace = workspace
    self.files = files
    self.unknown = unknown
    columns = try ImportedColumns(files.map(\.map))
    parties = try OrderParties(workspace)
    spool = try RowSpool(in: repository.gitDirectory)
    result = OrdersImported(recorded: Recorded(message: CommitMessage("import", [], "orders")))
  }

  func run(dryRun: Bool) throws(DaichoError) -> OrdersImported {
    try readFiles()
    try spool.finish()
    let ledgers = try scanLedgers()
    let people = try makePeople()
    count()
    let changes = ledgerChanges(ledgers) + (people?.changes ?? [])
    result.recorded.message = message(people)
    workspace.progress?.progressEnded()
    if changes.isEmpty {
      if dryRun { result.recorded.diff = "" }
      return result
    }
    if dryRun, result.new + result.changed > OrdersImport.longestDiff {
      result.isDiffLeftOut = true
      result.recorded.diff = ""
      return result
    }
    workspace.progress?.progress(.writingLedgers, done: 0, of: changes.count)
    result.recorded = try workspace.record(changes, as: result.recorded.message, dryRun: dryRun)
    workspace.progress?.progressEnded()
    return result
  }

  // MARK: The files

  private func readFiles() throws(DaichoError) {
    let total = files.reduce(0) { $0 + $1.file.size }
    masks = Array(repeating: 0, count: files.count)
    var problems = ImportProblems()
    var done: Int64 = 0
    // Of a small file the few customers are looked up.
    var isReady = total <= 4 << 20
    let reader = OrderRows.Reader(
      columns: columns, currency: workspace.settings.currency, zone: workspace.moment.zone,
      hasher: keys.hasher, keys: parties.matcher.keys)
    try OrderRows.forEach(of: files, reader) { piece throws(DaichoError) in
      // Not before: the other thread reads the file meanwhile.
      if !isReady { try parties.matcher.loadAll() }
      isReady = true
      switch piece {
      case .batch(let batch):
        try take(batch)
        workspace.progress?.progress(.readingRows, done: Int(done + batch.progress), of: Int(total))
      case .end(let number, let found, let passedOver):
        done += files[number].file.size
        problems.add(all: found)
        add(passedOver)
        compareTax(files[number].map)
        parties.begin()
      }
    }
    workspace.progress?.progressEnded()
    guard problems.isEmpty else {
      throw .badRows(problems, problems.shown.first?.location.path ?? "", workspace.language)
    }
  }

  private func take(_ batch: OrderRows.Batch) throws(DaichoError) {
    try parties.admit(batch.tickets)
    var bytes = batch.bytes
    for row in batch.rows { try take(row, of: batch, &bytes) }
  }

  private func take(
    _ row: OrderRows.Batch.Row, of batch: OrderRows.Batch, _ bytes: inout [UInt8]
  ) throws(DaichoError) {
    let party = parties.party(ofTicket: row.ticket)
    if party < 0 {
      result.rowsWithoutCustomer += 1
      if unknown == .skip { return result.skippedRows += 1 }
    } else if unknown == .skip, parties.strangers[party] != nil {
      return result.skippedRows += 1
    }
    if parties.isForgotten(party) { return try takeForgotten(row, of: batch, party) }
    masks[batch.file] = batch.provided
    try keep(row, of: batch, party, &bytes)
  }

  /// The row without what is personal in it, as `forget` leaves it.
  private func takeForgotten(
    _ row: OrderRows.Batch.Row, of batch: OrderRows.Batch, _ party: Int32
  ) throws(DaichoError) {
    result.rowsOfForgotten += 1
    var imported = ImportedRow()
    batch.bytes[row.range].withUnsafeBytes { imported.unpack($0) }
    imported.clear { !Eraser.keepsColumn(columns.names[$0]) }
    var bytes: [UInt8] = []
    imported.pack(into: &bytes)
    let (content, used) = keys.hasher.content(imported, columns)
    let left = OrderRows.Batch.Row(
      key: row.key, content: content, used: used, date: row.date, rank: row.rank, ticket: row.ticket,
      range: 0..<bytes.count)
    masks[batch.file] = batch.provided
    try keep(left, of: batch, party, &bytes)
  }

  private func keep(
    _ row: OrderRows.Batch.Row, of batch: OrderRows.Batch, _ party: Int32, _ bytes: inout [UInt8]
  ) throws(DaichoError) {
    let entry = keys[row.key]
    if let entry, !keys.replaces(entry, rank: row.rank) { return keys.noteRepeated() }
    let month = month(of: row.date)
    guard months.count <= OrdersImport.mostMonths else {
      throw .tooManyMonths(files[batch.file].file.shownPath)
    }
    var used = row.used
    if let customer = columns.customer, party >= 0 { used |= 1 << UInt64(customer) }
    months[month].used |= used
    let place = try spool.append(
      &bytes, row.range, party: party, entry: Int32(clamping: entry ?? keys.count), to: month)
    keys.set(
      row.key, at: entry, content: row.content, place: place, group: month, rank: row.rank, party: party,
      source: batch.file)
  }

  private func month(of date: CalendarDate) -> Int {
    let (year, month, _) = date.components
    let number = year * 12 + month
    if let known = monthNumbers[number] { return known }
    monthNumbers[number] = months.count
    months.append((date.startOfMonth, 0))
    return months.count - 1
  }

  private func add(_ passedOver: ImportSource.PassedOver) {
    result.passedOver.blank += passedOver.blank
    result.passedOver.headers += passedOver.headers
    result.passedOver.footers += passedOver.footers
    result.passedOver.skipped += passedOver.skipped
    result.passedOver.footerLine = result.passedOver.footerLine ?? passedOver.footerLine
  }

  private func compareTax(_ map: ImportMap) {
    guard let tax = map.tax, tax != workspace.settings.tax, tax != "none", workspace.settings.tax != "none",
      !map.extraRows.contains(where: { $0.line == "tax" })
    else { return }
    result.remarks.append(
      ImportRemark(
        code: "tax-differs", line: nil, column: nil, message: .taxDiffers(tax, workspace.settings.tax),
        hint: .addTaxRow(map.path)))
  }

  // MARK: The ledgers

  struct Ledger {
    let path: String
    /// `nil`: there is no such file yet.
    let status: FileStatus?
    /// The month whose new rows go here.
    var month: Int?
    var hasChanges = false
    /// Columns that its header must have.
    var needed: UInt64 = 0
  }

  private func scanLedgers() throws(DaichoError) -> [Ledger] {
    keys.beginScan()
    var paths = try candidates()
    var months: [String: Int] = [:]
    for (number, month) in self.months.enumerated() {
      let text = month.start.description.prefix(7)
      months["orders/\(text).csv"] = number
      paths.insert("orders/\(text).csv")
    }
    var ledgers: [Ledger] = []
    for path in paths.sorted() {
      ledgers.append(Ledger(path: path, status: try workspace.folder.status(path), month: months[path]))
    }
    let present = ledgers.indices.filter { ledgers[$0].status != nil }
    let reader = LedgerMatches.Reader(
      folder: workspace.folder, columns: columns, keys: keys.lookup, provided: masks)
    try LedgerMatches.forEach(of: present.map { ledgers[$0].path }, reader) { piece throws(DaichoError) in
      switch piece {
      case .batch(let batch):
        for row in batch.rows { try compare(row, of: batch, present[batch.ledger], &ledgers) }
      case .end(let number):
        workspace.progress?.progress(.comparingLedgers, done: number + 1, of: present.count)
      }
    }
    return ledgers
  }

  /// The ledgers that may hold a row of the import.
  private func candidates() throws(DaichoError) -> Set<String> {
    if keys.count > OrdersImport.many { return try workspace.index.orderLedgers() }
    var wanted: [(order: String, line: String)] = []
    for month in months.indices {
      var row = ImportedRow()
      try spool.forEach(in: month) { _, packed throws(DaichoError) in
        row.unpack(packed)
        wanted.append(
          (
            String(decoding: row[columns.order ?? 0], as: UTF8.self),
            String(decoding: row[columns.line ?? 0], as: UTF8.self)
          ))
      }
    }
    return try workspace.index.orderLedgers(holding: wanted)
  }

  private func compare(
    _ found: LedgerMatches.Batch.Row, of batch: LedgerMatches.Batch, _ number: Int,
    _ ledgers: inout [Ledger]
  ) throws(DaichoError) {
    let (entry, rank) = (found.entry, found.rank)
    if keys.files[entry] >= 0, rank < Int(keys.presentRanks[entry]) { return }
    keys.files[entry] = Int32(clamping: number)
    keys.lines[entry] = Int32(clamping: found.line)
    keys.presentRanks[entry] = UInt8(clamping: rank)
    keys.keepsCustomer[entry] = false
    let mask = masks[Int(keys.sources[entry])]
    if let status = columns.status, mask & (1 << UInt64(status)) != 0, Int(keys.ranks[entry]) < rank {
      keys.keepsCustomer[entry] = true
      return keys.states[entry] = .older
    }
    let agreement = try parties.agreement(batch.customer(of: found), keys.parties[entry])
    keys.keepsCustomer[entry] = agreement != .differs
    keys.wantsCustomer[entry] = agreement != .keeps
    if agreement != .differs, found.isSame { return keys.states[entry] = .same }
    var row = ImportedRow()
    let packed = try spool.row(at: keys.places[entry])
    packed.withUnsafeBytes { row.unpack($0) }
    if agreement != .differs, says(found, of: batch, row, mask) { return keys.states[entry] = .same }
    keys.states[entry] = .changed
    ledgers[number].hasChanges = true
    for column in columns.names.indices where !row[column].isEmpty {
      ledgers[number].needed |= 1 << UInt64(column)
    }
  }

  /// Whether the ledger's row says the same in other letters: `2026/11/20`, `1,200`.
  private func says(
    _ found: LedgerMatches.Batch.Row, of batch: LedgerMatches.Batch, _ row: ImportedRow, _ mask: UInt64
  ) -> Bool {
    for (column, name) in columns.names.enumerated()
    where column != columns.customer && mask & (1 << UInt64(column)) != 0 {
      let old = batch.value(column, of: found)
      if old.elementsEqual(row[column]) { continue }
      let (a, b) = (String(decoding: old, as: UTF8.self), String(decoding: row[column], as: UTF8.self))
      switch name {
      case "date", "shipped", "delivered":
        guard let day = DateAndTime(typed: a)?.date, day == CalendarDate(typed: b) else { return false }
      case "amount", "quantity":
        guard let first = ExactDecimal(typed: a), let second = ExactDecimal(typed: b),
          first.adding(second, times: -1)?.units == 0
        else { return false }
      case "status", "type", "currency": if TextFolding.fold(a) != TextFolding.fold(b) { return false }
      case "line": if !a.isEmpty { return false }
      default: return false
      }
    }
    return true
  }

  // MARK: People

  private func makePeople() throws(DaichoError) -> ImportPlan? {
    var needed: Set<Int32> = []
    for entry in 0..<keys.count where !parties.strangers.isEmpty {
      let party = keys.parties[entry]
      guard party >= 0, parties.strangers[party] != nil, keys.states[entry] != .older else { continue }
      // Whom the ledger knows better needs no record.
      if keys.files[entry] >= 0, !keys.wantsCustomer[entry] { continue }
      needed.insert(party)
    }
    guard unknown == .create, !needed.isEmpty else {
      result.unmatchedCustomers = needed.count
      return nil
    }
    let run = try RecordImport(
      workspace, kind: .customers, policy: .foreign, updates: false, shownPath: files[0].file.shownPath,
      expected: needed.count)
    for party in needed.sorted() {
      guard let stranger = parties.strangers[party] else { continue }
      if let draft = run.add(stranger.incoming) { parties.setID(run.id(ofDraft: draft), of: party) }
    }
    let plan = try run.finished()
    result.created = plan.created
    result.remarks += plan.remarks
    return plan
  }

  // MARK: Writing

  private func count() {
    for state in keys.states {
      switch state {
      case .new: result.new += 1
      case .same: result.unchanged += 1
      case .changed: result.changed += 1
      case .older: result.older += 1
      }
    }
    result.repeated = keys.repeated
  }

  private func message(_ people: ImportPlan?) -> CommitMessage {
    let customers = result.created.count == 1 ? "customer" : "customers"
    let counts = [(result.new, "new"), (result.changed, "changed"), (result.created.count, customers)]
      .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let records = result.created.count > 100 ? [] : result.created
    let what = counts.isEmpty ? "nothing" : counts.joined(separator: ", ")
    var message = CommitMessage("import", records, what)
    message.scope = "orders"
    message.trailers = Set(files.map(\.map.id)).sorted().map { ("Map", $0) }
    return message
  }
}
