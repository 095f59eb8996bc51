import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A mail server on a free port of this machine that answers by script and keeps every message it accepts:
/// aiosmtpd, run by `Tests/Peers/smtp-peer.py`. Ends with the value.
///
/// A test that needs it says so: `@Test(.enabled(if: SMTPPeer.isAvailable))`.
package final class SMTPPeer {
  package enum Security: String, Sendable { case plain, starttls, tls }

  /// What the server does instead of taking a message. The first that fits is used.
  package struct Rule: Sendable {
    package enum Stage: String, Sendable {
      case greeting, auth, mail
      case recipient = "rcpt"
      /// The command, before the message.
      case data
      /// In the middle of the message.
      case body
      /// The final dot.
      case end
    }

    var fields: [String: Value] = [:]

    enum Value: Sendable {
      case text(String)
      case number(Double)
      case flag(Bool)

      var json: Any {
        switch self {
        case .text(let text): text
        case .number(let number): number
        case .flag(let flag): flag
        }
      }
    }

    private init(_ stage: Stage) { fields["on"] = .text(stage.rawValue) }

    /// `450 4.2.0 later`
    package static func answer(_ answer: String, to stage: Stage) -> Rule {
      var rule = Rule(stage)
      rule.fields["answer"] = .text(answer)
      return rule
    }

    /// - Parameters:
    ///   - words: said before; `nil` breaks the connection off without one.
    ///   - keeping: the message has been accepted all the same, and only its answer is lost.
    package static func hangUp(at stage: Stage, saying words: String? = nil, keeping: Bool = false) -> Rule {
      var rule = Rule(stage)
      rule.fields["drop"] = .flag(true)
      rule.fields["answer"] = words.map(Value.text)
      rule.fields["keep"] = .flag(keeping)
      return rule
    }

    package static func wait(_ seconds: Double, at stage: Stage) -> Rule {
      var rule = Rule(stage)
      rule.fields["delay"] = .number(seconds)
      return rule
    }

    /// Only where the address (a regular expression) fits.
    package func `for`(_ pattern: String) -> Rule { with("pattern", .text(pattern)) }
    /// Once so many have been served as usual.
    package func after(_ count: Int) -> Rule { with("after", .number(Double(count))) }
    package func times(_ count: Int) -> Rule { with("times", .number(Double(count))) }

    private func with(_ field: String, _ value: Value) -> Rule {
      var rule = self
      rule.fields[field] = value
      return rule
    }
  }

  package struct Accepted: Sendable {
    package let from: String
    package let to: [String]
    /// Of the connections, from 1.
    package let connection: Int
    package let isEncrypted: Bool
    /// Who had logged in.
    package let user: String?
    /// As it was sent, dots unstuffed.
    package let bytes: [UInt8]
  }

  package struct NotStarted: Error { package let log: String }

  package let port: Int
  private let folder: TemporaryFolder
  private let process: pid_t

  /// A Python that knows aiosmtpd.
  private static let python: String? = ["python3", "/usr/bin/python3"].first { python in
    (try? Subprocess.run(python, ["-c", "import aiosmtpd.smtp"]))?.status == 0
  }

  package static let isAvailable = python != nil && TestAuthority.isAvailable

  package init(
    _ rules: [Rule] = [], security: Security = .plain, login: (user: String, password: String)? = nil,
    certificate: TestAuthority.Host = .localhost
  ) throws {
    folder = try TemporaryFolder(named: "daicho-smtp")
    let authority = try TestAuthority.shared()
    var settings: [String: Any] = [
      "security": security.rawValue, "certificate": authority.certificate(of: certificate),
      "key": authority.key(of: certificate), "rules": rules.map { $0.fields.mapValues(\.json) },
    ]
    if let login { (settings["user"], settings["password"]) = (login.user, login.password) }
    try folder.write([UInt8](JSONSerialization.data(withJSONObject: settings)), to: "peer.json")
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Tests/Peers/smtp-peer.py").standardized.path
    // A shell hands it over to the system's first process, so that nobody has to wait for its end.
    let started = try Subprocess.run(
      "sh",
      [
        "-c", "\"$0\" \"$1\" \"$2\" \(getpid()) > log 2>&1 < /dev/null & echo $!",
        SMTPPeer.python ?? "python3", script, folder.path,
      ], in: folder.path)
    process = pid_t(started.stdout.filter(\.isNumber)) ?? 0
    var found = 0
    for _ in 0..<800 where found == 0 {
      if let text = try? folder.read("port") { found = Int(text.filter(\.isNumber)) ?? 0 }
      if found == 0 { usleep(25_000) }
    }
    port = found
    guard process > 0, port > 0 else { throw NotStarted(log: (try? folder.read("log")) ?? "") }
  }

  deinit { if process > 0 { kill(process, SIGKILL) } }

  /// In the order they were accepted.
  package func accepted() throws -> [Accepted] {
    try names().map { name in
      let data = Data(try folder.readBytes("accepted/\(name.dropLast(4)).json"))
      let about = try JSONDecoder().decode(About.self, from: data)
      return Accepted(
        from: about.from, to: about.to, connection: about.connection, isEncrypted: about.tls,
        user: about.user, bytes: try folder.readBytes("accepted/\(name)"))
    }
  }

  /// Paths of the accepted messages' files.
  package func files() throws -> [String] { try names().map { folder.path(of: "accepted/\($0)") } }

  /// Each command the server got: `CONNECTION COMMAND`, the connections numbered from 1.
  package func dialogue() throws -> [String] {
    guard folder.exists("dialogue") else { return [] }
    return String(decoding: try folder.readBytes("dialogue"), as: UTF8.self).split(separator: "\n").map(
      String.init)
  }

  private func names() throws -> [String] {
    guard folder.exists("accepted") else { return [] }
    return try folder.list("accepted").filter { $0.hasSuffix(".eml") }
  }

  private struct About: Decodable {
    let from: String
    let to: [String]
    let connection: Int
    let tls: Bool
    let user: String?
  }
}
