import DaichoModel

/// A value of a YAML document and the bytes of the file it is written in.
package struct YAMLNode: Sendable {
  package enum Style: Sendable, Hashable {
    case plain, single, double, literal, folded

    package var isBlock: Bool { self == .literal || self == .folded }
  }

  package enum Content: Sendable {
    case scalar(String, Style)
    case sequence([YAMLNode], isFlow: Bool)
    case mapping([YAMLEntry], isFlow: Bool)
  }

  package let content: Content
  /// From the first byte (a quote, bracket, `|`, the first `-` or key) up to the last that belongs to
  /// the value, never a line break after it. Empty, right after the `:`, where nothing is written.
  package let range: Range<Int>

  /// The text of a scalar; a block scalar's last line break, which nobody means, is left out.
  package var text: String? {
    guard case .scalar(let text, let style) = content else { return nil }
    return style.isBlock && text.utf8.last == Byte.lineFeed ? String(text.unicodeScalars.dropLast()) : text
  }

  /// `key:` with nothing behind it.
  package var isEmpty: Bool { range.isEmpty }

  package var entries: [YAMLEntry]? {
    guard case .mapping(let entries, _) = content else { return nil }
    return entries
  }

  package var items: [YAMLNode]? {
    guard case .sequence(let items, _) = content else { return nil }
    return items
  }

  package subscript(key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }
}

/// A key of a mapping and its value.
package struct YAMLEntry: Sendable {
  package let key: String
  package let keyRange: Range<Int>
  package let value: YAMLNode

  /// Offset after the last byte of key and value.
  package var end: Int { max(keyRange.upperBound, value.range.upperBound) }
}

/// Why a document is refused.
struct YAMLError: Error {
  /// Offset in the file.
  var offset: Int
  var code: String
  var message: Wording
  var suggestion: Wording?

  init(_ code: String, at offset: Int, _ message: Wording, suggestion: Wording? = nil) {
    self.offset = offset
    self.code = code
    self.message = message
    self.suggestion = suggestion
  }
}
