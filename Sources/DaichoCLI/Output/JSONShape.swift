import DaichoModel

/// How the columns of a row become one JSON object: a dotted key nests (`orders.count` →
/// `{"orders": {"count": 3}}`), members stand where their first column does.
///
/// Where a part of a dotted key is itself a column (`address` beside `address.city`), the dotted key
/// stays whole. Of columns with the same key the first counts.
struct JSONShape: Sendable {
  private indirect enum Node: Sendable {
    case cell(Int)
    case object([(key: String, node: Node)])
  }

  private let root: Node

  init(columns: [OutputColumn]) {
    let keys = Set(columns.map(\.key))
    var paths: [(path: [String], index: Int)] = []
    var seen: Set<String> = []
    for (index, column) in columns.enumerated() where seen.insert(column.key).inserted {
      let parts = column.key.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      let prefixes = parts.indices.dropFirst().map { parts[..<$0].joined(separator: ".") }
      let nests = !parts.contains("") && prefixes.allSatisfy { !keys.contains($0) }
      paths.append((nests ? parts : [column.key], index))
    }
    root = JSONShape.node(paths)
  }

  private static func node(_ paths: [(path: [String], index: Int)]) -> Node {
    var order: [String] = []
    var groups: [String: [(path: [String], index: Int)]] = [:]
    for (path, index) in paths {
      guard let head = path.first else { return .cell(index) }
      if groups[head] == nil { order.append(head) }
      groups[head, default: []].append((Array(path.dropFirst()), index))
    }
    return .object(order.map { ("\(JSONValue.string($0).serialized()): ", node(groups[$0] ?? [])) })
  }

  /// Appends the object on one line, or pretty-printed with `depth` levels of two spaces before its
  /// later lines.
  func write(_ row: OutputRow, to out: inout [UInt8], depth: Int?) {
    write(root, row, &out, depth)
  }

  private func write(_ node: Node, _ row: OutputRow, _ out: inout [UInt8], _ depth: Int?) {
    switch node {
    case .cell(let index): JSONShape.write(row.cell(index), to: &out, depth: depth)
    case .object(let members):
      if members.isEmpty { return out.append(contentsOf: "{}".utf8) }
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { out.append(contentsOf: (depth == nil ? ", " : ",").utf8) }
        if let depth { JSONShape.newline(&out, depth + 1) }
        out.append(contentsOf: member.key.utf8)
        write(member.node, row, &out, depth.map { $0 + 1 })
      }
      if let depth { JSONShape.newline(&out, depth) }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// Appends any value, on one line or pretty-printed from `depth` on.
  static func write(_ value: JSONValue, to out: inout [UInt8], depth: Int?) {
    switch value {
    case .string(let text) where PlainBytes.needNoJSONEscape(text):
      out.append(UInt8(ascii: "\""))
      out.append(contentsOf: text.utf8)
      out.append(UInt8(ascii: "\""))
    case .number(let digits): out.append(contentsOf: digits.utf8)
    case .array, .object:
      guard let depth, depth > 0 else {
        return out.append(contentsOf: value.serialized(indent: depth.map { _ in 2 }).utf8)
      }
      // A line feed within a string is escaped: every one here begins a line.
      for byte in value.serialized(indent: 2).utf8 {
        if byte == UInt8(ascii: "\n") { newline(&out, depth) } else { out.append(byte) }
      }
    default: out.append(contentsOf: value.serialized().utf8)
    }
  }

  private static func newline(_ out: inout [UInt8], _ depth: Int) {
    out.append(UInt8(ascii: "\n"))
    for _ in 0..<depth { out.append(contentsOf: "  ".utf8) }
  }
}
