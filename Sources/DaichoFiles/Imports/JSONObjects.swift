import DaichoModel
import OrderedCollections

/// The objects of a file of JSON lines, from elsewhere.
package enum JSONObjects {
  /// Hands out each object with its line; `nil` for a line that is none. Errors: those of the file.
  package static func read(
    _ file: SourceFile,
    _ body: (OrderedDictionary<String, JSONValue>?, Int) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    var lines = LineReader(MarkFilter(try file.text()))
    while try lines.next() {
      if lines.isTooLong {
        try body(nil, lines.line)
        continue
      }
      if lines.bytes.allSatisfy({ $0 <= 0x20 }) { continue }
      if case .object(let members)? = try? JSONReader.read(lines.bytes).value {
        try body(members, lines.line)
      } else {
        try body(nil, lines.line)
      }
    }
  }
}
