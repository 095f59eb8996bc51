import DaichoModel

/// A column of an answer: what machines call it, what people read above it, how its cells are written.
package struct OutputColumn: Sendable, Hashable {
  package enum Format: Sendable, Hashable {
    /// As it is.
    case text
    /// An ISO 8601 instant, for people without its seconds and zone.
    case moment
    /// Thousands separated, at most so many digits after the point.
    case number(fractionDigits: Int)
    /// A fraction of one as per cent, with one digit.
    case percent
    /// An amount in major units. Where the row has a cell under the key `besides`, that is its currency.
    case money(Currency, besides: String?)
  }

  /// As in SPEC's JSON: `orders.count`. A dotted key nests in JSON.
  package var key: String
  package var heading: Wording
  package var format: Format
  /// Left out of tables: `kind`, `path`, the currency beside an amount.
  package var isForMachinesOnly: Bool
  /// How people read a cell that is null: "not measured". Machines get null.
  package var absent: Wording?
  /// Words of the program as people read them: a `stage` column has none, `overdue` reads 期限切れ.
  package var words: [String: Wording] = [:]
  /// Whether cells that are texts stand on the right all the same: `3 → 5 (+2)`.
  var holdsFigures = false

  package init(
    _ key: String, _ heading: Wording, format: Format = .text, isForMachinesOnly: Bool = false,
    absent: Wording? = nil
  ) {
    self.key = key
    self.heading = heading
    self.format = format
    self.isForMachinesOnly = isForMachinesOnly
    self.absent = absent
  }

  /// The same, where a missing value was never measured.
  package var measured: OutputColumn {
    var copy = self
    copy.absent = .notMeasured
    return copy
  }

  /// The same, where words of the program read otherwise for people.
  package func reading(_ words: [String: Wording]) -> OutputColumn {
    var copy = self
    copy.words = words
    return copy
  }

  /// A cell of this column as a label.
  package func wording(of cell: JSONValue) -> Wording {
    func text(_ language: Language) -> String {
      reading(cell, language) ?? CellText(language: language).text(cell, format: format)
    }
    return Wording(en: text(.en), ja: text(.ja))
  }

  /// What people read for this cell in place of what machines get; `nil` where that is the same.
  func reading(_ cell: JSONValue, _ language: Language) -> String? {
    switch cell {
    case .null: absent?(language)
    case .string(let word): words[word]?(language)
    default: nil
    }
  }

  package static func number(_ key: String, _ heading: Wording, fractionDigits: Int = 2) -> OutputColumn {
    OutputColumn(key, heading, format: .number(fractionDigits: fractionDigits))
  }

  package static func percent(_ key: String, _ heading: Wording) -> OutputColumn {
    OutputColumn(key, heading, format: .percent)
  }

  package static func money(
    _ key: String, _ heading: Wording, _ currency: Currency, besides: String? = nil
  ) -> OutputColumn {
    OutputColumn(key, heading, format: .money(currency, besides: besides))
  }

  package static func machineOnly(_ key: String) -> OutputColumn {
    OutputColumn(key, Wording(en: key, ja: key), isForMachinesOnly: true)
  }

  package var isRightAligned: Bool { holdsFigures || format != .text && format != .moment }
}

/// One answer of a list.
package struct OutputRow: Sendable, Hashable {
  /// What `--format ids` prints.
  package var id: String
  /// In the order of the columns; what is missing at the end is null.
  package var cells: [JSONValue]

  package init(id: String, _ cells: [JSONValue]) {
    self.id = id
    self.cells = cells
  }

  package func cell(_ index: Int) -> JSONValue { cells.indices.contains(index) ? cells[index] : .null }
}
