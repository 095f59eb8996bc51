import DaichoModel
import Foundation
import Testing

@testable import DaichoMail

struct SMTPGreetingTests {
  private func ask(
    _ port: Int, _ security: DeliverySettings.SMTPServer.Security = .none, timeout: Int = 30_000
  ) -> Result<SMTPGreeting, DaichoError> {
    let server = DeliverySettings.SMTPServer(
      host: "127.0.0.1", port: port, security: security, user: "hello", passwordFile: nil)
    return Result { () throws(DaichoError) in try SMTPGreeting.ask(server, timeout: timeout) }
  }

  private func code(_ result: Result<SMTPGreeting, DaichoError>) -> String? {
    if case .failure(let error) = result { error.code } else { nil }
  }

  @Test func readsAGreeting() throws {
    let server = try TalkingServer(["220-mail.example\r\n220 at your service\r\n"])
    #expect(try ask(server.port).get().line == "mail.example")
    #expect(server.heard() == "QUIT\r\n")
  }

  @Test func asksForSTARTTLSWhereItIsWanted() throws {
    let offering = try TalkingServer(["220 x ESMTP\r\n", "250-x\r\n250-SIZE 1\r\n250 STARTTLS\r\n"])
    #expect(try ask(offering.port, .starttls).get().line == "x ESMTP")
    #expect(offering.heard() == "EHLO localhost\r\nQUIT\r\n")
    let plain = try TalkingServer(["220 x\r\n", "250-x\r\n250 SIZE 1\r\n"])
    #expect(code(ask(plain.port, .starttls)) == "smtp-without-starttls")
    let encrypted = try TalkingServer([])
    #expect(try ask(encrypted.port, .tls).get().line == nil)
  }

  @Test func isNotFooledByOthers() throws {
    let web = try TalkingServer(["HTTP/1.1 400 Bad Request\r\n\r\n"])
    #expect(code(ask(web.port)) == "smtp-not-greeted")
    let refusing = try TalkingServer(["554 no\r\n"])
    #expect(code(ask(refusing.port)) == "smtp-not-greeted")
    let endless = try TalkingServer([String(repeating: "x", count: 100_000)])
    #expect(code(ask(endless.port)) == "smtp-not-greeted")
    let chatty = try TalkingServer([String(repeating: "220-x\r\n", count: 2_000)])
    #expect(code(ask(chatty.port)) == "smtp-not-greeted")
  }

  /// One that accepts and says nothing is given up in time.
  @Test func doesNotWaitForever() throws {
    let silent = try TalkingServer([], staysOpen: true)
    let start = ContinuousClock.now
    #expect(code(ask(silent.port, timeout: 5_000)) == "smtp-not-greeted")
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test func saysWhatIsUnreachable() throws {
    let gone = try TalkingServer([])
    let port = gone.port
    gone.stop()
    #expect(code(ask(port)) == "smtp-unreachable")
    let nowhere = DeliverySettings.SMTPServer(
      host: "no-such-host.invalid", port: 25, security: .none, user: nil, passwordFile: nil)
    let result = Result { () throws(DaichoError) in try SMTPGreeting.ask(nowhere, timeout: 2_000) }
    #expect(code(result) == "smtp-unreachable")
  }
}

/// A server on this machine that says its lines, the first at once and each other after hearing something.
// Unchecked: `received` is guarded by the semaphore; the rest is constant.
private final class TalkingServer: @unchecked Sendable {
  let port: Int
  private let listener: Int32
  private let done = DispatchSemaphore(value: 0)
  private var received: [UInt8] = []

  init(_ lines: [String], staysOpen: Bool = false) throws {
    #if canImport(Glibc)
      listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      listener = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, size) == 0 && listen(listener, 4) == 0 && getsockname(listener, $0, &size) == 0
      }
    }
    try #require(isListening)
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { [self] in serve(lines, staysOpen) }
  }

  private func serve(_ lines: [String], _ staysOpen: Bool) {
    defer { done.signal() }
    let connection = accept(listener, nil, nil)
    guard connection >= 0 else { return }
    defer { close(connection) }
    if staysOpen { usleep(1_500_000) }
    for (index, line) in lines.enumerated() {
      if index > 0, !hear(connection) { return }
      let bytes = Array(line.utf8)
      #if canImport(Glibc)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
      #else
        _ = send(connection, bytes, bytes.count, 0)
      #endif
    }
    while hear(connection) {}
  }

  private func hear(_ connection: Int32) -> Bool {
    var piece = [UInt8](repeating: 0, count: 1_024)
    let count = recv(connection, &piece, piece.count, 0)
    if count > 0 { received += piece[..<count] }
    return count > 0
  }

  /// Everything that was said to it, when the other side has gone.
  func heard() -> String {
    _ = done.wait(timeout: .now() + 5)
    return String(decoding: received, as: UTF8.self)
  }

  func stop() {
    #if canImport(Glibc)
      shutdown(listener, Int32(SHUT_RDWR))
    #else
      shutdown(listener, SHUT_RDWR)
    #endif
    done.wait()
  }

  deinit { close(listener) }
}
