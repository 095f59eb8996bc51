import DaichoInsight
import DaichoModel
import DaichoTestSupport

/// A Japanese shop's register from a seed, with duplicates as shops have them, and with the people who only
/// look like duplicates: families on one landline, colleagues on one switchboard, twins, strangers of the
/// same name.
struct RandomShop {
  private(set) var traits: [DuplicateTraits] = []
  /// Who each record is.
  private(set) var persons: [Int] = []
  private var random: SplitMix64
  private var nextPerson = 0
  private var mailboxes: Set<String> = []

  struct Name {
    let written: String
    let kana: String
  }

  init(people: Int, seed: UInt64) {
    random = SplitMix64(seed: seed)
    while nextPerson < people {
      switch random.next() % 100 {
      case 0..<18: addHousehold()
      case 18..<21: addCompany()
      default: addPerson(person(family: family(), home: home()))
      }
    }
    shuffle()
  }

  /// Pairs of records of one person.
  var truth: Set<[Int]> {
    var pairs: Set<[Int]> = []
    let groups = Dictionary(grouping: persons.indices, by: { persons[$0] })
    for group in groups.values {
      for (index, a) in group.enumerated() { for b in group[(index + 1)...] { pairs.insert([a, b]) } }
    }
    return pairs
  }

  // MARK: People

  private struct Home {
    var postalCode: String
    var region: String
    var city: String
    var street: String
    var landline: String?
  }

  private mutating func person(family: Name, home: Home, company: String? = nil) -> DuplicateTraits {
    let given = pick(RandomShop.givenNames)
    var traits = DuplicateTraits()
    traits.familyName = family.written
    traits.givenName = given.written
    traits.name = "\(family.written) \(given.written)"
    if chance(70) { traits.kana = "\(family.kana) \(given.kana)" }
    if chance(85) { traits.emails = [email(family, given)] }
    if chance(60) {
      traits.phones = [mobile()]
    } else if let landline = home.landline {
      traits.phones = [landline]
    }
    if chance(80) { place(home, in: &traits) }
    if chance(30) { traits.birthday = birthday() }
    if chance(60) { traits.ids = [("shopify", String(6_000_000_000_000 + random.next() % 1_000_000))] }
    if let company { traits.company = company }
    return traits
  }

  private mutating func addPerson(_ traits: DuplicateTraits) {
    append(traits)
    if chance(8) { append(copy(of: traits)) }
    if chance(1) { append(copy(of: traits)) }
    nextPerson += 1
  }

  /// Two to four people of one name, address and landline; some children are twins, some couples share one
  /// e-mail address.
  private mutating func addHousehold() {
    let family = family()
    var home = home()
    if chance(70) { home.landline = landline() }
    var members: [DuplicateTraits] = []
    for _ in 0..<(2 + random.next() % 3) {
      var member = person(family: family, home: home)
      while members.contains(where: { $0.givenName == member.givenName }) {
        member = person(family: family, home: home)
      }
      members.append(member)
    }
    if chance(6), let shared = members[0].emails.first { members[1].emails = [shared] }
    if chance(6), let shared = members[0].birthday { members[members.count - 1].birthday = shared }
    for member in members { addPerson(member) }
  }

  /// People of one company, with its address and the number of its switchboard.
  private mutating func addCompany() {
    var home = home()
    home.landline = landline()
    let company = "company-\(random.next() % 100_000)"
    for _ in 0..<(2 + random.next() % 7) {
      var member = person(family: family(), home: home, company: company)
      if chance(60) { member.phones = home.landline.map { [$0] } ?? [] }
      addPerson(member)
    }
  }

  // MARK: Duplicates

  /// The same person once more, as another form, another year or another clerk wrote them down.
  private mutating func copy(of original: DuplicateTraits) -> DuplicateTraits {
    var copy = original
    copy.ids = chance(70) ? [] : [("base", String(random.next() % 1_000_000))]
    if chance(40) { copy.birthday = nil }
    for _ in 0...(random.next() % 3) { change(&copy) }
    // A clerk writes down at least one thing by which a person can be reached.
    if copy.emails.isEmpty, copy.phones.isEmpty, copy.street.isEmpty { copy.phones = original.phones }
    if copy.emails.isEmpty, copy.phones.isEmpty, copy.street.isEmpty { copy.emails = original.emails }
    return copy
  }

