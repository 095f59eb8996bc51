import DaichoModel

/// A commit's message in its parts.
package struct MessageParts: Sendable, Hashable {
  /// The first paragraph on one line.
  package private(set) var subject = ""
  /// What stands between the subject and the trailers.
  package private(set) var reason: String?
  /// The last paragraph where it consists of `Key: value` lines, in their order.
  package private(set) var trailers: [Trailer] = []

  package struct Trailer: Sendable, Hashable {
    package let key: String
    package let value: String
  }

  package init(_ message: String) {
    var message = message
    var paragraphs: [[Substring]] = [[]]
    message.makeContiguousUTF8()
    for line in message.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      var line = line
      while let last = line.last, Self.isBlank(last) { line.removeLast() }
      if !line.isEmpty {
        paragraphs[paragraphs.count - 1].append(Substring(line))
      } else if paragraphs[paragraphs.count - 1].isEmpty == false {
        paragraphs.append([])
      }
    }
    if paragraphs.last?.isEmpty == true { paragraphs.removeLast() }
    subject = (paragraphs.first ?? []).joined(separator: " ")
    if paragraphs.count > 1, let last = paragraphs.last, let trailers = Self.trailers(last) {
      self.trailers = trailers
      paragraphs.removeLast()
    }
    if paragraphs.count > 1 {
      reason = paragraphs.dropFirst().map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }
  }

  package subscript(_ key: String) -> String? {
    trailers.first { $0.key.lowercased() == key.lowercased() }?.value
  }

  /// As `git interpret-trailers` reads them; a further line of a value begins with a space.
  private static func trailers(_ lines: [Substring]) -> [Trailer]? {
    var trailers: [Trailer] = []
    for line in lines {
      if let first = line.utf8.first, isBlank(first), let last = trailers.popLast() {
        trailers.append(
          Trailer(key: last.key, value: last.value + " " + line.drop { $0 == " " || $0 == "\t" }))
      } else if let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line[..<colon].utf8.allSatisfy(isKeyByte)
      {
        let value = line[line.utf8.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
        trailers.append(Trailer(key: String(line[..<colon]), value: String(value)))
      } else if !line.hasPrefix("(cherry picked from commit ") {
        return nil
      }
    }
    return trailers.isEmpty ? nil : trailers
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
