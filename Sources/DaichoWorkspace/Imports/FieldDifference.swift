import DaichoFiles
import DaichoModel

/// One field that a file would change in a record.
package struct FieldDifference: Sendable {
  /// Dotted: `address.city`.
  package let field: String
  /// As one writes it; `nil` where there is nothing.
  package let old: String?
  package let new: String?
  let edit: FieldEdit
  /// What the file calls the field.
  let column: String
}

/// A record that a file would change.
package struct RecordDifference: Sendable {
  package let reference: Reference
  package let path: String
  package let title: String?
  package let fields: [FieldDifference]
}

/// How the cells of a file stand to the records they speak of.
enum MergePolicy: Sendable {
  /// A sheet of ours: an empty cell clears its field, a list is the whole list.
  case sheet
  /// A file from elsewhere: an empty cell says nothing, a list adds to what is there, and what differs
  /// only in case, width, kana or spaces stays as somebody wrote it here.
  case foreign
}

/// Compares a row with the record it speaks of, field by field.
struct FieldMerge {
  let policy: MergePolicy
  let schema: KindSchema

  /// - Parameter chosen: which of the row's fields to look at; `nil`: all.
  func differences(
    _ incoming: IncomingRecord, _ record: Record, chosen: Set<Int>? = nil
  ) -> Result<[FieldDifference], CellProblem> {
    var found: [FieldDifference] = []
    for (index, field) in incoming.fields.enumerated() where chosen?.contains(index) ?? true {
      switch CellReading.value(field, line: incoming.line) {
      case .failure(let problem): return .failure(problem)
      case .success(let value):
        if let difference = difference(field, value, record) { found.append(difference) }
      }
    }
    found += consents(incoming.consents, record)
    return .success(found)
  }

  private func difference(
    _ field: IncomingRecord.Field, _ value: EditValue?, _ record: Record
  ) -> FieldDifference? {
    let old = record.value(field.path.description)
    if field.isOnlyForNew, old != nil { return nil }
    func made(_ new: String?, _ edit: FieldEdit) -> FieldDifference {
      FieldDifference(
        field: field.path.description, old: old?.plainText, new: new, edit: edit, column: field.column)
    }
    guard let value else {
      return policy == .sheet && old != nil ? made(nil, .clear(field.path)) : nil
    }
    if policy == .foreign, field.type?.isList ?? false {
      let held = Set((old?.items ?? []).map { FieldMerge.identity($0.plainText, field.type?.element) })
      let added = FieldMerge.texts(value).filter {
        !held.contains(FieldMerge.identity($0, field.type?.element))
      }
      guard !added.isEmpty else { return nil }
      let whole = (old?.items ?? []).map(\.plainText) + added
      return made(whole.joined(separator: ", "), .add(field.path, added))
    }
    let new = FieldMerge.texts(value)
    let held = (old?.items ?? []).map(\.plainText)
    if new == held { return nil }
    if policy == .foreign, let only = new.first, new.count == 1, let present = held.first, held.count == 1,
      FieldMerge.identity(only, field.type) == FieldMerge.identity(present, field.type)
    {
      return nil
    }
    return made(new.joined(separator: ", "), .set(field.path, value))
  }

  /// The form in which two values of a type are the same.
  static func identity(_ text: String, _ type: FieldType?) -> String {
    switch type {
    case .phone?:
      let digits = TextFolding.phoneDigits(text)
      return digits.isEmpty ? TextFolding.fold(text) : digits
    case .decimal?, .money?:
      return ExactDecimal(typed: text).map { number in
        var (units, scale) = (number.units, number.scale)
        while scale > 0, units % 10 == 0 { (units, scale) = (units / 10, scale - 1) }
        return "\(units)e\(scale)"
      } ?? text
    default: return TextFolding.fold(text).filter { !$0.isWhitespace }
    }
  }

  private static func texts(_ value: EditValue) -> [String] {
    switch value {
    case .text(let text): [text]
    case .list(let items): items.flatMap(texts)
    case .object: []
    }
  }

  // MARK: Consent

  private static let consent = FieldPath("consent")

  /// Facts the record does not have. A withdrawal without a day says nothing where the newest fact of its
  /// channel is one already.
  private func consents(_ facts: [ConsentFact], _ record: Record) -> [FieldDifference] {
    guard !facts.isEmpty, let path = FieldMerge.consent else { return [] }
    var held = FieldMerge.facts(record.value("consent"))
    var found: [FieldDifference] = []
    for fact in facts {
      let known = held.contains { other in
        other.channel == fact.channel && other.isGranted == fact.isGranted
          && (other.day == fact.day || (fact.isUndated && isNewest(other, held)))
      }
      if known { continue }
      held.append(fact)
      let what = fact.isGranted ? "granted" : "withdrawn"
      found.append(
        FieldDifference(
          field: "consent.\(fact.channel)", old: nil, new: "\(what) \(fact.day)",
          edit: .append(path, fact.value),
          column: "consent"))
    }
    return found
  }

  private func isNewest(_ fact: ConsentFact, _ all: [ConsentFact]) -> Bool {
    !all.contains { $0.channel == fact.channel && $0.isGranted && $0.day > fact.day }
  }

  static func facts(_ value: FieldValue?) -> [ConsentFact] {
    (value?.items ?? []).flatMap { item -> [ConsentFact] in
      guard let channel = item["channel"]?.plainText else { return [] }
      return [(true, item["granted"]), (false, item["withdrawn"])].compactMap { isGranted, moment in
        guard let moment, let day = CellReading.day(moment.plainText) else { return nil }
        return ConsentFact(
          channel: channel, isGranted: isGranted, day: day, via: item["via"]?.plainText,
          basis: item["basis"]?.plainText, proof: item["proof"]?.plainText)
      }
    }
  }
}
