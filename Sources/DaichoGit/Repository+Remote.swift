import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A remote by its name.
package struct ReachableRemote: Sendable, Hashable {
  package var name: String
  package var address: RemoteAddress
}

extension Repository {
  /// The names of the remotes, as the configuration has them.
  package func remoteNames() throws(DaichoError) -> [String] {
    var list = git_strarray()
    try check(git_remote_list(&list, pointer))
    defer { git_strarray_dispose(&list) }
    return (0..<list.count).compactMap { index in list.strings[index].map { String(cString: $0) } }
  }

  /// A remote's address. Only the address is taken from the repository: what its configuration says about
  /// rewriting addresses, proxies, programs and helpers is not.
  ///
  /// - Parameter rewrites: the person's own `url.<base>.insteadOf`. Errors: `no-such-remote`,
  ///   `unusable-remote`.
  package func remote(
    _ name: String, forPush: Bool = false, rewrites: AddressRewrites = AddressRewrites()
  ) throws(DaichoError) -> ReachableRemote {
    guard try remoteNames().contains(name), let url = try configuration("remote.\(name).url") else {
      throw .noSuchRemote(name)
    }
    let pushURL = forPush ? try configuration("remote.\(name).pushurl") : nil
    let address = try RemoteAddress(
      rewrites.applied(to: pushURL ?? url), relativeTo: workDirectory ?? gitDirectory)
    return ReachableRemote(name: name, address: address)
  }

  /// Brings the remote's branches to `refs/remotes/NAME/`, or what `refspec` says, and returns where each
  /// branch is now.
  @discardableResult
  package func fetch(
    _ remote: ReachableRemote, access: RemoteAccess, refspec: String? = nil,
    progress: @escaping (Int, Int) -> Void = { _, _ in }
  ) throws(DaichoError) -> [String: ObjectID] {
    let handle = try open(remote.address, access)
    let connection = RemoteConnection(remote.address, access, progress: progress)
    let refspec = refspec ?? "+refs/heads/*:refs/remotes/\(remote.name)/*"
    try connection.run { callbacks in
      var options = git_fetch_options()
      let status = git_fetch_options_init(&options, UInt32(GIT_FETCH_OPTIONS_VERSION))
      guard status == 0 else { return status }
      options.callbacks = callbacks
      options.download_tags = GIT_REMOTE_DOWNLOAD_TAGS_NONE
      return Self.withProxy(access.proxy, options.proxy_opts) { proxy in
        options.proxy_opts = proxy
        return Self.withStrings([refspec]) { git_remote_download(handle.pointer, $0, &options) }
      }
    }
    try check(git_remote_disconnect(handle.pointer))
    let local = refspec.split(separator: ":").last.map { String($0.prefix { $0 != "*" }) }
    try marking([local, "FETCH_HEAD"].compactMap(\.self)) { () throws(DaichoError) in
      try waitingForLock {
        git_remote_update_tips(
          handle.pointer, nil, 1, GIT_REMOTE_DOWNLOAD_TAGS_NONE, "fetch \(remote.name)")
      }
    }
    var heads: UnsafeMutablePointer<UnsafePointer<git_remote_head>?>?
    var count = 0
    try check(git_remote_ls(&heads, &count, handle.pointer))
    var branches: [String: ObjectID] = [:]
    for index in 0..<count {
      guard let head = heads?[index]?.pointee, let name = head.name.map({ String(cString: $0) }),
        name.hasPrefix("refs/heads/")
      else { continue }
      branches[String(name.dropFirst("refs/heads/".count))] = ObjectID(head.oid)
    }
    return branches
  }

  /// Moves a branch of the remote to a commit, if it is still at `expected` (`nil`: there is none yet).
  /// Errors: `push-rejected` where somebody else has moved it, or the host refuses.
  ///
  /// - Parameter ref: a ref of this repository that holds the commit; it is what libgit2 can send.
  package func push(
    _ commit: ObjectID, of ref: String, to branch: String, expecting expected: ObjectID?,
    _ remote: ReachableRemote,
    access: RemoteAccess
  ) throws(DaichoError) {
    let target = "refs/heads/" + branch
    guard case .folder(let path) = remote.address.way else {
      return try push("\(ref):\(target)", remote, access)
    }
    // libgit2's own push to a folder looks at the branch and moves it in two steps. Ours sends the commits
    // aside, then moves it under git's lock.
    let aside = "refs/daicho/push-\(commit)"
    let other = try Repository.open(path)
    try other.marking([aside]) { () throws(DaichoError) in
      try push("+\(ref):\(aside)", remote, access)
    }
    let old = try other.target(of: target)
    defer { try? other.moveRef(aside, from: other.target(of: aside), to: nil, message: "") }
    guard old == expected else { throw .pushRejected(remote.address.shown, "fetch first") }
    try other.moveRef(target, from: expected, to: commit, message: "push")
  }

  func push(_ refspec: String, _ remote: ReachableRemote, _ access: RemoteAccess) throws(DaichoError) {
    let handle = try open(remote.address, access)
    let connection = RemoteConnection(remote.address, access) { _, _ in }
    try connection.run { callbacks in
      var options = git_push_options()
      let status = git_push_options_init(&options, UInt32(GIT_PUSH_OPTIONS_VERSION))
      guard status == 0 else { return status }
      options.callbacks = callbacks
      return Self.withProxy(access.proxy, options.proxy_opts) { proxy in
        options.proxy_opts = proxy
        return Self.withStrings([refspec]) { git_remote_push(handle.pointer, $0, &options) }
      }
    }
    if let refusal = connection.refusals.first { throw .pushRejected(remote.address.shown, refusal) }
  }

