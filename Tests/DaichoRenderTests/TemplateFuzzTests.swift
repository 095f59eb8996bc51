import DaichoModel
import Testing

@testable import DaichoRender

/// Whatever somebody types: a list of problems, or a mail that says nothing of our own marks.
struct TemplateFuzzTests {
  private static let pieces = [
    "{{", "}}", "{", "}", "{{{", "{{#customer.tags}}", "{{/customer.tags}}", "{{^coupon.code}}",
    "{{/coupon.code}}", "{{customer.name}}", "{{.}}", "{{! x }}", "{{> letter}}", "#", "##", " ", "\n",
    "\n\n", "\r\n",
    "\t", "    ", "*", "**", "_", "`", "```", "[", "](", "](https://x.example/", ")", "![", "<", ">", "<b>",
    "<!--",
    "-->", "<br>", "- ", "1. ", "> ", "---", "&amp;", "\\", "https://x.example", "冬", "「", "」", "。",
    "\u{301}", "😀",
    "\u{0}", "\u{100000}", "\u{10FFFD}", "\u{E000}", "a", "=", "|", "~", "　", "\u{FEFF}", "\u{2028}",
    "\u{85}", "\u{B}",
  ]

  @Test func anyTextIsRefusedOrRendered() {
    var random = SplitMix64(state: 7)
    let context = Sample.context(["name": "<'\"{{&\u{100000}", "tags": .list(["*a*", "\n"])])
    let layouts = [
      "own": "{{content}}<a href='{{unsubscribe_url}}'>u</a>", "letter": "- {{customer.name}}\n",
      "newsletter": "",
    ]
    var rendered = 0
    for _ in 0..<500 {
      let count = Int.random(in: 1...30, using: &random)
      let body = (0..<count).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      do {
        let mail = try Sample.compile(body, layout: "own", layouts: layouts).render(context)
        rendered += 1
        let marks = mail.html.unicodeScalars.filter { Placeholder.isReserved($0) && $0 != "\u{100000}" }
        #expect(marks.isEmpty, "\(body.debugDescription)")
        #expect(!mail.html.contains("<'") && !mail.html.contains("<b>"), "\(body.debugDescription)")
      } catch let failure as RenderFailure {
        #expect(failure.diagnostics.contains { $0.severity == .error }, "\(body.debugDescription)")
        #expect(failure.diagnostics.allSatisfy { $0.location.position != nil })
      } catch {
        Issue.record(error, "\(body.debugDescription)")
      }
    }
    #expect(rendered > 100)
  }

  @Test func anyLayoutIsRefusedOrRendered() {
    var random = SplitMix64(state: 11)
    let pieces =
      Self.pieces + [
        "<a href=\"", "<p title='", "\"", "'", "<style>", "</style>", "<!--[if mso]>", "{{content}}", "</p>",
        "<td ", "=",
      ]
    for _ in 0..<500 {
      let count = Int.random(in: 1...14, using: &random)
      let layout = (0..<count).compactMap { _ in pieces.randomElement(using: &random) }.joined()
      do {
        let mail = try Sample.compile(
          "x", layout: "own",
          layouts: [
            "letter": "<i>{{customer.name}}</i>", "newsletter": "",
            "own": layout + "{{content}}<a href='{{unsubscribe_url}}'>u</a>",
          ]
        ).render(Sample.context(["name": "<script>'\" onclick=x"]))
        #expect(!mail.html.contains("<script>"), "\(layout.debugDescription)")
      } catch let failure as RenderFailure {
        #expect(failure.diagnostics.contains { $0.severity == .error }, "\(layout.debugDescription)")
      } catch {
        Issue.record(error, "\(layout.debugDescription)")
      }
    }
  }
}
