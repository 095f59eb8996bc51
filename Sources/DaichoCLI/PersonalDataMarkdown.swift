import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

/// Everything held on a person, as Markdown that reads well as it is.
struct PersonalDataMarkdown {
  private let data: PersonalData
  private let workspace: Workspace
  private let language: Language
  private let cells: CellText

  init(_ data: PersonalData, of workspace: Workspace, _ language: Language) {
    (self.data, self.workspace, self.language) = (data, workspace, language)
    cells = CellText(language: language)
  }

  func write(to sink: OutputSink) throws(DaichoError) {
    for line in lines { try sink.writeLine(line) }
  }

  private var lines: [String] {
    guard let person = data.records.first else { return [] }
    let name = person.found.title ?? person.found.reference.id.text
    var lines = [
      "# \(text(.personalData)): \(MarkdownText.plain(name))", "",
      text(.heldOn(workspace.settings.name, workspace.moment.today)), "",
      "> \(text(.readBeforeHandingOver))", "",
    ]
    lines += heading(.ownRecord) + record(person) + reach
    for (relation, title) in [
      (HeldRecord.Relation.company, Wording.theirCompany), (.deal, .theirDeals), (.inquiry, .theirInquiries),
    ] {
      let records = data.records.filter { $0.relation == relation }
      guard !records.isEmpty else { continue }
      lines += heading(title)
      for held in records {
        lines +=
          ["### \(MarkdownText.plain(held.found.title ?? held.found.reference.id.text))", ""] + record(held)
      }
    }
    return lines + orders + events + mails + derived + history + mentions + notCovered
  }

  // MARK: Pieces

  private func text(_ wording: Wording) -> String { MarkdownText.plain(wording(language)) }

  private func heading(_ wording: Wording, _ count: Int? = nil) -> [String] {
    ["## \(text(wording))" + (count.map { " (\($0))" } ?? ""), ""]
  }

  private func fact(_ label: String, _ value: String) -> String {
    "- **\(MarkdownText.plain(label))**: \(MarkdownText.plain(value))"
  }

  private func member(_ member: LogEntry.Member) -> String {
    let id = member.id ?? member.typed
    return "@" + (workspace.settings.members.first { $0.id == id }?.name ?? id)
  }

  private func when(_ seconds: Int64) -> String { workspace.moment.zone.local(seconds).description }

  private func place(_ path: String, _ line: Int) -> String { "\(path):\(line)" }

  // MARK: Records

  private func record(_ held: HeldRecord) -> [String] {
    var lines = [fact(Wording.recordFile(language), held.found.path)]
    if !held.isReadable { lines.append("- " + text(.recordUnreadable)) }
    for (column, cell) in held.fields { lines += facts(column, cell) }
    lines.append("")
    if !held.prose.isEmpty { lines += MarkdownText.quoted(held.prose) + [""] }
    let log = held.log.filter { !$0.isTask }
    if !log.isEmpty { lines += ["**\(text(.logOfRecord))**", ""] + log.map(entry) + [""] }
    let tasks = held.log.filter(\.isTask)
    if !tasks.isEmpty { lines += ["**\(text(.tasksOfRecord))**", ""] + tasks.map(entry) + [""] }
    return lines
  }

  private func facts(_ column: ListColumn, _ cell: JSONValue) -> [String] {
    let output = column.outputColumn(workspace.settings.currency)
    let values = RecordView.facts(cell).map { value in
      labelled(value, column.key) ?? cells.text(value, format: output.format)
    }
    return values.filter { !$0.isEmpty }.map { fact(output.heading(language), $0) }
  }

  /// An item of a list of mappings, with what its members are called; `nil` for any other value.
  private func labelled(_ value: JSONValue, _ field: String) -> String? {
    guard case .object(let members) = value,
      case .object(let known)? = workspace.settings.schema(.customers)[field]?.type.element
    else { return nil }
    return members.filter { $0.value != .null }.map { name, value in
      let label = known.first { $0.name == name }?.label(language) ?? name
      return "\(label): \(plain(value))"
    }.joined(separator: ", ")
  }

  private func entry(_ entry: LogEntry) -> String {
    let time = DateAndTime(date: entry.date, minute: entry.minute).description
    let channel = entry.channel.map { Wording.channel($0.rawValue)(language) }
    let direction = entry.direction.map { Wording.direction($0.rawValue)(language) }
    let head = ([time, channel, direction] + entry.members.map(member)).compactMap(\.self)
    let box = entry.isTask ? (entry.isDone ? "[x] " : "[ ] ") : ""
    let text = entry.text.split(whereSeparator: \.isNewline).map { MarkdownText.plain(String($0)) }
    return "- \(box)\(MarkdownText.plain(head.joined(separator: " "))): \(text.joined(separator: "  \n  "))"
  }

  private var reach: [String] {
    guard !data.channels.isEmpty || !data.bindings.isEmpty else { return [] }
    return heading(.reachOfPerson)
      + data.channels.map {
        fact(
          Wording.consentChannel($0.channel)(language),
          ($0.isOpen ? Wording.mayBeReached : .mayNotBeReached)(language))
      }
      + data.bindings.map { fact($0.address, Wording.boundSince($0.kind, $0.day)(language)) } + [""]
  }

