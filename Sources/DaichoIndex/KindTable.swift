import DaichoModel

/// The table of one kind: a column or two for each built-in field that has one value.
///
/// Lists, maps, the team's own and unknown fields are rows of `field_values` instead, so that
/// daicho.yml never changes the shape of a table. Text has a companion column `…_folded`, which is NULL
/// where the folded form is the text itself.
package struct KindTable: Sendable {
  /// How a field's value lies in its columns.
  enum Storage: Sendable {
    /// `x`, `x_folded`
    case text
    /// `x` (0, 1 for booleans and prohibitions)
    case integer, real
    /// `x` in minor units of its own currency, `x_base` in those of the workspace's, where a rate is known
    case money
    /// `x`: days since 1970-01-01
    case day
    /// `x`: local day, `x_minute`: minutes since midnight
    case dayAndMinute
    /// `x`: month × 100 + day, `x_year`
    case anniversary
    /// `x` as written, `x_key` as compared
    case reference
  }

  struct Column: Sendable {
    /// Dotted, as in filters: `address.city`.
    let field: String
    let type: FieldType
    let storage: Storage
    var name: String { field.replacing(".", with: "_") }

    var sqlNames: [(name: String, type: String)] {
      switch storage {
      case .text: [(name, "TEXT"), ("\(name)_folded", "TEXT")]
      case .integer, .day: [(name, "INTEGER")]
      case .real: [(name, "REAL")]
      case .money: [(name, "INTEGER"), ("\(name)_base", "INTEGER")]
      case .dayAndMinute: [(name, "INTEGER"), ("\(name)_minute", "INTEGER")]
      case .anniversary: [(name, "INTEGER"), ("\(name)_year", "INTEGER")]
      case .reference: [(name, "TEXT"), ("\(name)_key", "TEXT")]
      }
    }
  }

  let kind: Kind
  let columns: [Column]
  /// Columns that no field of the file holds, computed when it is read.
  let computed: [(name: String, type: String)]
  /// The first of a field's SQL columns, counted from the first field column.
  let offsets: [Int]
  let width: Int
  private let indexByField: [String: Int]

  init(_ kind: Kind) {
    self.kind = kind
    var columns: [Column] = []
    for field in KindSchema.builtIn(kind).fields {
      KindTable.append(field.name, field.type, to: &columns)
    }
    self.columns = columns
    // A deal's state follows from its stage: open, won or lost. Its weight is its probability.
    computed = kind == .deals ? [("state", "TEXT"), ("weight", "REAL")] : []
    var offsets: [Int] = []
    var width = 0
    for column in columns {
      offsets.append(width)
      width += column.sqlNames.count
    }
    self.offsets = offsets
    self.width = width
    indexByField = Dictionary(
      columns.enumerated().map { ($1.field, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func column(_ field: String) -> Int? { indexByField[field] }

  private static func append(_ name: String, _ type: FieldType, to columns: inout [Column]) {
    let storage: Storage
    switch type {
    case .text, .multiline, .url, .choice, .member, .sender, .pipeline, .stage, .filter, .email, .phone,
      .duration:
      storage = .text
    case .integer, .boolean, .prohibition: storage = .integer
    case .decimal, .percent: storage = .real
    case .money: storage = .money
    case .date: storage = .day
    case .datetime: storage = .dayAndMinute
    case .anniversary: storage = .anniversary
    case .reference, .anyReference: storage = .reference
    case .object(let members):
      for member in members { append("\(name).\(member.name)", member.type, to: &columns) }
      return
    case .tags, .list, .map, .structure: return
    }
    columns.append(Column(field: name, type: type, storage: storage))
  }

  /// `record` is the id of the record's row in `files`, `id` as its file is called, `key` as ids compare.
  var createStatement: String {
    let fields = (columns.flatMap(\.sqlNames) + computed)
      .map { "  \"\($0.name)\" \($0.type)" }.joined(separator: ",\n")
    return """
      CREATE TABLE \(kind.folder) (
        record INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        key TEXT NOT NULL,
      \(fields)
      )
      """
  }

  var insertStatement: String {
    let marks = Array(repeating: "?", count: 3 + width + computed.count).joined(separator: ", ")
    return "INSERT INTO \(kind.folder) VALUES (\(marks))"
  }

  package static let all: [Kind: KindTable] = Dictionary(
    uniqueKeysWithValues: Kind.allCases.map { ($0, KindTable($0)) })
}
