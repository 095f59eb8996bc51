import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// A moment as a person names it.
  package enum PointInTime: Sendable {
    case day(CalendarDate)
    case revision(String)

    /// A date in full, else a revision of git.
    package init(typed text: String) {
      self = CalendarDate(typed: text).map(PointInTime.day) ?? .revision(text)
    }
  }

  /// The workspace as a commit had it, to be asked and not to be written to: its records, ledgers, settings,
  /// segments, scores and templates, read from git's objects. That commit's instant is now, there.
  ///
  /// - Parameters:
  ///   - point: a day means its end: the last commit by then that HEAD reaches. A revision is the commit.
  ///   - today: the day that was asked for in so many words, over the point's own.
  ///
  /// Errors: `no-such-moment`, `day-to-come`, `history-begins-later`, `no-workspace-then`, and those of the
  /// settings then.
  package func at(_ point: PointInTime, today: CalendarDate? = nil) throws(DaichoError) -> Workspace {
    guard let repository else { throw .noRepository(root) }
    switch point {
    case .revision(let revision):
      let commit = try repository.commit(try resolve(revision, repository))
      return try at(commit, today: today)
    case .day(let day):
      guard day <= moment.zone.local(moment.seconds).date else { throw .dayToCome(day) }
      guard let commit = try lastCommit(of: day) else {
        throw .historyBeginsLater(
          day, first: try firstDay(repository), isShallow: repository.isShallow)
      }
      return try Workspace(
        self, at: commit, instant: min(endOfDay(day), moment.seconds), today: today ?? day)
    }
  }

  /// The workspace as this commit had it, asked on its own local day unless `today` says otherwise.
  func at(_ commit: CommitInfo, today: CalendarDate? = nil) throws(DaichoError) -> Workspace {
    try Workspace(self, at: commit, instant: commit.committer.when, today: today)
  }

  /// The last commit of a local day or before it that HEAD reaches.
  func lastCommit(of day: CalendarDate) throws(DaichoError) -> CommitInfo? {
    guard let repository, let head = try repository.head().id else { return nil }
    return try repository.lastCommit(notAfter: endOfDay(day), from: head)
  }

  /// Seconds since 1970.
  private func endOfDay(_ day: CalendarDate) -> Int64 {
    moment.zone.instant(DateAndTime(date: day.adding(days: 1), minute: 0)) - 1
  }

  private func firstDay(_ repository: Repository) throws(DaichoError) -> CalendarDate? {
    guard let head = try repository.head().id else { return nil }
    var first: CommitInfo?
    _ = try repository.lastCommit(from: head) { commit in
      if commit.committer.when < first?.committer.when ?? .max { first = commit }
      return false
    }
    return first.map { localTime(of: $0).date }
  }

  /// What was typed is no day, and may be a slip in one.
  private func resolve(_ revision: String, _ repository: Repository) throws(DaichoError) -> ObjectID {
    switch Result(catching: { () throws(DaichoError) in try repository.resolve(revision) }) {
    case .success(let id): return id
    case .failure(let error):
      guard error.code == "unknown-revision" else { throw error }
      throw .noSuchMoment(revision, hint: repository.isShallow ? error.hint : nil)
    }
  }
}
