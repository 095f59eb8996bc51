import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation

/// The workspace as a commit has it: its files, written to a folder of their own that only this user may
/// read, and an index of them. The folder goes with this value.
final class PastWorkspace {
  let index: WorkspaceIndex
  private let root: String

  /// - Parameter day: what is today there; `nil`: the commit's own local day.
  init(_ commit: CommitInfo, on day: CalendarDate?, of workspace: Workspace) throws(DaichoError) {
    guard let repository = workspace.repository else { throw .noRepository(workspace.root) }
    let settingsPath = workspace.repositoryPath(Workspace.settingsFile)
    guard let file = try repository.blob(at: settingsPath, in: commit.id) else {
      throw .noWorkspaceThen(commit.id.description)
    }
    let result = SettingsReader.readAll(file.bytes, path: Workspace.settingsFile)
    if !result.isReadable, let cause = result.diagnostics.first(where: { $0.severity == .error }) {
      throw DaichoError(cause.code, cause.message, at: cause.location, hint: cause.suggestion)
    }
    guard let zone = ZoneOffsets(timeZone: result.settings.timeZone) else {
      throw .unknownTimeZone(result.settings.timeZone, at: nil)
    }
    root = try PastWorkspace.makeFolder()
    do {
      try PastWorkspace.write(commit, of: workspace, repository, to: root)
      index = WorkspaceIndex(
        folder: try WorkspaceFolder(root: root), settings: result.settings,
        settingsHash: file.id.description,
        moment: Moment(
          epoch: workspace.moment.epoch, zone: zone, today: day ?? zone.local(commit.committer.when).date),
        progress: workspace.progress)
    } catch {
      try? FileManager.default.removeItem(atPath: root)
      throw error
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  private static func makeFolder() throws(DaichoError) -> String {
    let pattern = FileManager.default.temporaryDirectory.path + "/daicho-past-XXXXXX"
    var bytes = Array(pattern.utf8CString)
    guard mkdtemp(&bytes) != nil else { throw .cannotUnpack(pattern, String(cString: strerror(errno))) }
    return String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Records and ledgers alone; no link is made, and nothing whose path leads elsewhere.
  private static func write(
    _ commit: CommitInfo, of workspace: Workspace, _ repository: Repository, to root: String
  ) throws(DaichoError) {
    var entries: [TreeEntry] = []
    for top in WorkspaceIndex.tops {
      entries += try repository.entries(of: commit.tree, under: workspace.repositoryPath(top.folder)).filter {
        entry in
        entry.mode.isFile && top.suffixes.contains(where: entry.path.hasSuffix)
      }
    }
    var folders: Set<String> = []
    for (done, entry) in entries.enumerated() {
      if done % 256 == 0 { workspace.progress?.progress(.unpacking, done: done, of: entries.count) }
      let path = String(entry.path.dropFirst(workspace.prefix.count))
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count > 1, !parts.contains(where: { ["", ".", ".."].contains($0) || $0.utf8.contains(0) })
      else { continue }
      let folder = "\(root)/\(parts.dropLast().joined(separator: "/"))"
      if folders.insert(folder).inserted {
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      }
      try write(try repository.bytes(of: entry.id), to: "\(root)/\(path)")
    }
    workspace.progress?.progressEnded()
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(DaichoError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    // Two names that differ in case alone may be one file here.
    if descriptor < 0, errno == EEXIST { return }
    guard descriptor >= 0 else { throw .cannotUnpack(path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannotUnpack(path, String(cString: strerror(errno))) }
      rest = rest.dropFirst(count)
    }
  }
}
