import DaichoFiles
import Testing

struct InternationalPhoneTests {
  @Test(arguments: [
    ("090-0000-1234", "+819000001234"), ("０９０ー００００ー１２３４", "+819000001234"), ("03(0000)1234", "+81300001234"),
    ("+81 90-0000-1234", "+819000001234"), ("+81 (0)3-0000-1234", "+81300001234"),
    ("050-0000-1234", "+815000001234"),
    ("+1 212 555 0100", "+12125550100"), ("＋44 20 7946 0000", "+442079460000"),
  ])
  func knowsTheCountry(_ typed: String, _ number: String) {
    #expect(InternationalPhone.e164(typed, isJapanese: true) == number)
  }

  /// Numbers that only work at home, too short or too long ones, extensions, words.
  @Test(arguments: [
    "0120-000-000", "0800-000-0000", "0570-000-000", "0990-000-000", "110", "3-0000-1234", "03-0000-12345",
    "090-0000-123", "00 1 212 555 0100", "03-0000-1234 内線5", "+0 12345678", "+8190", "", "+",
    "12345678901234567",
  ])
  func doesNotGuess(_ typed: String) { #expect(InternationalPhone.e164(typed, isJapanese: true) == nil) }

  @Test func aNumberWithoutACountryIsJapansOnlyWhereThatIsSaid() {
    #expect(InternationalPhone.e164("03-0000-1234", isJapanese: false) == nil)
    #expect(InternationalPhone.e164("+81 3-0000-1234", isJapanese: false) == "+81300001234")
  }

  @Test func countriesHaveManyNames() {
    #expect(["日本", "Japan", "jp", " ＪＰ "].map(CountryCode.iso) == ["JP", "JP", "JP", "JP"])
    #expect(["U.S.A.", "アメリカ", "Atlantis", ""].map(CountryCode.iso) == ["US", "US", nil, nil])
  }
}
