import CGit2
import DaichoModel

/// libgit2 as this process uses it: started once, never shut down.
enum Library {
  /// Objects, refs and the index are fsynced; repositories of other users are refused as git does.
  private static let status: Int32 = {
    let started = DeferredCertificates.whileDeferred { git_libgit2_init() }
    guard started >= 0 else { return started }
    let synced = git_libgit2_enable_fsync_gitdir(1)
    guard synced >= 0 else { return synced }
    return git_libgit2_enable_owner_validation(1)
  }()

  static func start() throws(DaichoError) {
    try check(status)
  }
}

/// Turns a libgit2 status into an error with libgit2's own last message.
func check(_ status: Int32) throws(DaichoError) {
  if status < 0 { throw gitError(status) }
}

/// `nil` where libgit2 says that there is no such thing.
func found(_ status: Int32) throws(DaichoError) -> Bool {
  if status == GIT_ENOTFOUND.rawValue { return false }
  try check(status)
  return true
}

/// Whether another program holds a lock that libgit2 wanted. Some of its functions say so in words alone, with
/// the lock's name between quotes.
func isLocked(_ status: Int32) -> Bool {
  if status == GIT_ELOCKED.rawValue { return true }
  guard status < 0, let message = git_error_last()?.pointee.message else { return false }
  return String(cString: message).hasPrefix("failed to lock file '")
}

func gitError(_ status: Int32) -> DaichoError {
  var detail = "libgit2 \(status)"
  if let last = git_error_last(), let message = last.pointee.message {
    detail = String(cString: message)
  }
  // libgit2 1.5 reports the missing setting where it should report the owner.
  if status == GIT_EOWNER.rawValue || detail.contains("safe.directory") {
    return .repositoryOfAnotherUser(detail)
  }
  if detail.contains("unsupported extension") || detail.contains("unsupported repository version") {
    return .unsupportedRepository(detail)
  }
  if isLocked(status), case let parts = detail.split(separator: "'"), parts.count > 2 {
    return .refLocked(String(parts[1]))
  }
  if detail.contains("unsupported mandatory extension") { return .unsupportedIndex(detail) }
  return .gitFailed(detail)
}

/// One libgit2 object, freed when the value goes out of scope.
struct Handle: ~Copyable {
  let pointer: OpaquePointer
  private let free: (OpaquePointer?) -> Void

  init(_ pointer: OpaquePointer, free: @escaping (OpaquePointer?) -> Void) {
    self.pointer = pointer
    self.free = free
  }

  /// Runs a libgit2 function that hands out an object through its first argument.
  init(
    free: @escaping (OpaquePointer?) -> Void, _ open: (inout OpaquePointer?) -> Int32
  ) throws(DaichoError) {
    var pointer: OpaquePointer?
    try check(open(&pointer))
    guard let pointer else { throw .gitFailed("libgit2: no object") }
    self.init(pointer, free: free)
  }

  deinit { free(pointer) }
}
