/// How fast mails go out: so many a second, and slower for a while when a server asks for it. The time is
/// the caller's monotonic clock.
package struct SendPace: Sendable {
  /// Between two mails, at the rate that is set.
  private let interval: Duration
  /// Added while a server is throttling; doubled at each refusal, halved at each mail that is taken.
  private var slowdown = Duration.zero
  private var next: Duration = .zero

  private static let firstSlowdown = Duration.milliseconds(500)
  private static let longestSlowdown = Duration.seconds(60)

  /// - Parameter rate: mails a second; 0 sets no limit.
  package init(rate: Double) {
    interval = rate > 0 ? .seconds(1 / rate) : .zero
  }

  /// How long to wait before the next mail; counts it as sent then. Time that was not used is not made
  /// up for.
  package mutating func wait(at now: Duration) -> Duration {
    let due = max(next, now)
    next = due + interval + slowdown
    return due - now
  }

  package mutating func wasThrottled(at now: Duration) {
    slowdown = min(max(slowdown * 2, SendPace.firstSlowdown), SendPace.longestSlowdown)
    next = max(next, now + slowdown)
  }

  package mutating func wasAccepted() {
    guard slowdown > .zero else { return }
    slowdown = slowdown < .milliseconds(10) ? .zero : slowdown / 2
  }
}
