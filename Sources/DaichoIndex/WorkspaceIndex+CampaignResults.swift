import DaichoInsight
import DaichoModel
import GRDB
import OrderedCollections

/// What a campaign came to: what was sent, what came back, and what was bought.
package struct CampaignResults: Sendable {
  /// Of everybody who was mailed, or of one variant.
  package struct Group: Sendable {
    /// `nil`: all, or those without a variant.
    package var variant: String?
    /// Mails by the state they came to, in the journal's words.
    package var states: [String: Int] = [:]
    /// Of the skipped and failed, why.
    package var reasons: [String: Int] = [:]
    /// People, each counted once.
    package var opened = 0
    package var clicked = 0
    package var unsubscribed = 0
    package var bounced = 0
    package var complained = 0
    /// Orders owed to the campaign: `Attribution`.
    package var orders = 0
    /// Minor units of the workspace's currency.
    package var revenue: Int64 = 0
    /// People who bought anything within the window after their mail, owed to it or not: what is compared
    /// with the control group.
    package var buyers = 0

    package var accepted: Int { states["accepted"] ?? 0 }
    package var recipients: Int { states.values.reduce(0, +) }
  }

  /// Those of the audience who were not mailed, on purpose.
  package struct Control: Sendable {
    package var people = 0
    package var buyers = 0
    /// Minor units.
    package var revenue: Int64 = 0
  }

  package let id: String
  package let occurrence: String?
  package var all = Group()
  /// In the order of their names; empty without variants.
  package var variants: [Group] = []
  /// `nil` without a holdout.
  package var control: Control?
  /// What those who were mailed bought within the window, owed to the campaign or not; minor units.
  package var boughtByMailed: Int64 = 0
  package let windowDays: Int
  /// Days on which mails went out.
  package var firstDay: Int?
  package var lastDay: Int?
}

extension WorkspaceIndex {
  /// The results of a campaign, of all its occurrences together unless one is named. `nil` where nothing was
  /// ever sent.
  package func campaignResults(_ id: String, occurrence: String? = nil) throws(DaichoError)
    -> CampaignResults?
  {
    try read { database in try self.results(of: [id], occurrence: occurrence, database).first }
  }

  /// The results of every campaign that was sent, by id.
  ///
  /// - Parameter request: its period is of the days on which mails went out, its conditions are of campaigns.
  package func campaignResults(for request: ReportRequest) throws(DaichoError) -> [CampaignResults] {
    var wanted: Set<String>?
    if !request.isUnconditional {
      var found: Set<String> = []
      let list = ListRequest(
        .campaigns, filters: request.conditions, segments: request.segments, columns: ["id"])
      try self.list(list, columns: { _ in }) { row in found.insert(RecordID.key(row.id)) }
      wanted = found
    }
    return try read { database in
      let ids = try String.fetchAll(
        database,
        sql: "SELECT min(campaign) FROM sends WHERE day <= ? GROUP BY lower(campaign) ORDER BY 1",
        arguments: [self.moment.today.day])
      return try self.results(
        of: ids.filter { wanted?.contains(RecordID.key($0)) ?? true }, occurrence: nil, database
      ).filter { results in
        guard !request.period.isAlways else { return true }
        guard let first = results.firstDay, let last = results.lastDay else { return false }
        return first <= request.period.lastDay && last >= request.period.firstDay
      }
    }
  }

  private func results(
    of ids: [String], occurrence: String?, _ database: Database
  ) throws -> [CampaignResults] {
    let (today, windowDays) = (moment.today.day, settings.attributionDays)
    var returns = ReturnReading(database: database, today: today, period: DayPeriod.always)
    try returns.readCampaigns()
    try returns.readGivenCodes()
    let touches = try returns.readEvents()
    let places = ids.map { returns.place($0) }
    try returns.attributeOrders(Attribution(touches, windowDays: windowDays))
    var answers: [CampaignResults] = []
    for (id, place) in zip(ids, places) {
      var reading = ResultsReading(
        results: CampaignResults(id: id, occurrence: occurrence, windowDays: windowDays), today: today,
        database: database)
      guard try reading.readSends() else { continue }
      try reading.readEvents()
      reading.add(returns.owed.filter { $0.campaign == place })
      try reading.readPurchases()
      answers.append(reading.answer)
    }
    return answers
  }
}

/// Puts together what the journal, the events and the orders say of one campaign.
private struct ResultsReading {
  private(set) var results: CampaignResults
  let today: Int
  let database: Database

  private struct Mailed {
    let variant: String?
    let day: Int
    let isHeld: Bool
  }

  /// By the customer's record, and by the address of those who are in nobody's.
  private var people: [Int64: Mailed] = [:]
  private var addresses: [String: Mailed] = [:]
  private var variants: OrderedDictionary<String, CampaignResults.Group> = [:]

  init(results: CampaignResults, today: Int, database: Database) {
    self.results = results
    self.today = today
    self.database = database
  }

  private mutating func change(_ variant: String?, _ body: (inout CampaignResults.Group) -> Void) {
    body(&results.all)
    guard let variant else { return }
    var group = variants[variant] ?? CampaignResults.Group(variant: variant)
    body(&group)
    variants[variant] = group
  }

