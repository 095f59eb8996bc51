import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoMail

struct MessageTests {
  static func message(
    subject: String = "お知らせ", text: String = "本文\n", html: String? = "<p>本文</p>", from: String = "喫茶つばめ",
    to: String? = nil, headers: [Message.Header] = []
  ) throws -> Message {
    Message(
      from: try MailAddress(name: from, address: "hello@tsubame.example"),
      to: [try MailAddress(name: to, address: "hanako@example.jp")],
      replyTo: try MailAddress(address: "support@tsubame.example"), subject: subject,
      date: try MailDate(secondsSince1970: 1_796_083_200, offsetMinutes: 540),
      messageID: "winter-sale.0123456789abcdef@tsubame.example",
      listUnsubscribe: Message.ListUnsubscribe(
        https: "https://crm.tsubame.example/u/" + String(repeating: "tOkEn-_9", count: 8),
        mailto: "mailto:u+token@crm.tsubame.example?subject=unsubscribe"),
      text: text, html: html, headers: headers)
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false).map(
      String.init)
  }

  /// CRLF alone ends a line, 7 bits, no long line: of every message a test writes.
  private static func expectWireForm(_ bytes: [UInt8]) {
    #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
    #expect(bytes.suffix(2) == [0x0D, 0x0A])
    for (index, byte) in bytes.enumerated() {
      if byte == 0x0A { #expect(index > 0 && bytes[index - 1] == 0x0D) }
      if byte == 0x0D { #expect(index + 1 < bytes.count && bytes[index + 1] == 0x0A) }
    }
    for line in lines(bytes) {
      let isRaw = line.hasPrefix("List-Unsubscribe:") || line.hasPrefix("Message-ID:")
      #expect(line.utf8.count <= (isRaw ? 998 : 76), "\(line)")
      #expect(!line.hasPrefix("."))
    }
  }

  @Test func writesEveryHeaderOnce() throws {
    let bytes = try Self.message().bytes()
    Self.expectWireForm(bytes)
    let lines = Self.lines(bytes)
    for name in [
      "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "MIME-Version", "List-Unsubscribe",
      "List-Unsubscribe-Post",
    ] {
      #expect(lines.count { $0.hasPrefix(name + ":") } == 1, "\(name)")
    }
    #expect(lines.contains("Date: Tue, 01 Dec 2026 09:00:00 +0900"))
    #expect(lines.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
    #expect(
      lines.contains {
        $0.hasPrefix("List-Unsubscribe: <https://crm.tsubame.example/u/tOkEn")
          && $0.hasSuffix("?subject=unsubscribe>")
      })
    #expect(lines.contains("To: hanako@example.jp"))
  }

  @Test func theSameMessageIsTheSameBytes() throws {
    #expect(try Self.message().bytes() == Self.message().bytes())
    #expect(try Self.message(text: "別の本文").bytes() != Self.message().bytes())
  }

  @Test(arguments: [
    "a\r\nBcc: x@y.example", "a\nb", "a\rb", "a\u{0}", "a\u{1B}[31m", "a\u{85}b", "a\u{2028}b", "a\tb",
  ])
  func headerInjectionIsRefused(value: String) throws {
    let subject = try #require(throws: DaichoError.self) { try Self.message(subject: value).bytes() }
    #expect(subject.code == "header-injection")
    let header = try #require(throws: DaichoError.self) {
      try Self.message(headers: [Message.Header("X-Campaign", value)]).bytes()
    }
    #expect(header.code == "header-injection")
    var message = try Self.message()
    message.messageID = value + "@x.example"
    #expect(throws: DaichoError.self) { try message.bytes() }
    message = try Self.message()
    message.listUnsubscribe?.https = "https://x.example/" + value
    #expect(throws: DaichoError.self) { try message.bytes() }
    message = try Self.message()
    message.listUnsubscribe?.mailto = "mailto:" + value
    #expect(throws: DaichoError.self) { try message.bytes() }
  }

  @Test(arguments: [
    "", "Bcc", "bcc", "Content-Type", "MIME-Version", "Subject", "X Y", "X:Y", "X\r\nBcc", "名前",
  ])
  func otherHeadersAreRefused(name: String) throws {
    let message = try Self.message(headers: [Message.Header(name, "x")])
    #expect(try #require(throws: DaichoError.self) { try message.bytes() }.code == "bad-header")
  }

  @Test(arguments: [
    "http://x.example", "https://", "https://x.example/>, <https://y.example", "https://x.example/ü",
    "https://x.example/a b",
  ])
  func oneClickNeedsOneHTTPSAddress(address: String) throws {
    var message = try Self.message()
    message.listUnsubscribe?.https = address
    #expect(throws: DaichoError.self) { try message.bytes() }
  }

  @Test func aNULIsRefused() throws {
    #expect(throws: DaichoError.self) { try Self.message(text: "a\u{0}b").bytes() }
    #expect(throws: DaichoError.self) { try Self.message(html: "a\u{0}b").bytes() }
  }

  @Test func aLongSubjectIsWholeEncodedWords() throws {
    let family = "👩‍👩‍👧"
    let subject = "いつもありがとうございます" + String(repeating: "ガギグ" + family, count: 20)
    let bytes = try Self.message(subject: subject).bytes()
    Self.expectWireForm(bytes)
    let words = Self.lines(bytes).flatMap { $0.split(separator: " ") }.filter { $0.hasPrefix("=?") }
    for word in words {
      #expect(word.utf8.count <= 75)
      let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
      let text = try #require(String(data: data, encoding: .utf8))
      #expect(!text.hasPrefix("\u{200D}") && !text.hasSuffix("\u{200D}"))
    }
  }

  /// MAIL's headers, byte for byte: a Japanese subject of many words, a quoted name, a long token left on its
  /// line.
  @Test func headersAreTheseBytes() throws {
    let message = try Self.message(
      subject: "山田様、冬の限定豆が入荷しました。焙煎したてをお届けします", from: "Sato, Ken \"K\"", to: "山田 花子")
    let head = Self.lines(try message.bytes()).prefix { !$0.hasPrefix("MIME-Version") }
    #expect(
      Array(head) == [
        #"From: "Sato, Ken \"K\"" <hello@tsubame.example>"#,
        "To: =?UTF-8?B?5bGx55SwIOiKseWtkA==?= <hanako@example.jp>",
        "Reply-To: support@tsubame.example",
        "Subject: =?UTF-8?B?5bGx55Sw5qeY44CB5Yas44Gu6ZmQ5a6a6LGG44GM5YWl6I2344GX?=",
        " =?UTF-8?B?44G+44GX44Gf44CC54SZ54WO44GX44Gf44Gm44KS44GK5bGK44GR44GX44G+?=",
        " =?UTF-8?B?44GZ?=",
        "Date: Tue, 01 Dec 2026 09:00:00 +0900",
        "Message-ID: <winter-sale.0123456789abcdef@tsubame.example>",
        "List-Unsubscribe: <https://crm.tsubame.example/u/" + String(repeating: "tOkEn-_9", count: 8)
          + ">, <mailto:u+token@crm.tsubame.example?subject=unsubscribe>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
      ])
  }

  /// Every field a person or a ledger can fill: none makes a header or a line of its own.
  @Test(arguments: ["a\r\nBcc: x@y.example", "a\nBcc: x", "a\u{0}", "a\u{85}Bcc: x", "a\u{2029}Bcc: x"])
  func noFieldHoldsAnotherHeader(value: String) throws {
    #expect(throws: DaichoError.self) { try MailAddress(name: value, address: "a@b.example") }
    #expect(throws: DaichoError.self) { try MailAddress(address: value + "@b.example") }
    #expect(throws: DaichoError.self) { try MailAddress(address: "a@" + value) }
    #expect(throws: DaichoError.self) { try MailAddress(parsing: "x <\(value)@b.example>") }
    #expect(throws: DaichoError.self) { try Self.message(from: value) }
    #expect(throws: DaichoError.self) { try Self.message(to: value) }
  }

  @Test func quotedPrintableAvoidsDotsAndFrom() throws {
    let text = ".\n..a\nFrom here\nline \n\ttab\t\n=20\n" + String(repeating: "x", count: 300) + "\n."
    let bytes = try Self.message(text: text, html: nil).bytes()
    Self.expectWireForm(bytes)
    #expect(!Self.lines(bytes).contains { $0.hasPrefix("From ") })
  }

  @Test func pythonReadsEveryMessageBack() throws {
    var random = SplitMix64(seed: 20_261_122)
    var expectations: [[String: String]] = []
    let folder = FileManager.default.temporaryDirectory.appending(path: "daicho-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for index in 0..<300 {
      let subject = Self.line(&random, 60)
      let text = Self.body(&random)
      let html = index % 5 == 0 ? nil : "<p>" + Self.body(&random) + "</p>"
      let from = Self.line(&random, 20)
      let to = index % 2 == 0 ? Self.line(&random, 40) : ""
      let extra = Self.line(&random, 30)
      let message = try Self.message(
        subject: subject, text: text, html: html, from: from, to: to,
        headers: [Message.Header("X-Daicho", extra)])
      let bytes = try message.bytes()
      Self.expectWireForm(bytes)
      try Data(bytes).write(to: folder.appending(path: "\(index).eml"))
      expectations.append([
        "subject": subject, "text": text, "html": html ?? "", "extra": extra,
        "from": HeaderText.trimmed(from), "to": HeaderText.trimmed(to),
      ])
    }
    try JSONEncoder().encode(expectations).write(to: folder.appending(path: "expected.json"))
    let report = try PythonCheck.run(Self.reader, argument: folder.path())
    #expect(report == "read 300\n")
  }

  private static let alphabet: [String] =
    Array("abcdefghij KLMNOP 0123456789 .,:;<>@()[]\"\\'=?_-+/&").map(String.init) + [
      "山", "田", "様", "が\u{3099}", "ｶﾞ", "ﾊﾟ", "😀", "👩‍👩‍👧", "🇯🇵", "e\u{301}", "ñ", "　", "、", "=?UTF-8?B?", "~",
      "\u{FEFF}",
    ]

  private static func line(_ random: inout SplitMix64, _ limit: Int) -> String {
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return "Plain subject of a few words"
    case 1: return String(repeating: "Unbreakable", count: Int.random(in: 1...25, using: &random))
    case 2: return "喫茶" + String(repeating: "つばめ", count: Int.random(in: 1...40, using: &random))
    default:
      let count = Int.random(in: 1...limit, using: &random)
      return "x" + (0..<count).compactMap { _ in alphabet.randomElement(using: &random) }.joined() + "x"
    }
  }

  private static func body(_ random: inout SplitMix64) -> String {
    let mostlyASCII = Bool.random(using: &random)
    let count = Int.random(in: 0...12, using: &random)
    return (0..<count).map { _ in
      let line = Self.line(&random, 120)
      return mostlyASCII ? String(repeating: "plain text. ", count: 30) + line : line
    }.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
  }

  private static let reader = """
    import sys, json, email, email.header, email.policy, email.utils
    folder = sys.argv[1]
    expected = json.load(open(folder + '/expected.json', encoding='utf-8'))
    problems = []
    for index, want in enumerate(expected):
        raw = open('%s/%d.eml' % (folder, index), 'rb').read()
        message = email.message_from_bytes(raw, policy=email.policy.SMTP)
        def check(what, got, expect):
            if got != expect:
                problems.append('%d %s: %r is not %r' % (index, what, got, expect))
        if message.defects:
            problems.append('%d defects %r' % (index, message.defects))
        for name in ('From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Reply-To', 'X-Daicho'):
            check(name, len(message.get_all(name, [])), 1)
            if message[name].defects:
                problems.append('%d %s defects %r' % (index, name, message[name].defects))
        check('subject', str(message['Subject']), want['subject'])
        check('extra', str(message['X-Daicho']), want['extra'])
        # policy.SMTP joins the encoded-words of a phrase with spaces (CPython's bug); RFC 2047 and
        # email.header do not.
        old = email.message_from_bytes(raw, policy=email.policy.compat32)
        def display_name(name):
            encoded, _ = email.utils.parseaddr(old[name].replace('\\r\\n', ''))
            return str(email.header.make_header(email.header.decode_header(encoded)))
        check('from', display_name('From'), want['from'])
        check('from', message['From'].addresses[0].addr_spec, 'hello@tsubame.example')
        check('to', display_name('To'), want['to'])
        check('to', message['To'].addresses[0].addr_spec, 'hanako@example.jp')
        check('count', (len(message['From'].addresses), len(message['To'].addresses)), (1, 1))
        check('date', message['Date'].datetime.isoformat(), '2026-12-01T09:00:00+09:00')
        parts = list(message.iter_parts()) if message.is_multipart() else [message]
        check('parts', [p.get_content_type() for p in parts], ['text/plain', 'text/html'] if want['html'] else ['text/plain'])
        for part, key in zip(parts, ('text', 'html')):
            got = part.get_payload(decode=True).decode('utf-8').replace('\\r\\n', '\\n')
            if not message.is_multipart() and got != want[key]:
                got = got[:-1] if got.endswith('\\n') else got
            check(key, got, want[key])
            if part.defects:
                problems.append('%d part defects %r' % (index, part.defects))
    print('\\n'.join(problems[:20]) if problems else 'read %d' % len(expected))
    """
}

/// Runs a Python program; where there is no python3 the test fails, as its check must not be skipped unseen.
enum PythonCheck {
  static func run(_ program: String, argument: String) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", program, argument]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }
}
