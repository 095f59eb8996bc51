/// What a name in a template stands for, for one recipient.
///
/// Text is exactly what the recipient will read: it is never interpreted as Markdown, HTML or Mustache.
package enum RenderValue: Sendable, Hashable {
  case missing
  case text(String)
  /// A number already written the way it shall be read, `1,980`. `0` closes a section as `false` does.
  case number(String)
  case flag(Bool)
  case list([RenderValue])
  case object([String: RenderValue])
}

extension RenderValue: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) {
    self = .text(value)
  }
}

extension RenderValue: ExpressibleByDictionaryLiteral {
  /// An object; of two equal names the last counts.
  package init(dictionaryLiteral elements: (String, RenderValue)...) {
    self = .object(Dictionary(elements) { $1 })
  }
}

extension RenderValue {
  /// Whether `{{#name}}` leaves its section out: absent, blank text, `0`, `false`, no elements.
  var closesSection: Bool {
    switch self {
    case .missing: true
    case .text(let text): text.utf8.allSatisfy(Self.isBlank)
    case .number(let digits): digits == "0" || digits.utf8.allSatisfy(Self.isBlank)
    case .flag(let flag): !flag
    case .list(let elements): elements.isEmpty
    case .object(let fields): fields.isEmpty
    }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
