import CGit2
import DaichoModel

/// What `git status` says about one path.
package struct StatusEntry: Sendable, Hashable {
  package enum Change: String, Sendable, Hashable {
    case added, modified, deleted, typeChanged
    /// In the work tree and not in the index.
    case untracked
  }

  package var path: String
  /// The index against HEAD.
  package var staged: Change?
  /// The work tree against the index.
  package var workTree: Change?
  package var isConflicted: Bool
}

extension Repository {
  /// All paths below a folder (`""`: all) that differ between HEAD, the index and the work tree, in git's
  /// order; ignored ones left out, untracked folders file by file, renames not looked for.
  ///
  /// Files that were touched but not changed are remembered in the index, as `git status` does, or the
  /// next call would read them again. Where git is at work on the index, that is left out.
  package func status(under folder: String = "") throws(DaichoError) -> [StatusEntry] {
    guard workDirectory != nil else { throw .bareRepository(gitDirectory) }
    hasLentAttributes = false
    let draft = try IndexDraft(of: pointer, in: directories)
    defer { draft.discard() }
    try draft.useConfiguredCase()
    var options = git_status_options()
    try check(git_status_options_init(&options, UInt32(GIT_STATUS_OPTIONS_VERSION)))
    options.flags =
      GIT_STATUS_OPT_INCLUDE_UNTRACKED.rawValue | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS.rawValue
      | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH.rawValue | GIT_STATUS_OPT_UPDATE_INDEX.rawValue
      | GIT_STATUS_OPT_EXCLUDE_SUBMODULES.rawValue
    let repository = pointer
    let list = try Handle(free: git_status_list_free) { list in
      guard !folder.isEmpty else { return git_status_list_new(&list, repository, &options) }
      return folder.withCString { folder in
        var path: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(mutating: folder)
        return withUnsafeMutablePointer(to: &path) { paths in
          options.pathspec = git_strarray(strings: paths, count: 1)
          return git_status_list_new(&list, repository, &options)
        }
      }
    }
    let entries = (0..<git_status_list_entrycount(list.pointer)).compactMap { index in
      git_status_byindex(list.pointer, index).flatMap { StatusEntry($0.pointee) }
    }
    draft.publishRefreshed()
    return entries
  }
}

extension StatusEntry {
  init?(_ entry: git_status_entry) {
    guard let delta = entry.index_to_workdir ?? entry.head_to_index,
      let path = delta.pointee.new_file.path ?? delta.pointee.old_file.path
    else { return nil }
    let flags = entry.status.rawValue
    func change(_ cases: [(git_status_t, Change)]) -> Change? {
      cases.first { flags & $0.0.rawValue != 0 }?.1
    }
    self.init(
      path: String(cString: path),
      staged: change([
        (GIT_STATUS_INDEX_NEW, .added), (GIT_STATUS_INDEX_MODIFIED, .modified),
        (GIT_STATUS_INDEX_DELETED, .deleted), (GIT_STATUS_INDEX_TYPECHANGE, .typeChanged),
      ]),
      workTree: change([
        (GIT_STATUS_WT_NEW, .untracked), (GIT_STATUS_WT_MODIFIED, .modified),
        (GIT_STATUS_WT_DELETED, .deleted), (GIT_STATUS_WT_TYPECHANGE, .typeChanged),
        (GIT_STATUS_WT_UNREADABLE, .modified),
      ]),
      isConflicted: flags & GIT_STATUS_CONFLICTED.rawValue != 0)
  }
}
