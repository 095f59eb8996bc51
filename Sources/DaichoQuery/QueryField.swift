import DaichoModel

/// How the values of a field compare, and what its SQL expressions yield.
package enum ValueType: Sendable, Hashable {
  case text
  case number
  /// Integers in minor units; `minorDigits` of them after the point.
  case money(minorDigits: Int)
  /// 0 or 1
  case boolean
  /// `CalendarDate.day`
  case date
  /// Milliseconds since 1970; the field's `day` gives the local day.
  case datetime
  /// month × 100 + day
  case anniversary
  /// A value no schema knows: text, also a number where `numeric` and a day where `day` yields one. What
  /// it is compared with decides.
  case dynamic
}

/// The form in which texts are equal. `QueryField.folded` holds it, and what a person typed is brought to
/// it before it is bound.
package enum TextForm: Sendable, Hashable {
  /// `TextFolding.fold`
  case folded
  /// `TextFolding.phoneDigits`
  case phoneDigits
  /// `TextFolding.companyName`
  case companyName
  /// `RecordID.key` of an id of this kind; `kind/id` is understood.
  case reference(Kind)
}

/// A name one can ask about, and how to get at its values.
package struct QueryField: Sendable, Hashable {
  package var name: String
  package var type: ValueType
  /// NULL where the value is missing. Of a list, it speaks of `{item}`.
  package var value: SQLTemplate?
  /// The text in its `form`; without it `value` holds that form already.
  package var folded: SQLTemplate?
  package var form: TextForm
  /// The local day (`CalendarDate.day`) of a datetime, or of a dynamic value that reads as a date.
  package var day: SQLTemplate?
  /// The number a dynamic value reads as.
  package var numeric: SQLTemplate?
  /// For lists: `tags {item} WHERE {item}.record = {row}.id`; what follows is appended with `AND`.
  package var list: SQLTemplate?
  /// The values it should have; another one is most likely a slip.
  package var choices: [String]
  /// True or false where a value is present; without it, `value IS NOT NULL`.
  package var isPresent: SQLTemplate?
  /// In a grouped collection: how the value of an item comes from its rows.
  package var groupAggregate: GroupAggregate?
  /// The key of the score that it is. The score's rules are its value.
  package var score: String?

  package enum GroupAggregate: Sendable, Hashable { case sum, min, max }

  package init(
    _ name: String, _ type: ValueType, value: SQLTemplate?, folded: SQLTemplate? = nil,
    form: TextForm = .folded, day: SQLTemplate? = nil, numeric: SQLTemplate? = nil,
    list: SQLTemplate? = nil, choices: [String] = [], isPresent: SQLTemplate? = nil,
    groupAggregate: GroupAggregate? = nil
  ) {
    self.name = name
    self.type = type
    self.value = value
    self.folded = folded
    self.form = form
    self.day = day
    self.numeric = numeric
    self.list = list
    self.choices = choices
    self.isPresent = isPresent
    self.groupAggregate = groupAggregate
  }

  /// `score.NAME`
  package init(_ name: String, score key: String) {
    self.init(name, .number, value: nil)
    score = key
  }

  var isList: Bool { list != nil }
}

extension TextForm {
  /// What is bound for `text`.
  func form(of text: String) -> String {
    switch self {
    case .folded: return TextFolding.fold(text)
    case .phoneDigits: return TextFolding.phoneDigits(text)
    case .companyName: return TextFolding.companyName(text)
    case .reference(let kind):
      let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, Kind(typed: String(parts[0])) == kind else { return RecordID.key(text) }
      return RecordID.key(String(parts[1]))
    }
  }
}