  // MARK: Ledgers

  private static let orderColumns = ["date", "order", "line", "sku", "quantity", "amount", "status"]
  private static let eventColumns = ["id", "at", "kind"]

  private var orders: [String] {
    guard !data.orders.isEmpty else { return [] }
    let headings: [Wording] = [
      .dateHeading, .orderHeading, .lineHeading, .skuHeading, .quantityHeading, .amountHeading, .stateHeading,
      .otherHeading, .whereHeading,
    ]
    return heading(.theirOrders, data.orders.count)
      + MarkdownText.table(
        headings.map { $0(language) },
        data.orders.map { line in
          PersonalDataMarkdown.orderColumns.map { $0 == "amount" ? money(line) : plain(line[$0]) }
            + [others(line, besides: PersonalDataMarkdown.orderColumns + ["currency"]), source(line)]
        })
  }

  private func money(_ line: HeldLine) -> String {
    var currency = workspace.settings.currency
    if case .string(let code) = line["currency"], let own = Currency(code) { currency = own }
    return cells.text(line["amount"], format: .money(currency, besides: nil))
  }

  private func plain(_ value: JSONValue) -> String { cells.text(value, format: .text) }

  /// But for the id, which everything here is about.
  private func others(_ line: HeldLine, besides shown: [String]) -> String {
    let id = JSONValue.optional(data.records.first?.found.reference.id.text)
    return line.values.filter {
      !shown.contains($0.name) && $0.value != .null && ($0.name != "customer" || $0.value != id)
    }
    .map { "\($0.name): \(plain($0.value))" }.joined(separator: ", ")
  }

  private func source(_ line: HeldLine) -> String {
    place(line.place.path, line.place.line)
      + (line.place.isSuperseded ? " " + Wording.replacedLine(language) : "")
  }

  private var events: [String] {
    guard !data.events.isEmpty else { return [] }
    let headings: [Wording] = [.whenHeading, .whatHeading, .otherHeading, .whereHeading]
    return heading(.theirEvents, data.events.count)
      + MarkdownText.table(
        headings.map { $0(language) },
        data.events.map { line in
          [
            cells.text(line["at"], format: .moment), plain(line["kind"]),
            others(line, besides: PersonalDataMarkdown.eventColumns), source(line),
          ]
        })
  }

  private var mails: [String] {
    guard !data.mails.isEmpty else { return [] }
    let headings: [Wording] = [
      .whenHeading, .campaignHeading, .subjectHeading, .addressHeading, .stateHeading, .otherHeading,
      .whereHeading,
    ]
    let rows = data.mails.map { mail -> [String] in
      let journal = mail.journal
      let state = SendState(rawValue: journal.state).map { Wording.state($0, by: journal.channel)(language) }
      let others = [
        (Wording.reasonHeading, journal.reason), (.replyHeading, journal.reply),
        (.consentHeading, journal.consent), (.variantHeading, journal.variant),
        (.couponHeading, journal.coupon),
      ].compactMap { heading, value in value.map { "\(heading(language)): \($0)" } }
      return [
        when(journal.milliseconds / 1000), journal.name, mail.subject ?? "", journal.address ?? "",
        state ?? journal.state, others.joined(separator: ", "), place(journal.path, journal.line),
      ]
    }
    return heading(.theirMails, data.mails.count) + MarkdownText.table(headings.map { $0(language) }, rows)
  }

  // MARK: What follows

  private var derived: [String] {
    var lines = heading(.derivedData) + data.metrics.flatMap { facts($0.column, $0.cell) } + [""]
    if !data.segments.isEmpty {
      lines += ["**\(text(.segmentsOfPerson))**", ""] + data.segments.map { fact($0.id, $0.rule) } + [""]
    }
    for score in data.scores {
      guard let points = score.points else { continue }
      let name = score.score.name ?? score.score.id.text
      lines += [fact(Wording.scoreOf(name)(language), JSONValue.points(points).serialized())]
      lines += score.rules.filter { $0.tenths != 0 }.map { rule in
        "  - \(MarkdownText.plain(rule.text)): \(JSONValue.points(tenths: rule.tenths).serialized())"
      }
    }
    return lines + (data.scores.isEmpty ? [] : [""])
  }

  private var history: [String] {
    guard !data.history.isEmpty else { return [] }
    let words = HistoryText(language: language)
    return heading(.historyOfRecord, data.history.count)
      + data.history.flatMap { entry -> [String] in
        let head = "\(when(entry.at)) \(entry.author) (\(entry.commit.prefix(10)))"
        return ["- \(MarkdownText.plain(head))"] + words.lines(entry).map { "  - \(MarkdownText.plain($0))" }
      } + [""]
  }

  private var mentions: [String] {
    guard !data.mentions.isEmpty else { return [] }
    return heading(.mentionsOfPerson, data.mentions.count) + [text(.mentionsNote), ""]
      + data.mentions.map { "- \(MarkdownText.plain(place($0.path, $0.line)))" } + [""]
  }

  private var notCovered: [String] {
    heading(.notCoveredHeading) + Wording.notCovered(data).map { "- \(text($0))" }
  }
}
