import DaichoModel

/// Reads the logs of records. Keep one for many records: it remembers who the members are.
package struct LogReader {
  private let members: (String) -> String?
  private var resolved: [String: String?] = [:]

  /// `members` gives the id of the member that a word after `@` means.
  package init(members: @escaping (String) -> String?) {
    self.members = members
  }

  package struct Reading: Sendable {
    /// In the order of the file.
    package let entries: [LogEntry]
    package let diagnostics: [Diagnostic]
  }

  /// `body` is the part of `bytes` after the front matter, and `firstLine` the number of its first line.
  package mutating func read(
    _ bytes: UnsafeRawBufferPointer, body: Range<Int>, firstLine: Int, path: String
  ) -> Reading {
    let outline = outline(bytes, body: body, firstLine: firstLine, path: path)
    return Reading(entries: outline.entries, diagnostics: outline.diagnostics)
  }

  package mutating func read(
    _ bytes: [UInt8], body: Range<Int>, firstLine: Int, path: String
  ) -> Reading {
    bytes.withUnsafeBytes { read($0, body: body, firstLine: firstLine, path: path) }
  }

  mutating func outline(
    _ bytes: UnsafeRawBufferPointer, body: Range<Int>, firstLine: Int, path: String
  ) -> LogOutline {
    var scan = LogScan(bytes, body: body.clamped(to: 0..<bytes.count), firstLine: firstLine, path: path)
    return scan.run { member(typed: $0) }
  }

  /// `佐藤さん` is asked for as `佐藤` too.
  private mutating func member(typed word: String) -> String? {
    if let known = resolved[word] { return known }
    var found = members(word)
    if found == nil, let honorific = ["さん", "様"].first(where: word.hasSuffix) {
      found = members(String(word.dropLast(honorific.count)))
    }
    resolved[word] = .some(found)
    return found
  }
}

/// The logs of a record and where they stand.
struct LogOutline {
  var entries: [LogEntry] = []
  var sections: [Section] = []
  var diagnostics: [Diagnostic] = []

  struct Section {
    /// The bytes of the heading, with its line ending.
    let heading: Range<Int>
    /// Indices of `entries`.
    var entries: Range<Int>
    /// After the last line of the section that is not blank.
    var contentEnd: Int
  }
}
