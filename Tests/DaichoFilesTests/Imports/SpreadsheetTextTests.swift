import DaichoFiles
import Testing

struct SpreadsheetTextTests {
  @Test(arguments: [
    "0312345678", "090-1234-5678", "+81 90-1234-5678", "00123456789012", "110-0000", "03-14", "2-3-1", "1/2",
    "12:30", "10%", "1E5", "2e10", "TRUE", "false", "３月１４日", "R8.11.20", "令和8年", "Mar 3", "SEPT2", "１２３",
    "￥1,200", "(12)", "1.50", "5pm",
  ])
  func guardsWhatASpreadsheetWouldChange(_ text: String) {
    #expect(SpreadsheetText.guarded(text) == "=\"\(text)\"")
    #expect(SpreadsheetText.read("=\"\(text)\"") == text)
  }

  @Test(arguments: [
    "", "山田 花子", "hanako@example.com", "ときわ町2-3-1", "ETH-200", "hanako-yamada-2", "2026-11-20",
    "https://example.com/1", "V60ドリッパー", "1丁目", "5\" pot", "gift, 2",
  ])
  func leavesOtherText(_ text: String) { #expect(SpreadsheetText.guarded(text) == nil) }

  @Test(arguments: [
    ("'=1+1", "=1+1"), ("'+81 x", "+81 x"), ("'tis", "'tis"), ("=\"a\"\"b\"", "a\"b"), ("=\"\"", ""),
    ("a\r\nb", "a\nb"), ("=1+1", "=1+1"), ("'", "'"),
  ])
  func reads(_ cell: String, _ text: String) { #expect(SpreadsheetText.read(cell) == text) }

  @Test func knowsDamage() {
    for text in ["1.2E+10", "8.19012E+11", "3E+12", "-1.5e+15"] {
      #expect(SpreadsheetText.isRoundedNumber(text))
    }
    for text in ["1E5", "1.2E-3", "E+10", "12E+10x", "90-1234"] {
      #expect(!SpreadsheetText.isRoundedNumber(text))
    }
    for text in ["#VALUE!", "########", "#NAME?"] { #expect(SpreadsheetText.isErrorValue(text)) }
    for text in ["#1", "#gift", "#", ""] { #expect(!SpreadsheetText.isErrorValue(text)) }
    #expect(SpreadsheetText.lostZeros("0312345678", "312345678"))
    #expect(SpreadsheetText.lostZeros("0012", "12"))
    #expect(!SpreadsheetText.lostZeros("0312345678", "312345679"))
    #expect(!SpreadsheetText.lostZeros("03-12", "3-12"))
    #expect(!SpreadsheetText.lostZeros("312", "0312"))
  }
}
