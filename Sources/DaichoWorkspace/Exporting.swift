import DaichoFiles
import DaichoIndex
import DaichoModel

/// Which customers an export is of.
package struct CustomerChoice: Sendable {
  package var filters: [String]
  package var segments: [String]

  package init(filters: [String] = [], segments: [String] = []) {
    self.filters = filters
    self.segments = segments
  }
}

extension Workspace {
  /// Customers as vCards, one after the other. Returns how many.
  package func contacts(
    _ choice: CustomerChoice, _ body: (String) throws -> Void
  ) throws(DaichoError) -> Int {
    var count = 0
    try people(choice) { person in
      try body(card(of: person).text)
      count += 1
    }
    return count
  }

  func people(
    _ choice: CustomerChoice, _ body: (ExportedPerson) throws -> Void
  ) throws(DaichoError) {
    let request = ListRequest(
      .customers, filters: choice.filters, segments: choice.segments, columns: ExportedPerson.columns)
    try index.list(request, columns: { _ in }) { row in try body(ExportedPerson(row, settings: settings)) }
  }

  private func card(of person: ExportedPerson) -> ContactCard {
    var card = ContactCard(
      uid: "urn:uuid:" + StableUUID.make("customer", settings.name, RecordID.key(person.id)),
      name: person.displayName, revision: moment.seconds)
    (card.familyName, card.givenName) = person.names
    // Phones show what stands in N: a name that cannot be taken apart goes there whole.
    if card.familyName == nil, card.givenName == nil { card.familyName = person.displayName }
    (card.familyReading, card.givenReading) = person.readings
    card.organisation = person.text("company.name") ?? person.text("company")
    card.phones = person.phones.map { $0.international ?? $0.typed }
    card.emails = person.list("email")
    var address = ContactCard.Address()
    address.street = person.text("address.street") ?? ""
    address.city = person.text("address.city") ?? ""
    address.region = person.text("address.region") ?? ""
    address.postalCode = person.text("address.postal_code") ?? ""
    address.country = person.text("address.country") ?? ""
    card.address = address
    card.birthday = person.birthday
    card.categories = person.list("tags")
    return card
  }

  // MARK: Calendars

  /// A calendar of open tasks, of one member or of all. Returns how many.
  package func taskCalendar(
    member: String?, _ body: (String) throws -> Void
  ) throws(DaichoError) -> Int {
    let tasks = try index.openTasks(dueBy: Workspace.lastDay, member: member)
    var seen: [String: Int] = [:]
    let events = tasks.map { task in
      let reference = task.record.reference
      let key = "\(reference.kind.folder)/\(reference.id.key)\n\(task.text)"
      seen[key, default: 0] += 1
      let title = task.record.title ?? reference.id.text
      let when: CalendarEvent.When =
        task.minute.map { .at(moment.zone.instant(DateAndTime(date: task.due, minute: $0))) }
        ?? .allDay(task.due)
      let words = task.text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return CalendarEvent(
        uid: StableUUID.make("task", settings.name, key, String(seen[key] ?? 1)), when: when,
        summary: "\(words.first ?? "") — \(title)",
        description: ([String(reference.description)] + words.dropFirst().map(String.init)).joined(
          separator: "\n"),
        categories: task.member.map { [memberName($0)] } ?? [])
    }
    return try calendar(named: .taskCalendar(settings.name), events, body)
  }

  private func memberName(_ id: String) -> String { settings.members.first { $0.id == id }?.name ?? id }

  private static let lastDay = CalendarDate(year: 9999, month: 12, day: 31) ?? CalendarDate(day: 0)

  /// A calendar of customers' birthdays, every year. Returns how many.
  package func birthdayCalendar(
    _ choice: CustomerChoice, _ body: (String) throws -> Void
  ) throws(DaichoError) -> Int {
    var choice = choice
    choice.filters.append("birthday is set")
    let title = Wording.birthdayCalendar(settings.name)(language)
    var count = 0
    try wrapped { try body(CalendarEvent.opening(name: title)) }
    try people(choice) { person in
      guard let birthday = person.birthday else { return }
      let event = CalendarEvent(
        uid: StableUUID.make("birthday", settings.name, RecordID.key(person.id)), when: .everyYear(birthday),
        summary: Wording.birthdayOf(person.displayName, born: birthday.year)(language),
        description: "customers/\(person.id)")
      try body(event.text(stamp: moment.seconds))
      count += 1
    }
    try wrapped { try body(CalendarEvent.closing) }
    return count
  }

  private func calendar(
    named name: Wording, _ events: [CalendarEvent], _ body: (String) throws -> Void
  ) throws(DaichoError) -> Int {
    try wrapped {
      try body(CalendarEvent.opening(name: name(language)))
      for event in events { try body(event.text(stamp: moment.seconds)) }
      try body(CalendarEvent.closing)
    }
    return events.count
  }

  /// What a face's own writing throws is one of our errors already.
  func wrapped<T>(_ work: () throws -> T) throws(DaichoError) -> T {
    switch Result(catching: work) {
    case .success(let value): return value
    case .failure(let error):
      if let error = error as? DaichoError { throw error }
      throw .exportFailed("\(error)")
    }
  }
}

extension Workspace {
  /// Refuses a place where an export would become part of the register, or of git.
  package func refuseExport(to path: String) throws(DaichoError) {
    guard let relative = insidePath(path) else { return }
    let top = relative.prefix { $0 != "/" }
    if relative.isEmpty || top == ".git" || top == ".daicho" || Workspace.isOwn(relative) {
      throw .exportInside(path)
    }
  }

  package func isInside(_ path: String) -> Bool { insidePath(path) != nil }

  /// Relative to the workspace, symlinks followed; `nil` outside.
  private func insidePath(_ path: String) -> String? {
    try? relativePath(path, from: "/")
  }
}
