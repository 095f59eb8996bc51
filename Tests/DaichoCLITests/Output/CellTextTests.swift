import DaichoCLI
import DaichoModel
import OrderedCollections
import Testing

struct CellTextTests {
  private let japanese = CellText(language: .ja)
  private let english = CellText(language: .en)
  private let dollar = Currency("USD") ?? .jpy
  private let franc = Currency("CHF") ?? .jpy

  @Test(arguments: [
    ("1200", "￥1,200"), ("0", "￥0"), ("-1200", "-￥1,200"), ("999", "￥999"), ("1234567.5", "￥1,234,568"),
    ("-0.4", "￥0"), ("1.2e3", "￥1,200"),
    ("123456789012345678901234567890", "￥123,456,789,012,345,678,901,234,567,890"),
  ])
  func writesYen(digits: String, text: String) {
    #expect(japanese.text(.number(digits), format: .money(.jpy, besides: nil)) == text)
  }

  @Test func writesOtherCurrencies() {
    #expect(english.text(.number("12.5"), format: .money(dollar, besides: nil)) == "$12.50")
    #expect(english.text(.number("-12.505"), format: .money(dollar, besides: nil)) == "-$12.51")
    #expect(english.text(.number("9.995"), format: .money(dollar, besides: nil)) == "$10.00")
    #expect(english.text(.number("12"), format: .money(franc, besides: nil)) == "CHF 12.00")
    #expect(english.text(.number("1200"), format: .money(.jpy, besides: nil)) == "¥1,200")
    #expect(
      english.text(.number("1200"), format: .money(.jpy, besides: nil), currency: dollar) == "$1,200.00")
    #expect(japanese.money(Money(minor: 1200, currency: .jpy)) == "￥1,200")
    #expect(english.money(Money(minor: -5, currency: dollar)) == "-$0.05")
  }

  @Test func writesNumbers() {
    #expect(english.text(.number("1234567"), format: .number(fractionDigits: 0)) == "1,234,567")
    #expect(english.text(.number("0.6666666"), format: .number(fractionDigits: 2)) == "0.67")
    #expect(english.text(.number("3.50"), format: .number(fractionDigits: 2)) == "3.5")
    #expect(english.text(.number("-0.001"), format: .number(fractionDigits: 2)) == "0")
    #expect(english.text(.number("99.996"), format: .number(fractionDigits: 2)) == "100")
    #expect(english.text(.number("5e-3"), format: .number(fractionDigits: 3)) == "0.005")
    #expect(english.text(.number("0.1234"), format: .percent) == "12.3%")
    #expect(english.text(.number("1"), format: .percent) == "100.0%")
    #expect(english.text(.number("2026"), format: .text) == "2026")
    #expect(english.text(.number("1e400"), format: .number(fractionDigits: 0)) == "1e400")
    for odd in ["1e-9223372036854775808", "1e99999999999999999999", "-", "", ".5", "1.2.3", "NaN"] {
      #expect(english.text(.number(odd), format: .number(fractionDigits: 0)) == odd)
    }
  }

  @Test func writesEverythingOnOneSafeLine() {
    #expect(japanese.text(.null, format: .text) == "")
    #expect(japanese.text(.bool(true), format: .text) == "はい")
    #expect(english.text(.bool(false), format: .text) == "no")
    #expect(japanese.text(.array([.string("a"), .number("1")]), format: .text) == "a, 1")
    let address: OrderedDictionary<String, JSONValue> = ["region": .string("東京都"), "city": .null]
    #expect(japanese.text(.object(address), format: .text) == "region: 東京都")
    #expect(
      japanese.text(.string("一行\r\n二行\t三\r四\u{1B}]52;c;x\u{7}\u{202E}"), format: .text)
        == "一行 二行 三\\u{d}四\\u{1b}]52;c;x\\u{7}\\u{202e}")
  }
}
