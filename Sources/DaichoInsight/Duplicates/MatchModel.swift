#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How probable two records are one person, given how they agree.
///
/// The model of I. P. Fellegi and A. B. Sunter, "A Theory for Record Linkage", JASA 64 (1969): each level of
/// agreement of a trait has a probability m among pairs of one person and u among pairs of two, and the
/// logarithms of m/u add up. Where a value is shared, u is its own frequency (W. E. Winkler,
/// "Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage", 2000). u of the other levels is
/// measured on pairs drawn from the register, as Splink does; m begins with the values below.
///
/// Pairs of two persons are of three sorts here, because traits are not independent among them: any two; two
/// of one household, who share name, address and landline; two of one company. So a family is told from a
/// duplicate by what is a person's own: given name, birthday, mobile phone.
struct MatchModel {
  /// Below so many records, shares are taken as of so many.
  static let leastPopulation = 500

  /// Natural logarithms, by trait and level.
  private(set) var same: [[Double]]
  private(set) var anyTwo: [[Double]]
  /// `nil` for traits that are there as among any two.
  private let household: [[Double]?]
  private let colleagues: [[Double]?]
  private var priors: (same: Double, household: Double, colleagues: Double)
  private let population: Double

  /// A row a trait, a probability a level; the first is of a missing trait.
  private static let startOfSame: [Trait: [Double]] = [
    .family: [1, 0.78, 0.01, 0.04, 0.02, 0.06, 0.07, 0.02],
    .given: [1, 0.80, 0.01, 0.04, 0.03, 0.08, 0.02, 0.02],
    .email: [1, 0.45, 0.12, 0.05, 0.38],
    .phone: [1, 0.55, 0.05, 0.40, 0.55],
    .area: [1, 0.66, 0.06, 0.06, 0.05, 0.17],
    .street: [1, 0.54, 0.20, 0.22, 0.04],
    .birthday: [1, 0.86, 0.90, 0.08, 0.06],
    .company: [1, 0.80, 0.20],
    .id: [1, 0.60, 0.05, 0.35],
  ]

  private static let startOfAnyTwo: [Trait: [Double]] = [
    .family: [1, 0.01, 0.0005, 0.005, 0.003, 0.008, 0.96, 0.02],
    .given: [1, 0.01, 0.0005, 0.005, 0.003, 0.008, 0.96, 0.02],
    .email: [1, 1e-6, 1e-4, 2e-5, 0.9998],
    .phone: [1, 1e-6, 1e-4, 0.9999, 1e-6],
    .area: [1, 0.002, 0.01, 0.005, 0.02, 0.96],
    .street: [1, 1e-4, 2e-4, 0.997, 0.002],
    .birthday: [1, 5e-5, 0.0027, 0.0015, 0.998],
    .company: [1, 0.01, 0.99],
    .id: [1, 1e-6, 1e-4, 0.9999],
  ]

  /// Nobody calls two children alike; some are twins.
  private static let ofHousehold: [Trait: [Double]] = [
    .family: [1, 0.85, 0.005, 0.02, 0.005, 0.01, 0.105, 0.005],
    .given: [1, 0.004, 0.001, 0.001, 0.003, 0.02, 0.931, 0.04],
    .email: [1, 0.06, 0.02, 0.01, 0.91],
    .phone: [1, 0.55, 0.01, 0.44, 0.06],
    .area: [1, 0.88, 0.04, 0.02, 0.02, 0.04],
    .street: [1, 0.75, 0.15, 0.08, 0.02],
    .birthday: [1, 0.015, 0.02, 0.004, 0.981],
    .id: [1, 1e-4, 1e-3, 0.9989],
  ]

  private static let ofColleagues: [Trait: [Double]] = [
    .email: [1, 0.08, 0.005, 0.01, 0.905],
    .phone: [1, 0.6, 0.03, 0.37, 0.02],
    .area: [1, 0.85, 0.04, 0.02, 0.04, 0.05],
    .street: [1, 0.7, 0.18, 0.10, 0.02],
    .company: [1, 0.95, 0.05],
    .id: [1, 1e-4, 1e-3, 0.9989],
  ]

  /// How many others of each sort a record is expected to have.
  private static let expected = (same: 0.1, household: 0.3, colleagues: 0.2)

  init(records: Int) {
    population = Double(max(records, MatchModel.leastPopulation))
    same = Trait.allCases.map { (MatchModel.startOfSame[$0] ?? []).map { log($0) } }
    anyTwo = Trait.allCases.map { (MatchModel.startOfAnyTwo[$0] ?? []).map { log($0) } }
    household = Trait.allCases.map { MatchModel.ofHousehold[$0]?.map { log($0) } }
    colleagues = Trait.allCases.map { MatchModel.ofColleagues[$0]?.map { log($0) } }
    let expected = MatchModel.expected
    priors = (
      log(expected.same / population), log(expected.household / population),
      log(expected.colleagues / population)
    )
  }

