import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Some lines of a long file, found without a look at what the others say.
package enum PickedLines {
  package struct Line: Sendable, Hashable {
    /// From 1.
    package let number: Int
    /// Without its line break.
    package let text: String
  }

  /// The lines with these numbers, in the order of the file; what it is too short for is left out.
  package static func numbered(
    _ numbers: Set<Int>, in stream: any ByteStream, path: String
  ) throws(DaichoError) -> [Line] {
    guard let last = numbers.max() else { return [] }
    var found: [Line] = []
    var lines = LineReader(TextStream(stream, path: path))
    while lines.line < last, try lines.next() {
      if numbers.contains(lines.line), !lines.isTooLong { found.append(line(lines.line, lines.bytes)) }
    }
    return found
  }

  /// The lines that hold one of these texts, byte for byte, in the order of the file.
  ///
  /// - Parameter open: gives the file from its start; asked again where it turns out not to be UTF-8.
  package static func holding(
    _ texts: [String], path: String, _ open: () throws(DaichoError) -> any ByteStream
  ) throws(DaichoError) -> [Line] {
    let needles = texts.filter { !$0.isEmpty }.map { Array($0.utf8) }
    guard !needles.isEmpty else { return [] }
    // Decoding all of a long file costs more than looking through it.
    if let found = try lines(holding: needles, in: open()) { return found }
    return try lines(holding: needles, in: TextStream(open(), path: path)) ?? []
  }

  /// `nil` where a line that holds one is not UTF-8.
  private static func lines(
    holding needles: [[UInt8]], in stream: any ByteStream
  ) throws(DaichoError) -> [Line]? {
    var found: [Line] = []
    var lines = LineReader(stream)
    while try lines.next() {
      let bytes = lines.bytes
      guard needles.contains(where: { holds($0, bytes) }) else { continue }
      guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
      found.append(Line(number: lines.line, text: lines.line == 1 ? text.withoutMark : text))
    }
    return found
  }

  private static func line(_ number: Int, _ bytes: UnsafeRawBufferPointer) -> Line {
    Line(number: number, text: String(decoding: bytes, as: UTF8.self))
  }

  private static func holds(_ needle: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress, let first = needle.first, bytes.count >= needle.count else {
      return false
    }
    let last = bytes.count - needle.count
    var place = 0
    while place <= last, let found = memchr(base + place, Int32(first), last - place + 1) {
      if memcmp(found, needle, needle.count) == 0 { return true }
      place = UnsafeRawPointer(found) - base + 1
    }
    return false
  }
}

extension String {
  fileprivate var withoutMark: String {
    unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
  }
}
