import DaichoModel
import Testing

@testable import DaichoRender

struct StaticLinksTests {
  private static let tracking = MailTracking(
    click: { "https://t.example/c/\($0)" }, openPixel: "https://t.example/o/x?a=1&b=2")

  private func mail(_ body: String, layout: String = "{{content}}<a href='{{unsubscribe_url}}'>x</a>") throws
    -> (CompiledMail, RenderedMail)
  {
    let compiled = try Sample.compile(
      body, layout: "own", layouts: ["own": layout, "part": "https://p.example/1"])
    return (compiled, try compiled.render(Sample.context(), tracking: Self.tracking))
  }

  @Test func eachAddressHasOneNumberInTheOrderOfTheMail() throws {
    let (compiled, mail) = try mail(
      "[a](https://b.example/豆) https://a.example/1 [b](https://a.example/1)\n\n{{> part}} <https://c.example>\n",
      layout:
        "<a href='https://l.example/?x=1&amp;y=2'>l</a>{{content}}<a href='{{unsubscribe_url}}'>x</a></body>")
    #expect(
      compiled.links.addresses == [
        "https://b.example/%E8%B1%86", "https://a.example/1", "https://c.example", "https://p.example/1",
        "https://l.example/?x=1&y=2",
      ])
    #expect(mail.html.ranges(of: "https://t.example/c/").count == 6)
    #expect(mail.html.hasPrefix("<a href='https://t.example/c/4'>l</a>"))
    #expect(mail.html.contains("width=\"1\" height=\"1\" alt=\"\"") && mail.html.hasSuffix("</body>"))
    #expect(mail.html.contains("src=\"https://t.example/o/x?a=1&amp;b=2\""))
    #expect(!mail.text.contains("t.example") && mail.text.contains("https://a.example/1"))
  }

  @Test func withoutTrackingALayoutsLinksAreAsTheyWere() throws {
    let layout =
      "<a href=\"https://l.example/?x=1&amp;y=2\">l</a>{{content}}<a href='{{unsubscribe_url}}'>x</a>"
    let html = try Sample.compile("x", layout: "own", layouts: ["own": layout]).render(Sample.context()).html
    #expect(html.hasPrefix("<a href=\"https://l.example/?x=1&amp;y=2\">l</a>"))
    #expect(!html.contains("<img"))
  }

  @Test(arguments: [
    "[a](https://a.example/{{customer.name}})", "[a]({{customer.website}})", "[a](mailto:a@b.example)",
    "[a](tel:0312345678)", "https://a.example/{{#customer.name}}x{{/customer.name}}",
  ])
  func aLinkWithAValueIsNobodyElses(_ body: String) throws {
    let (compiled, mail) = try mail(body + "\n")
    #expect(compiled.links.addresses.isEmpty)
    #expect(!mail.html.contains("/c/"))
  }

  @Test func otherFormsKeepTheNumbers() throws {
    let first = try Sample.compile("https://a.example https://b.example", layout: "newsletter")
    let compiler = MailCompiler(schema: Sample.schema)
    let second = try compiler.compile(
      MailSource(
        path: "x.md", subject: TemplateText("s", at: .init(line: 1, column: 1)),
        body: TemplateText("https://c.example https://b.example", at: .init(line: 2, column: 1)),
        language: .ja),
      links: first.links)
    #expect(second.links.addresses == ["https://a.example", "https://b.example", "https://c.example"])
    let html = try second.render(Sample.context(), tracking: Self.tracking).html
    #expect(html.contains("/c/2") && html.contains("/c/1") && !html.contains("/c/0"))
  }
}
