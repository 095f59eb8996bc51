import Testing

@testable import DaichoFiles

struct EmailSyntaxTests {
  @Test(arguments: ["a@b.example", "hanako.yamada+x@sub.example.co.jp", "o'brien@x.ie", "用户@例え.jp"])
  func `addresses mail can go to`(_ text: String) { #expect(EmailSyntax.check(text) == .valid) }

  @Test(arguments: ["a..b@docomo.ne.jp", "ab.@ezweb.ne.jp", ".a@x.example"])
  func `old carriers' addresses`(_ text: String) { #expect(EmailSyntax.check(text) == .legacy) }

  @Test(arguments: [
    "", "a", "@b.example", "a@", "a@b", "a@b.", "a@.b", "a@-b.example", "a@b-.example", "a@b..example",
    "a b@c.example", "a@b.example\r\nBcc: x@y.example", "a@b@c.example", "A <a@b.example>",
    "a@b.example,c@d.example",
    "a\u{3000}@b.example", "ａ@b.example", "a\u{0}@b.example", "a@[127.0.0.1]", "a\u{202E}@b.example",
  ])
  func `no addresses`(_ text: String) { #expect(EmailSyntax.check(text) == .invalid) }
}
