#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program that shows long answers a screen at a time.
package struct Pager: Sendable, Hashable {
  /// A command line of the shell.
  let command: String
  /// `NAME=value`
  private let environment: [String]

  /// `$DAICHO_PAGER`, else `$PAGER`, else less. `nil` when that is empty or `cat`, or when the
  /// program is not there.
  package init?(environment: [String: String]) {
    let chosen = environment["DAICHO_PAGER"] ?? environment["PAGER"] ?? "less"
    let words = chosen.split(separator: " ", omittingEmptySubsequences: true)
    guard let program = words.first.map(String.init), chosen != "cat",
      Pager.isRunnable(program, path: environment["PATH"] ?? "/usr/bin:/bin")
    else { return nil }
    command = chosen
    var variables = environment
    // less: end at once when all fits on a screen, let colours through, leave the text on the screen.
    if variables["LESS"] == nil { variables["LESS"] = "FRX" }
    if variables["LESSCHARSET"] == nil { variables["LESSCHARSET"] = "utf-8" }
    if variables["LV"] == nil { variables["LV"] = "-c" }
    self.environment = variables.map { "\($0.key)=\($0.value)" }.sorted()
  }

  private static func isRunnable(_ program: String, path: String) -> Bool {
    // Left to the shell: variables, quotes, `~`.
    let isPlain = program.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "/._-+".utf8.contains(byte)
      }
    }
    if !isPlain { return true }
    if program.contains("/") { return access(program, X_OK) == 0 }
    return path.split(separator: ":").contains { access("\($0)/\(program)", X_OK) == 0 }
  }

  /// A pager that is running.
  package struct Session {
    package let descriptor: Int32
    let process: pid_t
    let restoreInterrupt: () -> Void

    /// Ends its input and waits for the person to leave it.
    package func finish() {
      close(descriptor)
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      restoreInterrupt()
    }
  }

  /// `nil` when it could not be started; then the output goes where it would have gone without.
  package func start() -> Session? {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let (reading, writing) = (ends[0], ends[1])
    defer { close(reading) }

    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, reading, 0)
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGPIPE, SIGINT] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    var process: pid_t = 0
    let words = ["/bin/sh", "-c", command]
    let arguments = words.map { $0.withCString { strdup($0) } } + [nil]
    let variables = environment.map { $0.withCString { strdup($0) } } + [nil]
    defer { for text in arguments + variables { free(text) } }
    guard posix_spawn(&process, "/bin/sh", &actions, &attributes, arguments, variables) == 0 else {
      close(writing)
      return nil
    }
    // Ctrl-C is the pager's own business while it shows something.
    let previous = signal(SIGINT, SIG_IGN)
    return Session(descriptor: writing, process: process, restoreInterrupt: { signal(SIGINT, previous) })
  }
}
