import DaichoFiles
import DaichoModel

/// The fields of two records as those of one.
///
/// Lists and maps are united, dated consents too; an address is one thing and comes whole from one of the two;
/// of two values the fuller is proposed, and of two as full the kept record's. What forbids on either side
/// forbids.
struct FieldMerging {
  private let a: OpenRecord
  private let b: OpenRecord
  private let schema: KindSchema
  private let today: CalendarDate
  private let left: [EditValue.Member]
  private let right: [EditValue.Member]

  init(_ a: OpenRecord, _ b: OpenRecord, schema: KindSchema, today: CalendarDate) {
    (self.a, self.b, self.schema, self.today) = (a, b, schema, today)
    left = FieldMerging.members(a)
    right = FieldMerging.members(b)
  }

  private static func members(_ record: OpenRecord) -> [EditValue.Member] {
    FrontMatter.parse(record.bytes, path: record.path).root.flatMap { EditValue($0) }?.members ?? []
  }

  /// In the order of the kept record's file, then of the other's.
  var fields: [MergedField] {
    let names = left.map(\.name) + right.map(\.name).filter { name in !left.contains { $0.name == name } }
    return names.map { name in
      let mine = left.first { $0.name == name }?.value
      let other = right.first { $0.name == name }?.value
      var field = MergedField(name: name, kept: mine, merged: other, result: mine)
      merge(&field, mine, other)
      return field
    }
  }

  private func merge(_ field: inout MergedField, _ mine: EditValue?, _ other: EditValue?) {
    let type = schema[field.name]?.type
    switch (field.name, type) {
    case ("not_duplicate", _):
      field.result = references(united(mine, other, type))
    case ("consent", .list(.object)?): field.result = consent(mine, other)
    case (_, .prohibition?):
      field.result = forbids(b, field.name) && !forbids(a, field.name) ? other : mine ?? other
    default: mergeValue(&field, mine, other, type)
    }
  }

  private func mergeValue(
    _ field: inout MergedField, _ mine: EditValue?, _ other: EditValue?, _ type: FieldType?
  ) {
    guard let mine, let other else {
      field.result = mine ?? other
      return
    }
    if type?.isList ?? false || isList(mine) && isList(other) {
      field.result = references(united(mine, other, type), of: type?.element)
      return
    }
    if case .map? = type, let members = mine.members, let more = other.members {
      field.result = .object(FieldMerging.united(members, more))
      return
    }
    if FieldMerging.key(mine, type) == FieldMerging.key(other, type) { return }
    field.isConflict = true
    if prefersOther(field.name, mine, other, type) { field.result = other }
  }

  // MARK: One of two

  private func prefersOther(_ name: String, _ mine: EditValue, _ other: EditValue, _ type: FieldType?) -> Bool
  {
    let (value, otherValue) = (a.record.value(name), b.record.value(name))
    if case .unreadable? = value, otherValue != nil { return true }
    if case .unreadable? = otherValue { return false }
    if name == "created", case .date(let first)? = value, case .date(let second)? = otherValue {
      return second < first
    }
    if name == "lifecycle", let first = value?.plainText, let second = otherValue?.plainText {
      let rank = { (word: String) in KindSchema.lifecycles.firstIndex(of: word) ?? -1 }
      return rank(second) > rank(first)
    }
    if case .anniversary(let first)? = value, case .anniversary(let second)? = otherValue {
      return first.year == nil && second.year != nil
    }
    return FieldMerging.fullness(other) > FieldMerging.fullness(mine)
  }

  /// How many values are written, then how long they are. One text is as full as another.
  private static func fullness(_ value: EditValue) -> Int {
    switch value {
    case .text(let text): text.isEmpty ? 0 : 1
    case .list(let items): items.map(fullness).reduce(0, +)
    case .object(let members): members.map { fullness($0.value) }.reduce(0, +)
    }
  }

  // MARK: Lists

  private func isList(_ value: EditValue) -> Bool {
    if case .list = value { true } else { false }
  }

  /// The kept record's items first, so that its primary e-mail address stays primary.
  private func united(_ mine: EditValue?, _ other: EditValue?, _ type: FieldType?) -> EditValue? {
    var items = mine?.items ?? []
    var keys = Set(items.map { FieldMerging.key($0, type?.element) })
    for item in other?.items ?? [] where keys.insert(FieldMerging.key(item, type?.element)).inserted {
      items.append(item)
    }
    if items == mine?.items { return mine }
    return items.isEmpty ? nil : .list(items)
  }