  /// The logarithms of the four sorts' joint probabilities.
  struct Weights {
    var same: Double
    var anyTwo: Double
    var household: Double
    var colleagues: Double

    /// The natural logarithm of the odds that it is one person.
    var odds: Double {
      let most = max(anyTwo, household, colleagues)
      return same - most - log(exp(anyTwo - most) + exp(household - most) + exp(colleagues - most))
    }
  }

  /// An exchange of family and given name where both were given as such.
  private static let swap = log(0.05)

  func weights(_ comparison: Comparison) -> Weights {
    var weights = Weights(
      same: priors.same, anyTwo: 0, household: priors.household, colleagues: priors.colleagues)
    for trait in Trait.allCases {
      let level = comparison[trait]
      guard level > 0 else { continue }
      let index = trait.rawValue
      let rarity = comparison.rarity[index]
      let common = rarity == 0 ? anyTwo[index][level] : Double(rarity)
      weights.same += same[index][level]
      weights.anyTwo += common
      weights.household += household[index]?[level] ?? common
      weights.colleagues += colleagues[index]?[level] ?? common
    }
    if comparison.isSwapped {
      if comparison.isSwapSurprising { weights.same += MatchModel.swap }
      weights.household += MatchModel.swap
    }
    return weights
  }

  // MARK: Learning

  /// So many pairs of two persons the values above count for.
  private static let weightOfStart = 300.0

  /// Measures how often any two agree, on pairs drawn from the register.
  mutating func learnAnyTwo(_ sample: [Comparison]) {
    for trait in Trait.allCases {
      guard let start = MatchModel.startOfAnyTwo[trait] else { continue }
      var counts = Array(repeating: 0.0, count: start.count)
      for comparison in sample { counts[comparison[trait]] += 1 }
      anyTwo[trait.rawValue] = MatchModel.blend(counts, start, weight: MatchModel.weightOfStart)
    }
  }

  static func blend(_ counts: [Double], _ start: [Double], weight: Double) -> [Double] {
    let total = counts.dropFirst().reduce(0, +) + weight
    return start.indices.map { level in
      level == 0 ? 0 : log((counts[level] + weight * start[level]) / total)
    }
  }

  private static let weightOfSame = 60.0
  private static let rounds = 5

  /// Winkler's EM: what the pairs that are probably one person agree on becomes m, and their number the
  /// prior. `pairs` are those that came out of blocking; the others are taken for pairs of two.
  ///
  /// W. E. Winkler, "Using the EM Algorithm for Weight Computation in the Fellegi-Sunter Model of Record
  /// Linkage", 1988; u stays as it was measured.
  mutating func learnSame(_ pairs: [Comparison]) {
    let ofAll = population * population / 2
    func prior(_ found: Double, _ expected: Double) -> Double {
      log(
        (found + MatchModel.weightOfPrior * expected * population / 2) / (1 + MatchModel.weightOfPrior)
          / ofAll)
    }
    for _ in 0..<MatchModel.rounds {
      var counts = Trait.allCases.map { Array(repeating: 0.0, count: MatchModel.startOfSame[$0]?.count ?? 0) }
      var (found, households, teams) = (0.0, 0.0, 0.0)
      for pair in pairs {
        let weights = weights(pair)
        let most = max(weights.same, weights.anyTwo, weights.household, weights.colleagues)
        let share = (
          exp(weights.same - most), exp(weights.household - most), exp(weights.colleagues - most)
        )
        let total = share.0 + share.1 + share.2 + exp(weights.anyTwo - most)
        found += share.0 / total
        households += share.1 / total
        teams += share.2 / total
        guard share.0 > 0.02 * total else { continue }
        for trait in Trait.allCases { counts[trait.rawValue][pair[trait]] += share.0 / total }
      }
      for trait in Trait.allCases {
        guard let start = MatchModel.startOfSame[trait] else { continue }
        same[trait.rawValue] = MatchModel.blend(
          counts[trait.rawValue], start, weight: MatchModel.weightOfSame)
      }
      priors = (
        prior(found, MatchModel.expected.same), prior(households, MatchModel.expected.household),
        prior(teams, MatchModel.expected.colleagues)
      )
    }
  }

  /// The expected numbers count for a tenth of what is found.
  private static let weightOfPrior = 0.1
}
