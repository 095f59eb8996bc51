import DaichoGit
import DaichoModel
import DaichoWorkspace
import Foundation

/// Who we are to a git host: from the environment, the person's own files, and git's configuration of the
/// person and the machine. What the repository's configuration says is never asked.
struct RemoteIdentity {
  let environment: [String: String]

  private func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

  func rewrites() throws(DaichoError) -> AddressRewrites { try PersonalConfiguration().rewrites }

  func access(patience: Duration) throws(DaichoError) -> RemoteAccess {
    let configuration = try PersonalConfiguration()
    let (token, tokenHost) = (value("DAICHO_GIT_TOKEN"), value("DAICHO_GIT_HOST"))
    let helper = configuration.hasCredentialHelper ? CredentialHelper(environment: environment) : nil
    var access = RemoteAccess(
      userName: NSUserName(), keyFolder: value("HOME").map { $0 + "/.ssh" },
      hasAgent: value("SSH_AUTH_SOCK") != nil,
      certificates: value("GIT_SSL_CAINFO") ?? value("SSL_CERT_FILE") ?? configuration.certificates,
      proxy: value("https_proxy") ?? value("HTTPS_PROXY") ?? configuration.proxy
    ) { host, user in
      if let token {
        // Any repository may name any host: the token goes to the one it is for.
        guard let tokenHost else { return .failure(.tokenWithoutHost(host)) }
        if tokenHost == host { return .success(.init(user: user ?? "daicho", password: token)) }
      }
      return .success(helper?.login(host: host, user: user))
    }
    access.patience = patience
    return access
  }
}

/// The credential helper of the person's own git configuration, asked by way of git itself: outside of any
/// repository, and with an environment that holds nothing but what a key ring needs.
struct CredentialHelper {
  let environment: [String: String]

  private static let kept: Set<String> = [
    "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
    "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "XDG_CACHE_HOME", "TMPDIR",
  ]

  func login(host: String, user: String?) -> RemoteAccess.Login? {
    guard host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !(user ?? "").contains(where: \.isNewline) else {
      return nil
    }
    // No folder of the workspace may lie on the way.
    let folders = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
    guard let git = folders.map({ "\($0)/git" }).first(where: FileManager.default.isExecutableFile) else {
      return nil
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: git)
    process.arguments = ["credential", "fill"]
    process.currentDirectoryURL = URL(fileURLWithPath: "/", isDirectory: true)
    var scrubbed = environment.filter { Self.kept.contains($0.key) }
    scrubbed["PATH"] = folders.joined(separator: ":")
    scrubbed["GIT_DIR"] = "/dev/null"
    scrubbed["GIT_TERMINAL_PROMPT"] = "0"
    process.environment = scrubbed
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let question = "protocol=https\nhost=\(host)\n" + (user.map { "username=\($0)\n" } ?? "") + "\n"
    try? input.fileHandleForWriting.write(contentsOf: Data(question.utf8))
    try? input.fileHandleForWriting.close()
    let answer = (try? output.fileHandleForReading.readToEnd()) ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    var fields: [Substring: String] = [:]
    for line in String(decoding: answer, as: UTF8.self).split(separator: "\n") {
      guard let sign = line.firstIndex(of: "=") else { continue }
      fields[line[..<sign]] = String(line[line.index(after: sign)...])
    }
    guard let name = fields["username"], let password = fields["password"] else { return nil }
    return RemoteAccess.Login(user: name, password: password)
  }
}
