import DaichoModel

/// `FIELD=VALUE`, `FIELD=`, `FIELD+=VALUE` or `FIELD-=VALUE` as a person types it.
package struct Assignment: Sendable, Hashable {
  package enum Operation: Sendable, Hashable {
    case set, clear, add, remove
  }

  package let field: String
  package let operation: Operation
  package let value: String

  /// `nil` when the text holds no `=` behind a field's name.
  package init?(_ text: String) {
    guard let equals = text.firstIndex(where: { $0 == "=" || $0 == "＝" }), equals > text.startIndex
    else { return nil }
    var name = text[..<equals]
    value = String(text[text.index(after: equals)...])
    switch name.last {
    case "+", "＋":
      operation = .add
      name.removeLast()
    case "-", "－":
      operation = .remove
      name.removeLast()
    default: operation = value.isEmpty ? .clear : .set
    }
    guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
    field = String(name)
  }

  /// What a commit's subject says of it.
  func summary(_ kind: Kind) -> String {
    guard Disclosure.mayName(valueOf: field, kind) else { return field }
    let words = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return switch operation {
    case .set: "\(field) = \(words)"
    case .clear: "\(field) cleared"
    case .add: "\(field) + \(words)"
    case .remove: "\(field) - \(words)"
    }
  }
}

/// What may go into history beside the files: erasing a person means to scrub these, not every message.
enum Disclosure {
  private static let business: Set<String> = [
    "stage", "amount", "currency", "close", "probability", "pipeline", "status", "priority", "type", "price",
    "stock",
    "reorder_at", "active", "send_at",
  ]

  /// Whether a message may hold the value of a field, not its name alone.
  static func mayName(valueOf field: String, _ kind: Kind) -> Bool {
    kind != .customers && kind != .companies && business.contains(field)
  }
}
