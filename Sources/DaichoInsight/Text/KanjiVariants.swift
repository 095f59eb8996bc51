/// Variants of the same character in Japanese personal and place names.
///
/// The left-hand forms are the ones of 常用漢字表 (平成22年内閣告示第2号, where the older form stands in
/// brackets) and of 人名用漢字 (戸籍法施行規則別表第二の二). 髙, 﨑, 濵, 邉, 𠮷 and the like, which those tables
/// leave out, follow 法務省戸籍統一文字 and IPA's MJ縮退マップ. Only such as occur in names are listed.
/// 斉 and 斎 are two characters by the tables; people write one for the other, so here they are one.
enum KanjiVariants {
  private static let groups: [String] = [
    "高髙", "崎﨑嵜碕", "辺邊邉", "斎齋斉齊", "浜濱濵", "吉𠮷", "島嶋嶌", "沢澤", "広廣", "国國", "桜櫻", "瀬瀨", "曽曾", "恵惠", "寿壽",
    "竜龍", "万萬", "渕淵", "柳栁桺", "富冨", "桑桒", "真眞", "徳德", "栄榮", "円圓", "関關", "黒黑", "浅淺", "滝瀧", "条條", "来來",
    "実實", "礼禮", "豊豐", "弥彌", "与與", "検檢", "剣劍", "為爲", "巌巖", "蔵藏", "鉄鐵", "団團", "図圖", "塩鹽", "静靜", "清淸",
    "青靑", "緑綠", "翠翆", "穂穗", "頼賴", "戸戶", "暁曉", "楽樂", "薫薰", "勲勳", "桧檜", "諌諫", "芦蘆", "郎郞", "館舘", "松枩",
    "峰峯", "秋穐", "船舩", "杉椙", "橋𣘺槗", "裕𥙿", "横橫", "槙槇", "尭堯", "亀龜", "亜亞", "応應", "学學", "気氣", "経經", "継繼",
    "県縣", "権權", "厳嚴", "糸絲", "児兒", "収收", "従從", "将將", "乗乘", "壌壤", "嬢孃", "慎愼", "尽盡", "粋粹", "数數", "浄淨",
    "総總", "荘莊", "双雙", "壮壯", "滞滯", "担擔", "単單", "昼晝", "伝傳", "灯燈", "当當", "党黨", "独獨", "読讀", "売賣", "麦麥",
    "発發", "抜拔", "変變", "宝寶", "満滿", "黙默", "訳譯", "薬藥", "余餘", "様樣", "謡謠", "覧覽", "両兩", "涼凉", "涙淚", "塁壘",
    "励勵", "霊靈", "齢齡", "恋戀", "炉爐", "労勞", "禄祿", "湾灣", "鎌鐮", "鶏鷄", "蛍螢", "渓溪", "巻卷", "楼樓", "藤籐", "薮藪",
    "篭籠", "猪豬", "祢禰", "蝉蟬",
  ]

  /// Of the unified ideographs, by their place after U+4E00; 0 where the character is its own.
  private static let common: [UInt16] = {
    var table = Array(repeating: UInt16(0), count: 0x5200)
    for (first, variant) in pairs where (0x4E00..<0xA000).contains(variant.value) {
      table[Int(variant.value) - 0x4E00] = UInt16(truncatingIfNeeded: first.value)
    }
    return table
  }()

  /// Those outside: 﨑, 𠮷.
  private static let rare: [Unicode.Scalar: Unicode.Scalar] = Dictionary(
    pairs.filter { !(0x4E00..<0xA000).contains($0.1.value) }.map { ($0.1, $0.0) },
    uniquingKeysWith: { first, _ in first })

  private static let pairs: [(Unicode.Scalar, Unicode.Scalar)] = groups.flatMap { group in
    let scalars = Array(group.unicodeScalars)
    return scalars.dropFirst().map { (scalars[0], $0) }
  }

  private static func canonical(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case ..<0x4E00: nil
    case 0x4E00..<0xA000:
      common[Int(scalar.value) - 0x4E00] == 0 ? nil : Unicode.Scalar(common[Int(scalar.value) - 0x4E00])
    default: rare[scalar]
    }
  }

  /// `text` with the form of each character that today's tables have.
  static func folded(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { canonical($0) != nil }) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { out.append(canonical(scalar) ?? scalar) }
    return String(out)
  }
}
