import DaichoModel

/// What `check --fix` mends, as `check` and the commit name it.
package struct RepairRule: Sendable, Hashable {
  /// `phone`
  package let name: String
  /// Of the finding it answers. `nil` where the value means the same either way, so that `check` is silent.
  package let code: String?
  package let what: Wording

  init(_ name: String, _ code: String?, _ what: Wording) {
    self.name = name
    self.code = code
    self.what = what
  }

  package static let all = [
    phone, postalCode, email, honorific, legalForm, date, region, recordEncoding, ledgerEncoding, ledgerDate,
  ]

  package static let codes = Set(all.compactMap(\.code))

  static let phone = RepairRule("phone", "loose-phone", .repairPhone)
  static let postalCode = RepairRule("postal-code", "loose-postal-code", .repairPostalCode)
  static let email = RepairRule("email", "bad-email", .repairEmail)
  static let honorific = RepairRule("honorific", "honorific-in-name", .repairHonorific)
  static let legalForm = RepairRule("legal-form", nil, .repairLegalForm)
  static let date = RepairRule("date", nil, .repairDate)
  static let region = RepairRule("region", "missing-region", .repairRegion)
  static let recordEncoding = RepairRule("record-encoding", "not-utf8", .repairEncoding)
  static let ledgerEncoding = RepairRule("ledger-encoding", "legacy-encoding", .repairLedgerEncoding)
  static let ledgerDate = RepairRule("ledger-date", "loose-date", .repairLedgerDate)
}

/// A way to write one value plainly without a guess.
///
/// `check` reports a value by the same function that `check --fix` mends it with: what a rule returns, no rule
/// changes again, and where two things could be meant, none says anything.
package struct Repair: Sendable {
  package let rule: RepairRule
  private let mend: @Sendable (String) -> String?

  init(_ rule: RepairRule, mend: @escaping @Sendable (String) -> String?) {
    self.rule = rule
    self.mend = mend
  }

  /// The value as it should be written; `nil` where it is, or where that is not certain.
  package func callAsFunction(_ text: String) -> String? {
    guard let new = mend(text), new != text, !new.isEmpty else { return nil }
    return new
  }

  package static let all = [
    phone, postalCode, email, honorific, personHonorific, legalForm, date, datetime, anniversary,
  ]
}

/// A value of one record that a rule would write otherwise.
package struct ValueRepair: Sendable {
  package let rule: RepairRule
  /// By its dotted name, or, in a list of groups, the member's: `address.region`, `granted`.
  package let field: String
  package let old: String
  package let new: String
  let place: Place

  enum Place: Sendable {
    /// The scalar that begins there, of this style and look.
    case scalar(Range<Int>, YAMLNode.Style, ScalarWriter.Look)
    /// A field that is not there yet.
    case missing(FieldPath)
  }

  /// The same repair in another version of the file.
  package struct Key: Sendable, Hashable {
    let rule: RepairRule
    let field: String
    let old: String
    let new: String
  }

  package var key: Key { Key(rule: rule, field: field, old: old, new: new) }
}
