import DaichoModel
import Testing

@testable import DaichoRender

struct TemplateInheritanceTests {
  private static let parent = """
    <p>{{$top}}Top of {{customer.name}}{{/top}}</p>
    {{$rest}}
    {{content}}
    {{/rest}}
    <a href="{{unsubscribe_url}}">x</a>
    """

  private func html(_ layout: String, _ more: [String: String] = [:]) throws -> String {
    let layouts = ["own": layout, "parent": Self.parent].merging(more) { $1 }
    return try Sample.compile("Body", layout: "own", layouts: layouts).render(Sample.context()).html
  }

  /// The cases of the Mustache specification's `~inheritance.yml` that a page can show.
  @Test(arguments: [
    ("{{<parent}}{{/parent}}", "<p>Top of 山田 花子</p>"),
    ("{{<parent}}{{$top}}Mine{{/top}}{{/parent}}", "<p>Mine</p>"),
    ("{{<parent}}{{$top}}{{customer.email}}{{/top}}{{/parent}}", "<p>hanako@example.jp</p>"),
    ("{{<parent}}{{$other}}Not there{{/other}}{{/parent}}", "<p>Top of 山田 花子</p>"),
    ("{{< parent }}\n  {{! a remark }}\n  {{$ top }}Mine{{/ top }}\n{{/ parent }}", "<p>Mine</p>"),
    // Who inherits last has the last word; what it does not say, the one between says.
    ("{{<middle}}{{$inner}}Leaf{{/inner}}{{/middle}}", "<p>Middle Leaf</p>"),
    ("{{<middle}}{{$top}}Leaf{{/top}}{{/middle}}", "<p>Leaf</p>"),
    ("{{<middle}}{{/middle}}", "<p>Middle inner</p>"),
    // A block of a template that the parent includes.
    ("{{<including}}{{$word}}mine{{/word}}{{/including}}", "<p>part mine</p>"),
    ("{{<including}}{{/including}}", "<p>part default</p>"),
  ])
  func aBlockTakesTheParentsPlace(layout: String, expected: String) throws {
    let html = try html(
      layout,
      [
        "middle": "{{<parent}}{{$top}}Middle {{$inner}}inner{{/inner}}{{/top}}{{/parent}}",
        "including": "<p>{{> part}}</p>{{content}}<a href='{{unsubscribe_url}}'>x</a>",
        "part": "part {{$word}}default{{/word}}",
      ])
    #expect(html.hasPrefix(expected), "\(html.prefix(80))")
    #expect(html.contains("Body"))
  }

  @Test func aTagAloneOnItsLineTakesTheLineWithIt() throws {
    let text = try Sample.compile(
      "One\n{{$a}}\nTwo\n{{/a}}\nThree\n", layouts: ["parent": Self.parent]
    ).render(Sample.context()).text
    #expect(text.hasPrefix("OneTwoThree\n") || text.hasPrefix("One Two Three\n"))
  }

  @Test func aBodyMayInherit() throws {
    let mail = try Sample.compile(
      "{{<promise}}\n{{$days}}**3**{{/days}}\n{{/promise}}\n",
      layouts: ["promise": "Within {{$days}}7{{/days}} days.\n"], language: .en
    ).render(Sample.context())
    #expect(mail.text.hasPrefix("Within 3 days."))
    #expect(mail.html.contains("Within <strong>3</strong> days."))
  }

  @Test(arguments: [
    ("{{<nowhere}}{{/nowhere}}", "templates/own.html:1:4 unknown-partial"),
    ("{{<own}}{{/own}}", "templates/own.html:1:4 circular-partial"),
    ("{{<back}}{{/back}}", "templates/back.html:1:4 circular-partial"),
    ("{{<parent}}stray{{/parent}}", "templates/own.html:1:4 text-outside-block"),
    ("{{<parent}}{{$top}}x{{/parent}}{{/top}}", "templates/own.html:1:24 section-mismatch"),
    ("{{<parent}}{{$top}}x{{/top}}", "templates/own.html:1:4 section-not-closed"),
    // What is wrong in a piece is told where it is written.
    ("{{<parent}}\n{{$top}}a\n{{customer.nmae}}{{/top}}\n{{/parent}}", "templates/own.html:3:3 unknown-name"),
    ("{{<parent}}{{$top}}<script>{{/top}}{{/parent}}", "templates/own.html:1:27 refused-element"),
    ("{{<wrong}}{{$top}}a\n\nb{{/top}}{{/wrong}}", "templates/wrong.html:2:4 unknown-name"),
    (
      "{{<attribute}}{{$name}}onclick='x'{{/name}}{{/attribute}}", "templates/own.html:1:31 refused-attribute"
    ),
    ("{{<address}}{{$to}}javascript:x{{/to}}{{/address}}", "templates/address.html:1:54 bad-link"),
  ])
  func whatIsWrongIsToldWhereItStands(layout: String, problem: String) throws {
    let failure = try #require(throws: RenderFailure.self) {
      try html(
        layout,
        [
          "back": "{{<own}}{{/own}}", "wrong": "{{$top}}{{/top}}\n{{ nosuch }}",
          "attribute": "<p {{$name}}{{/name}}>{{content}}<a href='{{unsubscribe_url}}'>x</a>",
          "address": "{{content}}{{unsubscribe_url}}<a href='{{$to}}{{/to}}'>x</a>",
        ])
    }
    #expect(
      failure.diagnostics.map { "\($0.location) \($0.code)" }.contains(problem),
      "\(failure.diagnostics.map { "\($0.location) \($0.code)" })")
  }

  @Test func blocksThatHoldThemselvesEnd() throws {
    let failure = try #require(throws: RenderFailure.self) {
      try html("{{<parent}}{{$top}}x{{$top}}y{{/top}}{{/top}}{{/parent}}")
    }
    #expect(failure.diagnostics.map(\.code) == ["nested-too-deeply"])
  }

  @Test func builtInLayoutsHaveBlocks() throws {
    let html = try html(
      "{{<newsletter}}{{$masthead}}<b>My head</b>{{/masthead}}{{$footer}}My foot {{sender.postal_address}}{{/footer}}{{/newsletter}}"
    )
    #expect(html.contains("<b>My head</b>") && html.contains("My foot 東京都台東区谷中1-2-3"))
    #expect(!html.contains("{{") && html.contains("https://crm.tsubame.example/u/TOKEN"))
  }
}
