import DaichoMail
import DaichoModel
import Foundation

/// The connections of a send: each a thread that makes, announces, delivers and answers one mail after another.
/// While a mail is handed over, the next one is made and its announcement on its way to the disk.
final class SendLanes: @unchecked Sendable {
  // Unchecked: every mutable part is only touched while `condition` is held.
  struct Job: Sendable {
    let entry: SendEntry
    /// Called on the connection's thread.
    let make: @Sendable () -> Result<Mail, DaichoError>
  }

  struct Mail: Sendable {
    let bytes: [UInt8]
    let envelope: Envelope
    /// The journal's line: the mail goes out when this is on the disk.
    let announcement: JournalLine
  }

  enum Outcome: Sendable {
    case delivered(Delivery)
    /// It was announced, and is back on the list.
    case withdrawn
    /// Nothing has been made of it yet, and it is back on the list.
    case untouched
    /// It could not be made.
    case unmade
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
  /// Somebody waits for outcomes, and not for room.
  private var isWatched = false

  private let journal: SendJournal
  private let answer: @Sendable (SendEntry, Outcome) -> JournalLine?
  /// Jobs that wait for a connection.
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
        isWatched = true
        defer { isWatched = false }
        while outcomes.isEmpty, underWay > 0, condition.wait(until: end) {}
      }
      defer { outcomes.removeAll() }
      return outcomes
    }
  }

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

  /// A mail whose announcement the journal has.
  private struct Announced {
    let entry: SendEntry
    let mail: Mail
    let ticket: Int
  }

  private enum Step {
    case make(Job)
    case withdraw(Job)
    /// There is nothing to make now.
    case deliver
    case end(isWithdrawing: Bool)
  }

  private func run(_ courier: any MailCourier) {
    var held: Announced?
    while true {
      switch next(waits: held == nil) {
      case .withdraw(let job): end(job.entry, .untouched)
      case .make(let job):
        let made = announced(job)
        if let held { deliver(held, courier) }
        held = made
      case .deliver:
        if let mail = held { deliver(mail, courier) }
        held = nil
      case .end(let isWithdrawing):
        if let held {
          if isWithdrawing { end(held.entry, .withdrawn) } else { deliver(held, courier) }
        }
        courier.disconnect()
        condition.withLock {
          threads -= 1
          condition.broadcast()
        }
        return
      }
    }
  }

  /// - Parameter waits: for a job, where there is none.
  private func next(waits: Bool) -> Step {
    condition.withLock {
      while waits, jobs.isEmpty, !isEnding { condition.wait() }
      guard !jobs.isEmpty else { return isEnding ? .end(isWithdrawing: isWithdrawing) : .deliver }
      defer { condition.broadcast() }
      let job = jobs.removeFirst()
      return isWithdrawing ? .withdraw(job) : .make(job)
    }
  }

  private func announced(_ job: Job) -> Announced? {
    switch job.make() {
    case .success(let mail):
      return Announced(entry: job.entry, mail: mail, ticket: journal.announce(mail.announcement))
    case .failure:
      end(job.entry, .unmade)
      return nil
    }
  }

  private func deliver(_ announced: Announced, _ courier: any MailCourier) {
    do throws(DaichoError) {
      try journal.wait(for: announced.ticket)
      end(announced.entry, .delivered(courier.deliver(announced.mail.bytes, announced.mail.envelope)))
    } catch {
      end(announced.entry, .unannounced(error))
    }
  }

  private func end(_ entry: SendEntry, _ outcome: Outcome) {
    if let line = answer(entry, outcome) { journal.answer(line) }
    condition.withLock {
      outcomes.append((entry, outcome))
      underWay -= 1
      if isWatched { condition.broadcast() }
    }
  }
}
