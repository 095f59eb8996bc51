import DaichoModel
import Foundation

/// Whether a mail server answers, by what it says first. No mail, no name and no password is sent.
///
/// One TCP connection: the greeting is read and, where the settings ask for STARTTLS, `EHLO` is said to see
/// whether it is offered; then `QUIT`. Behind `security: tls` only the connection is tried.
package struct SMTPGreeting: Sendable, Hashable {
  /// The first line of the server, shortened; `nil` behind TLS.
  package let line: String?

  /// - Parameter timeout: milliseconds for all of it, the look-up of the name included.
  /// - Throws: `smtp-unreachable`, `smtp-not-greeted`, `smtp-without-starttls`.
  package static func ask(
    _ server: DeliverySettings.SMTPServer, timeout: Int
  ) throws(DaichoError) -> SMTPGreeting {
    let deadline = ContinuousClock.now + .milliseconds(timeout)
    let place = "\(server.host):\(server.port)"
    let addresses = try HostAddress.all(server.host, server.port, timeout: timeout)
    var failure = DaichoError.unreachable(place, .timedOut)
    for address in addresses {
      guard let connection = SMTPConnection(to: address, by: deadline) else {
        failure = .unreachable(place, .refused)
        continue
      }
      if server.security == .tls { return SMTPGreeting(line: nil) }
      guard let greeting = connection.reply(), greeting.first?.hasPrefix("220") ?? false else {
        throw .notGreeted(place)
      }
      defer { connection.say("QUIT\r\n") }
      if server.security == .starttls {
        connection.say("EHLO localhost\r\n")
        let offers = connection.reply() ?? []
        let words = offers.map { $0.dropFirst(4).uppercased() }
        guard words.contains(where: { $0.hasPrefix("STARTTLS") }) else { throw .withoutStartTLS(place) }
      }
      return SMTPGreeting(line: String((greeting.first ?? "").dropFirst(4).prefix(80)))
    }
    throw failure
  }
}

/// Where a host can be reached.
private struct HostAddress: Sendable {
  let family: Int32
  let bytes: [UInt8]

  static func all(_ host: String, _ port: Int, timeout: Int) throws(DaichoError) -> [HostAddress] {
    // The system's look-up has no time limit of its own: it is left behind when it takes too long.
    let answer = Answer()
    DispatchQueue.global().async { answer.give(lookUp(host, port)) }
    guard let found = answer.take(milliseconds: timeout) else {
      throw .unreachable("\(host):\(port)", .timedOut)
    }
    if found.isEmpty { throw .unreachable("\(host):\(port)", .unknownHost) }
    return found
  }

  private static func lookUp(_ host: String, _ port: Int) -> [HostAddress] {
    var hints = addrinfo()
    #if canImport(Glibc)
      hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    #else
      hints.ai_socktype = SOCK_STREAM
    #endif
    hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [HostAddress] = []
    var next = list
    while let info = next?.pointee, found.count < 8 {
      if let address = info.ai_addr {
        let bytes = UnsafeRawBufferPointer(start: address, count: Int(info.ai_addrlen))
        found.append(HostAddress(family: info.ai_family, bytes: Array(bytes)))
      }
      next = info.ai_next
    }
    return found
  }

  /// Handed from one thread to another, once.
  // Unchecked: the value is written before the semaphore is raised, and read only after.
  private final class Answer: @unchecked Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private var value: [HostAddress] = []

    func give(_ value: [HostAddress]) {
      self.value = value
      semaphore.signal()
    }

    func take(milliseconds: Int) -> [HostAddress]? {
      semaphore.wait(timeout: .now() + .milliseconds(milliseconds)) == .success ? value : nil
    }
  }
}

/// A connection that ends with the value.
private final class SMTPConnection {
  private let descriptor: Int32
  private let deadline: ContinuousClock.Instant
  private var received: [UInt8] = []

  /// A server that talks on and on is not heard to its end.
  private static let longestReply = 16_384

  init?(to address: HostAddress, by deadline: ContinuousClock.Instant) {
    self.deadline = deadline
    #if canImport(Glibc)
      descriptor = socket(address.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    #else
      descriptor = socket(address.family, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return nil }
    guard fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else { return nil }
    let status = address.bytes.withUnsafeBytes { bytes in
      bytes.withMemoryRebound(to: sockaddr.self) { pointer in
        pointer.baseAddress.map { connect(descriptor, $0, socklen_t(bytes.count)) } ?? -1
      }
    }
    if status == 0 { return }
    var error: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard errno == EINPROGRESS, wait(for: Int16(POLLOUT)),
      getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0, error == 0
    else { return nil }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  func say(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty, wait(for: Int16(POLLOUT)) {
      #if canImport(Glibc)
        let flags = Int32(MSG_NOSIGNAL)
      #else
        let flags: Int32 = 0
      #endif
      let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, flags) }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// The lines of one reply: `250-…`, `250-…`, `250 …` (RFC 5321, 4.2.1). `nil` where none comes.
  func reply() -> [String]? {
    var lines: [String] = []
    while let line = line() {
      lines.append(line)
      guard line.utf8.count > 3, line.utf8.dropFirst(3).first == UInt8(ascii: "-") else { return lines }
      if lines.count > 100 { return nil }
    }
    return nil
  }

  private func line() -> String? {
    while true {
      if let end = received.firstIndex(of: 0x0A) {
        let line = String(decoding: received[..<end], as: UTF8.self)
        received.removeSubrange(...end)
        return line.hasSuffix("\r") ? String(line.unicodeScalars.dropLast()) : line
      }
      guard received.count < SMTPConnection.longestReply, wait(for: Int16(POLLIN)) else { return nil }
      var piece = [UInt8](repeating: 0, count: 4_096)
      let count = recv(descriptor, &piece, piece.count, 0)
      guard count > 0 else { return nil }
      received += piece[..<count]
    }
  }

  private func wait(for events: Int16) -> Bool {
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
      guard milliseconds > 0 else { return false }
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      let status = poll(&entry, 1, Int32(clamping: milliseconds))
      if status < 0, errno == EINTR { continue }
      return status > 0
    }
  }
}

extension DaichoError {
  fileprivate static func unreachable(_ place: String, _ reason: Wording) -> DaichoError {
    DaichoError("smtp-unreachable", .smtpUnreachable(place, reason))
  }

  fileprivate static func notGreeted(_ place: String) -> DaichoError {
    DaichoError("smtp-not-greeted", .smtpNotGreeted(place))
  }

  fileprivate static func withoutStartTLS(_ place: String) -> DaichoError {
    DaichoError("smtp-without-starttls", .smtpWithoutStartTLS(place))
  }
}
