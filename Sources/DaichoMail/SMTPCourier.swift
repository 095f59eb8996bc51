import CCurl
import DaichoModel

/// Carries messages to a mail server over one connection, by libcurl.
///
/// With `starttls` and `tls` nothing goes out unencrypted and the certificate is verified; a login is made
/// only then. The body is stuffed and the addresses are checked here once more, for libcurl does not.
package final class SMTPCourier: MailCourier {
  package struct Options: Sendable {
    /// For the look-up of the name, the connection and TLS.
    package var connectTimeout: Duration = .seconds(30)
    /// Without a word of the server.
    package var commandTimeout: Duration = .seconds(300)
    /// The same after the final dot.
    package var messageTimeout: Duration = .seconds(600)
    /// After so many messages the connection is made anew.
    package var messagesPerConnection = 100
    /// A file of certificate authorities in PEM, trusted in place of the system's.
    package var certificates: String?

    package init() {}
  }

  private let server: DeliverySettings.SMTPServer
  private let password: String?
  private let options: Options
  private let dialogue: SMTPDialogue
  private let isAborted: @Sendable () -> Bool
  private var handle: CurlHandle?
  /// Messages tried over the present connection.
  private var count = 0
  private var lastUsed = ContinuousClock.now

  /// Nothing is connected yet.
  ///
  /// - Parameters:
  ///   - password: of `server.user`.
  ///   - isAborted: asked a few times a second; once it says so, `deliver` returns within a second, or five
  ///     where a message is already out and its answer is not in.
  /// - Throws: `smtp-unencrypted`, `smtp-bad-host`.
  package init(
    _ server: DeliverySettings.SMTPServer, password: String?, options: Options = Options(),
    isAborted: @escaping @Sendable () -> Bool = { false }
  ) throws(DaichoError) {
    guard server.host.utf8.allSatisfy(SMTPCourier.isHostByte), !server.host.isEmpty else { throw .badHost }
    if server.security == .none {
      guard SMTPCourier.isLoopback(server.host) || server.allowsUnencrypted else { throw .unencrypted }
      guard server.user == nil else { throw .unencryptedLogin }
    }
    self.server = server
    self.password = password
    self.options = options
    self.isAborted = isAborted
    dialogue = SMTPDialogue(
      patience: .init(command: options.commandTimeout, message: options.messageTimeout), isAborted: isAborted)
  }

  deinit { disconnect() }

  package func deliver(_ message: [UInt8], _ envelope: Envelope) -> Delivery {
    let (from, to) = (envelope.returnPath.wireAddress, envelope.recipient.wireAddress)
    guard WireText.isSafe(from), WireText.isSafe(to) else { return .notDelivered(cause: .unsafeAddress) }
    if isAborted() { return .notDelivered(cause: .aborted) }
    // A server lets an idle connection go; what it then says is no answer to what we say next.
    if lastUsed.duration(to: .now) > .seconds(30) { disconnect() }
    let message = WireText.canonical(message)
    defer { lastUsed = .now }
    let first = attempt(message, from: from, to: to)
    if first.isStale, !isAborted() {
      disconnect()
      return attempt(message, from: from, to: to).delivery
    }
    return first.delivery
  }

  package func disconnect() {
    dialogue.leave()
    handle = nil
    count = 0
  }

  // MARK: One attempt

  /// - Returns: `isStale`: the connection was an old one and the server had left it before this message.
  private func attempt(_ message: [UInt8], from: String, to: String) -> (delivery: Delivery, isStale: Bool) {
    guard let handle = handle ?? connected() else {
      return (.notDelivered(cause: .curlFailed(server, "curl_easy_init")), false)
    }
    self.handle = handle
    count += 1
    let isLast = count >= options.messagesPerConnection
    dialogue.begin(message)
    let recipients = curl_slist_append(nil, "<\(to)>")
    defer { curl_slist_free_all(recipients) }
    handle.set(CURLOPT_MAIL_FROM, "<\(from)>")
    handle.set(CURLOPT_MAIL_RCPT, list: recipients)
    handle.set(CURLOPT_FORBID_REUSE, isLast)
    let code = handle.perform()
    handle.set(CURLOPT_MAIL_RCPT, list: nil)
    if isLast || code != CURLE_OK { count = 0 }
    let isOld = handle.long(CURLINFO_NUM_CONNECTS) == 0
    let reply = dialogue.reply
    let isLeft =
      dialogue.command == .session
      || dialogue.command == .mail && (reply == nil || reply?.enhanced == "4.4.2")
    return (delivery(code, reply, handle), isOld && isLeft && code != CURLE_OK && dialogue.breakReason == nil)
  }

  private func connected() -> CurlHandle? {
    guard let handle = CurlHandle() else { return nil }
    let host = server.host.contains(":") ? "[\(server.host)]" : server.host
    handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
    handle.set(CURLOPT_URL, "\(server.security == .tls ? "smtps" : "smtp")://\(host):\(server.port)")
    if server.security != .none {
      handle.set(CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
      handle.verifyTLS(options.certificates)
      if let user = server.user {
        handle.set(CURLOPT_USERNAME, user)
        handle.set(CURLOPT_PASSWORD, password ?? "")
      }
    }
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, options.connectTimeout.milliseconds))
    // Ours is the shorter one, and knows what it waits for.
    let longest = max(options.commandTimeout, options.messageTimeout)
    handle.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, longest.milliseconds / 1_000 + 5)
    handle.attach(dialogue)
    return handle
  }

  // MARK: What came of it

  private func delivery(_ code: CURLcode, _ reply: SMTPReply?, _ handle: CurlHandle) -> Delivery {
    switch dialogue.command {
    case .message:
      if let reply { return reply.code < 300 ? .accepted(reply) : .refused(reply) }
      return .inDoubt(cause: cause(code, handle))
    case .mail, .recipient, .data:
      if let reply, reply.code >= 400 { return .refused(reply) }
    case .session:
      guard let reply, reply.code >= 400, dialogue.breakReason == nil else { break }
      // The server has no time for anybody just now. What else it says here is not about the message.
      if reply.code < 500 { return .refused(reply) }
      return .notDelivered(
        cause: dialogue.isLoggingIn ? .loginRefused(server, reply) : .sessionRefused(server, reply))
    }
    return .notDelivered(cause: cause(code, handle))
  }

  private func cause(_ code: CURLcode, _ handle: CurlHandle) -> DaichoError {
    switch dialogue.breakReason {
    case .aborted: return .aborted
    case .silence: return .silent(server)
    case nil: break
    }
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return .unreachable(server, .unknownHost)
    case CURLE_COULDNT_CONNECT: return .unreachable(server, .refused)
    case CURLE_OPERATION_TIMEDOUT: return .unreachable(server, .timedOut)
    case CURLE_USE_SSL_FAILED: return .withoutStartTLS(server)
    case CURLE_PEER_FAILED_VERIFICATION:
      return .certificate(server, SMTPCourier.printable(handle.words(for: code)))
    case CURLE_SSL_CACERT_BADFILE: return .certificateFile(server)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_INITFAILED:
      return .withoutTLS(server, SMTPCourier.printable(handle.words(for: code)))
    case CURLE_LOGIN_DENIED: return .noLogin(server)
    case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_WEIRD_SERVER_REPLY:
      return .broken(server)
    // Its long words may hold an address.
    default: return .curlFailed(server, String(cString: curl_easy_strerror(code)))
    }
  }

  private static func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { !TextSafety.isUnsafe($0) }).prefix(200))
  }

  // MARK: Hosts

  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._:".utf8.contains(byte)
    }
  }

  /// By what is written, for a name can be pointed anywhere.
  static func isLoopback(_ host: String) -> Bool {
    if host.lowercased() == "localhost" || host == "::1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

extension Duration {
  /// Whole ones; a whole number of any that `Int` can hold.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    let (product, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000)
    return isTooMuch ? Int(Int32.max) : Int(clamping: product + attoseconds / 1_000_000_000_000_000)
  }
}

