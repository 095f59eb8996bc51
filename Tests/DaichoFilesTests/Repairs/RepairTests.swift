import DaichoModel
import Testing

@testable import DaichoFiles

struct RepairTests {
  @Test(arguments: [
    ("０３－１２３４－５６７８", "03-1234-5678"), ("０９０ー００００ー１２３４", "090-0000-1234"),
    ("03−1234−5678", "03-1234-5678"), ("０３（１２３４）５６７８", "03(1234)5678"),
    ("＋８１　９０ 0000 1234", "+81 90 0000 1234"),
    (" 03-1234-5678\u{3000}", "03-1234-5678"), ("０３-1234-5678（内線１２）", "03-1234-5678（内線12）"),
    ("コールセンター ０１２０－１２３", "コールセンター 0120-123"),
  ])
  func writesPhonesInASCII(old: String, new: String) {
    #expect(Repair.phone(old) == new)
  }

  @Test(arguments: ["03-1234-5678", "+81 90-0000-1234", "03-1234-5678 (昼)", "サービスセンター", "03(1234)5678", ""])
  func leavesPlainPhones(text: String) {
    #expect(Repair.phone(text) == nil)
  }

  @Test(arguments: [
    ("１１０－０００５", "110-0005"), ("〒110-0005", "110-0005"), ("〒　１１００００５", "1100005"), ("110ー0005", "110-0005"),
  ])
  func writesPostalCodesInASCII(old: String, new: String) {
    #expect(Repair.postalCode(old) == new)
  }

  @Test(arguments: ["110-0005", "SW1A 1AA", "〒", "１１０－０００５ 台東区", "T-100"])
  func leavesOtherPostalCodes(text: String) {
    #expect(Repair.postalCode(text) == nil)
  }