  /// Neither record is to name itself.
  private func references(_ value: EditValue?, of element: FieldType? = nil) -> EditValue? {
    if let element, element != .reference(a.reference.kind) { return value }
    guard let value else { return nil }
    let own = [a.reference.id.key, b.reference.id.key]
    let items = value.items.filter { item in item.text.map { !own.contains(RecordID.key($0)) } ?? true }
    if items == value.items { return value }
    return items.isEmpty ? nil : .list(items)
  }

  /// Equal for values that mean the same.
  private static func key(_ value: EditValue, _ type: FieldType?) -> String {
    switch value {
    case .text(let text):
      switch type {
      case .phone: return TextFolding.phoneDigits(text)
      case .reference: return RecordID.key(text)
      default: return TextFolding.fold(text).filter { !$0.isWhitespace }
      }
    case .list(let items): return items.map { key($0, type?.element) }.joined(separator: "\u{1F}")
    case .object(let members):
      return members.map { "\($0.name)\u{1E}\(key($0.value, nil))" }.sorted().joined(separator: "\u{1F}")
    }
  }

  // MARK: Maps

  /// Where both systems' ids differ, the other's gets a name of its own: orders may go by it.
  private static func united(_ mine: [EditValue.Member], _ more: [EditValue.Member]) -> [EditValue.Member] {
    var members = mine
    for member in more {
      if members.contains(where: { $0.value == member.value && stem($0.name) == stem(member.name) }) {
        continue
      }
      members.append(EditValue.Member(freeName(stem(member.name), in: members), member.value))
    }
    return members
  }

  /// `shopify_2` is another id of `shopify`.
  private static func stem(_ name: String) -> String {
    guard let bar = name.lastIndex(of: "_"), Int(name[name.index(after: bar)...]) != nil else { return name }
    return String(name[..<bar])
  }

  private static func freeName(_ name: String, in members: [EditValue.Member]) -> String {
    var (candidate, number) = (name, 2)
    while members.contains(where: { $0.name == candidate }) {
      candidate = "\(name)_\(number)"
      number += 1
    }
    return candidate
  }

  /// The fields with the merged record's id among the `ids`, for ledgers that name it.
  func keepingID(_ id: RecordID, in fields: [MergedField]) -> [MergedField] {
    var fields = fields
    let member = EditValue.Member("daicho", .text(id.text))
    guard let index = fields.firstIndex(where: { $0.name == "ids" }) else {
      return fields + [MergedField(name: "ids", kept: nil, merged: nil, result: .object([member]))]
    }
    fields[index].result = .object(FieldMerging.united(fields[index].result?.members ?? [], [member]))
    return fields
  }

  // MARK: Prohibitions

  private func forbids(_ record: OpenRecord, _ field: String) -> Bool {
    record.record.value(field) == .boolean(true)
  }

  /// All dated facts of both; where one forbids a channel that the other allows later, it stays forbidden
  /// from today.
  private func consent(_ mine: EditValue?, _ other: EditValue?) -> EditValue? {
    guard case let facts = united(mine, other, nil)?.items ?? [], !facts.isEmpty else { return mine ?? other }
    let added = forbiddenChannels.map { channel in
      EditValue.object([
        .init("channel", .text(channel)), .init("withdrawn", .text(today.description)),
        .init("via", .text("merge")),
      ])
    }
    let all = facts + added
    return all == mine?.items ? mine : .list(all)
  }

  /// Channels forbidden by the last word of one record, and allowed by a later one of the other.
  var forbiddenChannels: [String] {
    let (mine, other) = (FieldMerging.lastWords(a), FieldMerging.lastWords(b))
    return KindSchema.channels.filter { channel in
      guard let first = mine[channel], let second = other[channel] else { return false }
      let (forbidding, allowing) = first.isGranted ? (second, first) : (first, second)
      return !forbidding.isGranted && allowing.isGranted && allowing.day > forbidding.day
    }
  }

  private static func lastWords(_ record: OpenRecord) -> [String: (day: Int, isGranted: Bool)] {
    var words: [String: (day: Int, isGranted: Bool)] = [:]
    for fact in record.record.value("consent")?.items ?? [] {
      guard let channel = fact["channel"]?.plainText else { continue }
      for (name, isGranted) in [("granted", true), ("withdrawn", false)] {
        guard let value = fact[name] else { continue }
        let day: Int
        switch value {
        case .date(let date): day = date.day
        case .datetime(let moment): day = moment.date.day
        default:
          // A withdrawal whose day cannot be read holds.
          if isGranted { continue }
          day = .max
        }
        let known = words[channel]
        if known.map({ day > $0.day || day == $0.day && !isGranted }) ?? true {
          words[channel] = (day, isGranted)
        }
      }
    }
    return words
  }
}