  private func open(_ address: RemoteAddress, _ access: RemoteAccess) throws(DaichoError) -> Handle {
    if let certificates = access.certificates {
      try check(git_libgit2_trust_certificates(certificates))
    } else {
      try DeferredCertificates.load()
    }
    var options = git_remote_create_options()
    try check(git_remote_create_options_init(&options, UInt32(GIT_REMOTE_CREATE_OPTIONS_VERSION)))
    options.repository = pointer
    options.flags =
      GIT_REMOTE_CREATE_SKIP_INSTEADOF.rawValue | GIT_REMOTE_CREATE_SKIP_DEFAULT_FETCHSPEC.rawValue
    return try Handle(free: git_remote_free) { git_remote_create_with_opts(&$0, address.text, &options) }
  }

  /// The person's own proxy or none; the repository's configuration is not asked.
  private static func withProxy(
    _ address: String?, _ options: git_proxy_options, _ body: (git_proxy_options) -> Int32
  ) -> Int32 {
    var options = options
    options.type = address == nil ? GIT_PROXY_NONE : GIT_PROXY_SPECIFIED
    guard let address else { return body(options) }
    return address.withCString { url in
      options.url = url
      return body(options)
    }
  }

  private static func withStrings(
    _ strings: [String], _ body: (UnsafePointer<git_strarray>) -> Int32
  ) -> Int32 {
    var copies = strings.map { strdup($0) }
    defer { copies.forEach { free($0) } }
    return copies.withUnsafeMutableBufferPointer { buffer in
      var array = git_strarray(strings: buffer.baseAddress, count: buffer.count)
      return withUnsafePointer(to: &array) { body($0) }
    }
  }

  /// Notes where a branch of the remote is after a push, as `git push` does.
  package func follow(_ remote: String, _ branch: String, _ commit: ObjectID) throws(DaichoError) {
    let ref = "refs/remotes/\(remote)/\(branch)"
    try moveRef(ref, from: target(of: ref), to: commit, message: "update by push")
  }

  /// Writes one value of this repository's own configuration.
  package func setConfiguration(_ key: String, _ value: String) throws(DaichoError) {
    let repository = pointer
    let all = try Handle(free: git_config_free) { git_repository_config(&$0, repository) }
    let own = try Handle(free: git_config_free) {
      git_config_open_level(&$0, all.pointer, GIT_CONFIG_LEVEL_LOCAL)
    }
    try marking(["config"]) { () throws(DaichoError) in
      try waitingForLock { git_config_set_string(own.pointer, key, value) }
    }
  }

  // MARK: A repository of this machine

  /// A repository by its own folder, bare or not. Refuses one of another user, as git does.
  static func open(_ path: String) throws(DaichoError) -> Repository {
    try Library.start()
    let handle = try Handle(free: git_repository_free) { git_repository_open(&$0, path) }
    return Repository(handle)
  }

  func target(of ref: String) throws(DaichoError) -> ObjectID? {
    var id = git_oid()
    return try found(git_reference_name_to_id(&id, pointer, ref)) ? ObjectID(id) : nil
  }

  /// Under git's lock of the ref: moves it if it is at `old`. `nil` makes and removes it.
  func moveRef(
    _ ref: String, from old: ObjectID?, to new: ObjectID?, message: String
  ) throws(DaichoError) {
    try marking([ref, "packed-refs"]) { () throws(DaichoError) in
      try moveMarkedRef(ref, from: old, to: new, message: message)
    }
  }

  private func moveMarkedRef(
    _ ref: String, from old: ObjectID?, to new: ObjectID?, message: String
  ) throws(DaichoError) {
    let repository = pointer
    let transaction = try Handle(free: git_transaction_free) { git_transaction_new(&$0, repository) }
    try lockRef(ref, in: transaction.pointer)
    guard try target(of: ref) == old else { throw .pushRejected(gitDirectory, "fetch first") }
    if let new {
      var oid = new.oid
      try check(git_transaction_set_target(transaction.pointer, ref, &oid, nil, message))
    } else {
      try check(git_transaction_remove(transaction.pointer, ref))
    }
    try check(git_transaction_commit(transaction.pointer))
  }
}

extension Repository {
  /// As `LockMark.hold`.
  func marking<Result>(
    _ names: [String], _ body: () throws(DaichoError) -> Result
  ) throws(DaichoError) -> Result {
    try LockMark.hold(names, in: directories, timeout: lockTimeout, body)
  }

  /// Runs a libgit2 function again while another program holds a lock that it needs.
  ///
  /// - Throws: `ref-locked` where that takes longer than `lockTimeout`.
  private func waitingForLock(_ body: () -> Int32) throws(DaichoError) {
    var waited = 0
    while true {
      let status = body()
      guard isLocked(status), waited < lockTimeout else { return try check(status) }
      usleep(10_000)
      waited += 10
    }
  }
}

/// The person's own `url.<base>.insteadOf`, never a repository's.
package struct AddressRewrites: Sendable {
  private let rules: [(prefix: String, base: String)]

  package init(_ rules: [(prefix: String, base: String)] = []) { self.rules = rules }

  func applied(to address: String) -> String {
    let match = rules.filter { address.hasPrefix($0.prefix) && !$0.prefix.isEmpty }
      .max { $0.prefix.utf8.count < $1.prefix.utf8.count }
    return match.map { $0.base + address.dropFirst($0.prefix.count) } ?? address
  }
}
