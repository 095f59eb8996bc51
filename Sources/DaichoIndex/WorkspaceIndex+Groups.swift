import DaichoModel
import DaichoQuery
import GRDB

/// Records counted and added up by what they have in common.
package struct GroupRequest: Sendable {
  /// Its columns are what is added up; its sort keys are group fields, these, and `count`.
  package var records: ListRequest
  /// Names of columns. A record counts once for each item of a list, each of its tags.
  package var fields: [String]

  package init(_ records: ListRequest, by fields: [String]) {
    self.records = records
    var seen: Set<String> = []
    self.fields = fields.filter { seen.insert($0).inserted }
  }

  /// What is added up unless something else is asked for.
  package static func usualSums(_ kind: Kind) -> [String] {
    switch kind {
    case .customers, .companies: ["orders.total"]
    case .deals: ["amount"]
    case .products: ["stock"]
    default: []
    }
  }
}

package struct GroupAnswer: Sendable {
  package struct Group: Sendable {
    /// One for each field asked; null where the records have none.
    package var values: [JSONValue]
    package var count: Int
    /// Amounts in the workspace's currency, in major units.
    package var sums: [JSONValue]
  }

  package let fields: [ListColumn]
  package let sums: [ListColumn]
  package var groups: [Group]
  /// Of all groups, before a limit.
  package let groupCount: Int
  /// Over the records: one that is in several groups counts once.
  package let total: Group
  /// Whether a record is in several groups.
  package let overlaps: Bool
  /// By sum: amounts in a currency that `rates:` does not know, which are in no sum.
  package let unconverted: [Int]
}

extension WorkspaceIndex {
  package func groups(_ request: GroupRequest) throws(DaichoError) -> GroupAnswer {
    try read { database in
      let questions = try Questions(database: database, index: self)
      var named = request.records
      named.columns = request.fields + (request.records.columns ?? [])
      named.sort = []
      let catalogue = questions.catalogue(request.records.kind, try questions.vocabulary(for: named))
      let fields = try request.fields.flatMap(catalogue.expanded).map(catalogue.column)
      let sums = try (request.records.columns ?? []).map { name in
        try GroupSum(try catalogue.column(name), catalogue.entity)
      }
      let condition = try questions.condition(of: request.records)
      let statement = GroupSum.statement(fields, sums, condition, request.records.kind)
        .placed(row: "r", today: self.moment.today, now: self.moment.epoch)
      let reader = CellReader(settings: self.settings, zone: self.moment.zone)
      var table = GroupTable(sums: sums.count)
      try self.derived(database).prepare(for: statement.text)
      let rows = try Row.fetchCursor(database, sql: statement.text, arguments: statement.grdbArguments)
      while let row = try rows.next() {
        let values = fields.indices.map { reader.cell(row, at: $0, fields[$0].content) }
        let first = fields.count + 1
        table.add(
          values, count: row[fields.count],
          sums: sums.indices.map { row[first + $0 * 2] },
          unconverted: sums.indices.map { row[first + $0 * 2 + 1] })
      }
      func shown(_ group: GroupTable.Group) -> GroupAnswer.Group {
        GroupAnswer.Group(
          values: group.values, count: group.count,
          sums: zip(group.sums, sums).map { $1.value($0, self.settings.currency) })
      }
      var groups = table.groups.values.map(shown)
      let keys = fields.map(\.key) + ["count"] + sums.map(\.column.key)
      try GroupOrder(request.records.sort, keys: keys).sort(&groups)
      return GroupAnswer(
        fields: fields, sums: sums.map(\.outputColumn),
        groups: Array(groups.prefix(request.records.limit ?? .max)),
        groupCount: groups.count, total: shown(table.total), overlaps: table.overlaps,
        unconverted: table.unconverted)
    }
  }
}

/// A column that is added up.
private struct GroupSum {
  let column: ListColumn
  let isMoney: Bool
  /// In the workspace's currency, as filters compare.
  private let value: SQLTemplate
  /// What tells an amount that has no value there.
  private let written: SQLTemplate?

  init(_ column: ListColumn, _ entity: QueryEntity) throws(DaichoError) {
    switch column.content {
    case .number, .boolean, .money: (isMoney, written) = (column.content == .money, nil)
    case .moneyWithCurrency: (isMoney, written) = (true, column.value)
    default: throw .notSummable(column.key)
    }
    self.column = column
    value = entity.fields[column.key]?.value ?? column.value
  }

  var outputColumn: ListColumn {
    ListColumn(
      key: column.key, heading: column.heading, content: isMoney ? .money : .number, value: column.value)
  }

  func value(_ sum: Double, _ currency: Currency) -> JSONValue {
    guard sum.isFinite, sum.magnitude < 9e18 else { return .null }
    if isMoney {
      let minor = Int64(sum.rounded(.toNearestOrAwayFromZero))
      return .decimal(Money(minor: minor, currency: currency).decimal)
    }
    return sum == sum.rounded() && sum.magnitude < 1e15 ? .integer(Int64(sum)) : .number("\(sum)")
  }

