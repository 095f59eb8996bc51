import DaichoModel

/// Brings `orders/*.csv` into the form a ledger should have: UTF-8, and dates as 2026-11-20. Rows, columns,
/// quotes, line endings and a byte order mark stay.
package enum LedgerRepair {
  package struct Outcome: Sendable {
    /// It was CP932.
    package var isConverted = false
    /// Dates written otherwise.
    package var dates = 0
    /// The first row that cannot be read; then nothing of what was written may be used.
    package var error: Diagnostic?

    package var counts: [RepairRule: Int] {
      var counts: [RepairRule: Int] = [:]
      if isConverted { counts[.ledgerEncoding] = 1 }
      if dates > 0 { counts[.ledgerDate] = dates }
      return counts
    }
  }

  /// Reads the file once, from start to end, in pieces; `write` gets all of the new one.
  package static func repair(
    _ source: any ByteStream, path: String, settings: WorkspaceSettings,
    into write: (ArraySlice<UInt8>) throws(DaichoError) -> Void
  ) throws(DaichoError) -> Outcome {
    let text = TextStream(source, path: path)
    let passing = PassingText(text)
    var reader = CSVReader(passing)
    var assembly = OrderAssembly(path: path, currency: settings.currency)
    assembly.keepsLooseDates = true
    var outcome = Outcome()
    var isFirst = true
    func begin() throws(DaichoError) {
      if isFirst, text.hasByteOrderMark { try write([0xEF, 0xBB, 0xBF]) }
      isFirst = false
    }
    do throws(DaichoError) {
      while try reader.next() {
        try begin()
        assembly.take(reader)
        for date in assembly.takeLooseDates() {
          try write(passing.take(upTo: date.range.lowerBound))
          try write(Array(date.text.utf8)[...])
          passing.skip(to: date.range.upperBound)
          outcome.dates += 1
        }
        if assembly.rows.count >= 2_048 { _ = assembly.takeBatch() }
        try write(passing.take(upTo: reader.byteOffset))
      }
    } catch  where error.code == "broken-encoding" || error.code == "wrong-encoding" {
      assembly.faults.add(error)
    }
    try begin()
    try write(passing.take(upTo: .max))
    outcome.isConverted = text.encoding == .cp932
    outcome.error = assembly.faults.diagnostics().first { $0.severity == .error }
    return outcome
  }

  /// The same in memory: the bytes as they are where the file holds an error.
  package static func repaired(
    _ bytes: [UInt8], path: String, settings: WorkspaceSettings
  ) throws(DaichoError) -> (bytes: [UInt8], outcome: Outcome) {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 8)
    let outcome = try repair(MemoryStream(bytes), path: path, settings: settings) { out += $0 }
    return (outcome.error == nil ? out : bytes, outcome)
  }
}

/// Text on its way to a reader, kept until it is taken.
private final class PassingText: ByteStream {
  private let source: TextStream
  private var kept: [UInt8] = []
  private var head = 0
  /// Of `kept[head]` in the text.
  private var offset: Int64 = 0

  init(_ source: TextStream) { self.source = source }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int {
    let count = try source.read(into: buffer)
    if head > 1 << 20 {
      kept.removeFirst(head)
      head = 0
    }
    kept.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    return count
  }

  func take(upTo end: Int64) -> ArraySlice<UInt8> {
    let start = head
    skip(to: end)
    return kept[start..<head]
  }

  func skip(to end: Int64) {
    let count = Int(min(Int64(kept.count - head), max(0, end - offset)))
    head += count
    offset += Int64(count)
  }
}
