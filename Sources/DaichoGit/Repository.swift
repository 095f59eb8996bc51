import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An open repository. Used from one thread at a time; open another for another thread.
///
/// Nothing that the repository's configuration names is ever executed: libgit2 knows neither hooks nor
/// filter programs, fsmonitors, editors or merge drivers.
package final class Repository {
  private let handle: Handle
  var pointer: OpaquePointer { handle.pointer }

  /// How long `publish` waits for another program's lock, in milliseconds.
  package var lockTimeout = 5_000

  var indexFile: IndexFile?
  /// Whether libgit2 knows the index's `.gitattributes`, and nothing else of it.
  var hasLentAttributes = false

  init(_ handle: consuming Handle) {
    self.handle = handle
  }

  /// The repository whose work tree holds `path` (absolute), or `nil` where there is none. Does not
  /// cross file systems. Refuses a repository that belongs to another user (`safe.directory`), one in a
  /// format libgit2 cannot read, and one whose `core.worktree` does not hold `path`.
  package static func discover(from path: String) throws(DaichoError) -> Repository? {
    try Library.start()
    var pointer: OpaquePointer?
    let status = git_repository_open_ext(&pointer, path, 0, nil)
    if status < 0, case let error = gitError(status), error.code == "unsafe-repository" {
      throw .repositoryOfAnotherUser(error.details.joined(), at: workTree(above: path))
    }
    if status == GIT_ENOTFOUND.rawValue {
      let error = gitError(status)
      var gitDirectory = git_buf()
      defer { git_buf_dispose(&gitDirectory) }
      if git_repository_discover(&gitDirectory, path, 0, nil) == 0 { throw error }
      return nil
    }
    try check(status)
    guard let pointer else { return nil }
    let repository = Repository(Handle(pointer, free: git_repository_free))
    if let workDirectory = repository.workDirectory {
      guard let real = realPath(path), let root = realPath(workDirectory),
        real == root || Array(real.utf8).starts(with: root == "/" ? [47] : Array(root.utf8) + [47]),
        !Array((real + "/").utf8).starts(with: repository.gitDirectory.utf8)
      else { throw .outsideWorkTree(path, workDirectory: workDirectory) }
    }
    return repository
  }

  /// The nearest folder upwards that holds `.git`, as `safe.directory` wants it.
  private static func workTree(above path: String) -> String? {
    var folder = realPath(path) ?? path
    while true {
      if access(folder + "/.git", F_OK) == 0 { return folder }
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return nil }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
  }

  /// Makes an empty repository, and the folders up to it. Refuses where there is one already.
  package static func initialize(
    at path: String, initialBranch: String = "main"
  ) throws(DaichoError) -> Repository {
    try Library.start()
    var options = git_repository_init_options()
    try check(git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION)))
    options.flags = GIT_REPOSITORY_INIT_NO_REINIT.rawValue | GIT_REPOSITORY_INIT_MKPATH.rawValue
    var pointer: OpaquePointer?
    let status = initialBranch.withCString { branch in
      options.initial_head = branch
      return git_repository_init_ext(&pointer, path, &options)
    }
    if status == GIT_EEXISTS.rawValue { throw .repositoryExists(path) }
    try check(status)
    guard let pointer else { throw .gitFailed("libgit2: no object") }
    return Repository(Handle(pointer, free: git_repository_free))
  }

  /// Absolute, with a slash at its end; `nil` for a bare repository.
  package var workDirectory: String? {
    git_repository_workdir(pointer).map { String(cString: $0) }
  }

  /// The git directory of this work tree: HEAD and the index live here. Absolute, ends in a slash.
  package var gitDirectory: String { String(cString: git_repository_path(pointer)) }

  /// The git directory all work trees share: objects and branches live here. Absolute, ends in a slash.
  package var commonDirectory: String { String(cString: git_repository_commondir(pointer)) }

  var directories: GitDirectories { GitDirectories(own: gitDirectory, common: commonDirectory) }

  package var isShallow: Bool { git_repository_is_shallow(pointer) == 1 }

  package enum Head: Sendable, Hashable {
    /// A branch without a commit yet: `refs/heads/main`.
    case unborn(ref: String)
    case branch(ref: String, ObjectID)
    case detached(ObjectID)

    package var id: ObjectID? {
      switch self {
      case .unborn: nil
      case .branch(_, let id), .detached(let id): id
      }
    }

    /// The ref that a commit moves: the branch, or `HEAD` itself where it is detached.
    package var ref: String {
      switch self {
      case .unborn(let ref), .branch(let ref, _): ref
      case .detached: "HEAD"
      }
    }
  }

  package func head() throws(DaichoError) -> Head {
    var name = "HEAD"
    for _ in 0..<5 {
      let looked = name
      var pointer: OpaquePointer?
      guard try found(git_reference_lookup(&pointer, self.pointer, looked)), let pointer else {
        if looked == "HEAD" { throw .gitFailed("HEAD is missing") }
        return .unborn(ref: looked)
      }
      let reference = Handle(pointer, free: git_reference_free)
      if let target = git_reference_target(reference.pointer) {
        let id = ObjectID(target.pointee)
        return looked == "HEAD" ? .detached(id) : .branch(ref: looked, id)
      }
      guard let target = git_reference_symbolic_target(reference.pointer) else { break }
      name = String(cString: target)
    }
    throw .gitFailed("HEAD: too many symbolic refs")
  }

  /// `user.name` and `user.email`, or for one role `author.name`, `committer.email` and so on, from git's
  /// own configuration.
  package func defaultSignature(
    at when: Int64, offsetMinutes: Int, role: Role = .author
  ) throws(DaichoError) -> Signature {
    guard let name = try configuration(firstOf: "\(role.rawValue).name", "user.name"),
      let email = try configuration(firstOf: "\(role.rawValue).email", "user.email")
    else { throw .noIdentity() }
    let signature = Signature(name: name, email: email, when: when, offset: offsetMinutes)
    try signature.withGitSignature { _ throws(DaichoError) in }
    return signature
  }

  private func configuration(firstOf keys: String...) throws(DaichoError) -> String? {
    for key in keys {
      if let value = try configuration(key) { return value }
    }
    return nil
  }

  package enum Role: String, Sendable { case author, committer }

  /// One value of git's configuration, all its files taken together; `nil` where it is not set or empty.
  package func configuration(_ key: String) throws(DaichoError) -> String? {
    let repository = pointer
    let snapshot = try Handle(free: git_config_free) { git_repository_config_snapshot(&$0, repository) }
    var value: UnsafePointer<CChar>?
    guard try found(git_config_get_string(&value, snapshot.pointer, key)), let value else { return nil }
    let string = String(cString: value)
    return string.allSatisfy(\.isWhitespace) ? nil : string
  }
}
