import DaichoInsight
import DaichoModel
import DaichoTestSupport
import Testing

struct DuplicateFinderTests {
  private struct Outcome: CustomStringConvertible {
    let precision: Double
    let recall: Double
    var description: String { "precision \(precision), recall \(recall)" }
  }

  private static func outcome(of shop: RandomShop, minimumScore: Double = 0.8) -> Outcome {
    let found = pairs(shop.traits, minimumScore: minimumScore)
    let truth = shop.truth
    let right = found.filter { truth.contains([$0.first, $0.second]) }.count
    return Outcome(
      precision: Double(right) / Double(max(1, found.count)),
      recall: Double(right) / Double(max(1, truth.count)))
  }

  private static func pairs(_ traits: [DuplicateTraits], minimumScore: Double = 0) -> [DuplicatePair] {
    var finder = DuplicateFinder()
    for one in traits { finder.add(one) }
    return finder.pairs(minimumScore: minimumScore)
  }

  /// Registers of Japanese shops, with families, colleagues, twins and namesakes who are no duplicates.
  @Test(arguments: [1, 2] as [UInt64])
  func tellsDuplicatesFromFamilies(_ seed: UInt64) {
    let outcome = DuplicateFinderTests.outcome(of: RandomShop(people: 700, seed: seed))
    #expect(outcome.precision > 0.95, "\(outcome)")
    #expect(outcome.recall > 0.88, "\(outcome)")
  }

  /// What is learnt from a register without duplicates must not make families into some.
  @Test func cleanRegisterStaysClean() {
    let shop = RandomShop(people: 700, seed: 21, hasCopies: false)
    #expect(DuplicateFinderTests.pairs(shop.traits, minimumScore: 0.8).count <= 4)
  }

  @Test func sameRegisterSameAnswer() {
    let shop = RandomShop(people: 200, seed: 9)
    let (one, two) = (DuplicateFinderTests.pairs(shop.traits), DuplicateFinderTests.pairs(shop.traits))
    #expect(one.map(\.weight) == two.map(\.weight))
    #expect(!one.isEmpty)
  }

  // MARK: Two people, one or two

  /// A shop in which two records stand among strangers.
  private func score(_ a: DuplicateTraits, _ b: DuplicateTraits) -> DuplicatePair? {
    let strangers = RandomShop(people: 120, seed: 77).traits
    return DuplicateFinderTests.pairs([a, b] + strangers).first { $0.first == 0 && $0.second == 1 }
  }

  private func person(
    _ family: String, _ given: String, kana: String = "", email: String? = nil, phone: String? = nil,
    street: String = "", birthday: String? = nil
  ) -> DuplicateTraits {
    var traits = DuplicateTraits()
    traits.name = given.isEmpty ? family : "\(family) \(given)"
    (traits.familyName, traits.givenName) = given.isEmpty ? ("", "") : (family, given)
    traits.kana = kana
    traits.emails = email.map { [$0] } ?? []
    traits.phones = phone.map { [$0] } ?? []
    if !street.isEmpty { (traits.postalCode, traits.city, traits.street) = ("111-0051", "台東区", street) }
    traits.birthday = birthday.flatMap { Anniversary(typed: $0) }
    return traits
  }

  @Test func spellingsOfOnePerson() throws {
    let one = person(
      "髙橋", "美咲", kana: "たかはし みさき", email: "misaki@example.com", phone: "090-1111-2222", street: "蔵前1丁目2番3号")
    let two = person(
      "高橋", "美咲", kana: "ﾀｶﾊｼ ﾐｻｷ", email: "other@example.jp", phone: "+81 90 1111 2222", street: "蔵前１－２－３")
    let pair = try #require(score(one, two))
    #expect(pair.score > 0.99)
    #expect(pair.reasons == [.samePhone, .sameName, .sameAddress])
  }

