import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// postfix's `smtp-sink` on a free port of this machine: takes mail as fast as one can send it. Ends with the
/// value.
package final class SMTPSink {
  package struct NotStarted: Error { package let log: String }

  package let port: Int
  private let folder: TemporaryFolder
  private let process: pid_t

  /// Servers are in folders that are not on everybody's path.
  private static let program = Subprocess.find(
    "smtp-sink", on: (ProcessInfo.processInfo.environment["PATH"] ?? "") + ":/usr/sbin:/usr/libexec/postfix")

  package static let isAvailable = program != nil

  /// - Parameter options: as smtp-sink(1) has them: `-r RCPT -b "450 4.2.0 later"`.
  package init(_ options: [String] = []) throws {
    folder = try TemporaryFolder(named: "daicho-sink")
    port = try SMTPSink.freePort()
    let user = geteuid() == 0 ? ["-u", "nobody"] : []
    let started = try Subprocess.run(
      "sh",
      ["-c", "\"$0\" \"$@\" > log 2>&1 < /dev/null & echo $!", SMTPSink.program ?? "smtp-sink"] + user
        + options
        + ["127.0.0.1:\(port)", "100"], in: folder.path)
    process = pid_t(started.stdout.filter(\.isNumber)) ?? 0
    for _ in 0..<400 {
      if SMTPSink.answers(port) { return }
      usleep(25_000)
    }
    throw NotStarted(log: (try? folder.read("log")) ?? "")
  }

  deinit { if process > 0 { kill(process, SIGKILL) } }

  /// One that nobody listens on.
  package static func freePort() throws -> Int {
    var port: UInt16 = 0
    try withSocket { descriptor, address in
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      guard bind(descriptor, address, size) == 0, getsockname(descriptor, address, &size) == 0 else {
        throw NotStarted(log: String(cString: strerror(errno)))
      }
      port = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
        UInt16(bigEndian: $0.pointee.sin_port)
      }
    }
    return Int(port)
  }

  private static func answers(_ port: Int) -> Bool {
    (try? withSocket(UInt16(port)) { descriptor, address in
      connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
    }) ?? false
  }

  /// A socket and an address of this machine.
  private static func withSocket<R>(
    _ port: UInt16 = 0, _ body: (Int32, UnsafeMutablePointer<sockaddr>) throws -> R
  ) throws -> R {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw NotStarted(log: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { try body(descriptor, $0) }
    }
  }
}
