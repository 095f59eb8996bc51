import DaichoFiles
import DaichoInsight
import DaichoModel
import DaichoQuery
import GRDB
import OrderedCollections

/// What one campaign cost and brought. `nil` is what nothing could tell.
package struct CampaignReturn: Sendable, Hashable {
  package let id: String
  package let name: String?
  /// Addresses that a mail was accepted for.
  package var sent: Int?
  /// People who opened, and who clicked.
  package var opens: Int?
  package var clicks: Int?
  /// Orders owed to it, by what tells so.
  package var orders: [Attribution.Evidence: Int] = [:]
  /// Minor units.
  package var revenue: Int64 = 0
  /// Whether any order could have been owed to it.
  package var isTracked = false
  package var cost: Int64?

  package var orderCount: Int? { isTracked ? orders.values.reduce(0, +) : nil }
  package var measuredRevenue: Int64? { isTracked ? revenue : nil }

  /// What came back beyond the cost, in parts of it; `nil` where one of both is not known, or it cost
  /// nothing.
  package var returnOnCost: Double? {
    guard isTracked, let cost, cost > 0 else { return nil }
    return (Double(revenue) - Double(cost)) / Double(cost)
  }
}

extension WorkspaceIndex {
  /// Campaigns with what they cost and what orders are owed to them, the most revenue first.
  ///
  /// - Parameter request: its period is of what happened: sends, opens, clicks and orders; with one,
  ///   campaigns of which nothing happened within are left out. Its conditions are of campaigns.
  package func returnReport(_ request: ReportRequest) throws(DaichoError) -> [CampaignReturn] {
    try read { database in
      let questions = try Questions(database: database, index: self)
      var reading = ReturnReading(
        database: database, today: self.moment.today.day,
        period: request.period.until(self.moment.today))
      try reading.readCampaigns()
      try reading.readGivenCodes()
      try reading.readSends()
      let touches = try reading.readEvents()
      try reading.attributeOrders(
        Attribution(touches, windowDays: self.settings.attributionDays))
      var shown: Set<String>?
      if !request.isUnconditional {
        let condition = try questions.condition(of: request, .campaigns)
        let rows = try self.reportRows(
          SQLTemplate(
            schema: "SELECT {row}.key FROM campaigns {row} WHERE \(condition.text)", condition.arguments),
          database)
        var keys: Set<String> = []
        while let row = try rows.next() { keys.insert(row[0]) }
        shown = keys
      }
      return reading.answer(of: shown, isOfPeriod: !request.period.isAlways)
    }
  }
}

/// An order that is owed to a campaign.
struct OwedOrder {
  let campaign: Int
  /// `nil` for nobody known.
  let customer: Int64?
  let day: Int
  /// Minor units.
  let amount: Int64
}

/// Puts together what the files say of each campaign.
struct ReturnReading {
  let database: Database
  let today: Int
  let period: DayPeriod
  private var campaigns: [CampaignReturn] = []
  private var keys: [String] = []
  private var places: [String: Int] = [:]
  /// Exact codes, and what codes begin with, folded.
  private var codes: [String: Int] = [:]
  private var prefixes: [(String, Int)] = []
  private var wasTracked: Set<Int> = []
  private(set) var owed: [OwedOrder] = []

  init(database: Database, today: Int, period: DayPeriod) {
    self.database = database
    self.today = today
    self.period = period
  }

