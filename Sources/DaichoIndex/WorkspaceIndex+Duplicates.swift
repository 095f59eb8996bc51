import DaichoInsight
import DaichoModel
import GRDB

/// A record as the search for duplicates sees it.
package struct DuplicateRecord: Sendable {
  package let row: Int64
  package let reference: Reference
  package let name: String
  /// Keys of records that somebody has said are others.
  package let notDuplicate: [String]
  /// How much is written about them: of two, the fuller is the one to keep.
  package let fullness: Int
}

extension WorkspaceIndex {
  /// Every customer or company with what duplicates are found by, one by one.
  package func duplicateRecords(
    _ kind: Kind, _ body: (DuplicateRecord, DuplicateTraits) -> Void
  ) throws(DaichoError) {
    try read { database in
      guard let connection = database.sqliteConnection, let table = KindTable.all[kind] else { return }
      let columns = DuplicateColumns(table)
      let records = try SQLiteCursor(
        connection,
        """
        SELECT k.record, k.id, \(columns.sql) FROM \(kind.folder) k ORDER BY k.record
        """)
      let values = try SQLiteCursor(
        connection,
        """
        SELECT record, field, coalesce(folded, value) FROM field_values
        WHERE field IN ('email', 'phone', 'not_duplicate') OR (field > 'ids.' AND field < 'ids/')
        ORDER BY record, field, position
        """)
      var hasValue = try values.step()
      while try records.step() {
        let row = records.integer(0)
        while hasValue, values.integer(0) < row { hasValue = try values.step() }
        var (traits, fullness) = columns.traits(records)
        var notDuplicate: [String] = []
        while hasValue, values.integer(0) == row {
          let (field, value) = (values.text(1), values.text(2))
          fullness += 1
          switch field {
          case "email": traits.emails.append(value)
          case "phone": traits.phones.append(value)
          case "not_duplicate": notDuplicate.append(value)
          default: traits.ids.append((String(field.dropFirst(4)), value))
          }
          hasValue = try values.step()
        }
        guard let id = RecordID(records.text(1)) else { continue }
        let name = traits.name
        if kind == .companies { traits.name = TextFolding.companyName(name) }
        body(
          DuplicateRecord(
            row: row, reference: Reference(kind, id), name: name,
            notDuplicate: notDuplicate, fullness: fullness), traits)
      }
    }
  }

  /// Where a record's file is, and how many orders it has.
  package func standing(of records: [DuplicateRecord]) throws(DaichoError) -> [Int64: (
    path: String, orders: Int
  )] {
    try read(refreshed: false) { database in
      var found: [Int64: (path: String, orders: Int)] = [:]
      let statement = try database.makeStatement(
        sql: """
          SELECT f.path, coalesce(t.orders, 0) FROM files f LEFT JOIN order_totals t ON t.record = f.id
          WHERE f.id = ?
          """)
      for record in records where found[record.row] == nil {
        guard let row = try Row.fetchOne(statement, arguments: [record.row]) else { continue }
        found[record.row] = (row[0], row[1])
      }
      return found
    }
  }
}

/// The columns of a kind that tell people or companies apart.
private struct DuplicateColumns {
  private static let fields = [
    "name", "family_name", "given_name", "kana", "address.postal_code", "address.region", "address.city",
    "address.street", "company", "domain", "url", "birthday",
  ]
  let sql: String
  /// Places in the row, by field.
  private let places: [String: Int32]

  init(_ table: KindTable) {
    var names: [String] = []
    var places: [String: Int32] = [:]
    for field in DuplicateColumns.fields {
      guard let index = table.column(field) else { continue }
      places[field] = Int32(2 + names.count)
      let column = table.columns[index]
      switch column.storage {
      case .reference: names.append("k.\"\(column.name)_key\"")
      case .anniversary: names += ["k.\"\(column.name)\"", "k.\"\(column.name)_year\""]
      default: names.append("k.\"\(column.name)\"")
      }
    }
    sql = names.joined(separator: ", ")
    self.places = places
  }

  func traits(_ row: SQLiteCursor) -> (DuplicateTraits, fullness: Int) {
    var fullness = 0
    func text(_ field: String) -> String {
      guard let place = places[field] else { return "" }
      let text = row.text(place)
      if !text.isEmpty { fullness += 1 }
      return text
    }
    var traits = DuplicateTraits()
    traits.name = text("name")
    traits.familyName = text("family_name")
    traits.givenName = text("given_name")
    traits.kana = text("kana")
    traits.postalCode = text("address.postal_code")
    traits.region = text("address.region")
    traits.city = text("address.city")
    traits.street = text("address.street")
    traits.company = text("company")
    traits.domain = DuplicateColumns.host(of: text("domain")) ?? DuplicateColumns.host(of: text("url")) ?? ""
    if let place = places["birthday"], !row.isNull(place) {
      let (day, year) = (row.integer(place), row.integer(place + 1))
      traits.birthday = Anniversary(
        typed: year > 0 ? "\(year)-\(day / 100)-\(day % 100)" : "\(day / 100)-\(day % 100)")
      fullness += 1
    }
    return (traits, fullness)
  }

  /// `https://www.example.com/about` is at `example.com`.
  private static func host(of text: String) -> String? {
    guard !text.isEmpty else { return nil }
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let host = text[start...].prefix { $0 != "/" && $0 != ":" }.lowercased()
    return host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
  }
}
