import DaichoFiles
import DaichoModel
import Foundation

/// Writes the journal of one send and its twin, both to the disk, many lines in one go.
///
/// Lines are written by a thread of its own, so that what several connections have to say shares one fsync.
/// Answers go before announcements: what a server has said is kept even where there is no room for more.
final class SendJournal: @unchecked Sendable {
  // Unchecked: every mutable part is only touched while `condition` is held, and the files by the one thread.
  private let condition = NSCondition()
  private var answers: [UInt8] = []
  private var announcements: [UInt8] = []
  private var (lastAnswer, lastAnnouncement) = (0, 0)
  private var (keptAnswer, keptAnnouncement) = (0, 0)
  private var answerFailure: DaichoError?
  private var announcementFailure: DaichoError?
  private var isEnding = false
  private var hasEnded = false

  private let twin: AppendFile
  private var journal: AppendFile
  private let reopen: () throws(DaichoError) -> AppendFile

  /// Room for the answers to all that may be under way, in bytes.
  private static let answerRoom = 1 << 15

  /// - Parameter reopen: opens the journal in the workspace, again where another file has taken its place.
  init(twin: AppendFile, reopen: @escaping () throws(DaichoError) -> AppendFile) throws(DaichoError) {
    self.twin = twin
    self.reopen = reopen
    journal = try reopen()
    let thread = Thread { [self] in run() }
    thread.stackSize = 1 << 20
    thread.start()
  }

  /// Says that a mail is about to be handed over. What it returns is for `wait`.
  func announce(_ line: JournalLine) -> Int {
    let bytes = line.bytes
    return condition.withLock {
      announcements += bytes
      lastAnnouncement += 1
      condition.broadcast()
      return lastAnnouncement
    }
  }

  /// Returns when the announcement is on the disk; throws where it never will be.
  func wait(for announcement: Int) throws(DaichoError) {
    let failure: DaichoError? = condition.withLock {
      while keptAnnouncement < announcement, announcementFailure == nil { condition.wait() }
      return keptAnnouncement < announcement ? announcementFailure : nil
    }
    if let failure { throw failure }
  }

  /// Says what became of a mail. It is on the disk soon, and at `finish` at the latest.
  func answer(_ line: JournalLine) {
    let bytes = line.bytes
    condition.withLock {
      answers += bytes
      lastAnswer += 1
      condition.broadcast()
    }
  }

  /// Returns when all that was said is on the disk.
  func settle() throws(DaichoError) {
    let failure: DaichoError? = condition.withLock {
      while keptAnswer < lastAnswer || keptAnnouncement < lastAnnouncement,
        answerFailure == nil, announcementFailure == nil
      { condition.wait() }
      return answerFailure ?? announcementFailure
    }
    if let failure { throw failure }
  }

  /// Writes what is left and ends. Whatever could not be written has been thrown by `settle`.
  func finish() {
    condition.withLock {
      isEnding = true
      condition.broadcast()
      while !hasEnded { condition.wait() }
    }
  }

  // MARK: The thread

  private func run() {
    while true {
      condition.lock()
      while answers.isEmpty, announcements.isEmpty, !isEnding { condition.wait() }
      let (said, announced) = (answers, announcements)
      let (answer, announcement) = (lastAnswer, lastAnnouncement)
      answers.removeAll(keepingCapacity: true)
      announcements.removeAll(keepingCapacity: true)
      let isRefusing = announcementFailure != nil
      condition.unlock()
      if said.isEmpty, announced.isEmpty { break }

      var failures: (answer: DaichoError?, announcement: DaichoError?)
      do throws(DaichoError) {
        if !isRefusing, !announced.isEmpty {
          try twin.reserve(announced.count + said.count + SendJournal.answerRoom)
          try journal.reserve(announced.count + said.count + SendJournal.answerRoom)
        }
      } catch { failures.announcement = error }
      do throws(DaichoError) { try write(said) } catch { failures.answer = error }
      if !isRefusing, failures.announcement == nil, failures.answer == nil {
        do throws(DaichoError) { try write(announced) } catch { failures.announcement = error }
      }
      let synchronized = Result { () throws(DaichoError) in
        try twin.synchronize()
        try journal.synchronize()
      }
      condition.withLock {
        if case .failure(let error) = synchronized {
          failures.answer = failures.answer ?? error
          failures.announcement = failures.announcement ?? error
        }
        answerFailure = answerFailure ?? failures.answer
        announcementFailure = announcementFailure ?? failures.announcement ?? failures.answer
        if failures.answer == nil { keptAnswer = answer }
        if announcementFailure == nil { keptAnnouncement = announcement }
        condition.broadcast()
      }
    }
    condition.withLock {
      hasEnded = true
      condition.broadcast()
    }
  }

  private func write(_ bytes: [UInt8]) throws(DaichoError) {
    guard !bytes.isEmpty else { return }
    try twin.append(bytes)
    if !journal.isInPlace { journal = try reopen() }
    try journal.append(bytes)
  }
}
