import DaichoFiles
import DaichoModel

/// One row of a file that is imported, in the register's own fields.
package struct IncomingRecord: Sendable {
  package struct Field: Sendable {
    package let path: FieldPath
    /// `nil` for fields that no schema knows.
    package let type: FieldType?
    /// What the file calls it.
    package let column: String
    /// What the file says.
    package let text: String
    /// Says something only where the record says nothing: a name made of its parts, where somebody came from.
    package var isOnlyForNew = false
  }

  /// Line of the file, from 1.
  package let line: Int
  package var id: String?
  package var fields: [Field] = []
  package var consents: [ConsentFact] = []
  /// Text for below the front matter of a new record.
  package var body = ""

  package init(line: Int) { self.line = line }

  package func text(_ field: String) -> String? {
    fields.first { $0.path.description == field }.flatMap { $0.text.isEmpty ? nil : $0.text }
  }

  package func texts(_ field: String) -> [String] {
    fields.filter { $0.path.description == field && !$0.text.isEmpty }.flatMap { CellReading.items($0) }
  }
}

extension IncomingRecord {
  /// Gives a row that nothing else names an id made of all it says, so that the same row is the same record:
  /// `2026-11-20-3f9a01bc`.
  mutating func nameByContent() {
    guard (id ?? "").isEmpty else { return }
    var hash = StableHash()
    for field in fields { hash.combine("\(field.path)=\(field.text)\u{1F}".utf8) }
    hash.combine(body.utf8)
    let digits = String(hash.value, radix: 16)
    let day = text("opened").flatMap(CellReading.day).map { "\($0)-" } ?? ""
    id = day + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}

/// A dated fact about consent, as a customer's file holds it.
package struct ConsentFact: Sendable, Hashable {
  package var channel: String
  package var isGranted: Bool
  package var day: CalendarDate
  package var via: String?
  package var basis: String?
  package var proof: String?
  /// The file said that it was withdrawn, but not when: `day` is that of the import.
  package var isUndated = false

  var value: EditValue {
    var members: [EditValue.Member] = [
      .init("channel", .text(channel)),
      .init(isGranted ? "granted" : "withdrawn", .text(day.description)),
    ]
    for (name, text) in [("via", via), ("basis", basis), ("proof", proof)] {
      if let text, !text.isEmpty { members.append(.init(name, .text(text))) }
    }
    return .object(members)
  }
}

/// What is wrong with one cell of a file.
package struct CellProblem: Error, Sendable, Hashable {
  package let line: Int
  package let column: String
  package let message: Wording
  package var hint: Wording?
}
