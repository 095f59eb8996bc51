import DaichoModel
import Testing

@testable import DaichoRender

struct MailCompilerTests {
  @Test func everyProblemIsNamedWithItsPlace() {
    let problems = Sample.problems {
      try Sample.compile("こんにちは、{{customer.nmae}}様\n\n{{ coupon.cod }}", subject: "{{salutation}}へ")
    }
    #expect(problems == ["3:13 unknown-name", "7:9 unknown-name", "9:4 unknown-name"])
  }

  @Test(arguments: [
    ("{{customer.nmae}}", "customer.name"), ("{{salutation}}", "customer.salutation"),
    ("{{custmer.email}}", "customer.email"), ("{{#items}}{{pirce}}{{/items}}", "price"),
    ("{{customer．name}}", "customer.name"), ("{{ｃoupon.code}}", "coupon.code"),
  ])
  func suggestsTheNearestName(body: String, expected: String) throws {
    let failure = try #require(throws: RenderFailure.self) { try Sample.compile(body) }
    #expect(failure.diagnostics.first?.suggestion?.en == "did you mean '\(expected)'?")
  }

  @Test func aWildNameGetsNoSuggestion() throws {
    let failure = try #require(throws: RenderFailure.self) { try Sample.compile("{{weather_forecast}}") }
    #expect(failure.diagnostics.first?.suggestion == nil)
  }

  @Test(arguments: [
    ("a {{{customer.name}}}", "7:3 refused-tag"), ("a\n {{& customer.name}}", "8:2 refused-tag"),
    ("{{=<% %>=}}", "7:1 refused-tag"), ("{{<base}}{{/base}}", "7:4 unknown-partial"),
    ("{{% CONTENT_TYPE: TEXT}}", "7:1 refused-tag"),
    ("{{customer.name", "7:1 unclosed-tag"), ("{{customer.name}", "7:1 unclosed-tag"),
    ("{{}}", "7:3 bad-tag-name"), ("{{顧客.名前}}", "7:3 bad-tag-name"),
    ("{{uppercased(customer.name)}}", "7:3 bad-tag-name"), ("{{.name}}", "7:3 bad-tag-name"),
    ("{{customer}}", "7:3 not-a-value"), ("{{.}}", "7:3 dot-outside-list"),
    ("{{#coupon.code}}x", "7:4 section-not-closed"), ("x{{/coupon.code}}", "7:5 section-not-open"),
    ("{{#coupon.code}}{{/customer.name}}", "7:20 section-mismatch"),
    ("{{> nowhere}}", "7:5 unknown-partial"), ("{{>*customer.name}}", "7:4 bad-tag-name"),
    ("全角の｛｛customer.name｝｝", "7:4 full-width-braces"),
    ("{{\u{301}customer.name}}", "7:3 bad-tag-name"), ("[x](javascript:alert(1))", "7:1 bad-link"),
    ("あ[x](/shop)", "7:2 bad-link"), ("{{customer.name}}\n[x](www.example.jp)", "8:1 bad-link"),
    ("![x](data:image/png;base64,AAAA)", "7:1 bad-image"), ("[x]({{customer.name}}:y)", "7:1 bad-link"),
  ])
  func refusesWhatItDoesNotOffer(body: String, problem: String) {
    #expect(
      Sample.problems { try Sample.compile(body) }.filter { $0 != "9:1" }.first == problem,
      "\(body)")
  }

  @Test func refusedTagsAreOneErrorEach() {
    #expect(Sample.problems { try Sample.compile("{{{customer.name}}} {{{customer.nmae}}}") }.count == 2)
  }

  @Test func htmlInABodyIsAWarning() throws {
    #expect(
      Sample.problems { try Sample.compile("一行目\n\n<div>x</div>\n\na<br>b <!-- note -->\n\n<!-- x\n-->") }
        == ["9:1 raw-html"])
  }

  @Test func linksOfValuesAreAccepted() throws {
    let body = """
      [a]({{customer.website}}) [b]({{ customer.website }}/path) [c](https://x.example/?c={{coupon.code}})
      [d](mailto:{{customer.email}})
      """
    #expect(
      Sample.problems {
        try Sample.compile(body.replacing("{{ customer.website }}", with: "{{customer.website}}"))
      } == [])
  }

  @Test func aSubjectIsOneLine() {
    #expect(Sample.problems { try Sample.compile("x", subject: "a\nb") } == ["3:11 multiline-subject"])
    #expect(Sample.problems { try Sample.compile("x", subject: "a\u{0}b") } == ["3:11 control-character"])
    #expect(Sample.problems { try Sample.compile("x", subject: "a\n") } == [])
  }

  @Test func anUnknownLayoutIsNamed() throws {
    let failure = try #require(throws: RenderFailure.self) { try Sample.compile("x", layout: "newsleter") }
    #expect(failure.diagnostics.map(\.code) == ["unknown-layout"])
    #expect(failure.diagnostics.first?.suggestion?.ja == "「newsletter」ではありませんか")
  }

  @Test func partialsComeFromTheLayouts() throws {
    let layouts = ["sign": "{{customer.name}}より\n", "loop": "{{> loop2}}", "loop2": "{{> loop}}"]
    let mail = try Sample.compile("a\n\n{{> sign}}", layouts: layouts)
    #expect(try mail.render(Sample.context()).text.hasPrefix("a\n\n山田 花子より\n"))
    #expect(
      Sample.problems { try Sample.compile("{{> loop}}", layouts: layouts) } == ["1:5 circular-partial"])
    let wrong = ["sign": "{{customer.nmae}}"]
    let failure = try #require(throws: RenderFailure.self) {
      try Sample.compile("{{> sign}}", layouts: wrong)
    }
    #expect(failure.diagnostics.first?.location.description == "templates/sign.html:1:3")
  }

  @Test func partialsThatMultiplyAreRefused() {
    var layouts: [String: String] = ["p9": "x"]
    for level in 0..<9 {
      layouts["p\(level)"] = String(repeating: "{{> p\(level + 1)}}", count: 20)
    }
    #expect(
      Sample.problems { try Sample.compile("{{> p0}}", layouts: layouts) }.contains {
        $0.hasSuffix("nested-too-deeply")
      })
  }

  @Test func deepNestingIsRefused() {
    let body = String(repeating: "{{#customer}}", count: 400) + String(repeating: "{{/customer}}", count: 400)
    #expect(Sample.problems { try Sample.compile(body) } == ["7:212 nested-too-deeply"])
  }
}
