import DaichoModel

/// What is wrong with a ledger: of each fault the first places, then how many more there are.
struct FaultTally {
  private let path: String
  private var shown: [Diagnostic] = []
  private var counts: [String: (count: Int, shown: Int, severity: Diagnostic.Severity)] = [:]
  private var codes: [String] = []

  /// Of places shown for a file, but that each kind of fault shows its first.
  static let limit = 100

  init(path: String) { self.path = path }

  /// `onceAFile` shows the first place only and counts the rest: for habits, not slips.
  mutating func add(
    _ severity: Diagnostic.Severity, _ code: String, line: Int, column: Int = 1, onceAFile: Bool = false,
    _ message: @autoclosure () -> Wording, suggestion: @autoclosure () -> Wording? = nil
  ) {
    if counts[code] == nil { codes.append(code) }
    var tally = counts[code] ?? (0, 0, severity)
    tally.count += 1
    if tally.shown == 0 || (!onceAFile && shown.count < FaultTally.limit) {
      tally.shown += 1
      let position = SourcePosition(line: line, column: column)
      shown.append(
        Diagnostic(
          severity, code, at: SourceLocation(path: path, position: position), message(),
          suggestion: suggestion()))
    }
    counts[code] = tally
  }

  mutating func add(_ error: DaichoError) {
    let location = error.location ?? SourceLocation(path: path)
    shown.append(Diagnostic(.error, error.code, at: location, error.message, suggestion: error.hint))
  }

  func count(_ code: String) -> Int { counts[code]?.count ?? 0 }

  /// In the order of the file, the sums at its end.
  func diagnostics() -> [Diagnostic] {
    var all = shown
    for code in codes {
      guard let tally = counts[code], tally.count > tally.shown else { continue }
      all.append(
        Diagnostic(
          tally.severity, code, at: SourceLocation(path: path), .andMore(tally.count - tally.shown)))
    }
    return all
  }
}

/// What a ledger's reading came to.
package struct LedgerReport: Sendable {
  /// Handed out.
  package var rows = 0
  /// Left out, each for a fault among the diagnostics.
  package var unreadable = 0
  package var encoding = TextStream.Encoding.ascii
  /// Some hundred places at most, the first of each kind among them, and a sum for each that has more.
  package var diagnostics: [Diagnostic] = []
  /// Reading stopped before the end.
  package var isCutShort = false

  package init() {}
}
