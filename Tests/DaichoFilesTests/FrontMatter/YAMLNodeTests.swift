import Testing

@testable import DaichoFiles

/// Ranges and texts where libyaml's marks and rules differ from what an edit needs.
struct YAMLNodeTests {
  private func written(_ yaml: String, _ keys: String...) -> String? {
    let matter = FrontMatter.parse(Array("---\n\(yaml)---\n".utf8), path: "f.md")
    var node = matter.root
    for key in keys {
      node = Int(key).flatMap { index in node?.items?[index] } ?? node?[key]
    }
    return node.map { matter.source.text($0.range) }
  }

  private func text(_ yaml: String, _ key: String) -> String? {
    FrontMatter.parse(Array("---\n\(yaml)---\n".utf8), path: "f.md").root?[key]?.text
  }

  @Test func `ranges are exact for every style`() {
    #expect(written("a: 山田 # c\nb: x\n", "a") == "山田")
    #expect(written("山: 'it''s' # c\n", "山") == "'it''s'")
    #expect(written("a: \"x\\n\"   \n", "a") == "\"x\\n\"")
    #expect(written("a: one\n  two # c\n", "a") == "one\n  two")
    #expect(written("a:   # c\nb: 1\n", "a") == "")
    #expect(written("a: {x: 1, y: [2, 3]} # c\n", "a") == "{x: 1, y: [2, 3]}")
    #expect(written("a: {x: 1, y: [2, 3]} # c\n", "a", "y", "1") == "3")
    #expect(written("a: [b: 1, c]\n", "a", "0") == "b: 1")
  }

  @Test func `a block collection ends with its last child`() {
    #expect(written("a:\n  - x\n  - y # c\n\n# about b\nb: 1\n", "a") == "- x\n  - y")
    #expect(written("a:\n- x\n- y\n\nb: 1\n", "a") == "- x\n- y")
    #expect(written("a:\n  k: v\n  # c\n\n\nb: 1\n", "a") == "k: v")
    #expect(written("a:\n  - k: v\n    l: w\n  -\n", "a") == "- k: v\n    l: w\n  -")
    #expect(written("a:\n  - k: v\n    l: w\n", "a", "0") == "k: v\n    l: w")
  }

  @Test func `a block scalar ends with its last line of text`() {
    #expect(written("a: |\n  x\n\n  y\n\n\nb: 1\n", "a") == "|\n  x\n\n  y")
    #expect(written("a: >-\n  x  \n\nb: 1\n", "a") == ">-\n  x  ")
    #expect(written("a: |+\n  x\n\n\nb: 1\n", "a") == "|+\n  x\n\n")
    #expect(written("a: |+\n  x\n\n", "a") == "|+\n  x\n")
    #expect(written("a: |\r\n  x\r\n\r\nb: 1\r\n", "a") == "|\r\n  x")
    #expect(written("a:\n  b: |\n    x\n\n  c: 1\n", "a", "b") == "|\n    x")
    #expect(written("a: |\n\nb: 1\n", "a") == "|")
    #expect(written("a: |\n  x\n# c\nb: 1\n", "a") == "|\n  x")
  }

  @Test func `what YAML 1,1 takes for line breaks is text`() {
    #expect(text("a: x\u{2028}y\nb: 1\n", "a") == "x\u{2028}y")
    #expect(text("a: x\u{85}y\nb: &\n", "a") == nil)
    #expect(text("a: x\u{85}y\nb: 1\n", "a") == "x\u{85}y")
    #expect(text("a: 'x\u{2029} y'\n", "a") == "x\u{2029} y")
    #expect(written("a: x\u{2028}y\nb: 1\n", "b") == "1")
    #expect(text("a: |\n  x\u{2028}y\n", "a") == "x\u{2028}y")
    // U+FDD0 is what would have stood for U+0085.
    let clash = String(decoding: [0xEF, 0xB7, 0x90, 0xE2, 0x80, 0xA8, 0xC2, 0x85] as [UInt8], as: UTF8.self)
    #expect(text("a: x\(clash)y\n", "a") == "x\(clash)y")
  }

  @Test func `a block scalar's last line break is not meant`() {
    #expect(text("a: |\n  x\n  y\n", "a") == "x\ny")
    #expect(text("a: |+\n  x\n\n", "a") == "x\n")
    #expect(text("a: \"x\\n\"\n", "a") == "x\n")
  }
}
