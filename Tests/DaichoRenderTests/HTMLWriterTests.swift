import DaichoModel
import Testing

@testable import DaichoRender

struct HTMLWriterTests {
  private static func stripped(_ html: String) -> String {
    html.replacing(/\ (style|class|role|border|cellpadding|cellspacing|bgcolor)="[^"]*"/, with: "")
  }

  @Test(arguments: [
    ("日本\n語", "<p>日本語</p>\n"), ("one\ntwo", "<p>one two</p>\n"), ("日本\ntwo", "<p>日本 two</p>\n"),
    ("です。\n**次**", "<p>です。<strong>次</strong></p>\n"), ("**次**\nです", "<p><strong>次</strong>です</p>\n"),
    ("{{customer.name}}\nさん", "<p>山田 花子さん</p>\n"), ("a\\\nb", "<p>a<br>\nb</p>\n"),
    ("**「注意」**です", "<p><strong>「注意」</strong>です</p>\n"),
    ("これは*「大事」*で**（重要）**だ。", "<p>これは<em>「大事」</em>で<strong>（重要）</strong>だ。</p>\n"),
    ("**{{customer.name}}**様", "<p><strong>山田 花子</strong>様</p>\n"), ("\\*「a」\\*", "<p>*「a」*</p>\n"),
    ("`*「a」*`", "<p><code>*「a」*</code></p>\n"),
    (
      "見て https://x.example/a_b?c=1&d=2。",
      "<p>見て <a href=\"https://x.example/a_b?c=1&amp;d=2\">https://x.example/a_b?c=1&amp;d=2</a>。</p>\n"
    ),
    ("(https://x.example/a).", "<p>(<a href=\"https://x.example/a\">https://x.example/a</a>).</p>\n"),
    (
      "https://x.example/?n={{customer.name}}",
      "<p><a href=\"https://x.example/?n=%E5%B1%B1%E7%94%B0%20%E8%8A%B1%E5%AD%90\">https://x.example/?n=山田 花子</a></p>\n"
    ),
    (
      "[店](https://x.example/冬)",
      "<table><tr><td><a href=\"https://x.example/%E5%86%AC\">店</a></td></tr></table>\n"
    ),
    ("# 見出し\n\n1. a\n2. b", "<h1>見出し</h1>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n"),
    ("3. a\n\n   b", "<ol start=\"3\">\n<li><p>a</p>\n<p>b</p>\n</li>\n</ol>\n"),
    (
      "![杯 \"x\"](https://x.example/c.png)",
      "<p><img src=\"https://x.example/c.png\" alt=\"杯 &quot;x&quot;\"></p>\n"
    ),
    ("<b>x</b> <!-- y --><br/>z", "<p>&lt;b&gt;x&lt;/b&gt; <br>\nz</p>\n"),
    ("```\n<a> {{customer.name}}\n```", "<pre>&lt;a&gt; 山田 花子\n</pre>\n"),
    ("{{customer.name}}", "<p>山田 花子</p>\n"), ("> a", "<blockquote><p>a</p>\n</blockquote>\n"),
    ("a\n\n---", "<p>a</p>\n<hr>\n"),
  ])
  func writes(markdown: String, html: String) throws {
    #expect(Self.stripped(try Sample.content(markdown)) == html)
  }

  @Test(arguments: [
    ("https://x.example/a b", nil),
    ("https://x.example/?a=\"><script>", "https://x.example/?a=%22%3E%3Cscript%3E"),
    ("javascript:alert(1)", nil), (" javascript:alert(1)", nil), ("JaVaScRiPt:x", nil),
    ("java\tscript:x", nil),
    ("data:text/html,x", nil), ("vbscript:x", nil), ("//evil.example", nil), ("/path", nil), ("", nil),
    ("https://", nil), ("https:evil", nil), ("mailto:a@b.example", "mailto:a@b.example"),
    ("tel:+81312345678", "tel:+81312345678"),
    ("\u{1}javascript:x", nil), ("javascript&colon;x", nil), ("HTTPS://X.example", "HTTPS://X.example"),
    ("https://日本.example", "https://%E6%97%A5%E6%9C%AC.example"),
  ])
  func wholeValuesAreAddressesOrNothing(value: String, expected: String?) {
    #expect(LinkDestination.resolve(value) == expected)
  }

  @Test(arguments: [
    "[x](javascript:alert(1))", "[x](JAVASCRIPT&colon;alert(1))", "[x](&#106;avascript:alert(1))",
    "[x](<java\tscript:alert(1)>)", "[x](data:text/html,x)", "[x](vbscript:x)", "<javascript:alert(1)>",
    "[x][r]\n\n[r]: javascript:alert(1)", "![x](javascript:alert(1))",
  ])
  func badSchemesNeverBecomeLinks(markdown: String) {
    guard let document = MarkdownDocument(markdown) else {
      Issue.record("no document")
      return
    }
    var writer = HTMLWriter(values: [])
    document.withRoot { writer.write($0) }
    let html = String(decoding: writer.out, as: UTF8.self)
    #expect(!html.contains("href") && !html.contains("src"), "\(html)")
  }
}
