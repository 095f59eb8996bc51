import DaichoModel
import DaichoTestSupport
import Foundation
import Synchronization
import Testing

@testable import DaichoMail

/// Against aiosmtpd on this machine, which answers by script.
@Suite(.enabled(if: SMTPPeer.isAvailable))
struct SMTPCourierTests {
  private func server(
    _ peer: SMTPPeer, _ security: DeliverySettings.SMTPServer.Security = .none, host: String = "127.0.0.1",
    user: String? = nil
  ) -> DeliverySettings.SMTPServer {
    .init(host: host, port: peer.port, security: security, user: user, passwordFile: nil)
  }

  private func options(_ change: (inout SMTPCourier.Options) -> Void = { _ in }) throws -> SMTPCourier.Options
  {
    var options = SMTPCourier.Options()
    options.certificates = try TestAuthority.shared().certificates
    change(&options)
    return options
  }

  private func envelope(_ recipient: String, from: String = "b+x@tsubame.example") throws -> Envelope {
    Envelope(returnPath: try MailAddress(address: from), recipient: try MailAddress(address: recipient))
  }

  private func message(_ number: Int = 1, text: String = "こんにちは\n.\n..\n終わり") throws -> [UInt8] {
    try Message(
      from: MailAddress(name: "喫茶つばめ", address: "hello@tsubame.example"),
      to: [MailAddress(address: "guest\(number)@example.jp")], subject: "冬の限定豆 \(number)",
      date: MailDate(secondsSince1970: 1_795_000_000, offsetMinutes: 540),
      messageID: "m\(number)@tsubame.example",
      text: text
    ).bytes()
  }

  private func refusal(_ delivery: Delivery) -> SMTPReply? {
    if case .refused(let reply) = delivery { reply } else { nil }
  }

  private func cause(_ delivery: Delivery) -> String {
    switch delivery {
    case .accepted, .refused: "\(delivery)"
    case .notDelivered(let cause): "not delivered: \(cause.code)"
    case .inDoubt(let cause): "in doubt: \(cause.code)"
    }
  }

  // MARK: Accepted

