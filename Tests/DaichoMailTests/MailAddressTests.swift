import DaichoModel
import Testing

@testable import DaichoMail

struct MailAddressTests {
  @Test(
    arguments: [
      ("喫茶つばめ <hello@tsubame.example>", "喫茶つばめ", "hello@tsubame.example"),
      ("hello@tsubame.example", nil, "hello@tsubame.example"),
      ("<hello@tsubame.example>", nil, "hello@tsubame.example"),
      ("\"Sato, Ken\" <ken@tsubame.example>", "Sato, Ken", "ken@tsubame.example"),
      ("\"a \\\"b\\\" \\\\\" <k@x.example>", "a \"b\" \\", "k@x.example"),
      ("佐藤　健　＜ken@tsubame.example＞", "佐藤　健", "ken@tsubame.example"),
      ("  O'Neil+tag@x.example ", nil, "O'Neil+tag@x.example"),
      ("a <b> <c@x.example>", "a <b>", "c@x.example"),
    ] as [(String, String?, String)])
  func reads(text: String, name: String?, address: String) throws {
    let parsed = try MailAddress(parsing: text)
    #expect(parsed.name == name)
    #expect(parsed.address == address)
    #expect(parsed.warnings.isEmpty)
  }

  @Test(arguments: ["a..b@docomo.ne.jp", "ab.@ezweb.ne.jp", ".ab@docomo.ne.jp"])
  func carrierDotsAreAcceptedAsTheyAre(address: String) throws {
    let parsed = try MailAddress(parsing: "x <\(address)>")
    #expect(parsed.address == address && parsed.wireAddress == address)
    #expect(parsed.warnings == [.legacyDots])
  }

  /// The A-labels are those of RFC 3492 and of registered domains.
  @Test(arguments: [
    ("日本語", "xn--wgv71a119e"), ("bücher", "xn--bcher-kva"), ("例え", "xn--r8jz45g"),
    ("münchen-ost", "xn--mnchen-ost-9db"),
    ("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye"), ("3年b組金八先生", "xn--3b-ww4c5e180e575a65lsy2b"),
  ])
  func internationalDomainsGoOutInPunycode(label: String, expected: String) throws {
    let parsed = try MailAddress(address: "a@\(label).example")
    #expect(parsed.warnings == [.internationalDomain])
    #expect(parsed.wireAddress == "a@\(expected).example")
    #expect(parsed.address == "a@\(label).example")
  }

  @Test(arguments: [
    "", "@", "a@", "@b", "a b@x.example", "a@x..example", "a@-x.example", "a@x.example\r\nBcc: b@x.example",
    "a@x.example\n", "a\u{0}@x.example", "x\r\nBcc: y <a@x.example>", "山田@x.example", "a@x.exa mple",
    "a@x.example> , <b@x.example", "a,b@x.example", "<a@x.example", "a@b@c", "a@x_y.example",
    "\"a b\"@x.example",
    "a@[127.0.0.1]", "x\u{2028}y <a@x.example>", "x\u{85}y <a@x.example>",
    String(repeating: "a", count: 65) + "@x.example",
  ])
  func refuses(text: String) throws {
    let error = try #require(throws: DaichoError.self) { try MailAddress(parsing: text) }
    #expect(error.code == "bad-address")
    if text.count > 3 { #expect(!error.message.en.contains(text) && !error.message.ja.contains(text)) }
  }

  @Test func aNameCannotInjectAHeader() throws {
    #expect(throws: DaichoError.self) {
      try MailAddress(name: "a\r\nBcc: b@x.example", address: "a@x.example")
    }
  }
}
