/// Compares records of a table, trait by trait. One thread's own; a class, because as a value it would be
/// copied, table and all, by the million.
final class Comparer {
  let table: TraitTable
  /// As many records as shares are taken of: of a handful, frequencies say nothing.
  let population: Double
  private var parts = PartCache()

  init(_ table: TraitTable) {
    self.table = table
    population = Double(max(table.count, MatchModel.leastPopulation))
  }

  func compare(_ a: Int, _ b: Int) -> Comparison {
    var result = Comparison()
    let (left, right) = (table.persons[a], table.persons[b])
    compareNames(left, right, &result)
    compareBirthdays(left.birthday, right.birthday, &result)
    compareArea(left, right, &result)
    // Likeness of handles and streets costs most, and says little between people of other names elsewhere.
    let isPromising =
      result[.family] != NameLevel.other && result[.given] != NameLevel.other
      || result[.birthday] == BirthdayLevel.same
    compareEmails(a, b, isPromising, &result)
    comparePhones(a, b, isPromising, &result)
    compareIDs(a, b, isPromising, &result)
    let isNear = result[.area] == AreaLevel.samePostalCode || result[.area] == AreaLevel.sameCity
    compareStreets(left, right, isPromising || isNear, &result)
    if left.company > 0, right.company > 0 {
      let isSame = left.company == right.company
      result.set(
        .company, isSame ? CompanyLevel.same : CompanyLevel.other,
        rarity: isSame ? share(table.companies.count(left.company)) : 1)
    }
    return result
  }

  /// Of what many may have in common, a name: the share of all records.
  private func share(_ count: Int) -> Double { max(Double(count) - 1, 0.3) / population }

  /// Of what belongs to one, an e-mail address: that a few records share it is what duplicates do, not a
  /// sign that it is common.
  private func shareOfOwn(_ count: Int) -> Double { (0.02 + Double(max(0, count - 4))) / population }

  // MARK: Names

  private func compareNames(
    _ a: TraitTable.Person, _ b: TraitTable.Person, _ result: inout Comparison
  ) {
    let isWholeAlike = a.whole > 0 && a.whole == b.whole && (a.family == 0 || b.family == 0)
    guard a.isSplit, b.isSplit, !isWholeAlike else { return compareWholes(a, b, &result) }
    let family = part(a.family, a.familyReading, b.family, b.familyReading)
    var given = part(a.given, a.givenReading, b.given, b.givenReading)
    // One in kana, the other in kanji: as wholes they may still say something.
    if family.level == NameLevel.missing, given.level == NameLevel.missing {
      return compareWholes(a, b, &result)
    }
    if given.level == NameLevel.other || family.level == NameLevel.other, mayBeCrossed(a, b) {
      let crossed = part(a.family, a.familyReading, b.given, b.givenReading)
      let crossedBack = part(a.given, a.givenReading, b.family, b.familyReading)
      if Comparer.isAgreement(crossed.level), Comparer.isAgreement(crossedBack.level) {
        result.set(.family, crossed.level, rarity: crossed.share)
        result.set(.given, crossedBack.level, rarity: crossedBack.share)
        result.isSwapped = true
        result.isSwapSurprising = !a.isSplitByOrder && !b.isSplitByOrder
        return
      }
    }
    // Who writes the family's name in kana writes the given name so too: that is surprising once.
    if family.level == NameLevel.sameReading, given.level == NameLevel.sameReading {
      given.level = NameLevel.same
    }
    result.set(.family, family.level, rarity: family.share)
    result.set(.given, given.level, rarity: given.share)
  }

  static func isAgreement(_ level: Int) -> Bool {
    level > 0 && level != NameLevel.other && level != NameLevel.alike && level != NameLevel.sameWritten
  }

