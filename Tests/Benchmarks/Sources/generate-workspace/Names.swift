/// A name in its three scripts.
struct JapaneseName {
  let written: String
  let kana: String
  let romaji: String

  private init(_ written: String, _ kana: String, _ romaji: String) {
    self.written = written
    self.kana = kana
    self.romaji = romaji
  }

  static let families = [
    JapaneseName("佐藤", "さとう", "sato"), JapaneseName("鈴木", "すずき", "suzuki"),
    JapaneseName("高橋", "たかはし", "takahashi"), JapaneseName("田中", "たなか", "tanaka"),
    JapaneseName("伊藤", "いとう", "ito"), JapaneseName("渡辺", "わたなべ", "watanabe"),
    JapaneseName("山本", "やまもと", "yamamoto"), JapaneseName("中村", "なかむら", "nakamura"),
    JapaneseName("小林", "こばやし", "kobayashi"), JapaneseName("加藤", "かとう", "kato"),
    JapaneseName("吉田", "よしだ", "yoshida"), JapaneseName("山田", "やまだ", "yamada"),
    JapaneseName("佐々木", "ささき", "sasaki"), JapaneseName("山口", "やまぐち", "yamaguchi"),
    JapaneseName("松本", "まつもと", "matsumoto"), JapaneseName("井上", "いのうえ", "inoue"),
    JapaneseName("木村", "きむら", "kimura"), JapaneseName("林", "はやし", "hayashi"),
    JapaneseName("斎藤", "さいとう", "saito"), JapaneseName("清水", "しみず", "shimizu"),
    JapaneseName("山崎", "やまざき", "yamazaki"), JapaneseName("森", "もり", "mori"),
    JapaneseName("池田", "いけだ", "ikeda"), JapaneseName("橋本", "はしもと", "hashimoto"),
    JapaneseName("阿部", "あべ", "abe"), JapaneseName("石川", "いしかわ", "ishikawa"),
    JapaneseName("前田", "まえだ", "maeda"), JapaneseName("藤田", "ふじた", "fujita"),
    JapaneseName("後藤", "ごとう", "goto"), JapaneseName("長谷川", "はせがわ", "hasegawa"),
  ]

  static let givens = [
    JapaneseName("花子", "はなこ", "hanako"), JapaneseName("太郎", "たろう", "taro"),
    JapaneseName("陽子", "ようこ", "yoko"), JapaneseName("健", "けん", "ken"),
    JapaneseName("美咲", "みさき", "misaki"), JapaneseName("翔太", "しょうた", "shota"),
    JapaneseName("さくら", "さくら", "sakura"), JapaneseName("大輔", "だいすけ", "daisuke"),
    JapaneseName("恵", "めぐみ", "megumi"), JapaneseName("直樹", "なおき", "naoki"),
    JapaneseName("愛", "あい", "ai"), JapaneseName("拓也", "たくや", "takuya"),
    JapaneseName("由美子", "ゆみこ", "yumiko"), JapaneseName("誠", "まこと", "makoto"),
    JapaneseName("裕子", "ゆうこ", "yuko"), JapaneseName("隆", "たかし", "takashi"),
    JapaneseName("結衣", "ゆい", "yui"), JapaneseName("蓮", "れん", "ren"),
    JapaneseName("真由美", "まゆみ", "mayumi"), JapaneseName("浩二", "こうじ", "koji"),
    JapaneseName("千尋", "ちひろ", "chihiro"), JapaneseName("亮", "りょう", "ryo"),
    JapaneseName("葵", "あおい", "aoi"), JapaneseName("和也", "かずや", "kazuya"),
  ]
}

/// The shop's own vocabulary.
enum Vocabulary {
  static let members = ["sato", "mori", "abe", "kimura", "ikeda"]
  static let tags = ["gift", "regular", "wholesale", "newsletter", "tasting", "常連", "法人", "定期"]
  static let sources = ["newsletter", "shop", "instagram", "紹介", "search", "event"]
  static let vias = ["newsletter-form", "checkout", "店頭", "event-desk"]
  static let addresses = [
    ("110-0001", "東京都", "台東区", "谷中"), ("150-0001", "東京都", "渋谷区", "神宮前"),
    ("231-0023", "神奈川県", "横浜市中区", "山下町"), ("530-0001", "大阪府", "大阪市北区", "梅田"),
    ("604-8001", "京都府", "京都市中京区", "木屋町"), ("460-0008", "愛知県", "名古屋市中区", "栄"),
    ("810-0001", "福岡県", "福岡市中央区", "天神"), ("060-0042", "北海道", "札幌市中央区", "大通西"),
  ]
  static let contacts = ["call", "email", "meeting", "visit", "line", "電話", "メール", "打合せ", "訪問"]
  static let notes = [
    "ギフト箱の在庫についてお尋ね。来週までに回答する。", "深煎りが好み。エチオピアの新豆を案内した。",
    "Asked about gift boxes for the year-end party. #gift", "配送日の変更を希望、火曜日の午前中に。",
    "定期便の間隔を三週間にしたいとのこと。", "Sent the price list and two samples. #sample",
    "試飲会に参加、水出しのセットに興味あり。", "領収書の宛名を会社名に変更して再発行した。",
  ]
  static let tasks = ["見積書を送る", "Send the price list", "お礼の電話をする", "サンプルを発送する", "次回の来店日を確認する"]
  static let origins = [
    ("ethiopia", "ETH", "エチオピア"), ("brazil", "BRA", "ブラジル"), ("colombia", "COL", "コロンビア"),
    ("kenya", "KEN", "ケニア"), ("guatemala", "GUA", "グアテマラ"), ("sumatra", "SUM", "マンデリン"),
    ("blend", "BLE", "つばめブレンド"), ("decaf", "DEC", "デカフェ"),
  ]
  static let roasts = ["浅煎り", "中煎り", "中深煎り", "深煎り"]
  static let categories = ["beans", "drip-bag", "gift", "goods"]
  static let companies = ["商事", "珈琲店", "製作所", "出版", "ホテル", "設計", "物産", "食品"]
  static let industries = ["retail", "hospitality", "publishing", "manufacturing", "飲食"]
  static let questions = [
    "豆の挽き方について", "配送が届かない", "請求書の再発行", "定期便の休止", "ギフト包装はできますか", "豆の鮮度について",
    "返品したい", "Wholesale prices",
  ]
  static let campaigns = ["winter-sale", "new-beans", "thank-you", "cold-brew"]
}
