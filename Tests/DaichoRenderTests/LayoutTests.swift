import DaichoModel
import DaichoTemplates
import Foundation
import Testing

@testable import DaichoRender

struct LayoutTests {
  private static let end = "{{content}}<a href=\"{{unsubscribe_url}}\">x</a>"

  @Test func theListOfBuiltInLayoutsIsComplete() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let files = try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Templates").path())
    let layouts = files.filter { $0.hasSuffix(".html") }.map { String($0.dropLast(5)) }
    #expect(layouts.sorted() == BuiltInTemplates.mails.keys.sorted())
    for (name, html) in BuiltInTemplates.mails { #expect(html.utf8.count < 20_000, "\(name)") }
  }

  @Test(arguments: [
    ("<script>x</script>", "refused-element"), ("<IFRAME src='https://x.example'>", "refused-element"),
    ("<form action=''>", "refused-element"), ("<p onclick='x'>", "refused-attribute"),
    ("<p ONCLICK=x>", "refused-attribute"), ("<meta http-equiv=refresh content=0>", "refused-attribute"),
    ("<a href='javascript:x'>", "bad-link"), ("<a href=JavaScript:x>", "bad-link"),
    ("<a href='&#106;avascript:x'>", "bad-link"), ("<a href='{{customer.name}}:x'>", "bad-link"),
    ("<p style='color:{{customer.name}}'>", "value-in-markup"),
    ("<style>{{customer.name}}</style>", "value-in-markup"),
    ("<p title={{customer.name}}>", "value-in-markup"), ("<{{customer.name}}>", "value-in-markup"),
    ("<p {{customer.name}}>", "value-in-markup"), ("<p title='{{content}}'>", "value-in-markup"),
    ("<!--x--!><script>", "refused-element"), ("<!--><script>-->", "refused-element"),
    ("<a {{#customer.name}}href='{{/customer.name}}{{customer.email}}'>", "section-crosses-markup"),
    ("{{#customer.name}}<a href='{{/customer.name}}{{customer.email}}'>", "section-crosses-markup"),
    ("<scr{{#customer.name}}x{{/customer.name}}ipt>", "value-in-markup"),
    ("<p on{{! }}click=x>", "value-in-markup"), ("<!--{{customer.name}}>", "value-in-markup"),
    ("<!-- --{{! }}> <script>", "value-in-markup"), ("<style></sty{{! }}le>", "value-in-markup"),
    ("<a href='{{#customer.name}}x{{/customer.name}}javascript:x'>", "bad-link"),
    ("{{> open}}", "unclosed-markup"),
    ("{{customer.nmae}}", "unknown-name"), ("{{{content}}}", "refused-tag"),
  ])
  func refusesWhatCouldRun(html: String, code: String) throws {
    let failure = try #require(throws: RenderFailure.self) {
      try Sample.compile("x", layout: "own", layouts: ["own": html + Self.end, "open": "<a href='"])
    }
    #expect(failure.diagnostics.map(\.code).contains(code))
    #expect(failure.diagnostics.allSatisfy { $0.location.path.hasPrefix("templates/o") })
  }

  @Test func needsContentAndUnsubscribeLink() {
    #expect(
      Sample.problems { try Sample.compile("x", layout: "own", layouts: ["own": "<p>{{customer.name}}</p>"]) }
        == ["1:1 layout-lacks-content", "1:1 layout-lacks-unsubscribe-link"])
  }

  @Test func acceptsWhatMailsNeed() throws {
    let html = """
      <!DOCTYPE html><html {{#language}}lang="{{language}}"{{/language}}><head><meta http-equiv="X-UA-Compatible" content="IE=edge">
      <!--[if mso]><p>x</p><![endif]--><style>a{color:red}</style></head>
      <body background="https://x.example/a.png"><a href="{{customer.website}}/x" title='{{customer.name}}'>{{> part}}</a>
      """
    let layouts = ["own": html + Self.end, "part": "<b>{{customer.name}}</b>"]
    let mail = try Sample.compile("x", layout: "own", layouts: layouts)
    let rendered = try mail.render(Sample.context(["name": "<'\">", "website": "https://y.example"]))
    #expect(
      rendered.html.contains(
        "<a href=\"https://y.example/x\" title='&lt;&#39;&quot;&gt;'><b>&lt;&#39;&quot;&gt;</b></a>"))
    #expect(rendered.html.contains("<html lang=\"ja\">"))
  }

  @Test func aLayoutOfTheWorkspaceOverridesTheBuiltInOne() throws {
    let mail = try Sample.compile("x", layouts: ["newsletter": "own " + Self.end])
    #expect(try mail.render(Sample.context()).html.hasPrefix("own <p"))
  }
}
