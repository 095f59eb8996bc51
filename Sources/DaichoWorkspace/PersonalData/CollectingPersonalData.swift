import DaichoFiles
import DaichoIndex
import DaichoModel

extension Workspace {
  /// Everything the register holds on a customer.
  ///
  /// - Parameter keys: that links of mails were made with.
  package func personalData(of found: FoundRecord, keys: KeyStore) throws(DaichoError) -> PersonalData {
    try atOneLook { () throws(DaichoError) in try collected(found, keys) }
  }

  private func collected(_ found: FoundRecord, _ keys: KeyStore) throws(DaichoError) -> PersonalData {
    var data = PersonalData()
    let person = try open(found)
    let own = try held([found], as: .person)
    data.records = try own + related(to: person)
    let addresses = addresses(of: person.record)
    data.channels = try index.preferences(of: found.reference.id.text, refreshed: false) ?? []
    data.bindings = try index.bindings(of: addresses)
    let places = try index.ledgerPlaces(of: found.reference, addresses: addresses)
    data.orders = try orders(places.orders)
    data.events = try events(places.events)
    data.mails = try mailsAsSent(
      journalMails(places.mails), to: found, keys: keys, effort: .records)
    data.metrics = try metrics(of: found)
    (data.segments, data.unreadable) = try index.segments(holding: found.reference)
    for score in try index.scores() where score.kind == found.reference.kind {
      switch Result(catching: { () throws(DaichoError) in try index.explain(score, of: found) }) {
      case .success(let answer): if answer.points != nil { data.scores.append(answer) }
      case .failure: data.unreadable.append(score.id.text)
      }
    }
    if historyIndex != nil { data.history = try history(of: found.file).filter { $0.kind != nil } }
    data.mentions = try mentions(of: person, besides: data.records.map(\.found.path), places)
    data.unreadableFiles = try index.unreadableCount()
    return data
  }

  // MARK: Records

  /// Of one kind.
  private func held(
    _ found: [FoundRecord], as relation: HeldRecord.Relation
  ) throws(DaichoError) -> [HeldRecord] {
    guard let kind = found.first?.reference.kind else { return [] }
    var request = ListRequest(kind, showsAllColumns: true)
    request.ids = found.map(\.reference.id.text)
    var columns: [ListColumn] = []
    var cells: [String: [JSONValue]] = [:]
    try index.list(request, columns: { columns = $0 }) { cells[$0.path] = $0.cells }
    let metrics = Set(Workspace.metrics)
    return try found.map { one throws(DaichoError) in
      let open = try open(one)
      let fields = zip(columns, cells[one.path] ?? []).filter { !metrics.contains($0.0.key) }
      let isReadable = open.record.isReadable
      return HeldRecord(
        relation: relation, found: one, fields: fields.map { (column: $0, cell: $1) }, log: open.log,
        prose: isReadable ? open.prose : String(decoding: open.bytes, as: UTF8.self), isReadable: isReadable)
    }
  }

  /// Their company, and the deals and inquiries that name them as the customer.
  private func related(to person: OpenRecord) throws(DaichoError) -> [HeldRecord] {
    var companies: [FoundRecord] = []
    if case .reference(let company)? = person.record.value("company") {
      companies = try index.find(company.description, kinds: [.companies], refreshed: false)
    }
    var (deals, inquiries): ([FoundRecord], [FoundRecord]) = ([], [])
    for row in try index.references(to: person.reference) where row.field == "customer" {
      let found = try index.find(row.source.description, kinds: [row.source.kind], refreshed: false)
        .first { $0.path == row.path }
      guard let found else { continue }
      switch row.source.kind {
      case .deals: deals.append(found)
      case .inquiries: inquiries.append(found)
      default: break
      }
    }
    return try held(companies, as: .company) + held(deals, as: .deal) + held(inquiries, as: .inquiry)
  }

  // MARK: Ledgers

  private func orders(_ places: [LedgerPlace]) throws(DaichoError) -> [HeldLine] {
    var lines: [String: Set<Int>] = [:]
    for place in places { lines[place.path, default: []].insert(place.line) }
    let columns = try columns(of: .orders)
    var rows: [LedgerKey: [JSONValue]] = [:]
    _ = try self.rows(of: .orders, LedgerChoice(lines: lines)) { row in
      rows[LedgerKey(path: row.path, line: row.line)] = row.cells
    }
    return places.compactMap { place in
      guard let cells = rows[LedgerKey(path: place.path, line: place.line)] else { return nil }
      let values = zip(columns, cells).filter { $1 != .null }
      return HeldLine(place: place, values: values.map { (name: $0, value: $1) })
    }
  }

