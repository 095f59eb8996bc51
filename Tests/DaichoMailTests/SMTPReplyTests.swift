import Testing

@testable import DaichoMail

struct SMTPReplyTests {
  @Test(
    arguments: [
      ("550 5.1.1 No such user", 550, "5.1.1", "No such user"),
      ("250 OK", 250, nil, "OK"),
      ("421", 421, nil, ""),
      ("554 5.7.1", 554, "5.7.1", ""),
      ("550 #5.1.0 Address rejected.", 550, "5.1.0", "Address rejected."),
      ("450 4.2.0 a\u{1B}]52;c\u{07}b\u{202E}c", 450, "4.2.0", "a]52;cbc"),
      ("550 5.1 not enhanced", 550, nil, "5.1 not enhanced"),
      ("550 3.1.1 no class", 550, nil, "3.1.1 no class"),
    ] as [(String, Int, String?, String)])
  func readsALine(line: String, code: Int, enhanced: String?, text: String) throws {
    let reply = try #require(SMTPReply(lines: [line], command: .recipient))
    #expect(reply == SMTPReply(code: code, enhanced: enhanced, text: text, command: .recipient))
  }

  @Test func readsTheLastOfSeveralLines() throws {
    let reply = try #require(
      SMTPReply(lines: ["550-5.1.1 The account", "550 5.1.1 does not exist"], command: .recipient))
    #expect(reply.words == "550 5.1.1 does not exist")
  }

  @Test(arguments: [[], ["550-5.1.1 not all"], ["hello"], ["99 x"], ["199 x"], ["600 x"], ["550x"]])
  func isNilForLessThanAReply(lines: [String]) {
    #expect(SMTPReply(lines: lines, command: .mail) == nil)
  }

  @Test func isShortAndWhole() throws {
    let text = String(repeating: "あ", count: 500)
    let reply = try #require(SMTPReply(lines: ["550 " + text], command: .mail))
    #expect(reply.text == String(repeating: "あ", count: 66))
  }

  @Test(
    arguments: [
      ("250 2.0.0 ok", .message, .accepted),
      ("421 4.7.0 too many", .mail, .throttled),
      ("454 4.7.0 later", .session, .throttled),
      ("450 4.2.0 greylisted", .recipient, .transient),
      ("451 later", .recipient, .transient),
      ("452 4.2.2 full", .message, .transient),
      ("550 5.1.1 unknown", .recipient, .badAddress),
      ("550 5.1.10 unknown", .recipient, .badAddress),
      ("550 unknown", .recipient, .badAddress),
      ("553 unknown", .recipient, .badAddress),
      // Not of an address: the text, the quota, the sender.
      ("550 spam", .message, .permanent),
      ("552 5.2.2 over quota", .recipient, .permanent),
      ("554 no", .recipient, .permanent),
      ("554 5.7.1 listed", .recipient, .senderRefused),
      ("550 5.7.26 unauthenticated", .message, .senderRefused),
      ("553 5.1.8 no such sender domain", .recipient, .senderRefused),
      ("550 5.1.0 <x>: Sender address rejected: User unknown", .recipient, .senderRefused),
      ("550 5.1.0 Address rejected", .recipient, .badAddress),
      ("530 Authentication required", .mail, .senderRefused),
    ] as [(String, SMTPReply.Command, SMTPReply.Meaning)])
  func means(line: String, command: SMTPReply.Command, meaning: SMTPReply.Meaning) throws {
    #expect(try #require(SMTPReply(lines: [line], command: command)).meaning == meaning)
  }
}
