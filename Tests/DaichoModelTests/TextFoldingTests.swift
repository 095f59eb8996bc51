import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

struct TextFoldingTests {
  @Test(arguments: [
    ("ﾔﾏﾀﾞ ﾊﾅｺ", "やまだ はなこ"), ("ヤマダ　ハナコ", "やまだ はなこ"), ("ﾊﾟﾝ", "ぱん"), ("ｳﾞ", "ゔ"), ("か\u{3099}", "が"),
    ("ＡＢＣ", "abc"), ("㈱つばめ", "(株)つばめ"), ("カフェ☕", "かふぇ☕"), ("É カ", "é か"), ("e\u{301}", "é"),
    ("バナナヽヾ", "ばななゝゞ"), ("①", "1"),
  ])
  func comparesWithoutCaseWidthAndKana(text: String, folded: String) {
    #expect(Array(TextFolding.fold(text).unicodeScalars) == Array(folded.unicodeScalars))
  }

  @Test func foldingTwiceChangesNothing() {
    for scalar in TextFoldingTests.plane {
      let once = TextFolding.fold(String(scalar))
      #expect(
        TextFolding.fold(once).unicodeScalars.elementsEqual(once.unicodeScalars),
        "U+\(String(scalar.value, radix: 16))")
    }
  }

  /// Against Python's tables: NFKC, lower case, NFKC's composition, katakana as hiragana. The two may be of
  /// different versions of Unicode, so only scalars that both know count.
  @Test(.enabled(if: Python.isAvailable))
  func agreesWithPythonOnTheBasicPlane() throws {
    let script = """
      import sys, unicodedata as u
      for c in range(0x20, 0x10000):
          if 0xD800 <= c < 0xE000 or u.category(chr(c)) == 'Cn': continue
          t = chr(c) + 'カ'
          f = u.normalize('NFKC', t).lower()
          f = ''.join(chr(ord(x) - 0x60) if 0x30A1 <= ord(x) <= 0x30F6 or ord(x) in (0x30FD, 0x30FE) else x for x in f)
          print('%x' % c, ' '.join('%x' % ord(x) for x in f))
      """
    var wrong: [String] = []
    for line in try Python.run(script).split(separator: "\n") {
      let parts = line.split(separator: " ").map(String.init)
      guard let value = UInt32(parts[0], radix: 16), let scalar = Unicode.Scalar(value),
        scalar.properties.generalCategory != .unassigned
      else { continue }
      let folded = TextFolding.fold("\(scalar)カ").unicodeScalars.map { String($0.value, radix: 16) }
      if folded != Array(parts.dropFirst()) { wrong.append("\(line): \(folded.joined(separator: " "))") }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(20))")
  }

  @Test func takesOutWhatUnicodeCallsWhiteSpace() {
    for scalar in TextFoldingTests.plane {
      let kept = scalar.properties.isWhitespace ? "ab" : "a\(scalar)b"
      #expect(
        TextFolding.withoutSpaces("a\(scalar)b").unicodeScalars.elementsEqual(kept.unicodeScalars),
        "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test(arguments: [
    ("+81 90-0000-1234", "09000001234"), ("＋８１　９０ー００００ー１２３４", "09000001234"),
    ("\u{3000}+81(0)3-1234", "031234"), ("81-1234", "811234"), ("+1 212 555", "1212555"), ("tel", ""),
    ("+81", "0"),
  ])
  func readsPhoneNumbers(typed: String, digits: String) { #expect(TextFolding.phoneDigits(typed) == digits) }

  @Test(arguments: [
    ("株式会社つばめ", "つばめ"), ("㈱つばめ", "つばめ"), ("つばめ (株)", "つばめ"), ("有限会社　山彦　商店", "山彦商店"),
    ("株式株式会社会社", "株式会社"), ("会社つばめ", "会社つばめ"), ("(株)", ""), ("Tsubame K.K.", "tsubamek.k."),
  ])
  func comparesCompaniesWithoutTheirForm(typed: String, name: String) {
    #expect(TextFolding.companyName(typed) == name)
  }

  private static var plane: [Unicode.Scalar] {
    (0x20...0xFFFF as ClosedRange<UInt32>).compactMap { Unicode.Scalar($0) }
  }
}