  private struct LedgerKey: Hashable {
    let path: String
    let line: Int
  }

  private func events(_ places: [LedgerPlace]) throws(DaichoError) -> [HeldLine] {
    var lines: [String: Set<Int>] = [:]
    for place in places { lines[place.path, default: []].insert(place.line) }
    var texts: [LedgerKey: String] = [:]
    for (path, numbers) in lines {
      for line in try PickedLines.numbered(numbers, in: files.stream(at: path), path: path) {
        texts[LedgerKey(path: path, line: line.number)] = line.text
      }
    }
    return places.compactMap { place in
      guard let text = texts[LedgerKey(path: place.path, line: place.line)],
        case .object(let members)? = try? JSONReader.read(text)
      else { return nil }
      return HeldLine(place: place, values: members.map { (name: $0.key, value: $0.value) })
    }
  }

  // MARK: What follows

  private static let metrics = [
    "lifecycle", "mailable", "orders.count", "orders.total", "orders.average", "first_order", "last_order",
    "days_since_order", "order_interval", "repeat", "rfm.recency", "rfm.frequency", "rfm.monetary",
    "rfm.segment", "ltv.historic", "ltv.predicted", "p_alive", "orders.expected", "last_contact",
    "contacts.count", "last_open", "last_click", "opens.30d", "clicks.30d", "deals.open", "deals.won",
    "deals.won_amount", "inquiries.open", "next_task",
  ]

  private func metrics(of found: FoundRecord) throws(DaichoError) -> [(column: ListColumn, cell: JSONValue)] {
    var request = ListRequest(.customers, columns: Workspace.metrics)
    request.ids = [found.reference.id.text]
    var columns: [ListColumn] = []
    var cells: [JSONValue] = []
    try index.list(request, columns: { columns = $0 }) { if $0.path == found.path { cells = $0.cells } }
    return zip(columns, cells).map { (column: $0, cell: $1) }
  }

  // MARK: Mentions

  /// Where other files have the person's id or one of their addresses and numbers, as a word of its own.
  private func mentions(
    of person: OpenRecord, besides own: [String], _ places: LedgerPlaces
  ) throws(DaichoError) -> [Mention] {
    let record = person.record
    func values(_ field: String) -> [String] {
      (record.value(field)?.items ?? []).map(\.plainText).filter { $0.count >= 5 }
    }
    let handles = values("email") + values("phone")
    // An id of one letter stands everywhere; where it is a reference it is found as one.
    let id = person.reference.id.text
    let words = ((id.count > 1 ? [id] : []) + handles).map(MentionedWord.init)
    let known = Set(own)
    var paths: Set<String> = []
    for (path, text) in try index.texts(holding: words.map(\.folded), exceptIn: known)
    where !paths.contains(path) && words.contains(where: { $0.stands(in: text) }) {
      paths.insert(path)
    }
    for row in try index.references(to: person.reference) where !known.contains(row.path) {
      paths.insert(row.path)
    }
    var found: [Mention] = []
    for path in paths.sorted() {
      let text = String(decoding: try files.bytes(at: path), as: UTF8.self)
      let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      for (number, line) in lines.enumerated() {
        let folded = TextFolding.fold(String(line))
        if words.contains(where: { $0.stands(in: folded) }) {
          found.append(Mention(path: path, line: number + 1))
        }
      }
    }
    let lines = try index.ledgerLines(holding: values("email"), except: places)
    return found
      + Set(lines.map { Mention(path: $0.path, line: $0.line) }).sorted {
        ($0.path, $0.line) < ($1.path, $1.line)
      }
  }
}

/// An id, an address or a number as it may stand in a text.
private struct MentionedWord {
  let folded: String

  init(_ text: String) { folded = TextFolding.fold(text) }

  /// Whether it stands there, and not as a part of a longer one. What is no letter of Latin script ends a word:
  /// in Japanese nothing stands between words.
  ///
  /// - Parameter text: folded.
  func stands(in text: String) -> Bool {
    guard !folded.isEmpty else { return false }
    return text.ranges(of: folded).contains { range in
      let before = text[..<range.lowerBound].unicodeScalars.last
      let rest = text[range.upperBound...].unicodeScalars
      let isOpen = before.map(MentionedWord.continues) ?? false
      // A full stop ends a sentence, unless the word goes on behind it.
      let next = rest.first == "." ? rest.dropFirst().first : rest.first
      return !isOpen && !(next.map(MentionedWord.continues) ?? false)
    }
  }

  private static func continues(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", "+", "%", ".": true
    default: false
    }
  }
}
