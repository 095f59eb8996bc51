import DaichoModel

/// What an edit writes, or what a file says, without its style.
package indirect enum EditValue: Sendable, Hashable {
  case text(String)
  case list([EditValue])
  case object([Member])

  package struct Member: Sendable, Hashable {
    package let name: String
    package let value: EditValue

    package init(_ name: String, _ value: EditValue) {
      self.name = name
      self.value = value
    }
  }

  /// What is written; `nil` where nothing is, for a field with nothing behind its `:` is no field.
  package init?(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text, let style):
      if text.isEmpty, style == .plain { return nil }
      self = .text(node.text ?? text)
    case .sequence(let items, _): self = .list(items.compactMap(EditValue.init))
    case .mapping(let entries, _):
      self = .object(
        entries.compactMap { entry in EditValue(entry.value).map { Member(entry.key, $0) } })
    }
  }

  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  package var members: [Member]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// A list's items; one value is a list of one.
  package var items: [EditValue] {
    if case .list(let items) = self { items } else { [self] }
  }

  /// Equal but for the order of names.
  func agrees(with other: EditValue) -> Bool {
    switch (self, other) {
    case (.text(let a), .text(let b)): Array(a.utf8) == Array(b.utf8)
    case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.agrees(with: $1) }
    case (.object(let a), .object(let b)):
      a.count == b.count
        && a.allSatisfy { member in
          b.first { $0.name == member.name }.map { member.value.agrees(with: $0.value) } ?? false
        }
    default: false
    }
  }
}

/// The place of a field: `email`, `address.city`, `ids.shopify`.
package struct FieldPath: Sendable, Hashable, CustomStringConvertible {
  package let names: [String]

  /// `nil` for an empty name, or one with characters no name can have.
  package init?(_ dotted: String) {
    self.init(names: dotted.split(separator: ".", omittingEmptySubsequences: false).map(String.init))
  }

  package init?(names: [String]) {
    let areNames = names.allSatisfy { name in
      !name.isEmpty && name.utf8.count <= 100 && !name.unicodeScalars.contains(where: TextSafety.isUnsafe)
    }
    guard areNames, !names.isEmpty, names.count < YAMLParser.maximumDepth else { return nil }
    self.names = names
  }

  package var description: String { names.joined(separator: ".") }

  /// The type of the field in `schema`; `nil` where it declares none.
  func type(in schema: KindSchema) -> FieldType? {
    guard let first = names.first, var type = schema[first]?.type else { return nil }
    for name in names.dropFirst() {
      switch type {
      case .object(let definitions):
        guard let next = definitions.first(where: { $0.name == name }) else { return nil }
        type = next.type
      case .map(let element): type = element
      default: return nil
      }
    }
    return type
  }
}

/// A change to one field.
package enum FieldEdit: Sendable, Hashable {
  case set(FieldPath, EditValue)
  case clear(FieldPath)
  /// Appends to a list what it does not hold yet; one value becomes a list.
  case add(FieldPath, [String])
  /// Takes items off a list; a field without its last item is cleared.
  case remove(FieldPath, [String])
  /// Appends one value of any shape, a dated consent for one, to a list.
  case append(FieldPath, EditValue)

  package var path: FieldPath {
    switch self {
    case .set(let path, _), .clear(let path), .add(let path, _), .remove(let path, _), .append(let path, _):
      path
    }
  }
}