  @Test(arguments: [
    ("ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "hanako@example.com"), (" hanako@example.com", "hanako@example.com"),
    ("hanako @ example.com", "hanako@example.com"), ("hanako＠example . com\u{3000}", "hanako@example.com"),
    ("mailto:hanako@example.com", "hanako@example.com"), ("hana\u{200B}ko@example.com", "hanako@example.com"),
    ("taro..y.＠docomo.ne.jp", "taro..y.@docomo.ne.jp"),
  ])
  func writesEmailsInASCII(old: String, new: String) {
    #expect(Repair.email(old) == new)
  }

  /// A sign may be missing, or the rest be somebody's name: none of these is certain.
  @Test(arguments: [
    "taro yamada@example.com", "花子 <h@example.com>", "a@example.com b@example.com", "hanako@exam ple.com",
    "hanako", "hanako@example.com",
  ])
  func doesNotGuessAddresses(text: String) {
    #expect(Repair.email(text) == nil)
  }

  @Test(arguments: [
    ("山田様", "山田"), ("山田　花子 様", "山田　花子"), ("株式会社つばめ御中", "株式会社つばめ"), ("山田さま", "山田"), ("山田様様", "山田"),
    ("つばめ御中様", "つばめ"),
  ])
  func takesHonorificsOff(old: String, new: String) {
    #expect(Repair.honorific(old) == new)
  }

  @Test(arguments: ["お客様", "様", "御中", "鵜殿", "ラーメン御殿", "おかあさま", "山田", "奥様"])
  func leavesNamesThatOnlyLookSo(name: String) {
    #expect(Repair.honorific(name) == nil)
  }

  @Test func takesSanOffPersonsOnly() {
    #expect(Repair.personHonorific("山田さん") == "山田")
    #expect(Repair.personHonorific("サトウさん") == "サトウ")
    #expect(Repair.personHonorific("八百屋さん") == nil)
    #expect(Repair.personHonorific("おまわりさん") == nil)
    #expect(Repair.honorific("山田さん") == nil)
  }

  @Test(arguments: [
    ("㈱つばめ", "株式会社つばめ"), ("つばめ㈱", "つばめ株式会社"), ("(株)つばめ", "株式会社つばめ"), ("（有）つばめ", "有限会社つばめ"),
    ("㈲ つばめ", "有限会社 つばめ"), ("つばめ（同）", "つばめ合同会社"),
  ])
  func writesLegalFormsInFull(old: String, new: String) {
    #expect(Repair.legalForm(old) == new)
  }

  @Test(arguments: ["㈱", "つばめ（株）東京支店", "㈱つばめ㈱", "(株)株式会社つばめ", "株式会社つばめ", "(株)つばめ(有)", "すし(株"])
  func leavesFormsInTheMiddle(name: String) {
    #expect(Repair.legalForm(name) == nil)
  }

  @Test(arguments: [
    ("2026/11/20", "2026-11-20"), ("2026年11月20日", "2026-11-20"), ("２０２６－１１－２０", "2026-11-20"),
    ("2026.1.5", "2026-01-05"),
  ])
  func writesDatesInISO(old: String, new: String) {
    #expect(Repair.date(old) == new)
    #expect(Repair.datetime(old) == new)
    #expect(Repair.anniversary(old) == new)
    #expect(Repair.ledgerDate(old) == new)
  }

  @Test func keepsTimes() {
    #expect(Repair.datetime("2026/11/20 14:05:33") == "2026-11-20 14:05:33")
    #expect(Repair.datetime("2026年11月20日 ９時５分") == "2026-11-20 09:05")
    #expect(Repair.datetime("2026/11/20T9:05") == "2026-11-20T9:05")
    #expect(Repair.datetime("2026-11-20 9:05") == nil)
    #expect(Repair.datetime("2026/11/20 25:00") == nil)
    #expect(Repair.ledgerDate("46346") == "2026-11-20")
    #expect(Repair.ledgerDate("2026-11-20 14:05") == nil)
    #expect(Repair.anniversary("3月14日") == "03-14")
    #expect(Repair.anniversary("2月30日") == nil)
  }

  /// What a rule returns, no rule of the same code changes again.
  @Test func isDoneAtOnce() {
    var random = SeededNumbers(seed: 20_261_120)
    let pieces = [
      "０", "１", "9", "－", "ー", "-", "（", "）", "(", ")", "＋", "　", " ", "＠", "@", "．", ".", "ａ", "a", "com",
      "様", "さま",
      "さん", "御中", "㈱", "(株)", "有限会社", "山田", "つばめ", "〒", "2026", "/", "年", "11", "月", "20", "日", "T", "14",
      "：", ":",
      "時", "\u{200B}", "mailto:", "2026/11/20", "１１０－０００５", "3月14日",
    ]
    var changed: [String: Int] = [:]
    for _ in 0..<4_000 {
      let text = (0..<Int.random(in: 1...9, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      for rule in Repair.all + [.ledgerDate] {
        guard let new = rule(text) else { continue }
        changed[rule.rule.name, default: 0] += 1
        #expect(rule(new) == nil, "\(rule.rule.name): \(text) → \(new)")
      }
    }
    #expect(changed.count >= 6)
  }
}

struct PostalCodeTests {
  /// From Japan Post's list.
  @Test(arguments: [
    ("100-0001", "東京都"), ("0600000", "北海道"), ("001-0010", "北海道"), ("040-0001", "北海道"), ("010-0001", "秋田県"),
    ("030-0801", "青森県"), ("208-0001", "東京都"), ("210-0001", "神奈川県"), ("330-0001", "埼玉県"), ("371-0001", "群馬県"),
    ("530-0001", "大阪府"), ("600-0000", "京都府"), ("680-0001", "鳥取県"), ("685-0001", "島根県"), ("689-0101", "鳥取県"),
    ("690-0001", "島根県"), ("810-0001", "福岡県"), ("817-0001", "長崎県"), ("818-0001", "福岡県"), ("900-0001", "沖縄県"),
    ("990-0001", "山形県"), ("999-0121", "山形県"),
  ])
  func knowsPrefectures(code: String, region: String) {
    #expect(PostalCode.region(code) == region)
  }

  /// Shared by two prefectures, given to nobody, one office's own, no code at all.
  @Test(arguments: [
    "498-0000", "811-5301", "520-0461", "684-0100", "389-0000", "000-0000", "109-0001", "908-0001",
    "100-8639",
    "100", "100-00010", "1OO-0001", "",
  ])
  func keepsSilentWhereItIsUncertain(code: String) {
    #expect(PostalCode.region(code) == nil)
  }

  @Test func everySharedPrefixIsSilent() {
    for prefix in PostalCode.shared { #expect(PostalCode.region("\(padded(prefix, 3))-0001") == nil) }
    #expect(PostalCode.shared.count == 22)
  }
}
