import DaichoFiles
import DaichoIndex
import DaichoModel

/// A send whose time has come, is over, or is next.
package struct DueSend: Sendable {
  package enum State: Sendable, Hashable {
    case due
    /// Begun, and something is left.
    case resuming
    /// Later than its `late_limit`.
    case late
    /// Not yet.
    case upcoming
  }

  package let campaign: FoundRecord
  package let name: SendName
  package let state: State
  /// Local.
  package let at: DateAndTime
  /// Whether each recipient has a time of their own.
  package let repetition: Repetition?
  package let day: CalendarDate
}

/// What `campaign run` did.
package struct RunOutcome: Sendable {
  package var reports: [SendReport] = []
  package var missed: [SendName] = []
  package var failures: [DaichoError] = []

  package var needsAttention: Bool {
    !failures.isEmpty || !missed.isEmpty || reports.contains(where: \.needsAttention)
  }
}

extension SendReport {
  package var needsAttention: Bool {
    if case .finished = state { return count(.failed) + count(.inDoubt) > 0 }
    return true
  }
}

extension Workspace {
  /// Hours after `send_at` within which a campaign may still go out, unless its `late_limit` says otherwise.
  static let usualLateMinutes = 120

  /// Approved campaigns with a `send_at` or `repeat`, and what is to be done about each now.
  package func dueSends() throws(DaichoError) -> [DueSend] {
    let now = DateAndTime(date: moment.today, minute: moment.local.minute ?? 0)
    var due: [DueSend] = []
    for found in try index.all(.campaigns) {
      let opened = try open(found)
      guard let status = opened.record.value("status").map({ TextFolding.fold($0.plainText) }),
        status == "approved" || status == "running"
      else { continue }
      let campaign = try campaign(found)
      let late = lateMinutes(opened.record)
      if let typed = opened.record.value("repeat")?.plainText {
        guard let repetition = Repetition(typed: typed) else { continue }
        due += try dueOccurrences(campaign, repetition, late: late, now: now)
      } else if let at = campaign.sendAt {
        let name = SendName(campaign.id)
        let standing = try standing(of: name)
        if standing == .through { continue }
        let state = standing == .begun ? .resuming : Workspace.state(at, now: now, late: late)
        due.append(
          DueSend(campaign: found, name: name, state: state, at: at, repetition: nil, day: at.date))
      }
    }
    return due.sorted {
      ($0.at.date, $0.at.minute ?? 0, $0.name.text) < ($1.at.date, $1.at.minute ?? 0, $1.name.text)
    }
  }

  /// Sends what is due; records as missed what is too late.
  package func run(_ due: [DueSend], _ options: SendOptions) throws(DaichoError) -> RunOutcome {
    var outcome = RunOutcome()
    for send in due where !options.interruption.isAsked {
      do throws(DaichoError) {
        switch send.state {
        case .upcoming: continue
        case .late:
          if try miss(send, options) { outcome.missed.append(send.name) }
        case .due, .resuming:
          let campaign = try campaign(send.campaign)
          var occasions: [String: [String]]?
          if let repetition = send.repetition, !repetition.isOfEverybody {
            occasions = try self.occasions(repetition, on: send.day)
            if occasions?.isEmpty ?? true, send.state == .due { continue }
          }
          outcome.reports.append(try self.send(campaign, as: send.name, occasions: occasions, options))
        }
      } catch {
        // Nobody to mail on this day is no news of a repeating campaign.
        if error.code == "nobody-to-mail", send.repetition != nil { continue }
        // Somebody has paused it, or it is under way: cron comes again.
        if error.code == "campaign-paused" || error.code == "already-being-sent" { continue }
        outcome.failures.append(error)
      }
    }
    return outcome
  }

  // MARK: When

  private static func minutes(_ moment: DateAndTime) -> Int { moment.date.day * 1440 + (moment.minute ?? 0) }

  private static func state(_ at: DateAndTime, now: DateAndTime, late: Int) -> DueSend.State {
    let passed = minutes(now) - minutes(at)
    return passed < 0 ? .upcoming : passed <= late ? .due : .late
  }

  private func lateMinutes(_ record: Record) -> Int {
    guard let span = record.value("late_limit").flatMap({ TimeSpan(typed: $0.plainText) }) else {
      return Workspace.usualLateMinutes
    }
    return span.duration.map { Int($0 / .seconds(60)) } ?? Workspace.usualLateMinutes
  }

  /// Occurrences that fall within the late limit, and the next one. Those before it are not made up for.
  private func dueOccurrences(
    _ campaign: Campaign, _ repetition: Repetition, late: Int, now: DateAndTime
  ) throws(DaichoError) -> [DueSend] {
    let minute = campaign.minute ?? 9 * 60
    var due: [DueSend] = []
    for back in (-31...(late / 1440 + 1)).reversed() {
      let day = now.date.adding(days: -back)
      guard repetition.falls(on: day, first: campaign.sendAt?.date) else { continue }
      let at = DateAndTime(date: day, minute: minute)
      let name = SendName(campaign.id, occurrence: repetition.occurrence(on: day))
      let standing = try standing(of: name)
      if standing == .through { continue }
      let state = standing == .begun ? .resuming : Workspace.state(at, now: now, late: late)
      if state == .late, !repetition.isOfEverybody || back > late / 1440 + 1 { continue }
      due.append(
        DueSend(campaign: campaign.found, name: name, state: state, at: at, repetition: repetition, day: day))
      if state == .upcoming { break }
    }
    return due
  }

