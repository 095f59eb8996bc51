import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// One workspace, opened for one command: its folder, its settings, the repository around it and its index.
///
/// Used from one thread.
package final class Workspace {
  /// Absolute, without a trailing slash.
  package let root: String
  package let folder: WorkspaceFolder
  /// The files that answer: those of `folder`, or of the commit that was asked for.
  package let files: any RegisterFiles
  /// What `files` are of; `nil`: of the work tree. Nothing can be recorded in the past.
  let past: CommitInfo?
  package let settings: WorkspaceSettings
  package let settingsDiagnostics: [Diagnostic]
  /// `nil` outside git: then nothing can be recorded, but everything can be read.
  package let repository: Repository?
  package let moment: Moment
  package let identity: Identity
  package let index: WorkspaceIndex
  /// From the repository's root to the workspace: empty, or ending in `/`.
  package let prefix: String
  /// Told about long work.
  private(set) weak var progress: (any WorkProgress)?

  /// What past commits changed, record by record; `nil` outside git. Nothing is read before it is asked.
  package let historyIndex: HistoryIndex?

  /// What of history could not be seen, where any was asked.
  package var historyWarnings: [Wording] { historyIndex?.warnings ?? [] }

  /// Where this machine keeps keys; without it nobody who was forgotten is known again.
  package var keyStore: KeyStore?
  /// Asked for once.
  var knownTombstones: Tombstones?

  /// Subjects of the commits that a crashed command had begun and this one finished.
  package internal(set) var recovered: [String] = []

  package static let settingsFile = "daicho.yml"

  /// Opens the workspace that holds `directory`: the nearest folder upwards with a daicho.yml.
  ///
  /// - Parameters:
  ///   - epoch: the time now, in milliseconds since 1970 UTC.
  ///   - today: answer as if it were this day.
  ///   - progress: told about long work.
  package init(
    containing directory: String, epoch: Int64, today: CalendarDate?, identity: Identity,
    progress: any WorkProgress
  ) throws(DaichoError) {
    guard let root = Workspace.findRoot(from: directory) else {
      throw Workspace.isFolder(directory) ? .notAWorkspace(directory) : .noSuchFolder(directory)
    }
    self.root = root
    self.identity = identity
    self.progress = progress
    folder = try WorkspaceFolder(root: root)
    files = folder
    past = nil
    let file = try folder.read(Workspace.settingsFile)
    let result = SettingsReader.readAll(file.bytes, path: Workspace.settingsFile)
    if !result.isReadable, let cause = result.diagnostics.first(where: { $0.severity == .error }) {
      throw DaichoError(cause.code, cause.message, at: cause.location, hint: cause.suggestion)
    }
    (settings, settingsDiagnostics) = (result.settings, result.diagnostics)
    guard let zone = SystemTimeZone.offsets(settings.timeZone) else {
      throw .unknownTimeZone(settings.timeZone, at: Workspace.place(of: "timezone", in: file.bytes))
    }
    moment = Moment(epoch: epoch, zone: zone, today: today)
    repository = try Repository.discover(from: root)
    prefix = Workspace.prefix(of: root, in: repository?.workDirectory)
    index = WorkspaceIndex(
      files: folder, root: root, settings: settings, settingsHash: file.stamp.content.description,
      moment: moment, progress: progress)
    let (folder, prefix) = (folder, prefix)
    historyIndex = repository.map {
      HistoryIndex(folder: folder, repository: $0, prefix: prefix, progress: progress)
    }
    index.history = historyIndex
  }

  /// - Parameters:
  ///   - instant: what is now there, in seconds since 1970.
  ///   - today: `nil`: the local day of the instant.
  ///   - chosen: `nil`: all of the register. Of some of its records an index is made in memory.
  init(
    _ present: Workspace, at commit: CommitInfo, instant: Int64, today: CalendarDate?,
    only chosen: Set<String>? = nil
  ) throws(DaichoError) {
    guard let repository = present.repository else { throw .noRepository(present.root) }
    guard let all = try CommitFiles(repository, commit, prefix: present.prefix),
      let bytes = try all.bytesIfThere(Workspace.settingsFile)
    else { throw .noWorkspaceThen(commit, at: present.localTime(of: commit).date) }
    let result = SettingsReader.readAll(bytes, path: Workspace.settingsFile)
    if !result.isReadable, let cause = result.diagnostics.first(where: { $0.severity == .error }) {
      throw DaichoError(cause.code, cause.message, at: cause.location, hint: .brokenThen(commit))
    }
    (settings, settingsDiagnostics) = (result.settings, result.diagnostics)
    guard let zone = SystemTimeZone.offsets(settings.timeZone) else {
      throw .unknownTimeZone(settings.timeZone, at: Workspace.place(of: "timezone", in: bytes))
    }
    (root, folder, identity, prefix) = (present.root, present.folder, present.identity, present.prefix)
    let files: any RegisterFiles = chosen.map { ChosenFiles(of: all, $0) } ?? all
    (progress, self.repository, self.files, past) = (present.progress, repository, files, commit)
    moment = Moment(epoch: Workspace.tame(instant) * 1000, zone: zone, today: today)
    index = WorkspaceIndex(
      files: files, root: root, settings: settings, settingsHash: ContentHash(bytes).description,
      moment: moment, isKept: chosen == nil, progress: progress)
    historyIndex = HistoryIndex(
      folder: folder, repository: repository, prefix: prefix, horizon: commit.id, progress: progress)
    index.history = historyIndex
  }

  /// Commits may claim to be of any time: those before 1970 and after 9999 are taken for its ends.
  private static func tame(_ instant: Int64) -> Int64 { min(max(instant, 0), 253_402_300_799) }

  /// The commit that answers, in full, and when it was made; `nil`: the work tree does.
  package var pastCommit: (id: String, at: DateAndTime)? {
    past.map { ($0.id.description, localTime(of: $0)) }
  }

  /// When a commit was made.
  func localTime(of commit: CommitInfo) -> DateAndTime {
    moment.zone.local(Workspace.tame(commit.committer.when))
  }

  package var language: Language { settings.language }

  /// The path of a file of the workspace as git knows it.
  func repositoryPath(_ path: String) -> String { prefix + path }
}

/// Who acts, as the environment may say it over git's configuration.
package struct Identity: Sendable {
  package var authorName: String?
  package var authorEmail: String?
  package var committerName: String?
  package var committerEmail: String?

  package init(
    authorName: String? = nil, authorEmail: String? = nil, committerName: String? = nil,
    committerEmail: String? = nil
  ) {
    self.authorName = authorName
    self.authorEmail = authorEmail
    self.committerName = committerName
    self.committerEmail = committerEmail
  }
}
