import DaichoModel
import Testing

@testable import DaichoFiles

struct FrontMatterTests {
  private func parse(_ text: String) -> FrontMatter { FrontMatter.parse(Array(text.utf8), path: "f.md") }

  /// `line:column code`
  private func problem(_ yaml: String) -> String? {
    parse("---\n\(yaml)\n---\n").problems.first.map { problem in
      let position = problem.location.position ?? SourcePosition(line: 0, column: 0)
      return "\(position.line):\(position.column) \(problem.code)"
    }
  }

  @Test func `front matter is what stands between the fences`() {
    for ending in ["\n", "\r\n"] {
      for bom in ["", "\u{FEFF}"] {
        let matter = parse("\(bom)---  \(ending)name: 花子\(ending)--- \(ending)Body\(ending)")
        #expect(matter.root?["name"]?.text == "花子")
        #expect(matter.source.text(matter.body) == "Body\(ending)")
        #expect(matter.source.text(matter.yaml ?? 0..<0) == "name: 花子\(ending)")
      }
    }
  }

  @Test func `without a fence at the first byte there is none`() {
    for text in [
      "", "Text", "\n---\na: 1\n---\n", " ---\na: 1\n---\n", "----\na: 1\n---\n", "--- x\n---\n", "--",
    ] {
      let matter = parse(text)
      #expect(matter.yaml == nil && matter.isReadable && matter.entries.isEmpty)
      #expect(matter.source.text(matter.body) == text)
    }
  }

  @Test func `empty front matter is front matter`() {
    for text in ["---\n---\n", "---\n---", "---\r\n# only this\r\n\r\n---\r\n"] {
      let matter = parse(text)
      #expect(matter.yaml != nil && matter.isReadable && matter.root == nil && matter.body.isEmpty)
    }
  }

  @Test func `a missing close names the opening line`() {
    for text in ["---\nname: a\n", "---\n", "---", "\u{FEFF}---\nname: a\n ---\n"] {
      let problem = parse(text).problems.first
      #expect(problem?.code == "front-matter-unclosed")
      #expect(problem?.location.position == SourcePosition(line: 1, column: 1))
    }
  }