  private mutating func change(_ copy: inout DuplicateTraits) {
    switch random.next() % 16 {
    case 0, 1, 2:  // another address for mail
      if !copy.emails.isEmpty {
        let mailbox = copy.emails[0].prefix { $0 != "@" }
        copy.emails =
          chance(40)
          ? ["\(mailbox)@\(pick(RandomShop.providers))"]
          : ["u\(random.next() % 1_000_000)@\(pick(RandomShop.providers))"]
      }
    case 3: copy.emails = copy.emails.map { $0.uppercased() }
    case 4: copy.emails = []
    case 5:  // another phone
      copy.phones = [mobile()]
    case 6: copy.phones = copy.phones.map { $0.replacing("-", with: "") }
    case 7: copy.phones = []
    case 8: copy.kana = slip(copy.kana)
    case 9: copy.kana = ""
    case 10:  // written in one
      copy.name = copy.name.filter { !$0.isWhitespace }
      (copy.familyName, copy.givenName) = ("", "")
    case 11:  // in kana only
      if !copy.kana.isEmpty {
        (copy.name, copy.familyName, copy.givenName) = (copy.kana, "", "")
        copy.kana = ""
      }
    case 12: (copy.familyName, copy.givenName) = (copy.givenName, copy.familyName)
    case 13:  // married
      let family = family()
      if !copy.givenName.isEmpty {
        copy.familyName = family.written
        copy.name = "\(family.written) \(copy.givenName)"
        let kana = copy.kana.split(separator: " ")
        if kana.count == 2 { copy.kana = "\(family.kana) \(kana[1])" }
      }
    case 14:  // moved
      place(home(), in: &copy)
    default:  // another clerk's spelling
      copy.name = RandomShop.variant(copy.name)
      copy.familyName = RandomShop.variant(copy.familyName)
      copy.street = RandomShop.spelled(copy.street)
    }
  }

  private static func variant(_ name: String) -> String {
    let variants: [Character: Character] = [
      "高": "髙", "崎": "﨑", "辺": "邊", "斎": "齋", "沢": "澤", "浜": "濱", "島": "嶋",
    ]
    return String(name.map { variants[$0] ?? $0 })
  }

  private static func spelled(_ street: String) -> String {
    var parts = street.split(separator: "-").map(String.init)
    guard parts.count == 3 else { return street }
    parts[0] += "丁目"
    parts[1] += "番"
    return parts.joined() + "号"
  }

  private mutating func slip(_ kana: String) -> String {
    var letters = Array(kana)
    guard letters.count > 3 else { return kana }
    let place = Int(random.next() % UInt64(letters.count))
    guard letters[place] != " " else { return kana }
    if chance(50) {
      letters.remove(at: place)
    } else {
      letters[place] = pick(Array("あいうえおかきくけこさしすせそたなにのまみもらりん"))
    }
    return String(letters)
  }

  // MARK: Values

  private mutating func family() -> Name {
    // As names are: a few are everybody's.
    let rank = Int(random.next() % 40) * Int(random.next() % 40) / 40
    let names = RandomShop.familyNames
    if chance(45) { return names[rank % names.count] }
    let (first, second) = (pick(RandomShop.familyStarts), pick(RandomShop.familyEnds))
    return Name(written: first.written + second.written, kana: first.kana + second.kana)
  }

  private mutating func home() -> Home {
    let place = pick(RandomShop.places)
    let number = random.next()
    return Home(
      postalCode: place.0, region: place.1, city: place.2,
      street: "\(place.3)\(1 + number % 6)-\(1 + number / 7 % 30)-\(1 + number / 211 % 25)",
      landline: chance(40) ? landline() : nil)
  }

  private func place(_ home: Home, in traits: inout DuplicateTraits) {
    traits.postalCode = home.postalCode
    traits.region = home.region
    traits.city = home.city
    traits.street = home.street
  }

  private mutating func email(_ family: Name, _ given: Name) -> String {
    let (first, last) = (Romaji.romanized(given.kana), Romaji.romanized(family.kana))
    while true {
      let number = random.next() % 10_000
      let local =
        switch random.next() % 5 {
        case 0: "\(first).\(last)"
        case 1: "\(last)\(number % 1000)"
        case 2: "\(first)\(number)"
        case 3: "\(first.prefix(1))-\(last)\(number % 100)"
        default: "\(pick(RandomShop.words))\(number)"
        }
      let address = "\(local)@\(pick(RandomShop.providers))"
      // A provider gives an address to one person.
      if mailboxes.insert(address).inserted { return address }
    }
  }

  private mutating func mobile() -> String {
    "\(pick(["070", "080", "090"]))-\(1_000 + random.next() % 9_000)-\(1_000 + random.next() % 9_000)"
  }

  private mutating func landline() -> String {
    "03-\(3_000 + random.next() % 4_000)-\(1_000 + random.next() % 9_000)"
  }

  private mutating func birthday() -> Anniversary? {
    Anniversary(typed: "\(1940 + random.next() % 66)-\(1 + random.next() % 12)-\(1 + random.next() % 28)")
  }

  private mutating func chance(_ percent: UInt64) -> Bool { random.next() % 100 < percent }

  private mutating func pick<T>(_ items: [T]) -> T { items[Int(random.next() % UInt64(items.count))] }

  private mutating func append(_ traits: DuplicateTraits) {
    self.traits.append(traits)
    persons.append(nextPerson)
  }

  private mutating func shuffle() {
    for index in traits.indices.reversed().dropLast() {
      let other = Int(random.next() % UInt64(index + 1))
      traits.swapAt(index, other)
      persons.swapAt(index, other)
    }
  }
}

