import DaichoInsight
import Testing

struct NameFormTests {
  @Test(arguments: [
    ("髙橋", "高橋"), ("ﾔﾏﾀﾞ ﾊﾅｺ", "やまだはなこ"), ("渡邊", "渡辺"), ("O'Leary", "oleary"), ("山﨑", "山崎"), ("𠮷田", "吉田"),
    ("齋藤", "斎藤"), ("斉藤", "斎藤"), ("濵田", "浜田"), ("", ""),
  ])
  func writtenAlike(_ text: String, _ form: String) {
    #expect(NameForm.written(text) == form)
  }

  @Test(arguments: [
    ["おおた", "オオタ", "Ota", "Ohta", "Ōta", "ohta"], ["ゆうこ", "Yuuko", "Yuko"], ["じゅんいち", "Junichi", "Zyunichi"],
    ["しょうへい", "Shohei", "Syouhei"], ["なんば", "Namba", "Nanba"], ["つちや", "Tsuchiya", "Tutiya"],
    ["ふじい", "Fujii", "Huzii"],
  ])
  func readAlike(_ spellings: [String]) {
    #expect(
      Set(spellings.map { NameForm.reading($0) ?? "?" }).count == 1,
      "\(spellings.map { NameForm.reading($0) })")
  }

  @Test func westernNamesKeepTheirLetters() {
    #expect(NameForm.reading("Goodhue") == "goodhue")
    #expect(NameForm.reading("Christine") == "christine")
    #expect(NameForm.reading("山田") == nil)
  }

  @Test(arguments: ["蔵前1-2-3", "蔵前１丁目２番３号", "蔵前一丁目2番地の3", "蔵前1−2−3", "蔵前 1ー2ー3"])
  func streetsAlike(_ text: String) {
    #expect(NameForm.street(text) == "蔵前1-2-3")
  }
}
