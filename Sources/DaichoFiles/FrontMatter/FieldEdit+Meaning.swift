import DaichoModel

/// What an edit means, without regard to how the file is written: the measure of every splice.
extension FieldEdit {
  /// The document after the edit. `members` are the fields before it.
  func applied(to members: [EditValue.Member], schema: KindSchema) throws(DaichoError) -> [EditValue.Member] {
    let old = FieldEdit.find(path.names[...], in: members)
    let new = try newValue(old, schema: schema)
    return new == nil && old == nil ? members : FieldEdit.replacing(new, at: path.names[...], in: members)
  }

  /// The field's value after the edit; `nil` clears it.
  func newValue(_ old: EditValue?, schema: KindSchema) throws(DaichoError) -> EditValue? {
    let type = path.type(in: schema)
    switch self {
    case .set(_, let value): return value
    case .clear: return nil
    case .append(_, let value): return .list((old?.items ?? []) + [value])
    case .add(_, let texts):
      var items = old?.items ?? []
      if case .object? = old { throw notAList }
      for text in texts where !items.contains(.text(text)) { items.append(.text(text)) }
      guard !items.isEmpty else { return old }
      if let old, items == old.items { return old }
      if items.count == 1, old == nil, type != .tags { return items[0] }
      return .list(items)
    case .remove(_, let texts):
      guard let old else { return nil }
      if case .object = old { throw notAList }
      var items = old.items
      for text in texts {
        let exact = items.contains(.text(text))
        let folded = TextFolding.fold(text)
        items.removeAll { item in
          guard let word = item.text else { return false }
          return exact ? word == text : TextFolding.fold(word) == folded
        }
      }
      if items == old.items { return old }
      return items.isEmpty ? nil : .list(items)
    }
  }

  private var notAList: DaichoError { DaichoError("not-a-list", .notAList(path.description)) }

  private static func find(_ names: ArraySlice<String>, in members: [EditValue.Member]) -> EditValue? {
    guard let first = names.first, let value = members.first(where: { $0.name == first })?.value
    else { return nil }
    if names.count == 1 { return value }
    return value.members.flatMap { find(names.dropFirst(), in: $0) }
  }

  private static func replacing(
    _ value: EditValue?, at names: ArraySlice<String>, in members: [EditValue.Member]
  ) -> [EditValue.Member] {
    guard let first = names.first else { return members }
    let old = members.first { $0.name == first }?.value
    let new: EditValue?
    if names.count == 1 {
      new = value
    } else {
      let inner = replacing(value, at: names.dropFirst(), in: old?.members ?? [])
      new = inner.isEmpty ? nil : .object(inner)
    }
    guard let new else { return members.filter { $0.name != first } }
    if old == nil { return members + [EditValue.Member(first, new)] }
    return members.map { $0.name == first ? EditValue.Member(first, new) : $0 }
  }
}
