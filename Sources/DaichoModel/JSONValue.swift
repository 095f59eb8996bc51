import OrderedCollections

/// A JSON document whose objects keep their order and whose numbers stay exact.
package indirect enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// Its digits as written.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(OrderedDictionary<String, JSONValue>)

  package static func integer(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }
  package static func decimal(_ value: ExactDecimal) -> JSONValue { .number(value.description) }
  package static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

  /// JSON text by RFC 8259. Control characters, bidi controls and line separators are escaped, so that
  /// the text is safe on a terminal. `indent` spaces a level, or everything on one line when `nil`.
  package func serialized(indent: Int? = nil) -> String {
    var out = ""
    write(to: &out, indent: indent, depth: 0)
    return out
  }

  private func write(to out: inout String, indent: Int?, depth: Int) {
    func newline(_ depth: Int) {
      guard let indent else { return }
      out += "\n" + String(repeating: " ", count: indent * depth)
    }
    switch self {
    case .null: out += "null"
    case .bool(let value): out += value ? "true" : "false"
    case .number(let digits): out += digits
    case .string(let text): JSONValue.quote(text, to: &out)
    case .array(let items):
      if items.isEmpty { return out += "[]" }
      out += "["
      for (index, item) in items.enumerated() {
        if index > 0 { out += indent == nil ? ", " : "," }
        newline(depth + 1)
        item.write(to: &out, indent: indent, depth: depth + 1)
      }
      newline(depth)
      out += "]"
    case .object(let members):
      if members.isEmpty { return out += "{}" }
      out += "{"
      for (index, (key, value)) in members.enumerated() {
        if index > 0 { out += indent == nil ? ", " : "," }
        newline(depth + 1)
        JSONValue.quote(key, to: &out)
        out += ": "
        value.write(to: &out, indent: indent, depth: depth + 1)
      }
      newline(depth)
      out += "}"
    }
  }

  private static func quote(_ text: String, to out: inout String) {
    out += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default:
        if TextSafety.isUnsafe(scalar) {
          for unit in String(scalar).utf16 {
            let hex = String(unit, radix: 16)
            out += "\\u" + String(repeating: "0", count: 4 - hex.utf8.count) + hex
          }
        } else {
          out.unicodeScalars.append(scalar)
        }
      }
    }
    out += "\""
  }
}
