import DaichoModel
import Testing

struct RomajiTests {
  @Test(arguments: [
    ("やまだ はなこ", "yamada-hanako"), ("ヤマダ　ハナコ", "yamada-hanako"),
    ("おおの たろう", "ono-taro"), ("さとう けん", "sato-ken"), ("ほんま しんいち", "homma-shinichi"),
    ("なんば じゅんこ", "namba-junko"), ("いっちょう", "itcho"), ("きっかわ りょう", "kikkawa-ryo"),
    ("ゆうき まいこ", "yuki-maiko"), ("ジョー", "jo"), ("しょうじ ちづる", "shoji-chizuru"),
    ("Ann O'Leary", "ann-o-leary"), ("山田 花子", "山田-花子"), ("つばめ喫茶", "tsubame喫茶"),
  ])
  func namesBecomeIDs(_ name: String, _ id: String) throws {
    #expect(Romaji.id(from: name) == id)
    #expect(RecordID(id) != nil)
  }

  @Test func nothingBecomesNothing() {
    #expect(Romaji.id(from: " ・… ") == nil)
  }
}
