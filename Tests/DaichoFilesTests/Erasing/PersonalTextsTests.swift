import DaichoModel
import Testing

@testable import DaichoFiles

struct PersonalTextsTests {
  private func replaced(_ text: String, _ texts: [PersonalText]) -> String {
    let bytes = Array(text.utf8)
    let matches = bytes.withUnsafeBytes { PersonalTexts(texts).matches(in: $0) }
    return String(decoding: bytes.replacing(matches.map { ($0.range, $0.replacement) }), as: UTF8.self)
  }

  private static let x = PersonalText.Effect.replace(Array("X".utf8))

  @Test(arguments: [
    ("hanako@example.jp", "X"), ("<Hanako@Example.JP>", "<X>"), ("a.hanako@example.jp", "a.hanako@example.jp"),
    ("hanako@example.jp.example", "hanako@example.jp.example"), ("to hanako@example.jp.", "to X."),
    ("hanako@example.jpx", "hanako@example.jpx"), ("mail=hanako%40example.jp&b", "mail=X&b"),
  ])
  func knowsWhereAnAddressEnds(_ text: String, _ result: String) {
    #expect(replaced(text, [PersonalText("hanako@example.jp", .address, Self.x)]) == result)
  }

  @Test(arguments: [
    ("hanako-yamada", "X"), ("customers/hanako-yamada.md", "customers/X.md"), ("hanako-yamada2", "hanako-yamada2"),
    ("xhanako-yamada", "xhanako-yamada"), ("hanako-yamada-gift", "X-gift"), ("Hanako-Yamada", "X"),
    ("hanako-yamada-2 and hanako-yamada", "hanako-yamada-2 and X"),
  ])
  func leavesLongerStringsOfOthersWhole(_ text: String, _ result: String) {
    let texts = [PersonalText("hanako-yamada", .word, Self.x), PersonalText("hanako-yamada-2", .none, .keep)]
    #expect(replaced(text, texts) == result)
  }

  @Test func findsEveryFormOfAString() throws {
    let name = "山田ガ花子"
    let texts = PersonalTexts([PersonalText(name, .none, Self.x)])
    let legacy = try #require(CP932.encoded(Array(name.utf8)))
    let forms: [[UInt8]] = [
      Array(name.utf8), Array("山田カ\u{3099}花子".utf8), legacy,
      Array("\\u5c71\\u7530\\u30AC\\u82b1\\u5b50".utf8),
      Array("%E5%B1%B1%e7%94%b0%E3%82%AC%E8%8A%B1%E5%AD%90".utf8),
    ]
    for form in forms {
      let bytes = Array("a ".utf8) + form + Array(" b".utf8)
      #expect(bytes.withUnsafeBytes(texts.areIn), "\(form)")
      #expect(bytes.withUnsafeBytes { texts.matches(in: $0) }.map(\.range) == [2..<(2 + form.count)])
    }
  }

  /// What is only looked for is found as a whole value, and replaced nowhere.
  @Test(arguments: [
    ("customer: tanaka\n", true), ("[sato, tanaka]", true), ("{\"customer\":\"tanaka\"}", true), ("a,tanaka,b", true),
    ("tanaka-san", false), ("@tanaka:", false), ("tanakas", false),
  ])
  func findsWholeValues(_ text: String, _ isFound: Bool) {
    let texts = [PersonalText("tanaka", .value, .find)]
    #expect(Array(text.utf8).withUnsafeBytes { PersonalTexts(texts).areIn($0) } == isFound)
    #expect(replaced(text, texts) == text)
  }

  /// Against a search that tries every string at every place.
  @Test(arguments: 0..<200)
  func agreesWithTheSlowWay(_ seed: Int) {
    var random = SplitMix64(seed: UInt64(seed))
    func word(_ most: Int) -> String {
      String((0..<Int.random(in: 1...most, using: &random)).map { _ in "abAあい-".randomElement(using: &random) ?? "a" })
    }
    let strings = (0..<4).map { number in (word(4), "<\(number)>") }
    let text = word(60)
    let texts = strings.map { PersonalText($0.0, .none, .replace(Array($0.1.utf8))) }
    var bytes = Array(text.lowercased().utf8)
    let original = Array(text.utf8)
    var expected: [UInt8] = []
    var at = 0
    bytes = bytes.count == original.count ? bytes : original
    while at < bytes.count {
      // The last of two that are the same stands.
      let found = strings.reversed().filter { bytes[at...].starts(with: Array($0.0.lowercased().utf8)) }
        .max { $0.0.utf8.count < $1.0.utf8.count }
      let longest = found.map { best in
        strings.last { $0.0.lowercased() == best.0.lowercased() } ?? best
      }
      if let longest {
        expected += longest.1.utf8
        at += longest.0.utf8.count
      } else {
        expected.append(original[at])
        at += 1
      }
    }
    #expect(replaced(text, texts) == String(decoding: expected, as: UTF8.self), "\(strings) in \(text)")
  }
}

struct PhoneNumbersTests {
  @Test(arguments: [
    "09055551234", "090-5555-1234", "090 5555 1234", "(090) 5555-1234", "０９０ー５５５５ー１２３４", "+81 90-5555-1234",
    "+81 (0)90 5555 1234", "+819055551234", "tel:090.5555.1234",
  ])
  func knowsEveryWayOfTyping(_ text: String) {
    let numbers = PhoneNumbers(["09055551234"])
    for sentence in [text, "call \(text), please", "\"\(text)\""] {
      let bytes = Array(sentence.utf8)
      let ranges = bytes.withUnsafeBytes { numbers.ranges(in: $0) }
      #expect(ranges.count == 1, "\(sentence)")
      let rest = bytes.replacing(ranges.map { ($0, []) })
      #expect(!rest.contains { (0x30...0x39).contains($0) }, "\(sentence)")
    }
  }

  @Test(arguments: ["090555512345", "109055551234", "09055551235", "090-5555", "0905555----1234", "12,090,555"])
  func leavesOtherNumbersAlone(_ text: String) {
    #expect(Array(text.utf8).withUnsafeBytes { PhoneNumbers(["09055551234"]).ranges(in: $0) }.isEmpty)
  }
}
