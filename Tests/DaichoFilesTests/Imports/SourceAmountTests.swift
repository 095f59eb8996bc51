import DaichoModel
import Testing

@testable import DaichoFiles

struct SourceAmountTests {
  private func yen(_ text: String, comma: Bool = false, digits: Int = 0) -> Int64? {
    var text = text
    return text.withUTF8 {
      SourceAmount(decimalComma: comma).minorUnits(UnsafeRawBufferPointer($0), digits: digits)
    }
  }

  @Test(arguments: [
    "1200", "1,200", "￥1,200", "¥1,200", "¥1,200-", "1,200円", "１２００", "１，２００円", " 1200 ", "1200.0", "+1200",
    "JPY 1,200", "1,200 JPY",
    "1 200", "1'200",
  ])
  func readsTwelveHundred(_ text: String) { #expect(yen(text) == 1200) }

  @Test(arguments: ["-1200", "(1,200)", "△1,200", "▲1200", "−1,200", "-¥1,200", "¥-1,200", "（1,200）"])
  func readsNegativeOnes(_ text: String) { #expect(yen(text) == -1200) }

  @Test(arguments: [
    "", "12,00", "1,2,3", "1200-", "12a", "--12", "1.5", "無料", "1234567890123456789", "()", "-", "1,200.",
    "=1+1",
  ])
  func refusesWhatIsNone(_ text: String) { #expect(yen(text) == nil) }

  @Test func decimals() {
    #expect(yen("12.50", digits: 2) == 1250)
    #expect(yen("$1,234.5", digits: 2) == 123_450)
    #expect(yen("1.234,50", comma: true, digits: 2) == 123_450)
    #expect(yen("1.234", comma: true, digits: 2) == 123_400)
    #expect(yen("12,50", digits: 2) == nil, "not a hundred times as much")
  }
}
