import CGit2
import DaichoModel

/// What `daicho doctor` asks of a repository. Nothing here touches the network or changes anything.
extension Repository {
  /// What a git command has begun and not finished.
  package enum Operation: String, Sendable {
    case merge, revert, cherryPick, bisect, rebase, applyMailbox
  }

  package var operation: Operation? {
    switch git_repository_state_t(UInt32(bitPattern: git_repository_state(pointer))) {
    case GIT_REPOSITORY_STATE_MERGE: .merge
    case GIT_REPOSITORY_STATE_REVERT, GIT_REPOSITORY_STATE_REVERT_SEQUENCE: .revert
    case GIT_REPOSITORY_STATE_CHERRYPICK, GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE: .cherryPick
    case GIT_REPOSITORY_STATE_BISECT: .bisect
    case GIT_REPOSITORY_STATE_REBASE, GIT_REPOSITORY_STATE_REBASE_INTERACTIVE,
      GIT_REPOSITORY_STATE_REBASE_MERGE:
      .rebase
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX, GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE: .applyMailbox
    default: nil
    }
  }

  // MARK: Remotes

  package struct Remote: Sendable, Hashable {
    package let name: String
    package let url: String

    /// The address without the user's name and password.
    package var shownURL: String {
      guard let (scheme, rest) = credentials else { return url }
      return String(scheme) + rest
    }

    /// Whether a password or token stands in the address, where every reader of the configuration sees it.
    package var holdsPassword: Bool {
      guard let end = credentials?.rest.startIndex else { return false }
      return url[..<end].drop { $0 != "/" }.dropFirst(2).contains(":")
    }

    private var credentials: (scheme: Substring, rest: Substring)? {
      guard let colon = url.firstRange(of: "://") else { return nil }
      let host = url[colon.upperBound...]
      guard let at = host.prefix(while: { $0 != "/" }).lastIndex(of: "@") else { return nil }
      return (url[..<colon.upperBound], url[url.index(after: at)...])
    }
  }

  package func remotes() throws(DaichoError) -> [Remote] {
    var names = git_strarray()
    try check(git_remote_list(&names, pointer))
    defer { git_strarray_dispose(&names) }
    var remotes: [Remote] = []
    for index in 0..<names.count {
      guard let name = names.strings[index] else { continue }
      var remote: OpaquePointer?
      guard git_remote_lookup(&remote, pointer, name) == 0, let remote else { continue }
      defer { git_remote_free(remote) }
      let url = git_remote_url(remote).map { String(cString: $0) } ?? ""
      remotes.append(Remote(name: String(cString: name), url: url))
    }
    return remotes
  }

  /// A branch against the one it follows, as of the last fetch.
  package struct Following: Sendable, Hashable {
    /// `origin/main`
    package let upstream: String
    package let ahead: Int
    package let behind: Int
  }

  /// `nil` where the branch follows none, or that has never been fetched.
  package func following() throws(DaichoError) -> Following? {
    guard case .branch(let ref, let id) = try head() else { return nil }
    let repository = pointer
    let branch = try Handle(free: git_reference_free) { git_reference_lookup(&$0, repository, ref) }
    var upstream: OpaquePointer?
    guard try found(git_branch_upstream(&upstream, branch.pointer)), let upstream else { return nil }
    let reference = Handle(upstream, free: git_reference_free)
    guard let target = git_reference_target(reference.pointer) else { return nil }
    var (ahead, behind) = (0, 0)
    var (local, remote) = (id.oid, target.pointee)
    try check(git_graph_ahead_behind(&ahead, &behind, pointer, &local, &remote))
    return Following(
      upstream: String(cString: git_reference_shorthand(reference.pointer)), ahead: ahead, behind: behind)
  }

  // MARK: Configuration

  package struct Setting: Sendable, Hashable {
    /// As git writes it: `core.autocrlf`, in lower case but for the part in the middle.
    package let name: String
    package let value: String
    /// From the repository's own configuration, which comes with a copied folder; not the user's.
    package let isLocal: Bool
  }

  /// Every value of git's configuration, in the order of its files: of one name the last counts.
  package func configuration() throws(DaichoError) -> [Setting] {
    let repository = pointer
    let config = try Handle(free: git_config_free) { git_repository_config(&$0, repository) }
    let iterator = try Handle(free: git_config_iterator_free) {
      git_config_iterator_new(&$0, config.pointer)
    }
    var settings: [Setting] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator.pointer) == 0, let entry {
      settings.append(
        Setting(
          name: String(cString: entry.pointee.name),
          value: entry.pointee.value.map { String(cString: $0) } ?? "true",
          isLocal: entry.pointee.level.rawValue >= GIT_CONFIG_LEVEL_LOCAL.rawValue))
    }
    return settings
  }

  /// An attribute of a path, as `.gitattributes` and the like give it: `union` of `merge`.
  package func attribute(_ name: String, of path: String) throws(DaichoError) -> String? {
    var value: UnsafePointer<CChar>?
    try check(git_attr_get(&value, pointer, 0, path, name))
    guard git_attr_value(value) == GIT_ATTR_VALUE_STRING, let value else { return nil }
    return String(cString: value)
  }

  /// Seconds since 1970 of the last commit of HEAD.
  package func lastCommitTime() throws(DaichoError) -> Int64? {
    guard let id = try head().id else { return nil }
    return try commit(id).committer.when
  }
}
