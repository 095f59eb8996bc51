import DaichoFiles
import DaichoModel
import Foundation

/// Writes the journal of one send and its twin.
///
/// Every line is in both files at once, where a killed process cannot lose it. What several connections announce
/// shares one fsync: an announcement is on the disk, in the twin, before `wait` returns; answers and the journal
/// in the workspace follow within a moment. What a power cut takes from either file the next send restores from
/// the other, and an answer that is in neither leaves its mail in doubt.
final class SendJournal: @unchecked Sendable {
  // Unchecked: every mutable part is only touched while `condition` is held, and files are written then.
  private let condition = NSCondition()
  private var (lastAnswer, lastAnnouncement) = (0, 0)
  /// Up to which they are on the disk.
  private var (keptAnswer, keptAnnouncement) = (0, 0)
  /// From this announcement on there was no room for any, and why.
  private var refusal: (from: Int, reason: DaichoError)?
  /// Nothing that is not on the disk yet can be relied on.
  private var failure: DaichoError?
  /// What was written and may not be on the disk yet.
  private var (isTwinBehind, isJournalBehind) = (false, false)
  /// Connections that can do nothing until their announcement is on the disk.
  private var waiting = 0
  private var isEnding = false
  private var hasEnded = false

  private let twin: AppendFile
  private var journal: AppendFile
  private let reopen: () throws(DaichoError) -> AppendFile
  /// So many announcements are worth an fsync before anybody waits for it.
  private let group: Int

  /// How long an answer may wait for an announcement to share its fsync, and the journal behind its twin.
  private static let longestWait = Duration.milliseconds(20)

  /// Room for the answers to all that may be under way, in bytes: what a server has said is kept even where there
  /// is no room for more.
  private static let answerRoom = 1 << 15

  /// - Parameters:
  ///   - connections: how many will announce.
  ///   - reopen: opens the journal in the workspace, again where another file has taken its place.
  init(
    twin: AppendFile, connections: Int, reopen: @escaping () throws(DaichoError) -> AppendFile
  ) throws(DaichoError) {
    self.twin = twin
    self.reopen = reopen
    group = connections
    journal = try reopen()
    let thread = Thread { [self] in run() }
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Says that a mail is about to be handed over. What it returns is for `wait`.
  func announce(_ line: JournalLine) -> Int {
    let bytes = line.bytes
    return condition.withLock {
      lastAnnouncement += 1
      guard refusal == nil, failure == nil else { return lastAnnouncement }
      do throws(DaichoError) {
        let room = bytes.count + SendJournal.answerRoom
        try twin.reserve(room)
        try journal.reserve(room)
        try write(bytes)
      } catch { refusal = (lastAnnouncement, error) }
      if unkept >= group { condition.broadcast() }
      return lastAnnouncement
    }
  }

  /// Returns when the announcement is on the disk; throws where it never will be.
  func wait(for announcement: Int) throws(DaichoError) {
    let cause: DaichoError? = condition.withLock {
      if keptAnnouncement < announcement, loss(of: announcement) == nil {
        waiting += 1
        condition.broadcast()
        while keptAnnouncement < announcement, loss(of: announcement) == nil { condition.wait() }
        waiting -= 1
      }
      return keptAnnouncement < announcement ? loss(of: announcement) : nil
    }
    if let cause { throw cause }
  }

  private func loss(of announcement: Int) -> DaichoError? {
    failure ?? refusal.flatMap { announcement >= $0.from ? $0.reason : nil }
  }

  /// Says what became of a mail. It is on the disk soon, and at `finish` at the latest.
  func answer(_ line: JournalLine) {
    let bytes = line.bytes
    condition.withLock {
      lastAnswer += 1
      do throws(DaichoError) {
        try write(bytes)
      } catch {
        failure = failure ?? error
        condition.broadcast()
      }
    }
  }

  /// Returns when all that was said is on the disk.
  func settle() throws(DaichoError) {
    let cause: DaichoError? = condition.withLock {
      while keptAnswer < lastAnswer || keptAnnouncement < lastAnnouncement,
        loss(of: lastAnnouncement) == nil
      { condition.wait() }
      return loss(of: lastAnnouncement)
    }
    if let cause { throw cause }
  }

  /// Puts what is left on the disk and ends. Whatever could not be written has been thrown by `settle`.
  func finish() {
    condition.withLock {
      isEnding = true
      condition.broadcast()
      while !hasEnded { condition.wait() }
    }
  }

  private func write(_ bytes: [UInt8]) throws(DaichoError) {
    if !isTwinBehind, !isJournalBehind { condition.broadcast() }
    (isTwinBehind, isJournalBehind) = (true, true)
    try twin.append(bytes)
    if !journal.isInPlace { journal = try reopen() }
    try journal.append(bytes)
  }

  // MARK: The thread that synchronizes

  private func run() {
    var settled = ContinuousClock.now
    while let work = next(settled: settled) {
      let result = Result { () throws(DaichoError) in
        if work.isTwinBehind { try twin.synchronize() }
        try work.journal?.synchronize()
      }
      if work.journal != nil { settled = .now }
      condition.withLock {
        switch result {
        case .success: (keptAnswer, keptAnnouncement) = (work.answer, work.announcement)
        case .failure(let error): failure = failure ?? error
        }
        condition.broadcast()
      }
    }
    condition.withLock {
      hasEnded = true
      condition.broadcast()
    }
  }

  private struct Work {
    let isTwinBehind: Bool
    /// `nil` where it may stay behind for a while.
    let journal: AppendFile?
    /// What is on the disk when it is done.
    let answer: Int
    let announcement: Int
  }

  /// Waits for something worth an fsync; `nil` at the end.
  private func next(settled: ContinuousClock.Instant) -> Work? {
    condition.withLock {
      while !isTwinBehind, !isJournalBehind {
        if isEnding { return nil }
        condition.wait()
      }
      let wait = max(.zero, SendJournal.longestWait - settled.duration(to: .now))
      let end = Date(timeIntervalSinceNow: wait / .seconds(1))
      var isDue = wait == .zero
      while !isDue, !isEnding, !isUrgent { isDue = !condition.wait(until: end) }
      isDue = isDue || isEnding
      let work = Work(
        isTwinBehind: isTwinBehind, journal: isDue && isJournalBehind ? journal : nil, answer: lastAnswer,
        announcement: keptAnnouncement + unkept)
      isTwinBehind = false
      if isDue { isJournalBehind = false }
      return work
    }
  }

  private var isUrgent: Bool { unkept >= group || waiting > 0 && unkept > 0 }

  /// How many announcements are written and not known to be on the disk.
  private var unkept: Int { min(lastAnnouncement, refusal.map { $0.from - 1 } ?? .max) - keptAnnouncement }
}
