/// When a mail that was put off is tried again: after 5, 10, 20 … minutes, while the run's patience lasts.
package struct RetrySchedule: Sendable, Hashable {
  package static let firstWait = Duration.seconds(5 * 60)

  /// How long a run goes on trying, from the first refusal of a mail.
  package let patience: Duration

  package init(patience: Duration) { self.patience = patience }

  /// - Parameters:
  ///   - tries: how often it was tried in this run, from 1.
  ///   - elapsed: since it was first put off.
  /// - Returns: `nil` where the next try would come after the patience has ended.
  package func wait(afterTry tries: Int, elapsed: Duration) -> Duration? {
    let doublings = min(max(tries, 1) - 1, 16)
    let wait = RetrySchedule.firstWait * (1 << doublings)
    return elapsed + wait <= patience ? wait : nil
  }
}