  /// Whether one's given name may be the other's family name, by their beginnings.
  private func mayBeCrossed(_ a: TraitTable.Person, _ b: TraitTable.Person) -> Bool {
    if a.family > 0 && a.family == b.given || a.given > 0 && a.given == b.family { return true }
    guard a.familyReading > 0, b.givenReading > 0 else { return false }
    return table.readings[a.familyReading].prefix(2) == table.readings[b.givenReading].prefix(2)
      || table.readings[a.givenReading].prefix(2) == table.readings[b.familyReading].prefix(2)
  }

  private func part(
    _ a: Int32, _ aSound: Int32, _ b: Int32, _ bSound: Int32
  ) -> (level: Int, share: Double) {
    if a == 0 && aSound == 0 || b == 0 && bSound == 0 { return (NameLevel.missing, 1) }
    let haveSound = aSound > 0 && bSound > 0
    if a > 0, a == b {
      let isReadOtherwise = haveSound && aSound != bSound && soundLevel(aSound, bSound) != NameLevel.close
      return (isReadOtherwise ? NameLevel.sameWritten : NameLevel.same, share(table.names.count(a)))
    }
    let (aIsKanji, bIsKanji) = (a > 0 && !table.hasSound[Int(a)], b > 0 && !table.hasSound[Int(b)])
    if haveSound {
      guard aSound == bSound else { return (soundLevel(aSound, bSound), 1) }
      let level = aIsKanji && bIsKanji ? NameLevel.homophone : NameLevel.sameReading
      return (level, share(table.readings.count(aSound)))
    }
    // Kanji against letters: nothing to compare.
    guard aIsKanji == bIsKanji else { return (NameLevel.missing, 1) }
    let (x, y) = (table.names[a], table.names[b])
    let isClose = min(x.count, y.count) >= 3 && StringLikeness.areOneEditApart(x, y)
    return (isClose ? NameLevel.close : NameLevel.other, 1)
  }

  private func soundLevel(_ a: Int32, _ b: Int32) -> Int {
    if let known = parts[a, b] { return known }
    let (x, y) = (table.readings[a], table.readings[b])
    let level =
      Comparer.areClose(x, y)
      ? NameLevel.close : StringLikeness.jaroWinkler(x, y) >= 0.8 ? NameLevel.alike : NameLevel.other
    parts[a, b] = level
    return level
  }

