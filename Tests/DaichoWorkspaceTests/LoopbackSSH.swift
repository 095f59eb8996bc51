import DaichoTestSupport
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An sshd of our own on a free port of this machine, with its own host key and one user's key. Ends with
/// the value.
final class LoopbackSSH {
  static let program = ["/usr/sbin/sshd", "/usr/local/sbin/sshd"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  static let isAvailable = program != nil && Subprocess.find("ssh-keygen") != nil

  let port: Int
  let home: String
  private let folder: TemporaryFolder
  private var process: pid_t = 0

  struct NotStarted: Error { let log: String }

  init() throws {
    folder = try TemporaryFolder(named: "daicho-sshd")
    home = try folder.makeFolder("home")
    try folder.makeFolder("home/.ssh")
    for (name, path) in [("host", "host_key"), ("user", "home/.ssh/id_ed25519")] {
      _ = try Subprocess.run(
        "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder.path(of: path)])
    }
    port = try LoopbackSSH.freePort()
    try folder.write(folder.read("home/.ssh/id_ed25519.pub"), to: "authorized_keys")
    try folder.write(
      """
      Port \(port)
      ListenAddress 127.0.0.1
      HostKey \(folder.path(of: "host_key"))
      AuthorizedKeysFile \(folder.path(of: "authorized_keys"))
      PidFile \(folder.path(of: "sshd.pid"))
      StrictModes no
      UsePAM no
      PasswordAuthentication no
      PermitRootLogin yes
      AcceptEnv *

      """, to: "sshd_config")
    // Where the system's own service would make it for root.
    if geteuid() == 0 { mkdir("/run/sshd", 0o755) }
    let log = folder.path(of: "log")
    _ = try Subprocess.run(
      LoopbackSSH.program ?? "sshd", ["-f", folder.path(of: "sshd_config"), "-E", log])
    for _ in 0..<200 where process == 0 {
      if let text = try? folder.read("sshd.pid") { process = pid_t(text.filter(\.isNumber)) ?? 0 }
      usleep(25_000)
    }
    guard process > 0 else { throw NotStarted(log: (try? folder.read("log")) ?? "") }
  }

  deinit { if process > 0 { kill(process, SIGTERM) } }

  func url(_ path: String) -> String { "ssh://127.0.0.1:\(port)\(path)" }

  /// Makes the server one that the user knows.
  func trust() throws {
    let key = try folder.read("host_key.pub").split(separator: " ").prefix(2).joined(separator: " ")
    try folder.write("[127.0.0.1]:\(port) \(key)\n", to: "home/.ssh/known_hosts")
  }

  func fingerprint() throws -> String {
    let line = try Subprocess.run("ssh-keygen", ["-lf", folder.path(of: "host_key.pub")]).stdout
    return String(line.split(separator: " ")[1])
  }

  private static func freePort() throws -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard status else { throw NotStarted(log: "no free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }
}
