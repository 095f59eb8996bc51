#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The traits that are compared, in the order of `Comparison`'s levels.
enum Trait: Int, CaseIterable {
  case family, given, email, phone, area, street, birthday, company, id
}

/// How a part of a name agrees.
enum NameLevel {
  static let missing = 0
  static let same = 1
  /// Written alike, read otherwise: 裕子 as ゆうこ and ひろこ.
  static let sameWritten = 2
  /// One is written so that only its sound can be compared: やまだ and 山田.
  static let sameReading = 3
  /// Two spellings of one sound: 洋子 and 陽子.
  static let homophone = 4
  static let close = 5
  static let other = 6
  static let alike = 7
}

enum EmailLevel {
  static let same = 1
  static let sameMailbox = 2
  static let close = 3
  static let other = 4
}

enum PhoneLevel {
  static let same = 1
  static let close = 2
  static let other = 3
  /// A mobile phone, which has one owner.
  static let sameMobile = 4
}

enum AreaLevel {
  static let samePostalCode = 1
  static let sameCity = 2
  /// One digit of the postal code differs, or a letter of the city.
  static let close = 3
  static let sameCityOnly = 4
  static let other = 5
}

enum StreetLevel {
  static let same = 1
  static let close = 2
  static let other = 3
  /// Other numbers of the same street.
  static let nearby = 4
}

enum BirthdayLevel {
  static let same = 1
  /// Of one the year is not known.
  static let sameDay = 2
  static let close = 3
  static let other = 4
}

enum CompanyLevel {
  static let same = 1
  static let other = 2
}

enum IDLevel {
  static let same = 1
  static let close = 2
  static let other = 3
}

/// How two records agree: a level a trait, 0 where one of them lacks it, and how common what they share is.
struct Comparison {
  private(set) var packed: UInt32 = 0
  /// By trait, the natural logarithm of the share of records that have what both have: an agreement on 田中
  /// says less than one on 勅使河原. 0 where the level alone tells.
  private(set) var rarity = SIMD16<Float>(repeating: 0)
  /// Family and given name agree when exchanged.
  var isSwapped = false
  /// The order of the names was written down, not guessed from a space.
  var isSwapSurprising = false

  subscript(trait: Trait) -> Int { Int(packed >> (UInt32(trait.rawValue) * 3)) & 7 }

  mutating func set(_ trait: Trait, _ level: Int, rarity share: Double = 1) {
    let shift = UInt32(trait.rawValue) * 3
    packed = packed & ~(7 << shift) | UInt32(level) << shift
    rarity[trait.rawValue] = share < 1 ? Float(log(share)) : 0
  }
}