  @Test func swappedNames() throws {
    let pair = try #require(
      score(
        person("勅使河原", "翼", email: "t@example.com", phone: "03-1111-2222"),
        person("翼", "勅使河原", phone: "03-1111-2222")))
    #expect(pair.score > 0.8)
    #expect(pair.reasons.contains(.swappedNames))
  }

  @Test func romajiAndKanji() throws {
    let pair = try #require(
      score(
        person("大野", "裕子", kana: "おおの ゆうこ", phone: "090-3333-4444"),
        person("Ohno", "Yuko", phone: "090-3333-4444")))
    #expect(pair.score > 0.8)
    #expect(pair.reasons.contains(.sameReading))
  }

  @Test func marriedAndMoved() throws {
    let pair = try #require(
      score(
        person("赤塚", "七海", email: "nanami77@example.com", phone: "090-5555-6666", street: "蔵前1-2-3"),
        person("黒沢", "七海", email: "nanami77@example.com", phone: "090-5555-6666", street: "上野4-5-6")))
    #expect(pair.score > 0.8)
    #expect(pair.reasons.contains(.otherFamilyName))
  }

  @Test func familyOnOneLandline() throws {
    let pair = try #require(
      score(
        person("赤塚", "七海", kana: "あかつか ななみ", phone: "03-5555-6666", street: "蔵前1-2-3"),
        person("赤塚", "茂", kana: "あかつか しげる", phone: "03-5555-6666", street: "蔵前1-2-3")))
    #expect(pair.score < 0.3)
    #expect(pair.reasons.contains(.household) && pair.reasons.contains(.otherGivenName))
    #expect(pair.reasons.contains(.samePhone) && pair.reasons.contains(.sameAddress))
  }

  @Test func twins() throws {
    let pair = try #require(
      score(
        person("赤塚", "七海", phone: "03-5555-6666", street: "蔵前1-2-3", birthday: "1990-04-05"),
        person("赤塚", "千尋", phone: "03-5555-6666", street: "蔵前1-2-3", birthday: "1990-04-05")))
    #expect(pair.score < 0.8)
  }

  @Test func colleaguesOnOneSwitchboard() {
    var (one, two) = (person("赤塚", "七海", phone: "03-5555-6666"), person("黒沢", "茂", phone: "03-5555-6666"))
    (one.company, two.company) = ("nagisa-hotel", "nagisa-hotel")
    #expect(score(one, two).map { $0.score < 0.1 } ?? true)
  }

  // MARK: Size

  /// Thousands with one name, or one company's phone, cost a little each, and do not hide a duplicate.
  @Test func blocksDoNotExplode() throws {
    var random = SplitMix64(seed: 5)
    var people: [DuplicateTraits] = []
    for number in 0..<1_500 {
      var one = person("田中", "一郎", kana: "たなか いちろう", phone: "03-1234-5678")
      one.emails = ["ichiro\(number)x\(random.next() % 1_000)@example.com"]
      one.birthday = Anniversary(
        typed: "\(1950 + number % 50)-\(1 + number / 50 % 12)-\(1 + number / 600 % 28)")
      people.append(one)
    }
    var copy = people[700]
    copy.emails = ["changed@example.com"]
    people.append(copy)
    let found = DuplicateFinderTests.pairs(people)
    #expect(found.count < 60 * people.count)
    #expect(found.contains { $0.first == 700 && $0.second == 1_500 })
  }

  @Test func hostileTraitsAreHarmless() {
    var one = DuplicateTraits()
    one.name = String(repeating: "ー", count: 5_000)
    one.emails = ["@", "", "a@b@c", String(repeating: "x", count: 10_000)]
    one.phones = ["-", String(repeating: "9", count: 3_000)]
    one.ids = [("", ""), ("\u{1F}", "\u{1F}")]
    one.street = "丁目番地号-の-"
    let nobody = DuplicateTraits()
    for pair in DuplicateFinderTests.pairs([one, one, nobody, nobody]) {
      #expect((0...1).contains(pair.score))
    }
    #expect(DuplicateFinderTests.pairs([]).isEmpty)
    #expect(DuplicateFinderTests.pairs([nobody]).isEmpty)
  }
}