extension RandomShop {
  private static func names(_ text: String) -> [Name] {
    text.split(separator: " ").map { pair in
      let parts = pair.split(separator: ":")
      return Name(written: String(parts[0]), kana: String(parts[1]))
    }
  }

  static let familyNames = names(
    "佐藤:さとう 鈴木:すずき 高橋:たかはし 田中:たなか 伊藤:いとう 渡辺:わたなべ 山本:やまもと 中村:なかむら 小林:こばやし "
      + "加藤:かとう 吉田:よしだ 山田:やまだ 佐々木:ささき 山口:やまぐち 松本:まつもと 井上:いのうえ 木村:きむら 林:はやし "
      + "斎藤:さいとう 清水:しみず 山崎:やまざき 森:もり 池田:いけだ 橋本:はしもと 阿部:あべ 石川:いしかわ 山下:やました "
      + "中島:なかじま 石井:いしい 小川:おがわ 前田:まえだ 岡田:おかだ 長谷川:はせがわ 藤田:ふじた 後藤:ごとう 近藤:こんどう "
      + "村上:むらかみ 遠藤:えんどう 青木:あおき 坂本:さかもと")

  static let familyStarts = names(
    "赤:あか 秋:あき 朝:あさ 東:ひがし 飯:いい 岩:いわ 上:うえ 内:うち 大:おお 奥:おく 片:かた 川:かわ 北:きた 黒:くろ 桜:さくら "
      + "柴:しば 白:しら 杉:すぎ 関:せき 竹:たけ 谷:たに 富:とみ 永:なが 西:にし 野:の 原:はら 平:ひら 福:ふく 堀:ほり 三:み 水:みず "
      + "宮:みや 茂:も 安:やす 湯:ゆ 横:よこ 若:わか")
  static let familyEnds = names(
    "井:い 浦:うら 尾:お 岡:おか 川:かわ 木:き 口:ぐち 倉:くら 崎:ざき 沢:さわ 島:しま 田:た 谷:や 塚:づか 辺:べ 野:の 橋:はし "
      + "浜:はま 原:はら 村:むら 本:もと 山:やま")
  static let givenNames = names(
    "花子:はなこ 洋子:ようこ 陽子:ようこ 裕子:ゆうこ 裕子:ひろこ 優子:ゆうこ 恵子:けいこ 和子:かずこ 幸子:さちこ 美咲:みさき 美穂:みほ "
      + "真由美:まゆみ 由美子:ゆみこ 智子:ともこ 直美:なおみ 久美子:くみこ 愛:あい 彩:あや 陽菜:ひな 結衣:ゆい 莉子:りこ さくら:さくら "
      + "太郎:たろう 次郎:じろう 一郎:いちろう 健:けん 健一:けんいち 健太:けんた 大輔:だいすけ 誠:まこと 隆:たかし 孝:たかし 浩:ひろし "
      + "博:ひろし 直樹:なおき 拓也:たくや 翔太:しょうた 翔:しょう 蓮:れん 大翔:ひろと 悠斗:ゆうと 和夫:かずお 正男:まさお 茂:しげる "
      + "千尋:ちひろ 薫:かおる 明美:あけみ 典子:のりこ 紀子:のりこ 文子:ふみこ 静香:しずか 麻衣:まい 七海:ななみ 葵:あおい 楓:かえで "
      + "慎一:しんいち 秀樹:ひでき 英樹:ひでき 亮:りょう 涼:りょう 雄一:ゆういち 祐介:ゆうすけ 俊介:しゅんすけ 達也:たつや 修:おさむ")

  static let places: [(String, String, String, String)] = [
    ("111-0051", "東京都", "台東区", "蔵前"), ("110-0005", "東京都", "台東区", "上野"), ("130-0013", "東京都", "墨田区", "錦糸"),
    ("150-0001", "東京都", "渋谷区", "神宮前"), ("154-0004", "東京都", "世田谷区", "太子堂"), ("166-0002", "東京都", "杉並区", "高円寺北"),
    ("231-0023", "神奈川県", "横浜市中区", "山下町"), ("220-0011", "神奈川県", "横浜市西区", "高島"),
    ("330-0854", "埼玉県", "さいたま市大宮区", "桜木町"), ("260-0013", "千葉県", "千葉市中央区", "中央"),
    ("530-0001", "大阪府", "大阪市北区", "梅田"), ("542-0076", "大阪府", "大阪市中央区", "難波"),
    ("600-8216", "京都府", "京都市下京区", "東塩小路町"), ("650-0021", "兵庫県", "神戸市中央区", "三宮町"),
    ("810-0001", "福岡県", "福岡市中央区", "天神"), ("060-0061", "北海道", "札幌市中央区", "南一条西"),
    ("980-0811", "宮城県", "仙台市青葉区", "一番町"), ("460-0008", "愛知県", "名古屋市中区", "栄"),
  ]
  static let providers = [
    "gmail.com", "yahoo.co.jp", "icloud.com", "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp", "outlook.jp",
  ]
  static let words = [
    "hana", "sora", "neko", "cafe", "happy", "blue", "moon", "sakura", "coffee", "hoshi", "mame",
  ]
}
