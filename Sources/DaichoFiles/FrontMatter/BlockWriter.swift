import DaichoModel

/// Writes values as lines of block style.
struct BlockWriter {
  /// Spaces before the names of the mapping written to.
  let indent: Int
  /// Whether text of several lines may become a `|` block; else it is quoted on one line.
  var allowsLiterals = true

  /// What follows `name:` on its line and the lines below it, without line breaks. `nil` where the value
  /// cannot be written.
  struct Value {
    /// With the space before it; empty where all is below.
    var head: String
    var lines: [String]
  }

  /// `name: value`, as lines without line breaks.
  func entry(_ name: String, _ value: EditValue, _ type: FieldType?) -> [String]? {
    guard let key = ScalarWriter.key(name), let written = self.value(value, type) else { return nil }
    return [pad(indent) + key + ":" + written.head] + written.lines
  }

  func value(_ value: EditValue, _ type: FieldType?) -> Value? {
    switch value {
    case .text(let text):
      if allowsLiterals, text.utf8.contains(Byte.lineFeed) || type == .filter, let block = literal(text, type)
      {
        return block
      }
      return ScalarWriter.inline(text, ScalarWriter.look(type), inFlow: false).map {
        Value(head: " " + $0, lines: [])
      }
    case .list(let items):
      if items.allSatisfy({ $0.text != nil }), let flow = FlowWriter.write(value, type) {
        return Value(head: " " + flow, lines: [])
      }
      var lines: [String] = []
      for item in items {
        guard let written = self.item(item, type?.element) else { return nil }
        lines += written
      }
      return Value(head: "", lines: lines)
    case .object(let members):
      if members.isEmpty { return Value(head: " {}", lines: []) }
      var lines: [String] = []
      let inner = BlockWriter(indent: indent + 2, allowsLiterals: allowsLiterals)
      for member in members {
        guard let written = inner.entry(member.name, member.value, type?.member(member.name))
        else { return nil }
        lines += written
      }
      return Value(head: "", lines: lines)
    }
  }

  /// `- value`, two spaces further in than the names around the list.
  func item(_ value: EditValue, _ type: FieldType?) -> [String]? {
    item(value, type, dash: indent + 2, flow: true)
  }

  /// With the dash after `dash` spaces; small objects in one line where `flow` allows it.
  func item(_ value: EditValue, _ type: FieldType?, dash: Int, flow: Bool) -> [String]? {
    switch value {
    case .text(let text):
      return ScalarWriter.inline(text, ScalarWriter.look(type), inFlow: false).map {
        [pad(dash) + "- " + $0]
      }
    case .list: return FlowWriter.write(value, type).map { [pad(dash) + "- " + $0] }
    case .object(let members):
      let isFlat = members.allSatisfy { member in
        guard let text = member.value.text else { return false }
        return !text.utf8.contains(Byte.lineFeed) && type?.member(member.name) != .filter
      }
      if flow || members.isEmpty, isFlat, let line = FlowWriter.write(value, type), line.count <= 120 {
        return [pad(dash) + "- " + line]
      }
      let inner = BlockWriter(indent: dash + 2, allowsLiterals: allowsLiterals)
      var lines: [String] = []
      for member in members {
        guard let written = inner.entry(member.name, member.value, type?.member(member.name))
        else { return nil }
        lines += written
      }
      guard let first = lines.first else { return nil }
      lines[0] = pad(dash) + "- " + first.dropFirst(dash + 2)
      return lines
    }
  }

  /// `nil` for a single-line filter that is safe as it is, and for what only quotes can hold.
  private func literal(_ text: String, _ type: FieldType?) -> Value? {
    if !text.utf8.contains(Byte.lineFeed),
      ScalarWriter.inline(text, .text, inFlow: false)?.utf8.count == text.utf8.count
    {
      return nil
    }
    guard let lines = ScalarWriter.literalLines(text) else { return nil }
    return Value(
      head: type == .filter ? " |" : " |-", lines: lines.map { $0.isEmpty ? "" : pad(indent + 2) + $0 })
  }

  private func pad(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}

/// Writes values on one line, with brackets and braces.
enum FlowWriter {
  static func write(_ value: EditValue, _ type: FieldType?) -> String? {
    switch value {
    case .text(let text): return ScalarWriter.inline(text, ScalarWriter.look(type), inFlow: true)
    case .list(let items):
      var parts: [String] = []
      for item in items {
        guard let part = write(item, type?.element) else { return nil }
        parts.append(part)
      }
      return "[\(parts.joined(separator: ", "))]"
    case .object(let members):
      var parts: [String] = []
      for member in members {
        guard let key = ScalarWriter.key(member.name),
          let part = write(member.value, type?.member(member.name))
        else { return nil }
        parts.append("\(key): \(part)")
      }
      return "{\(parts.joined(separator: ", "))}"
    }
  }
}

extension FieldType {
  /// The type of a named member of an object or map.
  func member(_ name: String) -> FieldType? {
    switch self {
    case .object(let definitions): definitions.first { $0.name == name }?.type
    case .map(let element): element
    default: nil
    }
  }
}
