import DaichoIndex
import DaichoModel

/// The page to start the day with. But for the tasks, each section is a question that anyone can ask of `list`.
package struct Agenda {
  let workspace: Workspace
  /// Only what is this member's.
  let member: String?
  private var today: CalendarDate { workspace.moment.today }

  /// Birthdays are told so many days ahead, today included.
  static let birthdayDays = 7

  /// - Parameter days: tasks due within so many days from today, too.
  package func items(in section: AgendaItem.Section, days: Int) throws(DaichoError) -> [AgendaItem] {
    switch section {
    case .tasks: try tasks(days: days)
    case .deals: try deals()
    case .inquiries: try inquiries()
    case .leads: try leads()
    case .regulars: try regulars()
    case .birthdays: try birthdays()
    case .products: try products()
    case .campaigns: try campaigns()
    }
  }

  private func tasks(days: Int) throws(DaichoError) -> [AgendaItem] {
    try workspace.index.openTasks(dueBy: today.adding(days: days), member: member).map { task in
      let late = today.day - task.due.day
      return AgendaItem(
        section: .tasks, states: [late > 0 ? .overdue : late == 0 ? .today : .upcoming], day: task.due,
        member: task.member, record: task.record.reference.description, title: task.record.title,
        text: Wording(en: task.text, ja: task.text), path: task.record.path, line: task.line)
    }
  }

  // MARK: Questions

  /// The condition of a section, as `list --where` takes it.
  package static func question(_ section: AgendaItem.Section) -> (kind: Kind, filter: String)? {
    switch section {
    case .tasks, .leads, .campaigns: nil
    case .deals:
      (
        .deals,
        "state = open and (rotting or close before today or (next_step is not set and next_task is not set))"
      )
    case .inquiries: (.inquiries, "not status = resolved and not opened after today")
    case .regulars:
      (
        .customers,
        """
        orders.count >= 3 and days_since_order > order_interval and days_since_order <= order_interval * 3 \
        and not do_not_contact and lifecycle != former
        """
      )
    case .birthdays:
      (
        .customers,
        "birthday falls in next \(birthdayDays) days and not do_not_contact and lifecycle != former"
      )
    case .products: (.products, "stock <= reorder_at and not active = false")
    }
  }

  /// The answer to a section's question, each row by the names of its columns.
  private func rows(
    _ section: AgendaItem.Section, _ columns: [String], sort: [String]
  ) throws(DaichoError) -> [AgendaRow] {
    guard let question = Agenda.question(section) else { return [] }
    var filters = [question.filter]
    if let member {
      guard question.kind != .products else { return [] }
      filters.append("owner = \"\(member)\"")
    }
    var rows: [AgendaRow] = []
    let request = ListRequest(question.kind, filters: filters, columns: columns, sort: sort)
    try workspace.index.list(request, columns: { _ in }) { row in
      let cells = Dictionary(zip(columns, row.cells), uniquingKeysWith: { first, _ in first })
      rows.append(AgendaRow(kind: question.kind, id: row.id, path: row.path, cells: cells))
    }
    return rows
  }

  private func deals() throws(DaichoError) -> [AgendaItem] {
    let columns = [
      "title", "owner", "stage", "pipeline", "amount", "close", "next_step", "next_task", "last_activity",
      "rotting",
    ]
    return try rows(.deals, columns, sort: ["close", "-amount"]).map { row in
      var states: [AgendaItem.State] = []
      var reasons: [Wording] = []
      let close = row.date("close")
      if let close, close < today {
        states.append(.closePassed)
        reasons.append(.closePassed(days: today.day - close.day))
      }
      if row.flag("rotting"), let last = row.date("last_activity") {
        let stage = workspace.settings.pipeline(named: row.text("pipeline"))?.stages
          .first { TextFolding.fold($0.name) == row.text("stage").map(TextFolding.fold) }
        states.append(.rotting)
        reasons.append(.rotting(days: today.day - last.day, allowed: stage?.rotAfterDays))
      }
      if row.text("next_step") == nil, row.date("next_task") == nil {
        states.append(.noNextStep)
        reasons.append(.noNextStep)
      }
      return row.item(.deals, states, day: close, .joined([.stage(row.text("stage"))] + reasons))
    }
  }

  private func inquiries() throws(DaichoError) -> [AgendaItem] {
    try rows(.inquiries, ["subject", "owner", "status", "opened", "last_contact"], sort: ["opened"]).map {
      row in
      let opened = row.date("opened")
      return row.item(
        .inquiries, [.waiting], day: opened,
        .waiting(days: opened.map { max(0, today.day - $0.day) }, status: row.text("status")))
    }
  }

  /// Who waits to be handed over by `score apply`. A score that cannot be computed is `check`'s to tell.
  private func leads() throws(DaichoError) -> [AgendaItem] {
    var items: [AgendaItem] = []
    for score in try workspace.index.scores() where score.handOff != nil {
      guard let threshold = score.threshold,
        case .success(let crossings) = Result(catching: { () throws(DaichoError) in
          try workspace.index.crossings(of: score)
        })
      else { continue }
      for crossing in crossings.sorted(by: { $0.points > $1.points }) {
        guard crossing.direction == .up, !crossing.isFormer, !crossing.mustNotBeContacted,
          member == nil || crossing.owner == member
        else { continue }
        items.append(
          AgendaItem(
            section: .leads, states: [.crossed], day: nil, member: crossing.owner,
            record: crossing.record.reference.description, title: crossing.record.title,
            text: .crossed(
              score.name ?? score.id.text, points: crossing.points, threshold: threshold,
              lifecycle: crossing.lifecycle), path: crossing.record.path, line: nil))
      }
    }
    return items
  }

  private func regulars() throws(DaichoError) -> [AgendaItem] {
    let columns = ["name", "owner", "last_order", "order_interval", "orders.count"]
    return try rows(.regulars, columns, sort: ["-ltv.historic"]).compactMap { row in
      guard let last = row.date("last_order"), let interval = row.number("order_interval") else { return nil }
      let expected = last.adding(days: Int(interval.rounded()))
      return row.item(
        .regulars, [.late], day: expected,
        .expected(last: last, every: Int(interval.rounded()), late: today.day - expected.day))
    }
  }

  private func birthdays() throws(DaichoError) -> [AgendaItem] {
    let items: [AgendaItem] = try rows(.birthdays, ["name", "owner", "birthday"], sort: []).compactMap {
      row in
      guard let birthday = row.text("birthday").flatMap({ Anniversary(typed: $0) }),
        let day = next(birthday)
      else { return nil }
      let age = birthday.year.map { day.year - $0 }
      return row.item(
        .birthdays, [.birthday], day: day,
        .birthday(inDays: day.day - today.day, age: age.flatMap { (1...130).contains($0) ? $0 : nil }))
    }
    return items.sorted { ($0.day?.day ?? 0, $0.record) < ($1.day?.day ?? 0, $1.record) }
  }

  /// The first time it falls on today or later.
  private func next(_ birthday: Anniversary) -> CalendarDate? {
    [today.year, today.year + 1].compactMap { birthday.falls(in: $0) }.first { $0 >= today }
  }

  private func products() throws(DaichoError) -> [AgendaItem] {
    try rows(.products, ["name", "stock", "reorder_at"], sort: ["stock"]).map { row in
      row.item(
        .products, [.reorder], day: nil,
        .reorder(stock: row.number("stock") ?? 0, at: row.number("reorder_at") ?? 0))
    }
  }
}

extension Workspace {
  package func agenda(of member: String?) -> Agenda { Agenda(workspace: self, member: member) }
}
