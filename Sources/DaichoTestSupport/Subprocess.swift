import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs a program to its end.
///
/// Foundation's `Process` hands on the test runner's signal dispositions and waits for grandchildren
/// too, so this spawns by itself. Input and output go through files: no pipe fills up, breaks or stays
/// open because a grandchild lives on.
package enum Subprocess {
  package struct Result: Sendable, Equatable {
    /// The exit code, or 128 + the signal's number, as in a shell.
    package let status: Int32
    package let outputBytes: [UInt8]
    package let errorBytes: [UInt8]

    package var stdout: String { String(decoding: outputBytes, as: UTF8.self) }
    package var stderr: String { String(decoding: errorBytes, as: UTF8.self) }
  }

  package enum Failure: Error, Equatable, CustomStringConvertible {
    case notFound(String)
    case notStarted(String, errno: Int32)
    /// The program and its process group were killed.
    case timedOut(command: String, after: Duration, stdout: String, stderr: String)

    package var description: String {
      switch self {
      case .notFound(let program): "no program '\(program)' on the PATH"
      case .notStarted(let program, let errno):
        "cannot start '\(program)': \(String(cString: strerror(errno)))"
      case .timedOut(let command, let limit, let stdout, let stderr):
        "'\(command)' did not end within \(limit); it had printed:\n\(stdout)\(stderr)"
      }
    }
  }

  /// - Parameters:
  ///   - program: A path, or a name looked up on the PATH of `environment`.
  ///   - environment: The whole environment; nil passes this process's own on.
  ///   - input: What the program reads from its standard input.
  /// - Throws: `Failure`, or an error of the file system. A status other than 0 is no error.
  package static func run(
    _ program: String, _ arguments: [String] = [], in folder: String? = nil,
    environment: [String: String]? = nil, input: [UInt8] = [], timeout: Duration = .seconds(120)
  ) throws -> Result {
    let environment = environment ?? ProcessInfo.processInfo.environment
    guard let executable = find(program, on: environment["PATH"] ?? "") else {
      throw Failure.notFound(program)
    }
    let files = try TemporaryFolder(named: "daicho-run")
    try files.write(input, to: "input")
    let process = try spawn(
      executable, [program] + arguments, in: folder ?? ".",
      environment: environment.map { "\($0)=\($1)" }, files: files)
    let ended = wait(for: process, until: .now + timeout)
    let output = try files.readBytes("output"), errors = try files.readBytes("errors")
    guard let ended else {
      throw Failure.timedOut(
        command: ([program] + arguments).joined(separator: " "), after: timeout,
        stdout: String(decoding: output, as: UTF8.self), stderr: String(decoding: errors, as: UTF8.self))
    }
    return Result(status: ended, outputBytes: output, errorBytes: errors)
  }

  /// The path of the program a shell with this PATH would run.
  package static func find(
    _ program: String, on path: String = ProcessInfo.processInfo.environment["PATH"] ?? ""
  ) -> String? {
    if program.contains("/") { return program }
    return path.split(separator: ":").map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Starts the program in a process group of its own, every signal at its default.
  private static func spawn(
    _ executable: String, _ arguments: [String], in folder: String, environment: [String],
    files: TemporaryFolder
  ) throws(Failure) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files.path(of: "input"), O_RDONLY, 0)
    for (descriptor, name) in [(STDOUT_FILENO, "output"), (STDERR_FILENO, "errors")] {
      let flags = O_WRONLY | O_CREAT | O_APPEND
      posix_spawn_file_actions_addopen(&actions, descriptor, files.path(of: name), flags, 0o600)
    }
    guard changeFolder(&actions, folder) == 0 else { throw .notStarted(executable, errno: ENOSYS) }

    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigfillset(&signals)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

    var arguments = arguments.map { strdup($0) } + [nil]
    var environment = environment.map { strdup($0) } + [nil]
    defer { for string in arguments + environment { free(string) } }
    var process: pid_t = 0
    let error = posix_spawn(&process, executable, &actions, &attributes, &arguments, &environment)
    guard error == 0 else { throw .notStarted(executable, errno: error) }
    return process
  }

  #if canImport(Darwin)
    private static func changeFolder(_ actions: inout posix_spawn_file_actions_t?, _ folder: String) -> Int32
    {
      posix_spawn_file_actions_addchdir_np(&actions, folder)
    }
  #else
    private typealias ChangeFolder =
      @convention(c) (
        UnsafeMutablePointer<posix_spawn_file_actions_t>, UnsafePointer<CChar>
      ) -> Int32

    /// glibc has this function, but its header shows it only with _GNU_SOURCE, which Swift does not set.
    private static func changeFolder(_ actions: inout posix_spawn_file_actions_t, _ folder: String) -> Int32 {
      guard let symbol = dlsym(nil, "posix_spawn_file_actions_addchdir_np") else { return ENOSYS }
      return unsafeBitCast(symbol, to: ChangeFolder.self)(&actions, folder)
    }
  #endif

  /// The process's status as a shell gives it; nil when it had to be killed.
  private static func wait(for process: pid_t, until deadline: ContinuousClock.Instant) -> Int32? {
    var status: Int32 = 0
    var pause: UInt32 = 250
    while waitpid(process, &status, WNOHANG) != process {
      guard ContinuousClock.now < deadline else {
        kill(-process, SIGKILL)
        waitpid(process, &status, 0)
        return nil
      }
      usleep(pause)
      pause = min(pause * 2, 10_000)
    }
    let signal = status & 0x7f
    return signal == 0 ? (status >> 8) & 0xff : 128 + signal
  }
}