  mutating func readCampaigns() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT c.id, c.key, c.name, c.cost_base, s.json FROM campaigns c
        LEFT JOIN structures s ON s.record = c.record AND s.field = 'coupon' ORDER BY c.key
        """)
    while let row = try rows.next() {
      let index = campaigns.count
      var campaign = CampaignReturn(id: row[0], name: row[2])
      campaign.cost = row[3]
      campaigns.append(campaign)
      keys.append(row[1])
      places[row[1]] = index
      if let json = row[4] as String?, case .object(let coupon) = try? JSONReader.read(json) {
        if case .string(let code) = coupon["code"] { codes[TextFolding.fold(code)] = index }
        if case .string(let prefix) = coupon["prefix"], !prefix.isEmpty {
          prefixes.append((TextFolding.fold(prefix), index))
        }
      }
    }
  }

  /// The campaign of a name in a ledger; one that no file is of gets a place too.
  mutating func place(_ name: String) -> Int {
    if let known = places[name] { return known }
    let key = RecordID.key(name)
    let index = places[key] ?? campaigns.count
    if index == campaigns.count {
      campaigns.append(CampaignReturn(id: name, name: nil))
      keys.append(key)
      places[key] = index
    }
    places[name] = index
    return index
  }

  /// Codes of one's own, which only the journal knows: those of a file, and those under a prefix that has been
  /// changed since.
  mutating func readGivenCodes() throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT DISTINCT campaign, coupon FROM sends WHERE coupon IS NOT NULL")
    while let row = try rows.next() {
      let code = TextFolding.fold(row[1])
      if codes[code] == nil { codes[code] = place(row[0]) }
    }
  }

  mutating func readSends() throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT campaign, count(DISTINCT CASE WHEN state = 'accepted' AND day BETWEEN ? AND ? THEN lower(address) END)
        FROM sends WHERE day <= ? GROUP BY campaign
        """, arguments: [period.firstDay, period.lastDay, today])
    while let row = try rows.next() {
      let index = place(row[0])
      campaigns[index].sent = (campaigns[index].sent ?? 0) + (row[1] as Int)
    }
  }

  /// Counts who opened and clicked, and gives every touch of somebody known. What only machines have opened
  /// was opened by nobody, which is known of it.
  mutating func readEvents() throws -> [Attribution.Touch] {
    struct Person: Hashable {
      let campaign: Int
      let isClick: Bool
      let name: String
    }
    var people: Set<Person> = []
    var touches: [Attribution.Touch] = []
    var seen: (opens: Set<Int>, clicks: Set<Int>) = ([], [])
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT e.campaign, e.kind, e.day, e.at, p.record, coalesce(p.handle, e.email, e.visitor, e.event_id, ''),
          \(Vocabulary.isOfPerson)
        FROM events e LEFT JOIN parties p ON p.id = e.party
        WHERE e.campaign IS NOT NULL AND e.kind IN ('open', 'click') AND NOT e.superseded AND e.day <= ?
        """, arguments: [today])
    while let row = try rows.next() {
      let index = place(row[0])
      let isClick = (row[1] as String) == "click"
      let day: Int = row[2]
      if isClick { seen.clicks.insert(index) } else { seen.opens.insert(index) }
      guard row[6] as Bool else { continue }
      let record: Int64? = row[4]
      if period.contains(day) {
        people.insert(Person(campaign: index, isClick: isClick, name: record.map { "\($0)" } ?? row[5]))
      }
      if let record {
        touches.append(
          Attribution.Touch(customer: record, day: day, at: row[3], isClick: isClick, campaign: index))
      }
    }
    for index in seen.opens { campaigns[index].opens = 0 }
    for index in seen.opens.union(seen.clicks) { campaigns[index].clicks = 0 }
    for person in people {
      if person.isClick {
        campaigns[person.campaign].clicks? += 1
      } else {
        campaigns[person.campaign].opens? += 1
      }
    }
    wasTracked = seen.opens.union(seen.clicks)
    return touches
  }

  private struct OrderKey: Hashable {
    let party: Int64
    let order: UInt64
  }

  private struct Order {
    let customer: Int64?
    var day: Int
    var amount: Int64 = 0
    var coupon: Int?
  }

  /// Gives each order to the campaign it is owed to. Only orders of people who were touched, and those
  /// that name a coupon, are looked at.
  mutating func attributeOrders(_ attribution: Attribution) throws {
    let coupons = try couponWords()
    let list = coupons.keys.map(String.init).joined(separator: ", ")
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT o.party, p.record, o.order_id, o.day, o.amount, o.coupon
        FROM order_rows o JOIN parties p ON p.id = o.party
        WHERE o.party IN (
          SELECT q.id FROM parties q WHERE q.record IN (
            SELECT t.record FROM events e JOIN parties t ON t.id = e.party
            WHERE e.campaign IS NOT NULL AND e.kind IN ('open', 'click') AND t.record IS NOT NULL)
          UNION SELECT c.party FROM order_rows c WHERE c.coupon IN (\(list)))
        AND o.counts AND NOT o.superseded AND o.day <= ?
        """, arguments: [today])
    var orders: [OrderKey: Order] = [:]
    while let row = try rows.next() {
      let record: Int64? = row[1]
      // Somebody may be in the ledger by several handles; orders of nobody known are apart.
      let key = OrderKey(
        party: record ?? -(row[0] as Int64) - 1, order: UInt64(bitPattern: StableHash.of(row[2] as String)))
      var order = orders[key] ?? Order(customer: record, day: row[3])
      order.day = min(order.day, row[3])
      order.amount = order.amount.addingSaturating(row[4] ?? 0)
      if let word = row[5] as Int64?, let campaign = coupons[word] { order.coupon = campaign }
      orders[key] = order
    }
    for order in orders.values {
      if let coupon = order.coupon { wasTracked.insert(coupon) }
      guard period.contains(order.day),
        let owed = attribution.campaign(of: order.customer, on: order.day, coupon: order.coupon)
      else { continue }
      self.owed.append(
        OwedOrder(campaign: owed.campaign, customer: order.customer, day: order.day, amount: order.amount))
      campaigns[owed.campaign].orders[owed.evidence, default: 0] += 1
      campaigns[owed.campaign].revenue = campaigns[owed.campaign].revenue.addingSaturating(order.amount)
    }
    let withCode = Set(codes.values).union(prefixes.map(\.1))
    for index in campaigns.indices {
      campaigns[index].isTracked =
        wasTracked.contains(index) || (withCode.contains(index) && campaigns[index].sent != nil)
    }
  }

  /// The campaigns of words that orders name as coupons; of several beginnings the longest.
  private func couponWords() throws -> [Int64: Int] {
    guard !codes.isEmpty || !prefixes.isEmpty else { return [:] }
    var found: [Int64: Int] = [:]
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT w.id, coalesce(w.folded, w.text) FROM words w
        WHERE w.id IN (SELECT DISTINCT o.coupon FROM order_rows o WHERE o.coupon IS NOT NULL)
        """)
    while let row = try rows.next() {
      let word: String = row[1]
      found[row[0]] =
        codes[word]
        ?? prefixes.filter { word.hasPrefix($0.0) }.max { $0.0.utf8.count < $1.0.utf8.count }?.1
    }
    return found
  }

  func answer(of shown: Set<String>?, isOfPeriod: Bool) -> [CampaignReturn] {
    zip(keys, campaigns).filter { key, campaign in
      if let shown, !shown.contains(key) { return false }
      guard isOfPeriod else { return true }
      return (campaign.sent ?? 0) + (campaign.opens ?? 0) + (campaign.clicks ?? 0)
        + (campaign.orderCount ?? 0) > 0
    }.map(\.1).sorted {
      // Measured before not measured, then by revenue, then by name.
      let (a, b) = ($0.measuredRevenue, $1.measuredRevenue)
      if a != b { return (a ?? .min) > (b ?? .min) }
      return $0.id < $1.id
    }
  }
}
