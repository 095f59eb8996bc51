import DaichoModel
import OrderedCollections

/// What events and sends have in common: a JSON object a line.
struct JSONLines {
  typealias Members = OrderedDictionary<String, JSONValue>

  var faults: FaultTally
  private(set) var report = LedgerReport()
  /// Number of the line whose object `body` is given.
  private(set) var line = 0

  private let path: String

  init(path: String) {
    self.path = path
    faults = FaultTally(path: path)
  }

  /// Calls `body` with each object and its text; it returns whether it could use the object.
  mutating func read(
    _ stream: any ByteStream,
    _ body: (inout JSONLines, Members, String) throws(DaichoError) -> Bool
  ) throws(DaichoError) -> LedgerReport {
    let text = TextStream(stream, path: path)
    var lines = LineReader(text)
    while true {
      do throws(DaichoError) {
        guard try lines.next() else { break }
      } catch  where error.code == "broken-encoding" || error.code == "wrong-encoding" {
        cutShort(error)
        break
      }
      line = lines.line
      if lines.isTooLong {
        fail("line-too-long", .lineTooLong)
        continue
      }
      if lines.bytes.allSatisfy({ $0 <= 0x20 }) { continue }
      guard let members = members(lines.bytes, isTerminated: lines.isTerminated) else { continue }
      if try body(&self, members, String(decoding: lines.bytes, as: UTF8.self)) {
        report.rows += 1
      } else {
        report.unreadable += 1
      }
    }
    if text.encoding == .cp932 {
      faults.add(.warning, "legacy-encoding", line: 1, .legacyEncoding, suggestion: .saveAsUTF8)
    }
    report.encoding = text.encoding
    report.diagnostics = faults.diagnostics()
    return report
  }

  /// The text of a member; numbers count as the text they are. `nil` for null, nothing and empty text.
  func text(_ members: Members, _ key: String) -> String? {
    switch members[key] {
    case .string(let text): text.isEmpty ? nil : text
    case .number(let digits): digits
    default: nil
    }
  }

  /// The same, an error where there is none.
  mutating func required(_ members: Members, _ key: String) -> String? {
    if let text = text(members, key) { return text }
    faults.add(.error, "missing-field", line: line, .missingField(key))
    return nil
  }

  /// The instant in `at`, as text and in milliseconds since 1970.
  mutating func instant(_ members: Members) -> (text: String, milliseconds: Int64)? {
    guard let text = required(members, "at") else { return nil }
    guard let milliseconds = RFC3339.milliseconds(text) else {
      faults.add(.error, "bad-time", line: line, .badInstant(text))
      return nil
    }
    return (text, milliseconds)
  }

  private mutating func members(_ bytes: UnsafeRawBufferPointer, isTerminated: Bool) -> Members? {
    do throws(JSONFault) {
      let (value, duplicates) = try JSONReader.read(bytes)
      for key in duplicates { faults.add(.warning, "duplicate-key", line: line, .repeatedKey(key)) }
      if case .object(let members) = value { return members }
      fail("not-an-object", .notAnObject)
    } catch {
      if isTerminated {
        report.unreadable += 1
        faults.add(.error, "bad-json", line: line, column: error.position.column, error.message)
      } else {
        report.unreadable += 1
        faults.add(.warning, "torn-line", line: line, .tornLine)
      }
    }
    return nil
  }

  private mutating func fail(_ code: String, _ message: Wording) {
    report.unreadable += 1
    faults.add(.error, code, line: line, message)
  }

  private mutating func cutShort(_ error: DaichoError) {
    faults.add(error)
    report.isCutShort = true
  }
}
