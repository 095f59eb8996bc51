import DaichoModel
import DaichoQuery
import GRDB

/// Who fulfils a filter: ids as files have them, by `RecordID.key`.
package struct SegmentMembers: Sendable {
  package let kind: Kind
  package let ids: [String: String]
}

extension WorkspaceIndex {
  /// The same files, asked as if it were `day`.
  package func asked(on day: CalendarDate) -> WorkspaceIndex {
    WorkspaceIndex(self, today: day)
  }

  /// The rule of a segment. `unknown-segment` when there is none called `name`.
  package func segment(_ name: String) throws(DaichoError) -> SegmentDefinition {
    try read { try Questions(database: $0, index: self).segment(name) }
  }

  package func members(of segment: SegmentDefinition) throws(DaichoError) -> SegmentMembers {
    try read { database in
      let questions = try Questions(database: database, index: self)
      return try self.members(try questions.checked(segment), questions)
    }
  }

  /// - Parameter place: what stands before line and column of an error in the filter.
  package func members(
    where filter: String, of kind: Kind, place: String
  ) throws(DaichoError) -> SegmentMembers {
    try read { database in
      let questions = try Questions(database: database, index: self)
      return try self.members(try questions.checked(filter, kind, place: place), questions)
    }
  }

  private func members(_ filter: CheckedFilter, _ questions: Questions) throws -> SegmentMembers {
    let kind = Kind(rawValue: filter.entity.name) ?? .customers
    let condition = filter.compiled(in: questions.environment).condition
    let statement = SQLTemplate(
      schema: "SELECT {row}.key, {row}.id FROM \(kind.folder) {row} WHERE \(condition.text)",
      condition.arguments
    ).placed(row: "r", today: moment.today, now: moment.epoch)
    try derived(questions.database).prepare(for: statement.text)
    var ids: [String: String] = [:]
    let rows = try Row.fetchCursor(
      questions.database, sql: statement.text, arguments: statement.grdbArguments)
    while let row = try rows.next() { ids[row[0]] = row[1] }
    return SegmentMembers(kind: kind, ids: ids)
  }

  /// Those of the records that are here, with their names, in the order given.
  package func named(_ keys: [String], of kind: Kind) throws(DaichoError) -> [FoundRecord] {
    try read(refreshed: false) { database in
      let lookup = Lookup(database: database)
      if keys.count > 300 {
        // One look at the whole table rather than one for each.
        let all = try lookup.records(kind, where: "1", [])
        let byKey = Dictionary(all.map { ($0.reference.id.key, $0) }, uniquingKeysWith: { first, _ in first })
        return keys.compactMap { byKey[$0] }
      }
      return try keys.compactMap { try lookup.byKey($0, kinds: [kind]).first }
    }
  }
}