  /// A row for each combination of values: the values, how many records, each sum and what is not in it.
  /// TOTAL adds whole numbers exactly up to 2^53 and never overflows.
  static func statement(
    _ fields: [ListColumn], _ sums: [GroupSum], _ condition: SQLTemplate, _ kind: Kind
  ) -> SQLTemplate {
    var selected = fields.map(\.value)
    selected.append("count(*)")
    for sum in sums {
      selected.append(SQLTemplate(schema: "TOTAL(\(sum.value.text))", sum.value.arguments))
      let left = sum.written.map {
        SQLTemplate(
          schema: "coalesce(sum((\($0.text)) IS NOT NULL AND (\(sum.value.text)) IS NULL), 0)",
          $0.arguments + sum.value.arguments)
      }
      selected.append(left ?? "0")
    }
    let places = fields.indices.map { String($0 + 1) }.joined(separator: ", ")
    return SQLTemplate(
      schema: """
        SELECT \(selected.map(\.text).joined(separator: ",\n  "))
        FROM \(kind.folder) {row} WHERE \(condition.text) GROUP BY \(places)
        """, selected.flatMap(\.arguments) + condition.arguments)
  }
}

/// Puts together what differs in spelling alone, and takes lists apart.
private struct GroupTable {
  struct Group {
    var values: [JSONValue]
    var count = 0
    var sums: [Double]
    /// How many records the spelling shown is of.
    var spelled = 0
  }

  var groups: [[String?]: Group] = [:]
  var total: Group
  var overlaps = false
  var unconverted: [Int]

  init(sums: Int) {
    total = Group(values: [], sums: Array(repeating: 0, count: sums))
    unconverted = Array(repeating: 0, count: sums)
  }

  mutating func add(_ values: [JSONValue], count: Int, sums: [Double], unconverted: [Int]) {
    GroupTable.add(count, sums, to: &total)
    for index in self.unconverted.indices { self.unconverted[index] += unconverted[index] }
    var combinations: [(key: [String?], values: [JSONValue])] = [([], [])]
    for value in values {
      let items = GroupTable.items(value)
      combinations = combinations.flatMap { combination in
        items.map { (combination.key + [$0.key], combination.values + [$0.value]) }
      }
    }
    if combinations.count > 1 { overlaps = true }
    for (key, values) in combinations {
      var group = groups[key] ?? Group(values: values, sums: Array(repeating: 0, count: sums.count))
      if count > group.spelled { (group.values, group.spelled) = (values, count) }
      GroupTable.add(count, sums, to: &group)
      groups[key] = group
    }
  }

  private static func add(_ count: Int, _ sums: [Double], to group: inout Group) {
    group.count += count
    for index in group.sums.indices { group.sums[index] += sums[index] }
  }

  /// Each item once; of an empty list the missing value.
  private static func items(_ value: JSONValue) -> [(key: String?, value: JSONValue)] {
    guard case .array(let items) = value else { return [(key(value), value)] }
    var seen: Set<String?> = []
    let found = items.map { (key: key($0), value: $0) }.filter { seen.insert($0.key).inserted }
    return found.isEmpty ? [(nil, .null)] : found
  }

  private static func key(_ value: JSONValue) -> String? {
    switch value {
    case .null: nil
    case .string(let text): text.isEmpty ? nil : TextFolding.fold(text)
    default: value.serialized()
    }
  }
}

/// The order of groups: by the keys asked for, else the largest first; then by the values, missing ones last.
private struct GroupOrder {
  private let keys: [(place: Int, isDescending: Bool)]
  private let count: Int

  init(_ sort: [String], keys names: [String]) throws(DaichoError) {
    count = names.firstIndex(of: "count") ?? 0
    var keys: [(place: Int, isDescending: Bool)] = []
    for key in sort {
      let name = key.hasPrefix("-") ? String(key.dropFirst()) : key
      guard let place = names.firstIndex(of: name) else { throw .unknownGroupSort(name, names) }
      keys.append((place, key.hasPrefix("-")))
    }
    self.keys = keys.isEmpty ? [(count, true)] : keys
  }

  func sort(_ groups: inout [GroupAnswer.Group]) {
    let all = keys + (0..<count).map { ($0, false) }
    groups.sort { a, b in
      for (place, isDescending) in all {
        let order = GroupOrder.compare(cell(a, place), cell(b, place), isDescending)
        if order != 0 { return order < 0 }
      }
      return false
    }
  }

  private func cell(_ group: GroupAnswer.Group, _ place: Int) -> JSONValue {
    if place < count { return group.values[place] }
    return place == count ? .integer(group.count) : group.sums[place - count - 1]
  }

  private static func compare(_ a: JSONValue, _ b: JSONValue, _ isDescending: Bool) -> Int {
    func direction(_ isBefore: Bool) -> Int { isBefore != isDescending ? -1 : 1 }
    switch (a, b) {
    case (.null, .null): return 0
    case (.null, _): return 1
    case (_, .null): return -1
    case (.number(let x), .number(let y)):
      let (x, y) = (Double(x) ?? 0, Double(y) ?? 0)
      return x == y ? 0 : direction(x < y)
    case (.string(let x), .string(let y)): return x == y ? 0 : direction(x < y)
    default: return a == b ? 0 : direction(a.serialized() < b.serialized())
    }
  }
}