  @Test func `what a register must not hold is refused at its place`() {
    #expect(problem("a: 1\nb: &x 2") == "3:4 yaml-anchor")
    #expect(problem("a: *x") == "2:4 yaml-alias")
    #expect(problem("a: !!str 2") == "2:4 yaml-tag")
    #expect(problem("a: ! 2") == "2:4 yaml-tag")
    #expect(problem("a: !x [1]") == "2:4 yaml-tag")
    #expect(problem("&a b: c") == "2:1 yaml-anchor")
    #expect(problem("? [x]\n: 1") == "2:3 yaml-key")
    #expect(problem("名前: {{a}}") == "2:6 yaml-key")
    #expect(problem("? \n: 1") == "2:2 yaml-key")
    #expect(problem("a: 1\nb: 2\n\"a\": 3") == "4:1 duplicate-key")
    #expect(problem("x: {b: 1, b: 2}") == "2:11 duplicate-key")
    #expect(problem("a: 1\n--- b") == "3:1 second-document")
    #expect(problem("- a") == "2:1 front-matter-not-a-mapping")
    #expect(problem("text") == "2:1 front-matter-not-a-mapping")
    #expect(problem("a: " + String(repeating: "[", count: 15) + String(repeating: "]", count: 15)) == nil)
    #expect(
      problem("a: " + String(repeating: "[", count: 16) + String(repeating: "]", count: 16))
        == "2:19 yaml-too-deep")
    #expect(problem("a: \u{1}") == "2:4 control-character")
    #expect(problem("日本: \"\\0\"") == "2:5 control-character")
    #expect(problem("a: b\u{FEFF}") == "2:5 control-character")
  }

  @Test func `syntax errors say where and what to write`() {
    func suggestion(_ yaml: String) -> String {
      parse("---\n\(yaml)\n---\n").problems[0].suggestion?.en ?? ""
    }
    #expect(problem("a: b: c") == "2:5 yaml-syntax")
    #expect(suggestion("名前: b: c") == "write it in quotes: 名前: \"b: c\"")
    #expect(suggestion("owner: @sato") == "write it in quotes: owner: \"@sato\"")
    #expect(suggestion("x: `code`").contains("\"`code`\""))
    #expect(suggestion("x: *all*").contains("\"*all*\""))
    #expect(suggestion("x: &co").contains("\"&co\""))
    #expect(suggestion("x: %20").contains("\"%20\""))
    #expect(suggestion("subject: {{name}}様").contains("\"{{name}}様\""))
    #expect(suggestion("x: \"a\" b").contains("'\"a\" b'"))
    #expect(problem("name: x\nfoo\nbar: 1") == "3:1 yaml-syntax")
    #expect(problem("name: x\n\tfoo: 1") == "3:1 yaml-syntax")
    #expect(suggestion("name: x\n\tfoo: 1") == "indent with spaces")
    #expect(problem("a: 1\nb: \"open\nc: 1") == "3:4 yaml-syntax")
    #expect(problem("a: 1\nb: [1, 2\nc: 1").map { $0.hasSuffix("yaml-syntax") } == true)
    #expect(problem("where: a = \"x: y\"") == "2:8 yaml-filter-trap")
    #expect(problem("where: \"a\" in tags") == "2:8 yaml-filter-trap")
    #expect(problem("rules:\n  - when: @x") == "3:11 yaml-filter-trap")
  }

  @Test func `every place is exact in Japanese text, with a byte order mark and CRLF`() {
    let matter = parse("\u{FEFF}---\r\n名前: 山田\r\n会社: &x つばめ\r\n---\r\n")
    #expect(matter.problems.first?.location.position == SourcePosition(line: 3, column: 5))
  }

  @Test func `bytes that are not UTF-8 name their likely encoding`() {
    func refusal(_ bytes: [UInt8]) -> (String, String) {
      let problem = FrontMatter.parse(bytes, path: "f.md").problems.first
      return (problem?.code ?? "", problem?.message.en ?? "")
    }
    let head = Array("---\nname: ".utf8)
    let tail = Array("\n---\n".utf8)
    let shiftJIS: [UInt8] = [0x8E, 0x52, 0x93, 0x63, 0x20, 0x89, 0xD4, 0x8E, 0x71]
    let eucJP: [UInt8] = [0xBB, 0xB3, 0xC5, 0xC4]
    let iso2022: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33, 0x1B, 0x28, 0x42]
    #expect(refusal(head + shiftJIS + tail).1.contains("CP932"))
    #expect(refusal(head + eucJP + tail).1.contains("EUC-JP"))
    #expect(refusal(head + iso2022 + tail).1.contains("ISO-2022-JP"))
    #expect(refusal([0xFF, 0xFE] + "---\nname".utf8.flatMap { [$0, 0] }).1.contains("UTF-16"))
    #expect(refusal("---\nname: a\n---\n".utf8.flatMap { [0, $0] }).1.contains("UTF-16"))
    #expect(refusal(head + [0] + tail).1.contains("NUL"))
    #expect(refusal(head + tail + [0xFF]).0 == "not-utf8")
    for bad: [UInt8] in [
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE3, 0x81], [0x80],
    ] {
      #expect(refusal(head + bad + tail).0 == "not-utf8")
    }
    let problem = FrontMatter.parse(head + shiftJIS + tail, path: "f.md").problems.first
    #expect(problem?.suggestion?.en.contains("daicho import --encoding CP932") == true)
    #expect(problem?.location.position == SourcePosition(line: 2, column: 7))
  }

  @Test func `front matter has a limit`() {
    let long = "---\na: " + String(repeating: "x", count: 70_000) + "\n---\nbody"
    let matter = parse(long)
    #expect(matter.problems.first?.code == "front-matter-too-long")
    #expect(matter.source.text(matter.body) == "body")
  }

  private static let hostile: [String] = [
    String(repeating: "[", count: 60_000),
    String(repeating: "{a: ", count: 16_000),
    "a: " + String(repeating: "- ", count: 30_000),
    String(repeating: "- ", count: 30_000),
    String(repeating: "? ", count: 30_000),
    (0..<9_000).map { "k\($0): " }.joined(separator: "\n"),
    "a: \"" + String(repeating: "\\u3042", count: 10_000) + "\"",
    "a: |\n" + String(repeating: "\n", count: 60_000),
    (0..<10_000).map { _ in "a, " }.joined(),
    "a: [" + String(repeating: "b: c, ", count: 10_000),
    String(repeating: "\u{2028}", count: 20_000),
  ]

  /// The shortest of up to five runs: on a busy machine one alone also measures the others' work.
  private func quickest(under limit: Duration, _ body: () -> Void) -> Duration {
    var quickest = ContinuousClock().measure(body)
    for _ in 0..<4 where quickest >= limit { quickest = min(quickest, ContinuousClock().measure(body)) }
    return quickest
  }

  @Test(arguments: hostile.indices)
  func `hostile YAML answers at once`(_ index: Int) {
    let bytes = Array("---\n\(FrontMatterTests.hostile[index])\n---\n".utf8)
    let took = quickest(under: .milliseconds(500)) { _ = FrontMatter.parse(bytes, path: "f.md") }
    #expect(took < .milliseconds(500))
  }

  @Test func `an alias bomb answers within 50 ms`() {
    let yaml =
      "a: &a [x,x,x,x,x,x,x,x,x]\n"
      + (1...8).map { "b\($0): &b\($0) [*a,*a,*a,*a,*a,*a,*a,*a]" }.joined(separator: "\n")
    let bytes = Array("---\n\(yaml)\n---\n".utf8)
    let took = quickest(under: .milliseconds(50)) {
      #expect(FrontMatter.parse(bytes, path: "f.md").problems.first?.code == "yaml-anchor")
    }
    #expect(took < .milliseconds(50))
  }
}
