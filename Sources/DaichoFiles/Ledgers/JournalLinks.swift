import DaichoModel
import OrderedCollections

/// The links of a campaign's mails, from the line of its journal that says it has started.
package enum JournalLinks {
  /// Web addresses alone, by their numbers; the newest start tells. Empty where no line does.
  package static func read(
    _ stream: any ByteStream, path: String
  ) throws(DaichoError) -> [String] {
    var lines = LineReader(stream)
    var links: [String] = []
    while try lines.next() {
      guard !lines.isTooLong, lines.isTerminated, contains(lines.bytes, "\"started\"") else { continue }
      guard
        case .success(let found) = Result(catching: { () throws(JSONFault) in
          try JSONReader.read(lines.bytes).value
        }), case .object(let members) = found, case .string("started")? = members["state"],
        case .array(let items)? = members["links"]
      else { continue }
      links = items.map { item in
        guard case .string(let text) = item, isWeb(text) else { return "" }
        return text
      }
    }
    return links
  }

  private static func isWeb(_ text: String) -> Bool {
    let head = text.prefix(8).lowercased()
    return (head.hasPrefix("http://") || head.hasPrefix("https://"))
      && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func contains(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    let wanted = UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    guard bytes.count >= wanted.count, let first = wanted.first else { return false }
    for start in 0...(bytes.count - wanted.count) where bytes[start] == first {
      if bytes[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }
}
