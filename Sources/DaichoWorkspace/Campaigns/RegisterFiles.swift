import DaichoFiles
import DaichoGit
import DaichoModel

/// The files of a workspace as they are now, or as a commit has them. No link is ever followed.
struct RegisterFiles {
  private enum Place {
    case workTree(WorkspaceFolder)
    /// With the way from the repository's root to the workspace: empty, or ending in `/`.
    case commit(Repository, CommitInfo, prefix: String)
  }

  private let place: Place

  init(_ folder: WorkspaceFolder) { place = .workTree(folder) }

  init(_ repository: Repository, _ commit: CommitInfo, prefix: String) {
    place = .commit(repository, commit, prefix: prefix)
  }

  /// `nil` where there is no such file.
  func read(_ path: String) throws(DaichoError) -> [UInt8]? {
    switch place {
    case .workTree(let folder):
      do throws(DaichoError) {
        return try folder.read(path).bytes
      } catch  where error.code == "file-not-found" {
        return nil
      }
    case .commit(let repository, let commit, let prefix):
      guard let entry = try repository.entry(at: prefix + path, in: commit.tree), entry.mode.isFile else {
        return nil
      }
      return try repository.bytes(of: entry.id)
    }
  }

  /// Relative to the workspace, sorted.
  func paths(under folder: String, ending suffix: String) throws(DaichoError) -> [String] {
    switch place {
    case .workTree(let root):
      let walk = FolderWalk.walk(root, tops: [FolderWalk.Top(folder, suffixes: [suffix])])
      return walk.directories.flatMap { listing in
        listing.entries.filter { $0.kind == .file }.map { "\(listing.path)/\($0.name)" }
      }.sorted()
    case .commit(let repository, let commit, let prefix):
      return try repository.entries(of: commit.tree, under: prefix + folder)
        .filter { $0.mode.isFile && $0.path.hasSuffix(suffix) }
        .map { String($0.path.dropFirst(prefix.count)) }.sorted()
    }
  }
}
