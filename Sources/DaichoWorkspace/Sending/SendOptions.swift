import DaichoMail
import DaichoModel
import Synchronization

/// What a send needs that only the face knows.
package struct SendOptions: Sendable {
  /// At most so many mails in this run.
  package var limit: Int?
  /// Hands those in doubt over once more.
  package var retriesInDoubt = false
  /// Goes on with a campaign that was paused.
  package var resumes = false
  /// How long a run goes on trying what was put off.
  package var retryFor = Duration.seconds(3600)
  /// Leaves out the question whether base_url answers with this workspace's key.
  package var trustsBaseURL = false
  package var remote: SyncOptions
  package var surroundings: Surroundings
  package var clock: SendClock
  /// Names this machine.
  package var host: String
  /// Of this process.
  package var process: Int32
  package var interruption: Interruption

  package init(
    remote: SyncOptions, surroundings: Surroundings, clock: SendClock, host: String, process: Int32,
    interruption: Interruption
  ) {
    self.remote = remote
    self.surroundings = surroundings
    self.clock = clock
    self.host = host
    self.process = process
    self.interruption = interruption
  }
}

/// The clocks of a run that lasts.
package struct SendClock: Sendable {
  /// Milliseconds since 1970.
  package let now: @Sendable () -> Int64
  /// Since any moment; it never goes back.
  package let monotonic: @Sendable () -> Duration
  package let sleep: @Sendable (Duration) -> Void
  /// Sixteen letters that nobody can guess.
  package let random: @Sendable () -> String

  package init(
    now: @escaping @Sendable () -> Int64, monotonic: @escaping @Sendable () -> Duration,
    sleep: @escaping @Sendable (Duration) -> Void, random: @escaping @Sendable () -> String
  ) {
    self.now = now
    self.monotonic = monotonic
    self.sleep = sleep
    self.random = random
  }
}

/// Whether a person has asked to stop, from a signal handler's thread.
package final class Interruption: Sendable {
  private let flag = Atomic(false)

  package init() {}

  package var isAsked: Bool { flag.load(ordering: .relaxed) }
  package func ask() { flag.store(true, ordering: .relaxed) }
}
