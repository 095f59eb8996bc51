import DaichoFiles
import DaichoModel
import OrderedCollections

/// Lines for `events/*.jsonl`, by the id of their event.
struct EventLines {
  typealias Members = OrderedDictionary<String, JSONValue>

  /// A new line for each id, in the order they came.
  private(set) var lines: OrderedDictionary<String, String> = [:]

  var isEmpty: Bool { lines.isEmpty }
  var count: Int { lines.count }

  /// The later of two lines with the same id stands.
  mutating func add(_ members: Members, id: String) {
    lines[id] = JSONValue.object(members).serialized()
  }

  /// A ledger with these lines: one with a known id stands where that stood, the others at the end.
  func merged(into bytes: [UInt8]?) -> [UInt8] {
    var out: [UInt8] = []
    var waiting = lines
    out.reserveCapacity((bytes?.count ?? 0) + lines.count * 120)
    for line in (bytes ?? []).split(separator: 0x0A, omittingEmptySubsequences: false) {
      if let id = EventLines.id(of: line), let new = waiting.removeValue(forKey: id) ?? lines[id] {
        out += new.utf8
        if line.last == 0x0D { out.append(0x0D) }
      } else {
        out += line
      }
      out.append(0x0A)
    }
    // The split gives one empty piece behind the last line feed.
    if !out.isEmpty { out.removeLast() }
    if !waiting.isEmpty, !out.isEmpty, out.last != 0x0A { out.append(0x0A) }
    for line in waiting.values {
      out += line.utf8
      out.append(0x0A)
    }
    return out
  }

  /// `nil` for a line that is no event.
  static func id(of line: ArraySlice<UInt8>) -> String? {
    guard !line.allSatisfy({ $0 <= 0x20 }) else { return nil }
    let value = line.withUnsafeBytes { try? JSONReader.read($0).value }
    guard case .object(let members)? = value else { return nil }
    switch members["id"] {
    case .string(let text)?: return text.isEmpty ? nil : text
    case .number(let digits)?: return digits
    default: return nil
    }
  }

  /// An id that the same members always give.
  static func id(made prefix: String, of members: Members) -> String {
    var hash = StableHash()
    var second = StableHash()
    for (name, value) in members.sorted(by: { $0.key < $1.key }) where name != "id" {
      let text = "\(name)=\(value.serialized())\n"
      hash.combine(text.utf8)
      second.combine(text.utf8.reversed())
    }
    let digits = [hash.value, second.value].map { value in
      let text = String(value, radix: 16)
      return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
    return "\(prefix)-\(digits[0])\(digits[1].prefix(8))"
  }
}
