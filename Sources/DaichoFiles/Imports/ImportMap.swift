import DaichoModel

/// What `daicho import` can bring in; the value of a map's `kind`.
package enum ImportKind: String, Sendable, CaseIterable {
  case orders, customers, companies, products, inquiries, events, suppressions
}

/// How the files of one system map to ours: a parsed `imports/*.yml`.
package struct ImportMap: Sendable, Hashable {
  /// The stem of its file.
  package var id: String
  /// Relative to the workspace; of a built-in one the path it would have there.
  package var path: String
  package var isBuiltIn = false
  package var name: String?
  package var kind: ImportKind
  package var encoding = SourceEncoding.auto
  /// `nil`: as the file's first lines have it.
  package var separator: UInt8?
  /// The system's name: the key of a customer's `ids`, and the customers' `source`.
  package var shop: String?
  /// The headings that tell such a file; where none are named, every heading the map needs.
  package var recognized: [String] = []
  /// In the order of the map.
  package var columns: [ImportColumn] = []
  /// Our columns that stand only on the first line of an order; `customer` means all of `customer.…`.
  package var filledDown: [String] = []
  /// What an order has beside its lines: shipping, a discount.
  package var extraRows: [ExtraRow] = []
  /// Lines that are no data: those in which the heading's value is one of the words.
  package var skipped: [SkipRule] = []
  /// Tried in this order, before the forms that cannot be mistaken.
  package var dates: [DateFormat] = []
  /// `1.234,50`
  package var hasDecimalComma = false
  /// `included`, `excluded` or `none`: how the file's amounts are.
  package var tax: String?
  /// Whether a row of sums may stand at the foot of the file.
  package var hasSums = true
  /// Headings that a file may lack.
  package var optional: Set<String> = []

  package init(id: String, path: String, kind: ImportKind) {
    self.id = id
    self.path = path
    self.kind = kind
  }

  /// A row at the level of the order, written once for each order and left out where it is zero.
  package struct ExtraRow: Sendable, Hashable {
    /// What stands in the ledger's `line`: `shipping`, `discount`.
    package var line: String
    /// `shipping`, `fee`, `discount` or `refund`.
    package var type: String
    package var amount: ImportValue
    /// Its own day, where the file tells it: of a refund.
    package var date: ImportValue?
    /// Its own status; that of the order otherwise.
    package var status: ImportValue?
    package var location: SourceLocation
  }

  package struct SkipRule: Sendable, Hashable {
    package var heading: String
    /// Folded.
    package var words: [String]
  }

  package subscript(column: String) -> ImportColumn? { columns.first { $0.name == column } }

  /// Every heading the map names, in its order, once each.
  package var headings: [String] {
    var seen: Set<String> = []
    let values =
      columns.map(\.value) + extraRows.flatMap { [$0.amount, $0.date, $0.status].compactMap(\.self) }
    return (values.flatMap(\.headings) + skipped.map(\.heading)).filter { seen.insert($0).inserted }
  }
}

/// One of our columns and where its value comes from.
package struct ImportColumn: Sendable, Hashable {
  /// A column of the ledger or a field of the kind, dotted for what is inside: `customer.email`,
  /// `address.city`.
  package var name: String
  package var value: ImportValue
  package var location: SourceLocation

  package init(name: String, value: ImportValue, location: SourceLocation) {
    self.name = name
    self.value = value
    self.location = location
  }
}

/// Where a value comes from.
package indirect enum ImportValue: Sendable, Hashable {
  /// The column of the file with this heading.
  case heading(String)
  case constant(String)
  /// Those that are not empty, with the separator between them.
  case joined([ImportValue], separator: String)
  /// The first that is not empty.
  case first([ImportValue])
  /// The file's words in ours. Keys are folded; a word that is none of them is `otherwise`, stays
  /// as it is where that is `same`, or is a problem.
  case words(ImportValue, [String: String], otherwise: String?)
  /// The constant, where the value is not empty.
  case whenSet(ImportValue, String)
  /// The product of the first, where there are any, plus the second, minus the third. Empty ones are 0,
  /// a product without any value is empty.
  case sum(multiply: [ImportValue], add: [ImportValue], subtract: [ImportValue])

  package var headings: [String] {
    switch self {
    case .heading(let heading): [heading]
    case .constant: []
    case .joined(let values, _), .first(let values): values.flatMap(\.headings)
    case .words(let value, _, _), .whenSet(let value, _): value.headings
    case .sum(let multiply, let add, let subtract): (multiply + add + subtract).flatMap(\.headings)
    }
  }
}
