import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation

extension Workspace {
  /// Looks at everything the workspace rests on. Changes nothing; but for mail servers, which are only
  /// greeted, and the server behind `base_url`, and only without `isOffline`, nothing is asked over the
  /// network.
  package func examine(
    _ surroundings: Surroundings, using generator: inout some RandomNumberGenerator
  ) -> [Examination] {
    var found = examineIndex() + examinePastIndexes()
    found += examineFiles()
    found += examineRepository()
    found += examineFolders()
    found += examineLeftovers()
    found += examineMachine(surroundings)
    found += examineKeys(surroundings)
    found += examineMail(surroundings, using: &generator)
    return found
  }

  /// Does what a finding's cure says.
  package func cure(_ cure: Examination.Cure) throws(DaichoError) {
    switch cure {
    case .finishPending: try finishPending()
    case .makeIndexAnew: try index.remake()
    case .removeFiles(let paths):
      for path in paths where unlink(path) != 0 && errno != ENOENT {
        throw .cannotCure(path, String(cString: strerror(errno)))
      }
    case .restrict(let path):
      guard chmod(path, 0o600) == 0 else { throw .cannotCure(path, String(cString: strerror(errno))) }
    }
  }

  // MARK: The register

  private func examineFiles() -> [Examination] {
    switch Result(catching: { () throws(DaichoError) in try check() }) {
    case .failure(let error): return [.failed("files", error)]
    case .success(let found):
      let secrets = found.filter { $0.code == "secret-in-workspace" }
      let errors = found.count { $0.severity == .error } - secrets.count
      let warnings = found.count { $0.severity == .warning }
      let files: Examination =
        errors > 0
        ? .error("files", .problems(errors: errors, warnings: warnings), remedy: .command("daicho check"))
        : .ok("files", .problems(errors: errors, warnings: warnings))
      guard let first = secrets.first else { return [files, .ok("secrets", .noSecrets)] }
      return [
        files, .error("secrets", .secrets(secrets.count, first.location), remedy: .moveSecretAway),
      ]
    }
  }

  private func examineIndex() -> [Examination] {
    let size = Wording.bytes(index.sizeOnDisk)
    let rebuild = Wording.command("daicho index --rebuild")
    switch index.condition() {
    case .missing: return [.ok("index", .indexMissing)]
    case .outdated: return [.ok("index", .indexOutdated)]
    case .unreadable(let reason):
      return [.warning("index", .indexUnreadable(reason), remedy: rebuild, cure: .makeIndexAnew)]
    case .readable(let changed):
      return [.ok("index", .indexReadable(size, schema: IndexSchema.version, changedFolders: changed))]
    }
  }

  private func examinePastIndexes() -> [Examination] {
    let past = PastIndexes(root: root).kept
    guard !past.isEmpty else { return [] }
    return [.ok("past-indexes", .pastIndexes(past.count, Wording.bytes(past.reduce(0) { $0 + $1.bytes })))]
  }

  // MARK: Folders and files

  private static let bigFile: Int64 = 50 << 20

  private func examineFolders() -> [Examination] {
    let walk = FolderWalk.walk(folder, tops: WorkspaceIndex.tops)
    var found: [Examination] = []
    for directory in walk.directories {
      var count = 0
      for entry in directory.entries {
        count += 1
        if entry.size >= Workspace.bigFile {
          let path = "\(directory.path)/\(entry.name)"
          found.append(.warning("big-file", .bigFile(path, Wording.bytes(entry.size)), remedy: .splitByMonth))
        }
      }
      let isTop = !directory.path.contains("/")
      if count > (isTop ? Workspace.shardingThreshold : Workspace.shardingThreshold * 10) {
        found.append(
          .warning("flat-folder", .flatFolder(directory.path, count), remedy: .shard(directory.path)))
      }
    }
    let files = walk.directories.reduce(0) { $0 + $1.entries.reduce(0) { sum, _ in sum + 1 } }
    return found.isEmpty ? [.ok("folders", .folderCount(walk.directories.count, files: files))] : found
  }

  // MARK: Leftovers

  private static let oldEnough: TimeInterval = 3_600

  private func examineLeftovers() -> [Examination] {
    var found: [Examination] = []
    if let repository {
      if FileManager.default.fileExists(atPath: PendingChange.path(in: repository.gitDirectory)) {
        found.append(
          .warning(
            "pending-change", .pendingChange, remedy: .command("daicho doctor --fix"), cure: .finishPending))
      }
      for path in repository.locks() {
        guard let age = age(of: path), age > 600 else { continue }
        let isOurs = repository.isOfFollowingRef(lock: path)
        found.append(
          .warning(
            "stale-lock", .staleLock(path, minutes: Int(age / 60)),
            remedy: isOurs ? .command("daicho doctor --fix") : .removeWhenIdle(path),
            cure: isOurs ? .removeFiles([path]) : nil))
      }
    }
    let temporary = (abandonedTemporaries() + index.abandonedFiles).filter {
      (age(of: $0) ?? 0) > Workspace.oldEnough
    }
    if let first = temporary.first {
      found.append(
        .warning(
          "temporary-files", .temporaryFiles(temporary.count, first),
          remedy: .command("daicho doctor --fix"), cure: .removeFiles(temporary)))
    }
    return found.isEmpty ? [.ok("leftovers", .noLeftovers)] : found
  }

  private func abandonedTemporaries() -> [String] {
    let walk = FolderWalk.walk(folder, tops: WorkspaceIndex.tops)
    let folders = walk.directories.map { $0.path + "/" } + [""]
    return folders.flatMap { (try? folder.temporaries(beside: $0 + Workspace.settingsFile)) ?? [] }.map {
      "\(root)/\($0)"
    }
  }

  /// Seconds since it was last written; `nil` where it is not there.
  func age(of path: String) -> TimeInterval? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return (attributes?[.modificationDate] as? Date).map {
      TimeInterval(moment.seconds) - $0.timeIntervalSince1970
    }
  }
}
