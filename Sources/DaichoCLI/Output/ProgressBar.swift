import DaichoModel
import Foundation

/// Says on a terminal how far long work has come: nothing for work under half a second, nothing
/// anywhere else, and nothing left on the line at the end. May be told from any thread.
package final class ProgressBar: @unchecked Sendable {
  // Unchecked: every mutable part is only touched while `lock` is held.
  private let lock = NSLock()
  private let label: String
  private let language: Language
  private let terminal: Terminal
  private let show: @Sendable (String) -> Void
  private let elapsed: @Sendable () -> Duration
  private var total: Int?
  private var lastShown: Duration?
  private var isFinished = false

  private static let patience = Duration.milliseconds(500)
  private static let interval = Duration.milliseconds(100)

  /// `elapsed` is the monotonic time since the work began; `show` writes to the terminal at once.
  package init(
    _ label: Wording, total: Int?, language: Language, terminal: Terminal,
    elapsed: @escaping @Sendable () -> Duration, show: @escaping @Sendable (String) -> Void
  ) {
    self.label = CellText.line(label(language))
    self.total = total
    self.language = language
    self.terminal = terminal
    self.elapsed = elapsed
    self.show = show
  }

  /// A bar on standard error, timed by the monotonic clock from now on.
  package convenience init(
    _ label: Wording, total: Int? = nil, language: Language, terminal: Terminal
  ) {
    let start = ContinuousClock.now
    self.init(
      label, total: total, language: language, terminal: terminal, elapsed: { ContinuousClock.now - start },
      // A bar that can't be shown is no reason to stop the work.
      show: { try? OutputSink.write(Array($0.utf8), to: 2) })
  }

  deinit { clear() }

  /// `count` pieces of the work are done, of `total` where that is known by now.
  package func advance(to count: Int, of total: Int? = nil) {
    guard terminal.canRewriteLines else { return }
    lock.withLock {
      if let total { self.total = total }
      let now = elapsed()
      guard !isFinished, now >= ProgressBar.patience,
        lastShown.map({ now - $0 >= ProgressBar.interval }) ?? true
      else { return }
      lastShown = now
      let width = max(1, (terminal.width ?? 80) - 1)
      show("\r" + TextWidth.truncate(line(count, after: now), to: width) + "\u{1B}[K")
    }
  }

  /// Clears the line; what follows may be printed.
  package func finish() {
    lock.withLock { clear() }
  }

  private func clear() {
    if lastShown != nil, !isFinished { show("\r\u{1B}[K") }
    isFinished = true
  }

  /// `索引を作成中  [=====-----]  50%  50,000/100,000  8,400/s  残り 6 秒`
  private func line(_ count: Int, after time: Duration) -> String {
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
    let count = max(0, count)
    let rate = min(Double(count) / max(seconds, 0.001), 1e12)
    var parts = [label]
    if let total, total > 0 {
      let fraction = min(1, max(0, Double(count) / Double(total)))
      let filled = Int(fraction * 20)
      let percent = String(Int(fraction * 100))
      parts.append("[\(String(repeating: "=", count: filled))\(String(repeating: "-", count: 20 - filled))]")
      parts.append(TextWidth.pad(percent, to: 3, rightAligned: true) + "%")
      parts.append("\(grouped(count))/\(grouped(total))")
      parts.append(grouped(Int(rate)) + "/s")
      if rate > 0, count < total {
        parts.append(
          Wording.remaining(seconds: Int(min(Double(total - count) / rate, 1e9).rounded(.up)))(language))
      }
    } else {
      parts += [grouped(count), grouped(Int(rate)) + "/s"]
    }
    return parts.joined(separator: "  ")
  }

  private func grouped(_ number: Int) -> String { DecimalDigits(String(number))?.grouped ?? String(number) }
}