  @Test func carriesManyOverOneConnection() throws {
    let peer = try SMTPPeer()
    let courier = try SMTPCourier(server(peer), password: nil)
    for number in 1...5 {
      let delivery = courier.deliver(try message(number), try envelope("guest\(number)@example.jp"))
      #expect(
        delivery
          == .accepted(
            SMTPReply(code: 250, enhanced: "2.0.0", text: "kept as \(number)", command: .message)))
    }
    let accepted = try peer.accepted()
    #expect(accepted.map(\.to) == (1...5).map { ["guest\($0)@example.jp"] })
    #expect(accepted.allSatisfy { $0.from == "b+x@tsubame.example" && $0.connection == 1 })
    #expect(try accepted.map(\.bytes) == (1...5).map { try message($0) })
    courier.disconnect()
    #expect(try peer.dialogue().last == "1 QUIT")
    // The reader that forgives nothing.
    let script = """
      import sys, email, email.policy
      policy = email.policy.SMTP.clone(raise_on_defect=True)
      for path in sys.argv[1:]:
          m = email.message_from_bytes(open(path, "rb").read(), policy=policy)
          print(m["subject"], "|", m["from"].addresses[0].display_name, "|", m.get_content().split()[-1])
      """
    #expect(
      try Python.run(script, try peer.files())
        == (1...5).map { "冬の限定豆 \($0) | 喫茶つばめ | 終わり\n" }.joined())
  }

  @Test func connectsAnewAfterSoMany() throws {
    let peer = try SMTPPeer()
    let courier = try SMTPCourier(
      server(peer), password: nil, options: options { $0.messagesPerConnection = 2 })
    for number in 1...5 { _ = courier.deliver(try message(number), try envelope("a@example.jp")) }
    #expect(try peer.accepted().map(\.connection) == [1, 1, 2, 2, 3])
    #expect(try peer.dialogue().filter { $0.hasSuffix("QUIT") } == ["1 QUIT", "2 QUIT"])
  }

  /// Bare line feeds around a dot, and commands after them, stay text of the one message.
  @Test(arguments: [
    "a\n.\nMAIL FROM:<evil@example.jp>\nRCPT TO:<victim@example.jp>\nDATA\nforged",
    "a\n.\r\nMAIL FROM:<evil@example.jp>\r\n", "a\r\n.\nb", "a\r.\rb", "a\r.\r\nb", ".\r\n", "..",
    "\r\n.\r\n\r\n",
    "no end", "\n", "\r", "",
  ])
  func smugglesNothing(body: String) throws {
    let peer = try SMTPPeer()
    let courier = try SMTPCourier(server(peer), password: nil)
    let head = "Subject: x\r\n\r\n"
    _ = courier.deliver(Array((head + body).utf8), try envelope("a@example.jp"))
    _ = courier.deliver(Array((head + "next\r\n").utf8), try envelope("b@example.jp"))
    let accepted = try peer.accepted()
    #expect(accepted.map(\.to) == [["a@example.jp"], ["b@example.jp"]])
    let lines = body.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let whole =
      head + (lines.isEmpty || lines.hasSuffix("\n") ? lines : lines + "\n").replacing("\n", with: "\r\n")
    #expect(String(decoding: accepted[0].bytes, as: UTF8.self) == whole)
    #expect(try peer.dialogue().filter { $0.contains("MAIL FROM") }.count == 2)
  }

  @Test func sendsLegacyAddressesAsTheyAre() throws {
    let peer = try SMTPPeer()
    let courier = try SMTPCourier(server(peer), password: nil)
    _ = courier.deliver(try message(), try envelope("a..b.@docomo.example"))
    #expect(try peer.dialogue().contains("1 RCPT TO:<a..b.@docomo.example>"))
  }

  // MARK: Refused

  @Test(
    arguments: [
      (.mail, "550 5.7.1 not you", .mail), (.recipient, "450 4.2.0 greylisted", .recipient),
      (.recipient, "451 4.7.1 later", .recipient), (.recipient, "550 5.1.1 no such user", .recipient),
      (.data, "554 5.5.0 no", .data), (.end, "552 5.3.4 too big", .message),
      (.end, "451 4.3.0 disk", .message),
    ] as [(SMTPPeer.Rule.Stage, String, SMTPReply.Command)])
  func tellsWhatWasRefused(stage: SMTPPeer.Rule.Stage, words: String, command: SMTPReply.Command) throws {
    let peer = try SMTPPeer([.answer(words, to: stage).times(1)])
    let courier = try SMTPCourier(server(peer), password: nil)
    let reply = try #require(refusal(courier.deliver(try message(1), try envelope("a@example.jp"))))
    #expect(reply.words == words && reply.command == command)
    // The next one goes through.
    #expect(cause(courier.deliver(try message(2), try envelope("b@example.jp"))).hasPrefix("accepted"))
    #expect(try peer.accepted().map(\.to) == [["b@example.jp"]])
  }

  @Test func tellsOfAServerThatSlowsDown() throws {
    let peer = try SMTPPeer([.hangUp(at: .mail, saying: "421 4.7.0 too many").after(2).times(1)])
    let courier = try SMTPCourier(server(peer), password: nil)
    let deliveries = try (1...4).map { courier.deliver(try message($0), try envelope("a\($0)@example.jp")) }
    #expect(refusal(deliveries[2])?.meaning == .throttled)
    #expect(try peer.accepted().map(\.to.first) == ["a1@example.jp", "a2@example.jp", "a4@example.jp"])
  }

  @Test func tellsOfAServerTooBusyToGreet() throws {
    let peer = try SMTPPeer([.answer("421 4.3.2 too many connections", to: .greeting).times(1)])
    let courier = try SMTPCourier(server(peer), password: nil)
    let reply = refusal(courier.deliver(try message(), try envelope("a@example.jp")))
    #expect(reply?.meaning == .throttled && reply?.command == .session)
  }

  @Test func blamesNobodyForAServerThatDoesNotServe() throws {
    let peer = try SMTPPeer([.answer("554 5.7.1 your address is listed", to: .greeting)])
    let courier = try SMTPCourier(server(peer), password: nil)
    #expect(
      cause(courier.deliver(try message(), try envelope("a@example.jp")))
        == "not delivered: smtp-session-refused")
  }

  // MARK: Broken off

  @Test(
    arguments: [
      (.greeting, "not delivered: smtp-disconnected"), (.mail, "not delivered: smtp-disconnected"),
      (.recipient, "not delivered: smtp-disconnected"), (.data, "not delivered: smtp-disconnected"),
      (.end, "in doubt: smtp-disconnected"),
    ] as [(SMTPPeer.Rule.Stage, String)])
  func tellsBeforeTheDotFromAfter(stage: SMTPPeer.Rule.Stage, result: String) throws {
    let peer = try SMTPPeer([.hangUp(at: stage).times(1)])
    let courier = try SMTPCourier(server(peer), password: nil)
    #expect(cause(courier.deliver(try message(1), try envelope("a@example.jp"))) == result)
    #expect(cause(courier.deliver(try message(2), try envelope("b@example.jp"))).hasPrefix("accepted"))
  }

  /// More than the two ends' buffers hold, so that the break comes before the dot.
  @Test func knowsThatALongMessageDidNotArrive() throws {
    let peer = try SMTPPeer([.hangUp(at: .body)])
    let courier = try SMTPCourier(server(peer), password: nil)
    let long = Array(("Subject: x\r\n\r\n" + String(repeating: "0123456789\r\n", count: 2_000_000)).utf8)
    #expect(cause(courier.deliver(long, try envelope("a@example.jp"))) == "not delivered: smtp-disconnected")
    #expect(try peer.accepted().isEmpty)
  }

  @Test func isInDoubtThoughTheServerHasIt() throws {
    let peer = try SMTPPeer([.hangUp(at: .end, keeping: true).times(1)])
    let courier = try SMTPCourier(server(peer), password: nil)
    #expect(
      cause(courier.deliver(try message(), try envelope("a@example.jp"))) == "in doubt: smtp-disconnected")
    #expect(try peer.accepted().count == 1)
  }

  /// The server let go of the idle connection: that is no answer to the next message.
  @Test(arguments: [
    SMTPPeer.Rule.hangUp(at: .mail), .hangUp(at: .mail, saying: "421 4.4.2 idle for too long"),
  ])
  func connectsAnewWhereTheServerHasLeft(rule: SMTPPeer.Rule) throws {
    let peer = try SMTPPeer([rule.after(1).times(1)])
    let courier = try SMTPCourier(server(peer), password: nil)
    for number in 1...2 {
      #expect(cause(courier.deliver(try message(number), try envelope("a@example.jp"))).hasPrefix("accepted"))
    }
    #expect(try peer.accepted().map(\.connection) == [1, 2])
  }

  @Test(arguments: [
    (SMTPPeer.Rule.Stage.recipient, "not delivered: smtp-timeout"), (.end, "in doubt: smtp-timeout"),
  ])
  func doesNotWaitForEver(stage: SMTPPeer.Rule.Stage, result: String) throws {
    let peer = try SMTPPeer([.wait(60, at: stage)])
    let options = try options {
      ($0.commandTimeout, $0.messageTimeout) = (.milliseconds(300), .milliseconds(300))
    }
    let courier = try SMTPCourier(server(peer), password: nil, options: options)
    #expect(cause(courier.deliver(try message(), try envelope("a@example.jp"))) == result)
  }

  @Test(arguments: [SMTPPeer.Rule.Stage.greeting, .recipient])
  func stopsWhenAsked(stage: SMTPPeer.Rule.Stage) throws {
    let peer = try SMTPPeer([.wait(60, at: stage)])
    let asked = Mutex(0)
    let courier = try SMTPCourier(server(peer), password: nil) {
      asked.withLock { asked in
        asked += 1
        return asked > 3
      }
    }
    #expect(cause(courier.deliver(try message(), try envelope("a@example.jp"))) == "not delivered: aborted")
  }

  /// A message that is out is worth a few seconds: its answer says whether it was taken.
  @Test func waitsForTheAnswerToWhatIsOut() throws {
    let peer = try SMTPPeer([.wait(1.5, at: .end)])
    let started = ContinuousClock.now
    let courier = try SMTPCourier(server(peer), password: nil) { started.duration(to: .now) > .seconds(1) }
    #expect(cause(courier.deliver(try message(), try envelope("a@example.jp"))).hasPrefix("accepted"))
    #expect(cause(courier.deliver(try message(), try envelope("b@example.jp"))) == "not delivered: aborted")
    #expect(try peer.accepted().count == 1)
  }

  @Test func tellsOfNoServer() throws {
    let server = DeliverySettings.SMTPServer(
      host: "127.0.0.1", port: try SMTPSink.freePort(), security: .none, user: nil, passwordFile: nil)
    let courier = try SMTPCourier(server, password: nil)
    #expect(
      cause(courier.deliver(try message(), try envelope("a@example.jp"))) == "not delivered: smtp-unreachable"
    )
  }

  // MARK: TLS and login

  @Test(arguments: [SMTPPeer.Security.starttls, .tls])
  func logsInAfterTLS(security: SMTPPeer.Security) throws {
    let peer = try SMTPPeer(security: security, login: ("hello", "p@ss word"))
    let courier = try SMTPCourier(
      server(peer, security == .tls ? .tls : .starttls, host: "localhost", user: "hello"),
      password: "p@ss word",
      options: options())
    for number in 1...2 {
      let delivery = courier.deliver(try message(number), try envelope("a@example.jp"))
      #expect(cause(delivery).hasPrefix("accepted"), "\(delivery)")
    }
    #expect(try peer.accepted().allSatisfy { $0.isEncrypted && $0.user == "hello" && $0.connection == 1 })
    #expect(try peer.dialogue().count { $0.contains("AUTH") } == 1)
  }

  @Test func tellsOfAWrongPassword() throws {
    let peer = try SMTPPeer(security: .starttls, login: ("hello", "right"))
    let courier = try SMTPCourier(
      server(peer, .starttls, host: "localhost", user: "hello"), password: "wrong", options: options())
    let delivery = courier.deliver(try message(), try envelope("a@example.jp"))
    #expect(cause(delivery) == "not delivered: smtp-login-refused")
    #expect(!"\(delivery)".contains("wrong"))
  }

  @Test func tellsOfALoginThatHasToWait() throws {
    let peer = try SMTPPeer(
      [.answer("454 4.7.0 later", to: .auth)], security: .starttls, login: ("hello", "right"))
    let courier = try SMTPCourier(
      server(peer, .starttls, host: "localhost", user: "hello"), password: "right", options: options())
    #expect(refusal(courier.deliver(try message(), try envelope("a@example.jp")))?.meaning == .throttled)
  }

  /// Neither mail nor password goes to a server that offers no TLS.
  @Test func saysNothingWithoutSTARTTLS() throws {
    let peer = try SMTPPeer(security: .plain, login: ("hello", "right"))
    let courier = try SMTPCourier(
      server(peer, .starttls, host: "localhost", user: "hello"), password: "right", options: options())
    #expect(
      cause(courier.deliver(try message(), try envelope("a@example.jp")))
        == "not delivered: smtp-without-starttls")
    #expect(try peer.dialogue().allSatisfy { $0.contains("EHLO") || $0.contains("QUIT") })
  }

  @Test(arguments: [
    (SMTPPeer.Security.starttls, TestAuthority.Host.elsewhere, true), (.tls, .elsewhere, true),
    (.starttls, .localhost, false), (.tls, .localhost, false),
  ])
  func saysNothingToAServerItCannotTrust(
    security: SMTPPeer.Security, host: TestAuthority.Host, knowsAuthority: Bool
  ) throws {
    let peer = try SMTPPeer(security: security, login: ("hello", "right"), certificate: host)
    let courier = try SMTPCourier(
      server(peer, security == .tls ? .tls : .starttls, host: "localhost", user: "hello"), password: "right",
      options: options { if !knowsAuthority { $0.certificates = nil } })
    #expect(
      cause(courier.deliver(try message(), try envelope("a@example.jp"))) == "not delivered: smtp-certificate"
    )
    #expect(try peer.dialogue().allSatisfy { $0.contains("EHLO") || $0.contains("STARTTLS") })
  }

  @Test func tellsOfAFileOfCertificatesThatIsNone() throws {
    let peer = try SMTPPeer(security: .tls)
    let courier = try SMTPCourier(
      server(peer, .tls, host: "localhost"), password: nil,
      options: options { $0.certificates = "/nonexistent/authorities.pem" })
    #expect(
      cause(courier.deliver(try message(), try envelope("a@example.jp"))) == "not delivered: smtp-certificate"
    )
  }

  // MARK: Settings

  @Test(
    arguments: [
      ("smtp.example", false, nil, "smtp-unencrypted"), ("127.0.0.1.example", false, nil, "smtp-unencrypted"),
      ("127.0.0.1", false, "hello", "smtp-unencrypted"), ("localhost/x", false, nil, "smtp-bad-host"),
      ("user@localhost", false, nil, "smtp-bad-host"), ("", false, nil, "smtp-bad-host"),
      ("mail.internal", true, nil, nil), ("::1", false, nil, nil), ("LocalHost", false, nil, nil),
    ] as [(String, Bool, String?, String?)])
  func wantsEncryption(host: String, allowed: Bool, user: String?, code: String?) {
    var server = DeliverySettings.SMTPServer(
      host: host, port: 25, security: .none, user: user, passwordFile: nil)
    server.allowsUnencrypted = allowed
    let made = Result { () throws(DaichoError) in try SMTPCourier(server, password: nil) }
    switch made {
    case .success: #expect(code == nil)
    case .failure(let error): #expect(error.code == code)
    }
  }
}

/// Against postfix's own sink, in place of ours.
@Suite(.enabled(if: SMTPSink.isAvailable))
struct SMTPSinkTests {
  @Test(arguments: [
    ([], "accepted"), (["-r", "RCPT", "-b", "450 4.2.0 later"], "refused"), (["-f", "RCPT"], "refused"),
    (["-q", "RCPT"], "notDelivered"), (["-q", "."], "inDoubt"), (["-w", "1"], "accepted"),
  ])
  func agreesWithPostfix(options: [String], result: String) throws {
    let sink = try SMTPSink(options)
    let courier = try SMTPCourier(
      .init(host: "127.0.0.1", port: sink.port, security: .none, user: nil, passwordFile: nil), password: nil)
    let envelope = Envelope(
      returnPath: try MailAddress(address: "b@tsubame.example"),
      recipient: try MailAddress(address: "a@example.jp"))
    let delivery = courier.deliver(Array("Subject: x\r\n\r\n.\r\n".utf8), envelope)
    #expect("\(delivery)".hasPrefix(result), "\(delivery)")
  }
}