  private enum Standing { case notBegun, begun, through }

  private func standing(of name: SendName) throws(DaichoError) -> Standing {
    let report = try sendStatus(name)
    return switch report.state {
    case .notStarted: .notBegun
    case .finished, .missed: .through
    case .running, .stopped, .paused: .begun
    }
  }

  /// - Returns: whether it was recorded now.
  private func miss(_ send: DueSend, _ options: SendOptions) throws(DaichoError) -> Bool {
    guard let repository else { throw .noRepository(root) }
    let places = try SendFolder(repository)
    let lock = try SendLock(
      places.lock(of: send.name), campaign: send.name.campaign,
      holder: "process \(options.process) on \(options.host)")
    return try withExtendedLifetime(lock) { () throws(DaichoError) in
      let book = try book(of: send.name, places)
      guard book.start == nil, !book.isMissed else { return false }
      let at = send.at.description
      let line = JournalLine.run(
        "missed", send.name, at: moment.zone.timestamp(options.clock.now()), reason: "due \(at)")
      let file = try folder.appending(to: send.name.path)
      try file.append(line.bytes)
      try file.synchronize()
      var message = CommitMessage("send", [], "missed, due \(at)", trailers: [("Campaign", send.name.text)])
      message.scope = send.name.text
      try record([.asItStands(send.name.path)], as: message)
      return true
    }
  }

  // MARK: For whom

  /// Whose time has come on a day, and what for.
  func occasions(_ repetition: Repetition, on day: CalendarDate) throws(DaichoError) -> [String: [String]] {
    switch repetition {
    case .monthly, .weekly: return [:]
    case .yearly(let field, let days):
      let target = day.adding(days: -days)
      return try customers(with: field) { text in
        guard let anniversary = Anniversary(typed: text), anniversary.falls(in: target.year) == target,
          anniversary.year.map({ $0 < target.year }) ?? true
        else { return nil }
        return String(target.year)
      }
    case .oncePerCustomer(let field, let days):
      return try customers(with: field) { text in
        CalendarDate(typed: String(text.prefix(10)))?.adding(days: days) == day ? "once" : nil
      }
    case .oncePerOrder(let field, let days):
      return try index.orders(with: field, on: day.adding(days: -days))
    }
  }

  private func customers(
    with field: String, _ occasion: (String) -> String?
  ) throws(DaichoError) -> [String: [String]] {
    var found: [String: [String]] = [:]
    let request = ListRequest(.customers, filters: ["\(field) is set"], columns: [field])
    try index.list(request, columns: { _ in }) { row in
      if case .string(let text)? = row.cells.first, let occasion = occasion(text) {
        found[row.id] = [occasion]
      }
    }
    return found
  }

  /// What somebody has been sent of a repeating campaign: marks of address and occasion.
  func sentOccasions(of campaign: Campaign) throws(DaichoError) -> Set<String> {
    guard let repository else { return [] }
    let places = try SendFolder(repository)
    var marks: Set<String> = []
    for name in try sendNames(of: campaign.id) where name.occurrence != nil {
      for entry in try book(of: name, places).entries where entry.state != .skipped {
        for occasion in entry.occasion?.split(separator: ", ") ?? [] {
          marks.insert(SendName.mark(TextFolding.fold(entry.address), String(occasion)))
        }
      }
    }
    return marks
  }

  /// Every send of a campaign that has a journal, by name.
  package func sendNames(of campaign: RecordID) throws(DaichoError) -> [SendName] {
    let walk = FolderWalk.walk(folder, tops: [FolderWalk.Top("sends", suffixes: [".jsonl"])])
    return walk.directories.filter { $0.path == "sends" }.flatMap(\.entries).compactMap { entry in
      let parts = entry.name.dropLast(".jsonl".count).split(separator: "@", maxSplits: 1)
      guard let first = parts.first, RecordID(String(first)) == campaign else { return nil }
      return SendName(campaign, occurrence: parts.count == 2 ? String(parts[1]) : nil)
    }.sorted { $0.text < $1.text }
  }

  /// - Parameter occurrence: where `nil` the last one there is, a mailing before a list of another channel.
  package func sendName(of campaign: RecordID, occurrence: String?) throws(DaichoError) -> SendName {
    let names = try sendNames(of: campaign)
    if let occurrence {
      guard let name = names.first(where: { $0.occurrence == occurrence }) else {
        throw .noSuchSend("\(campaign.text)@\(occurrence)")
      }
      return name
    }
    return names.last { $0.channel == nil } ?? names.last ?? SendName(campaign)
  }
}

extension Workspace {
  /// Why a repeating campaign is not sent by hand; `nil` of any other.
  package func repetition(of campaign: Campaign) throws(DaichoError) -> DaichoError? {
    guard let typed = try open(campaign.found).record.value("repeat")?.plainText else { return nil }
    guard Repetition(typed: typed) != nil else { return .badRepetition(typed, campaign.found.path) }
    return .repeatsByItself(campaign.id.text)
  }
}