  /// A slip of the finger apart, or one is the other's beginning.
  static func areClose(_ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> Bool {
    let shorter = min(a.count, b.count)
    if shorter == 1 { return a.first == b.first }
    if shorter >= 4, StringLikeness.areOneEditApart(a, b) { return true }
    if shorter >= 8, StringLikeness.damerauLevenshtein(a, b, limit: 2) <= 2 { return true }
    return StringLikeness.jaroWinkler(a, b) >= 0.92
  }

  /// Where one is written without a space between family and given name.
  private func compareWholes(
    _ a: TraitTable.Person, _ b: TraitTable.Person, _ result: inout Comparison
  ) {
    guard a.whole > 0, b.whole > 0 else { return }
    if a.whole == b.whole {
      if let split = [a, b].first(where: { $0.family > 0 && $0.given > 0 }) {
        result.set(.family, NameLevel.same, rarity: share(table.names.count(split.family)))
        result.set(.given, NameLevel.same, rarity: share(table.names.count(split.given)))
      } else {
        result.set(.given, NameLevel.same, rarity: share(table.wholes.count(a.whole)))
      }
      return
    }
    let (x, y) = (table.wholes[a.whole], table.wholes[b.whole])
    for (parts, whole) in [(a, y), (b, x)] where parts.family > 0 && parts.given > 0 {
      let (family, given) = (table.names[parts.family], table.names[parts.given])
      if family.count < whole.count, whole.starts(with: family) {
        result.set(.family, NameLevel.same, rarity: share(table.names.count(parts.family)))
        let isClose = whole.count > 4 && StringLikeness.areOneEditApart(x, y)
        return result.set(.given, isClose ? NameLevel.close : NameLevel.other)
      }
      if given.count < whole.count, whole.suffix(given.count) == given, !table.hasSound[Int(parts.given)] {
        result.set(.family, NameLevel.other)
        return result.set(.given, NameLevel.same, rarity: share(table.names.count(parts.given)))
      }
    }
    if a.wholeReading > 0, b.wholeReading > 0 {
      if a.wholeReading == b.wholeReading {
        let areKanji = !table.wholeHasSound[Int(a.whole)] && !table.wholeHasSound[Int(b.whole)]
        return result.set(
          .given, areKanji ? NameLevel.homophone : NameLevel.sameReading,
          rarity: share(table.wholeReadings.count(a.wholeReading)))
      }
      if Comparer.areClose(table.wholeReadings[a.wholeReading], table.wholeReadings[b.wholeReading]) {
        return result.set(.given, NameLevel.close)
      }
    } else if table.wholeHasSound[Int(a.whole)] != table.wholeHasSound[Int(b.whole)] {
      return
    }
    let isClose =
      min(x.count, y.count) >= 4
      && (Comparer.areClose(x, y)
        || StringLikeness.dice(StringLikeness.bigrams(x)[...], StringLikeness.bigrams(y)[...]) >= 0.8)
    result.set(.given, isClose ? NameLevel.close : NameLevel.other)
    if !isClose, a.family > 0 || b.family > 0 { result.set(.family, NameLevel.other) }
  }

  // MARK: Handles

  private func compareEmails(_ a: Int, _ b: Int, _ isPromising: Bool, _ result: inout Comparison) {
    let (one, two) = (table.persons[a].email, table.persons[b].email)
    if one == 0 || two == 0 { return }
    let (box, otherBox) = (table.persons[a].mailbox, table.persons[b].mailbox)
    // Most people have one address, and to tell that two differ takes no list.
    if one > 0, two > 0, one != two, !isPromising, box >= 0, otherBox >= 0, box != otherBox || box == 0 {
      return result.set(.email, EmailLevel.other)
    }
    let (left, right) = (table.emails[a], table.emails[b])
    if let shared = left.first(where: right.contains) {
      return result.set(.email, EmailLevel.same, rarity: shareOfOwn(table.emails.lexicon.count(shared)))
    }
    let (mine, other) = (table.mailboxes[a], table.mailboxes[b])
    if let shared = mine.first(where: other.contains) {
      let share = max(share(table.mailboxes.lexicon.count(shared)), shareOfNamesake(shared, a, b))
      return result.set(.email, EmailLevel.sameMailbox, rarity: share)
    }
    let isClose =
      isPromising
      && left.contains { x in
        right.contains { y in
          let (one, two) = (table.emails.lexicon[x], table.emails.lexicon[y])
          // hana23@ and hana53@ are two people's, not a slip.
          return min(one.count, two.count) >= 10 && Comparer.haveSameDigits(one, two)
            && StringLikeness.areOneEditApart(one, two)
        }
      }
    result.set(.email, isClose ? EmailLevel.close : EmailLevel.other)
  }

  private static func haveSameDigits(_ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> Bool {
    a.lazy.filter { (0x30...0x39).contains($0) }.elementsEqual(b.lazy.filter { (0x30...0x39).contains($0) })
  }

  /// How many of the same name would choose this mailbox: of `hiroshi.sato` quite a few.
  private func shareOfNamesake(_ mailbox: Int32, _ a: Int, _ b: Int) -> Double {
    let (left, right) = (table.persons[a], table.persons[b])
    var rest = String(
      String.UnicodeScalarView(table.mailboxes.lexicon[mailbox].compactMap(Unicode.Scalar.init)))
    for (one, two) in [(left.familyReading, right.familyReading), (left.givenReading, right.givenReading)] {
      guard one > 0, one == two else { continue }
      let name = String(String.UnicodeScalarView(table.readings[one].compactMap(Unicode.Scalar.init)))
      if let range = rest.firstRange(of: name) { rest.removeSubrange(range) }
    }
    switch rest.utf8.count {
    case 0, 1: return 0.1
    case 2: return 0.02
    case 3: return 0.003
    default: return 0
    }
  }

  private func comparePhones(_ a: Int, _ b: Int, _ isPromising: Bool, _ result: inout Comparison) {
    let (one, two) = (table.persons[a].phone, table.persons[b].phone)
    if one == 0 || two == 0 { return }
    if one > 0, two > 0, one != two, !isPromising { return result.set(.phone, PhoneLevel.other) }
    let (left, right) = (table.phones[a], table.phones[b])
    let shared = left.filter(right.contains)
    if let phone = shared.first(where: isMobile) ?? shared.first {
      return result.set(
        .phone, isMobile(phone) ? PhoneLevel.sameMobile : PhoneLevel.same,
        rarity: shareOfOwn(table.phones.lexicon.count(phone)))
    }
    let isClose =
      isPromising
      && left.contains { x in
        right.contains { y in
          let (one, two) = (table.phones.lexicon[x], table.phones.lexicon[y])
          return min(one.count, two.count) >= 9 && StringLikeness.areOneEditApart(one, two)
        }
      }
    result.set(.phone, isClose ? PhoneLevel.close : PhoneLevel.other)
  }

  /// 060, 070, 080 and 090 of Japan's numbering plan.
  private func isMobile(_ phone: Int32) -> Bool {
    let digits = table.phones.lexicon[phone]
    guard digits.count == 11, let first = digits.first, first == 0x30 else { return false }
    let next = digits[digits.startIndex + 1]
    return [0x36, 0x37, 0x38, 0x39].contains(next) && digits[digits.startIndex + 2] == 0x30
  }

  private func compareIDs(_ a: Int, _ b: Int, _ isPromising: Bool, _ result: inout Comparison) {
    let (one, two) = (table.persons[a].foreignID, table.persons[b].foreignID)
    if one == 0 || two == 0 { return }
    if one > 0, two > 0, one != two, !isPromising { return }
    let (left, right) = (table.ids[a], table.ids[b])
    if let shared = left.first(where: right.contains) {
      return result.set(.id, IDLevel.same, rarity: shareOfOwn(table.ids.lexicon.count(shared)))
    }
    var level = 0
    for x in left {
      let one = table.ids.lexicon[x]
      guard let gap = one.firstIndex(of: 0x1F) else { continue }
      for y in right {
        let two = table.ids.lexicon[y]
        guard one[...gap].elementsEqual(two.prefix(gap - one.startIndex + 1)) else { continue }
        let isLong = min(one.count, two.count) - (gap - one.startIndex + 1) >= 6
        if isLong, isPromising, StringLikeness.areOneEditApart(one, two) {
          level = IDLevel.close
        } else if level == 0 {
          level = IDLevel.other
        }
      }
    }
    result.set(.id, level)
  }

  // MARK: Places and days

  private func compareArea(_ a: TraitTable.Person, _ b: TraitTable.Person, _ result: inout Comparison) {
    let haveCode = a.postalCode > 0 && b.postalCode > 0
    if haveCode, a.postalCode == b.postalCode {
      return result.set(.area, AreaLevel.samePostalCode, rarity: share(table.postalCodes.count(a.postalCode)))
    }
    let haveCity = a.city > 0 && b.city > 0
    guard haveCode || haveCity else { return }
    let (x, y) = (table.postalCodes[a.postalCode], table.postalCodes[b.postalCode])
    let codesAreClose = haveCode && StringLikeness.areOneEditApart(x, y)
    if haveCity, a.city == b.city {
      let level = haveCode && !codesAreClose ? AreaLevel.sameCityOnly : AreaLevel.sameCity
      return result.set(.area, level, rarity: share(table.cities.count(a.city)))
    }
    let citiesAreClose = haveCity && Comparer.areClose(table.cities[a.city], table.cities[b.city])
    result.set(.area, codesAreClose || citiesAreClose ? AreaLevel.close : AreaLevel.other)
  }

  private func compareStreets(
    _ a: TraitTable.Person, _ b: TraitTable.Person, _ isPromising: Bool, _ result: inout Comparison
  ) {
    guard a.street > 0, b.street > 0 else { return }
    if a.street == b.street {
      return result.set(.street, StreetLevel.same, rarity: share(table.streets.count(a.street)))
    }
    guard isPromising else { return result.set(.street, StreetLevel.other) }
    let (x, y) = (table.streets[a.street], table.streets[b.street])
    let isPart = min(x.count, y.count) >= 4 && (x.starts(with: y) || y.starts(with: x))
    guard isPart || StringLikeness.dice(table.streetBigrams[a.street], table.streetBigrams[b.street]) >= 0.6
    else { return result.set(.street, StreetLevel.other) }
    result.set(.street, isPart || Comparer.numbersAgree(x, y) ? StreetLevel.close : StreetLevel.nearby)
  }

  /// Whether the numbers of one street are those of the other, but for what one has more: a flat's.
  static func numbersAgree(_ a: ArraySlice<UInt32>, _ b: ArraySlice<UInt32>) -> Bool {
    func numbers(_ text: ArraySlice<UInt32>) -> [ArraySlice<UInt32>] {
      text.split { !(0x30...0x39).contains($0) }
    }
    let (x, y) = (numbers(a), numbers(b))
    return zip(x, y).allSatisfy { $0 == $1 }
  }

  private func compareBirthdays(_ a: Int32, _ b: Int32, _ result: inout Comparison) {
    guard a > 0, b > 0 else { return }
    if a == b, a >= 10_000 {
      let common = Double(max(0, table.birthdayCounts[a, default: 0] - 4)) / population
      return result.set(.birthday, BirthdayLevel.same, rarity: max(common, 1 / 20_000))
    }
    let (day, otherDay) = (a % 10_000, b % 10_000)
    let isYearKnown = a >= 10_000 && b >= 10_000
    if day == otherDay, !isYearKnown { return result.set(.birthday, BirthdayLevel.sameDay) }
    let isExchanged = day / 100 == otherDay % 100 && day % 100 == otherDay / 100
    let isSlip = isYearKnown && Comparer.differInOneDigit(a, b)
    let isClose = isSlip || (isExchanged && a / 10_000 == b / 10_000)
    result.set(.birthday, isClose ? BirthdayLevel.close : BirthdayLevel.other)
  }

  static func differInOneDigit(_ a: Int32, _ b: Int32) -> Bool {
    var (a, b, differences) = (a, b, 0)
    while a > 0 || b > 0 {
      if a % 10 != b % 10 { differences += 1 }
      (a, b) = (a / 10, b / 10)
    }
    return differences == 1
  }
}

/// What two sounds were found to be: the same few are compared again and again.
private struct PartCache {
  private static let size = 1 << 16
  private var keys = Array(repeating: UInt64.max, count: size)
  private var levels = Array(repeating: UInt8(0), count: size)

  private static func slot(_ a: Int32, _ b: Int32) -> (Int, UInt64) {
    let key = UInt64(UInt32(bitPattern: min(a, b))) << 32 | UInt64(UInt32(bitPattern: max(a, b)))
    return (Int((key &* 0x9E37_79B9_7F4A_7C15) >> 48), key)
  }

  subscript(a: Int32, b: Int32) -> Int? {
    get {
      let (slot, key) = PartCache.slot(a, b)
      return keys[slot] == key ? Int(levels[slot]) : nil
    }
    set {
      let (slot, key) = PartCache.slot(a, b)
      keys[slot] = key
      levels[slot] = UInt8(truncatingIfNeeded: newValue ?? 0)
    }
  }
}
