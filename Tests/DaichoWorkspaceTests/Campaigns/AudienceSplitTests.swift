import DaichoModel
import DaichoWorkspace
import Testing

struct AudienceSplitTests {
  /// Computed with Python's hashlib: the first 53 bits of SHA-256 of `daicho PURPOSE\0CAMPAIGN\0ADDRESS`.
  @Test(arguments: [
    ("winter-sale", "variant", "hanako@example.com", 0.6566162353360536),
    ("winter-sale", "holdout", "hanako@example.com", 0.6599097563414231),
    ("冬のセール", "variant", "a..b@docomo.ne.jp", 0.7472307765284456),
  ])
  func isTheHashOfCampaignAndAddress(
    _ campaign: String, _ purpose: String, _ address: String, _ fraction: Double
  ) {
    #expect(AudienceSplit(campaign: campaign, purpose: purpose).fraction(for: address) == fraction)
  }

  @Test func respectsWeights() {
    let split = AudienceSplit(campaign: "winter", purpose: "variant")
    let weights = ["a": ExactDecimal(units: 1), "b": ExactDecimal(units: 3), "c": ExactDecimal(units: 0)]
    var counts: [String: Int] = [:]
    for number in 0..<20_000 {
      let name = split.choose(
        among: ["a", "b", "c"], weight: { weights[$0] ?? ExactDecimal(units: 0) },
        for: "p\(number)@example.com")
      counts[name ?? "none", default: 0] += 1
    }
    // Four standard deviations of a binomial are 245.
    #expect(abs((counts["b"] ?? 0) - 15_000) < 245)
    #expect((counts["a"] ?? 0) + (counts["b"] ?? 0) == 20_000)
  }

  @Test func anotherPurposeIsAnotherDivision() {
    let variant = AudienceSplit(campaign: "winter", purpose: "variant")
    let holdout = AudienceSplit(campaign: "winter", purpose: "holdout")
    let both = (0..<20_000).count {
      variant.fraction(for: "p\($0)@example.com") < 0.5 && holdout.fraction(for: "p\($0)@example.com") < 0.5
    }
    #expect(abs(both - 5_000) < 245)
  }

  @Test func withoutWeightNobodyIsChosen() {
    let split = AudienceSplit(campaign: "winter", purpose: "variant")
    #expect(split.choose(among: ["a"], weight: { _ in ExactDecimal(units: 0) }, for: "x") == nil)
    #expect(split.choose(among: [String](), weight: { _ in ExactDecimal(units: 1) }, for: "x") == nil)
  }
}
