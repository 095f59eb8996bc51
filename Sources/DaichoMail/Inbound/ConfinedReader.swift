import DaichoModel
import Foundation

/// Reads mails in a child process that can do nothing but compute, for a while: whoever can send a mail could
/// otherwise crash, fill or hold up the program that reads it.
package struct ConfinedReader: Sendable {
  /// The program and its arguments: what calls `answer`.
  private let program: String
  private let arguments: [String]

  /// Of one mail, in bytes.
  package static let longestMail = 32 << 20
  /// Of what a child may say.
  private static let longestAnswer = 4 << 20
  /// Milliseconds for one mail.
  private static let patience = 20_000

  package init(program: String, arguments: [String]) {
    self.program = program
    self.arguments = arguments
  }

  // MARK: The parent

  /// Errors: `mail-unreadable`, for a mail that cannot be read, in time or at all.
  package func read(_ bytes: [UInt8]) throws(DaichoError) -> ParsedMail {
    guard bytes.count <= ConfinedReader.longestMail else { throw .mailUnreadable(.mailTooLong) }
    let answer = try Child(program, arguments).talk(
      bytes, longest: ConfinedReader.longestAnswer, patience: ConfinedReader.patience)
    guard let mail = try? JSONDecoder().decode(ParsedMail.self, from: Data(answer)) else {
      throw .mailUnreadable(.readerFailed)
    }
    return mail
  }

  // MARK: The child

  /// Gives up what a parser does not need, reads a mail from standard input and writes what it says to
  /// standard output. Returns false where it is no mail.
  package static func answer() -> Bool {
    confine()
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= longestMail {
      let count = Foundation.read(STDIN_FILENO, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    guard let mail = MailParser.parse(bytes), let data = try? JSONEncoder().encode(mail) else { return false }
    var rest = Array(data)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// 10 seconds of a processor, 1 GiB of addresses, no file longer than nothing, no core, no further files.
  private static func confine() {
    func limit(_ resource: Int32, _ value: UInt) {
      var limits = rlimit(rlim_cur: rlim_t(value), rlim_max: rlim_t(value))
      #if canImport(Glibc)
        setrlimit(__rlimit_resource_t(UInt32(resource)), &limits)
      #else
        setrlimit(resource, &limits)
      #endif
    }
    #if canImport(Glibc)
      limit(Int32(RLIMIT_CPU.rawValue), 10)
      limit(Int32(RLIMIT_AS.rawValue), 1 << 30)
      limit(Int32(RLIMIT_FSIZE.rawValue), 0)
      limit(Int32(RLIMIT_CORE.rawValue), 0)
    #else
      limit(RLIMIT_CPU, 10)
      limit(RLIMIT_AS, 1 << 30)
      limit(RLIMIT_FSIZE, 0)
      limit(RLIMIT_CORE, 0)
    #endif
  }
}

/// A process with two pipes.
private final class Child {
  private var process: pid_t = 0
  private var input: Int32 = -1
  private var output: Int32 = -1

  init(_ program: String, _ arguments: [String]) throws(DaichoError) {
    var (toChild, fromChild): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&toChild) == 0, pipe(&fromChild) == 0 else { throw .mailUnreadable(.readerFailed) }
    for descriptor in toChild + fromChild { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    (input, output) = (toChild[1], fromChild[0])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, toChild[0], STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, fromChild[1], STDOUT_FILENO)
    // What a crash would print is not for the person's terminal.
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    func copies(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }
    var words = copies([program] + arguments)
    var environment = copies(["LC_ALL=C.UTF-8", "SWIFT_BACKTRACE=enable=no"])
    defer { for word in words + environment { free(word) } }
    let status = posix_spawn(&process, program, &actions, nil, &words, &environment)
    close(toChild[0])
    close(fromChild[1])
    guard status == 0 else {
      process = 0
      throw .mailUnreadable(.readerFailed)
    }
  }

  deinit {
    if input >= 0 { close(input) }
    if output >= 0 { close(output) }
    guard process > 0 else { return }
    kill(process, SIGKILL)
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
  }

  /// Hands over all of `bytes` and returns all that comes back.
  func talk(_ bytes: [UInt8], longest: Int, patience: Int) throws(DaichoError) -> [UInt8] {
    for descriptor in [input, output] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    let deadline = ContinuousClock.now + .milliseconds(patience)
    var (sent, answer): (Int, [UInt8]) = (0, [])
    var piece = [UInt8](repeating: 0, count: 65_536)
    while true {
      let left = ContinuousClock.now.duration(to: deadline) / .milliseconds(1)
      guard left > 0 else { throw .mailUnreadable(.readerTooSlow) }
      var entries = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
      if input >= 0 { entries.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
      guard poll(&entries, nfds_t(entries.count), Int32(left.rounded(.up))) >= 0 || errno == EINTR else {
        throw .mailUnreadable(.readerFailed)
      }
      if entries.count > 1, entries[1].revents != 0 {
        let count = bytes[sent...].withUnsafeBytes { Foundation.write(input, $0.baseAddress, $0.count) }
        if count > 0 { sent += count }
        // A child that has gone is seen at its output.
        if sent == bytes.count || (count < 0 && errno != EAGAIN && errno != EINTR) {
          close(input)
          input = -1
        }
      }
      if entries[0].revents != 0 {
        let count = Foundation.read(output, &piece, piece.count)
        if count == 0 { break }
        if count > 0 { answer += piece[..<count] }
        guard answer.count <= longest else { throw .mailUnreadable(.readerFailed) }
      }
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    process = 0
    guard status == 0 else { throw .mailUnreadable(.readerFailed) }
    return answer
  }
}
