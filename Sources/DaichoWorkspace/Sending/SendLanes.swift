import DaichoMail
import DaichoModel
import Foundation

/// The connections of a send: each a thread that announces, delivers and answers one mail after another.
final class SendLanes: @unchecked Sendable {
  // Unchecked: every mutable part is only touched while `condition` is held.
  struct Job: Sendable {
    let entry: SendEntry
    let bytes: [UInt8]
    let envelope: Envelope
    /// Of the journal: the mail goes out when this is on the disk.
    let announcement: Int
  }

  enum Outcome: Sendable {
    case delivered(Delivery)
    /// It was on its way to be handed over, and is back on the list.
    case withdrawn
    /// The journal could not be written, so that it was not handed over.
    case unannounced(DaichoError)
  }

  private let condition = NSCondition()
  private var jobs: [Job] = []
  private var outcomes: [(SendEntry, Outcome)] = []
  private var underWay = 0
  private var isEnding = false
  private var isWithdrawing = false
  private var threads = 0

  private let journal: SendJournal
  private let answer: @Sendable (SendEntry, Outcome) -> JournalLine?
  /// Mails announced ahead: while one is handed over the next one's line reaches the disk.
  private let capacity: Int

  /// Unchecked: a courier is used by the one thread that it is handed to.
  private struct Handed: @unchecked Sendable {
    let courier: any MailCourier
  }

  /// - Parameters:
  ///   - couriers: one a connection.
  ///   - answer: what the journal is to say of an outcome.
  init(
    _ couriers: [any MailCourier], journal: SendJournal,
    answer: @escaping @Sendable (SendEntry, Outcome) -> JournalLine?
  ) {
    self.journal = journal
    self.answer = answer
    capacity = couriers.count
    threads = couriers.count
    for courier in couriers {
      let handed = Handed(courier: courier)
      let thread = Thread { [self] in run(handed.courier) }
      thread.stackSize = 1 << 21
      thread.start()
    }
  }

  /// Waits for room.
  func submit(_ job: Job) {
    condition.withLock {
      while jobs.count >= capacity { condition.wait() }
      jobs.append(job)
      underWay += 1
      condition.broadcast()
    }
  }

  /// What has come to an end since it was asked last.
  ///
  /// - Parameter wait: for at least one, while any is under way, and no longer than so.
  func collect(wait: Duration? = nil) -> [(SendEntry, Outcome)] {
    condition.withLock {
      if let wait {
        let end = Date(timeIntervalSinceNow: wait / .seconds(1))
        while outcomes.isEmpty, underWay > 0, condition.wait(until: end) {}
      }
      defer { outcomes.removeAll() }
      return outcomes
    }
  }

  var isIdle: Bool { condition.withLock { underWay == 0 && outcomes.isEmpty } }

  /// Ends the connections: after what was submitted, or `withdrawing` what has not been handed over.
  func finish(withdrawing: Bool) -> [(SendEntry, Outcome)] {
    condition.withLock {
      isEnding = true
      isWithdrawing = isWithdrawing || withdrawing
      condition.broadcast()
      while threads > 0 { condition.wait() }
      defer { outcomes.removeAll() }
      return outcomes
    }
  }

  // MARK: A thread

  private func run(_ courier: any MailCourier) {
    while let (job, isWithdrawn) = next() {
      var outcome = Outcome.withdrawn
      if !isWithdrawn {
        do throws(DaichoError) {
          try journal.wait(for: job.announcement)
          outcome = .delivered(courier.deliver(job.bytes, job.envelope))
        } catch {
          outcome = .unannounced(error)
        }
      }
      if let line = answer(job.entry, outcome) { journal.answer(line) }
      condition.withLock {
        outcomes.append((job.entry, outcome))
        underWay -= 1
        condition.broadcast()
      }
    }
    courier.disconnect()
    condition.withLock {
      threads -= 1
      condition.broadcast()
    }
  }

  private func next() -> (Job, isWithdrawn: Bool)? {
    condition.withLock {
      while jobs.isEmpty, !isEnding { condition.wait() }
      guard !jobs.isEmpty else { return nil }
      defer { condition.broadcast() }
      return (jobs.removeFirst(), isWithdrawing)
    }
  }
}