  /// Whether somebody was on a list for another channel: letters are not counted among mails, where there are
  /// mails.
  private static func isList(_ table: String) -> String {
    let names = SendChannel.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return "\(table).occurrence IN (\(names))"
  }

  /// - Returns: whether there is any mail.
  mutating func readSends() throws -> Bool {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT p.record, s.address, s.variant, s.state, s.reason, s.day FROM sends s
        LEFT JOIN parties p ON p.id = s.party
        WHERE lower(s.campaign) = lower(:id) AND s.day <= :today
        AND (:occurrence IS NULL OR s.occurrence = :occurrence)
        AND (:occurrence IS NOT NULL OR NOT coalesce(\(ResultsReading.isList("s")), 0)
          OR NOT EXISTS (SELECT 1 FROM sends m WHERE lower(m.campaign) = lower(:id) AND m.day <= :today
            AND NOT coalesce(\(ResultsReading.isList("m")), 0)))
        """, arguments: ["id": results.id, "occurrence": results.occurrence, "today": today])
    var isEmpty = true
    while let row = try rows.next() {
      isEmpty = false
      let (variant, state, reason): (String?, String, String?) = (row[2], row[3], row[4])
      let isHeld = reason == "holdout"
      if isHeld {
        results.control = results.control ?? CampaignResults.Control()
        results.control?.people += 1
      } else {
        change(variant) { group in
          group.states[state, default: 0] += 1
          if let reason, state == "skipped" || state == "failed" { group.reasons[reason, default: 0] += 1 }
        }
      }
      guard isHeld || state == "accepted" else { continue }
      results.firstDay = min(results.firstDay ?? row[5], row[5])
      results.lastDay = max(results.lastDay ?? row[5], row[5])
      let mailed = Mailed(variant: variant, day: row[5], isHeld: isHeld)
      if let record = row[0] as Int64? {
        people[record] = mailed
      }
      if let address = row[1] as String? { addresses[TextFolding.fold(address)] = mailed }
    }
    return !isEmpty
  }

  /// Each person once for each kind of event. Opens and clicks of machines don't count.
  mutating func readEvents() throws {
    struct Happening: Hashable {
      let kind: String
      let person: String
    }
    var seen: Set<Happening> = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT e.kind, p.record, e.email FROM events e LEFT JOIN parties p ON p.id = e.party
        WHERE lower(e.campaign) = lower(?) AND NOT e.superseded AND e.day <= ?
        AND \(Vocabulary.isOfPerson)
        AND e.kind IN ('open', 'click', 'unsubscribe', 'bounce', 'complaint')
        """, arguments: [results.id, today])
    while let row = try rows.next() {
      let (kind, record, email): (String, Int64?, String?) = (row[0], row[1], row[2])
      let mailed = record.flatMap { people[$0] } ?? email.flatMap { addresses[$0] }
      let person = record.map { "\($0)" } ?? email ?? ""
      guard seen.insert(Happening(kind: kind, person: person)).inserted else { continue }
      // Somebody who clicks has opened, whether or not pictures were loaded.
      let isFirstOpen =
        kind == "click" && seen.insert(Happening(kind: "open", person: person)).inserted
      if mailed == nil, results.occurrence != nil { continue }
      change(mailed?.variant) { group in
        switch kind {
        case "open": group.opened += 1
        case "click":
          group.clicked += 1
          if isFirstOpen { group.opened += 1 }
        case "unsubscribe": group.unsubscribed += 1
        case "bounce": group.bounced += 1
        default: group.complained += 1
        }
      }
    }
  }

  mutating func add(_ orders: [OwedOrder]) {
    for order in orders {
      let mailed = order.customer.flatMap { people[$0] }
      if results.occurrence != nil {
        guard let mailed, (mailed.day...mailed.day + results.windowDays).contains(order.day) else { continue }
      }
      change(mailed?.variant) { group in
        group.orders += 1
        group.revenue = group.revenue.addingSaturating(order.amount)
      }
    }
  }

  /// What everybody on the list bought within the window after the day of their mail.
  mutating func readPurchases() throws {
    guard let first = people.values.map(\.day).min(), let last = people.values.map(\.day).max() else {
      return
    }
    var buyers: Set<Int64> = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT p.record, o.day, o.amount FROM order_rows o JOIN parties p ON p.id = o.party
        WHERE o.counts AND NOT o.superseded AND p.record IS NOT NULL AND o.day BETWEEN ? AND ?
        """, arguments: [first, min(last + results.windowDays, today)])
    while let row = try rows.next() {
      let record: Int64 = row[0]
      guard let mailed = people[record],
        (mailed.day...mailed.day + results.windowDays).contains(row[1] as Int)
      else { continue }
      let isNew = buyers.insert(record).inserted
      let amount: Int64 = row[2] ?? 0
      if mailed.isHeld {
        var control = results.control ?? CampaignResults.Control()
        control.revenue = control.revenue.addingSaturating(amount)
        if isNew { control.buyers += 1 }
        results.control = control
      } else {
        results.boughtByMailed = results.boughtByMailed.addingSaturating(amount)
        if isNew { change(mailed.variant) { $0.buyers += 1 } }
      }
    }
  }

  var answer: CampaignResults {
    var results = results
    results.variants = variants.values.sorted { ($0.variant ?? "") < ($1.variant ?? "") }
    return results
  }
}
