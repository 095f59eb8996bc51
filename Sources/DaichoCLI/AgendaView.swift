import DaichoModel
import DaichoWorkspace

/// What `today` shows: a page of sections for people, one list for machines.
struct AgendaView {
  let session: Session

  /// Items of a section on a page; a shop of 100,000 customers has thousands of late regulars.
  static let usualLimit = 12

  private var language: Language { session.language }

  // MARK: For people

  func writePage(
    _ page: [(section: AgendaItem.Section, items: [AgendaItem])], limit: Int, today: CalendarDate
  ) throws {
    let style = session.terminal.style
    var isFirst = true
    for (section, items) in page where !items.isEmpty {
      if !isFirst { try session.output.writeLine() }
      isFirst = false
      try session.output.writeLine(
        style(Wording.section(section, count: items.count)(language), .bold))
      let shown = limit == 0 ? items[...] : items.prefix(limit)
      let hasMembers = shown.contains { $0.member != nil }
      let columns = [
        section == .products || section == .leads ? nil : OutputColumn("due", Wording.dayOf(section)),
        section == .tasks ? OutputColumn("state", Wording(en: "", ja: "")) : nil,
        hasMembers ? OutputColumn("member", Wording(en: "member", ja: "担当")) : nil,
        OutputColumn("record", Wording(en: "record", ja: "記録")),
        OutputColumn("title", Wording(en: "title", ja: "名前")),
        OutputColumn("text", Wording.matter(of: section)),
      ].compactMap(\.self)
      let rows = shown.map { item in
        OutputRow(id: item.record, columns.map { cell(item, $0.key, today) })
      }
      try OutputTable(columns: columns, rows: rows).write(session.options(.table), to: session.output)
      if shown.count < items.count {
        try session.output.writeLine(style(Wording.more(items.count - shown.count)(language), .dim))
      }
    }
    try session.finish()
    let tasks = page.first { $0.section == .tasks }?.items
    session.messages.printNote(
      .agendaCount(
        page.reduce(0) { $0 + $1.items.count }, tasks: tasks?.count,
        overdue: tasks?.count { $0.states.first == .overdue } ?? 0, today))
  }

  private func cell(_ item: AgendaItem, _ column: String, _ today: CalendarDate) -> JSONValue {
    switch column {
    case "due": .optional(item.day?.description)
    case "state": .optional(item.day.map { Wording.taskState(late: today.day - $0.day)(language) })
    case "member": .optional(item.member)
    case "record": .string(item.record)
    case "title": .optional(item.title)
    default: .string(item.text(language))
    }
  }

  // MARK: For machines

  func writeRows(_ items: [AgendaItem], _ format: OutputFormat, today: CalendarDate) throws {
    let columns = [
      "section", "due", "overdue_days", "state", "member", "record", "title", "text", "path", "line",
    ]
    let rows = items.map { item in
      OutputRow(
        id: item.record,
        [
          .string(item.section.rawValue), .optional(item.day?.description),
          item.day.map { .integer(max(0, today.day - $0.day)) } ?? .null,
          .string(item.states.map(\.rawValue).joined(separator: ",")), .optional(item.member),
          .string(item.record), .optional(item.title), .string(item.text(language)), .string(item.path),
          item.line.map { .integer($0) } ?? .null,
        ])
    }
    try OutputTable(columns: columns.map { .machineOnly($0) }, rows: rows)
      .write(session.options(format), to: session.output)
    try session.finish()
  }

  func writeQuestions(_ sections: [AgendaItem.Section]) throws {
    for section in sections {
      guard let question = Agenda.question(section) else { continue }
      try session.output.writeLine(
        "daicho list \(question.kind.folder) --where '\(question.filter)'")
    }
    try session.finish()
  }
}
