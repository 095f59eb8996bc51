import DaichoQuery
import Testing

struct PatternTests {
  @Test(arguments: [
    ("^eth-\\d+$", "ETH-200", true), ("^つば", "つばめ", true), ("\\w{3}", "つばめ", true), ("^\\d+$", "１２", true),
    ("a|b", "xyz", false), ("", "x", true), ("^$", "", true), ("山.*店", "山田商店", true),
  ])
  func matches(pattern: String, text: String, expected: Bool) throws {
    #expect(try Pattern(pattern).matches(text) == expected)
  }

  /// Each would take hours or more without a bound; on text that is not UTF-8 too.
  @Test(arguments: [
    "(a+)+$", "(a|aa)+$", "a+[bc]", "(a*)*b", "a{0,200}a{0,200}a{0,200}c", "(?:a?){30}a{30}b",
    "(.*)(.*)(.*)(.*)x$",
    "a*?b", "(?<=a{1,20}b)c", "(?=(a+))(?=a*b)c", "(?R)?a+(?R)?b",
  ])
  func isBounded(pattern: String) throws {
    let text = String(repeating: "a", count: 1_000_000) + "!"
    let compiled = try? Pattern(pattern)
    let clock = ContinuousClock()
    let time = clock.measure { _ = compiled?.matches(text) }
    // Two orders of magnitude above what it takes, for slow machines and debug builds.
    #expect(time < .seconds(2), "\(pattern) \(time)")
    if pattern == "(a+)+$" { #expect(compiled?.matches(text) == .some(nil)) }
  }

  @Test func readsLongTextsOfAllDays() throws {
    let text = String(repeating: "お問い合わせありがとうございます。 ", count: 2_000) + "hanako@example.jp"
    #expect(try Pattern("example\\.jp$").matches(text) == true)
    #expect(try Pattern("お.い").matches(text) == true)
    #expect(try Pattern("example\\.com").matches(text) == false)
  }

  @Test func takesAnyBytes() throws {
    let bytes: [UInt8] = [0xFF, 0x61, 0xC3]
    #expect(try bytes.withUnsafeBufferPointer { try Pattern("a").matches($0) } == true)
    #expect(try Pattern("a").matches(UnsafeBufferPointer(start: nil, count: 0)) == false)
  }

  @Test func refusesWhatItCannotBound() {
    for pattern in ["(a", "a{300}", "(a)\\1", "\\C", String(repeating: "a", count: 2_000), "(?<n>a)\\k<n>"] {
      #expect(throws: Pattern.Failure.self, "\(pattern)") { try Pattern(pattern) }
    }
    do {
      _ = try Pattern("山(a")
      Issue.record("accepted")
    } catch {
      #expect(error.offset == 3)
    }
  }
}