extension DaichoError {
  fileprivate static let unsafeAddress = DaichoError(
    "bad-address", .controlCharacterInAddress, hint: .correctAddress)
  fileprivate static let aborted = DaichoError("aborted", .stoppedByRequest)
  fileprivate static let badHost = DaichoError("smtp-bad-host", .badMailHost, hint: .correctMailHost)
  fileprivate static let unencrypted = DaichoError("smtp-unencrypted", .wouldBeUnencrypted, hint: .encrypt)
  fileprivate static let unencryptedLogin = DaichoError(
    "smtp-unencrypted", .passwordWouldBeUnencrypted, hint: .encryptLogin)

  fileprivate static func unreachable(_ server: DeliverySettings.SMTPServer, _ reason: Wording) -> DaichoError
  {
    DaichoError("smtp-unreachable", .smtpUnreachable(server.place, reason))
  }

  fileprivate static func silent(_ server: DeliverySettings.SMTPServer) -> DaichoError {
    DaichoError("smtp-timeout", .mailServerSilent(server.place))
  }

  fileprivate static func broken(_ server: DeliverySettings.SMTPServer) -> DaichoError {
    DaichoError("smtp-disconnected", .mailServerGone(server.place))
  }

  fileprivate static func withoutStartTLS(_ server: DeliverySettings.SMTPServer) -> DaichoError {
    DaichoError("smtp-without-starttls", .smtpWithoutStartTLS(server.place), hint: .correctSecurity)
  }

  fileprivate static func withoutTLS(_ server: DeliverySettings.SMTPServer, _ words: String) -> DaichoError {
    DaichoError("smtp-tls", .mailServerTLS(server.place, words), hint: .correctSecurity)
  }

  fileprivate static func certificate(_ server: DeliverySettings.SMTPServer, _ words: String) -> DaichoError {
    DaichoError("smtp-certificate", .mailServerCertificate(server.place, words), hint: .giveCertificates)
  }

  fileprivate static func certificateFile(_ server: DeliverySettings.SMTPServer) -> DaichoError {
    DaichoError("smtp-certificate", .certificateFileUnreadable, hint: .correctCertificates)
  }

  fileprivate static func noLogin(_ server: DeliverySettings.SMTPServer) -> DaichoError {
    DaichoError("smtp-login-refused", .noCommonLogin(server.place), hint: .correctLogin)
  }

  fileprivate static func loginRefused(
    _ server: DeliverySettings.SMTPServer, _ reply: SMTPReply
  ) -> DaichoError {
    DaichoError("smtp-login-refused", .mailLoginRefused(server.place, reply), hint: .correctLogin)
  }

  fileprivate static func sessionRefused(
    _ server: DeliverySettings.SMTPServer, _ reply: SMTPReply
  ) -> DaichoError {
    DaichoError("smtp-session-refused", .mailSessionRefused(server.place, reply), hint: .askProvider)
  }

  fileprivate static func curlFailed(_ server: DeliverySettings.SMTPServer, _ words: String) -> DaichoError {
    DaichoError("smtp-failed", .mailFailed(server.place, words))
  }
}

extension DeliverySettings.SMTPServer {
  fileprivate var place: String { "\(host):\(port)" }
}
