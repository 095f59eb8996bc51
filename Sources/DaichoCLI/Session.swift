import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import Foundation

/// What one command works with: the workspace, and the ends of its output. Here, and nowhere below, the
/// clock and the environment are read.
final class Session: WorkProgress {
  let environment: [String: String]
  let directory: String
  let terminal: Terminal
  let errorTerminal: Terminal
  let output: OutputSink
  /// What `--locale` or DAICHO_LOCALE asks for, over the workspace's own.
  let chosenLanguage: Language?
  private let todayTyped: String?
  /// What `--at` says.
  private let momentTyped: String?
  private let assumesYes: Bool
  private var bar: ProgressBar?
  private var opened: Workspace?
  private var warned = 0
  private var warnedOfHistory = 0
  private var told = 0
  private var noted = 0
  private var hasNamedPast = false

  /// - Parameter past: whose files answer.
  convenience init(
    _ options: GlobalOptions, at past: PastOptions? = nil, yes: Bool = false, paged: Bool = false
  ) {
    self.init(
      in: options.directory, today: options.today, at: past?.at, color: options.color,
      language: options.locale, yes: yes, paged: paged)
  }

  /// - Parameter directories: what `-C` says, each relative to the one before.
  init(
    in directories: [String], today: String? = nil, at moment: String? = nil, color: ColorChoice = .auto,
    language: Language? = nil,
    yes: Bool = false, paged: Bool = false
  ) {
    environment = ProcessInfo.processInfo.environment
    directory = Session.directory(directories)
    terminal = Terminal(descriptor: STDOUT_FILENO, environment: environment, color: color)
    errorTerminal = Terminal(descriptor: STDERR_FILENO, environment: environment, color: color)
    chosenLanguage = language ?? Session.chosenLanguage(environment)
    if let chosenLanguage { Session.current = chosenLanguage }
    let pager = paged && terminal.isTerminal ? Pager(environment: environment) : nil
    output =
      pager == nil
      ? OutputSink(descriptor: STDOUT_FILENO)
      : OutputSink(descriptor: STDOUT_FILENO, pager: pager, screenLines: terminal.height)
    todayTyped = today
    momentTyped = moment
    assumesYes = yes
  }

  static func directory(_ steps: [String]) -> String {
    var base = URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)
    for step in steps { base = URL(fileURLWithPath: step, isDirectory: true, relativeTo: base) }
    return base.standardizedFileURL.path
  }

  /// Milliseconds since 1970.
  static var epoch: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// What DAICHO_LOCALE asks for.
  static func chosenLanguage(_ environment: [String: String]) -> Language? {
    environment["DAICHO_LOCALE"].flatMap(Language.init)
  }

  /// Before a workspace says otherwise: Japanese where the locale is.
  static func language(_ environment: [String: String]) -> Language {
    if let current { return current }
    if let chosen = chosenLanguage(environment) { return chosen }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    return locale?.hasPrefix("ja") == true ? .ja : .en
  }

  /// The language of the workspace that this process has opened.
  // Unsafe: the process is one command, and only its one thread reads or writes this.
  nonisolated(unsafe) private static var current: Language?

  func workspace() throws(DaichoError) -> Workspace {
    if let opened { return opened }
    var today: CalendarDate?
    if let todayTyped {
      guard let date = CalendarDate(typed: todayTyped) else { throw .badToday(todayTyped) }
      today = date
    }
    let present = try Workspace(
      containing: directory, epoch: Session.epoch, today: today, identity: identity, progress: self)
    let workspace =
      try momentTyped.map { typed throws(DaichoError) in
        try present.at(Workspace.PointInTime(typed: typed), today: today)
      } ?? present
    workspace.keyStore = keyStore
    opened = workspace
    Session.current = chosenLanguage ?? workspace.language
    return workspace
  }

  /// Opens the same workspace again and again, as its files are at the time: for a command that goes on and on.
  func opener() throws(DaichoError) -> @Sendable () throws(DaichoError) -> Workspace {
    let today = try workspace().moment
    let (directory, identity, day) = (directory, identity, today.isRealDay ? nil : today.today)
    let keyStore = keyStore
    return { () throws(DaichoError) in
      let workspace = try Workspace(
        containing: directory, epoch: Session.epoch, today: day, identity: identity, progress: Unwatched())
      workspace.keyStore = keyStore
      return workspace
    }
  }

  private final class Unwatched: WorkProgress {
    func progress(_ work: Wording, done: Int, of total: Int) {}
    func progressEnded() {}
  }

  /// For a command that changes something: what a crashed one left half-done is finished first, and told.
  func workspaceForWriting() throws(DaichoError) -> Workspace {
    if momentTyped != nil { throw .usage(.pastCannotChange) }
    let workspace = try workspace()
    try workspace.finishPending()
    tellRecovered()
    return workspace
  }

  private func tellRecovered() {
    for subject in (opened?.recovered ?? []).dropFirst(told) {
      messages.printNote(.recovered(subject))
      told += 1
    }
  }

  func surroundings(isOffline: Bool = false) -> Surroundings {
    Surroundings(
      timeZone: TimeZone.current.identifier, environment: environment, home: home, isOffline: isOffline)
  }

  private var identity: Identity {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    return Identity(
      authorName: value("GIT_AUTHOR_NAME"), authorEmail: value("GIT_AUTHOR_EMAIL"),
      committerName: value("GIT_COMMITTER_NAME"), committerEmail: value("GIT_COMMITTER_EMAIL"))
  }

  var language: Language { chosenLanguage ?? opened?.language ?? Session.language(environment) }

  var interaction: Interaction {
    Interaction(
      isPossible: isatty(STDIN_FILENO) == 1 && errorTerminal.isTerminal, assumesYes: assumesYes,
      language: language, questions: OutputSink(descriptor: STDERR_FILENO))
  }

  var messages: MessagePrinter {
    MessagePrinter(
      language: language, style: errorTerminal.style, to: OutputSink(descriptor: STDERR_FILENO))
  }

  func options(_ format: OutputFormat) -> OutputOptions {
    OutputOptions(format: format, language: language, style: terminal.style, width: terminal.width)
  }

  func options(_ list: ListOptions) throws(DaichoError) -> OutputOptions {
    try list.refuseNonsense()
    return OutputOptions(
      format: list.format, language: language, style: terminal.style, width: terminal.width, isRaw: list.raw)
  }

  /// Ends the answer, and says what the index had to warn of.
  func finish() throws(DaichoError) {
    progressEnded()
    try output.finish()
    tellRecovered()
    if let past = opened?.pastCommit, !hasNamedPast {
      hasNamedPast = true
      messages.printNote(.asOfCommit(past.id, past.at))
    }
    for warning in (opened?.index.warnings ?? []).dropFirst(warned) {
      messages.printWarning(warning)
      warned += 1
    }
    for warning in (opened?.historyWarnings ?? []).dropFirst(warnedOfHistory) {
      messages.printWarning(warning)
      warnedOfHistory += 1
    }
    for note in (opened?.index.remarks ?? []).dropFirst(noted) {
      messages.printNote(note)
      noted += 1
    }
  }

  // MARK: Progress

  func progress(_ work: Wording, done: Int, of total: Int) {
    guard errorTerminal.canRewriteLines else { return }
    if bar == nil { bar = ProgressBar(work, language: language, terminal: errorTerminal) }
    bar?.advance(to: done, of: total)
  }

  func progressEnded() {
    bar?.finish()
    bar = nil
  }
}
