import DaichoInsight
import Testing

struct ProportionDifferenceTests {
  /// count, total, count, total, Newcombe's bounds, Wilson's of the first: `proportions.py`, by statsmodels.
  private static let table: [(Int, Int, Int, Int, Double, Double, Double, Double)] = [
    (0, 10, 0, 20, -0.161125158053, 0.277532799863, 0.000000000000, 0.277532799863),
    (0, 1, 1, 1, -1.000000000000, 0.122108720682, 0.000000000000, 0.793450685623),
    (10, 10, 0, 20, 0.679086037142, 1.000000000000, 0.722467200137, 1.000000000000),
    (5, 56, 0, 29, -0.038137147904, 0.192560013855, 0.038742148450, 0.192560013855),
    (56, 70, 48, 80, 0.052431472402, 0.333872654037, 0.691833555037, 0.876952607516),
    (9, 10, 3, 10, 0.170522723935, 0.809017973535, 0.595849973205, 0.982123786905),
    (32, 640, 18, 640, 0.000453996328, 0.044116202244, 0.035637449190, 0.069732371115),
    (12, 5000, 30, 5000, -0.006351050825, -0.001065434582, 0.001373465556, 0.004190551419),
    (400, 10000, 300, 10000, 0.004911012988, 0.015118309090, 0.036332586850, 0.044020691651),
    (3, 300, 9, 290, -0.048715818158, 0.002927998863, 0.003406618438, 0.028983493362),
    (1, 3, 2, 3, -0.717775111924, 0.315800684437, 0.061491944720, 0.792340399198),
    (123456, 1000000, 122000, 1000000, 0.000546502006, 0.002365500541, 0.122812696531, 0.124102196414),
  ]

  @Test func agreesWithStatsmodels() throws {
    for (a, n, b, m, low, high, wilsonLow, wilsonHigh) in Self.table {
      let first = try #require(Proportion(a, of: n))
      let second = try #require(Proportion(b, of: m))
      let interval = try #require(first.interval)
      #expect(abs(interval.lowerBound - wilsonLow) < 1e-9 && abs(interval.upperBound - wilsonHigh) < 1e-9)
      let found = try #require(ProportionDifference(first, minus: second))
      #expect(abs(found.interval.lowerBound - low) < 1e-9, "\(a)/\(n) - \(b)/\(m)")
      #expect(abs(found.interval.upperBound - high) < 1e-9, "\(a)/\(n) - \(b)/\(m)")
    }
  }

  @Test func saysWhichIsHigherOnlyWhenChanceHardlyMakesIt() throws {
    func verdict(_ a: Int, _ n: Int, _ b: Int, _ m: Int) throws -> ProportionDifference.Verdict {
      let (first, second) = (try #require(Proportion(a, of: n)), try #require(Proportion(b, of: m)))
      return try #require(ProportionDifference(first, minus: second)).verdict
    }
    #expect(try verdict(400, 10_000, 300, 10_000) == .higher)
    #expect(try verdict(300, 10_000, 400, 10_000) == .lower)
    #expect(try verdict(4, 100, 3, 100) == .tooFewToTell)
    #expect(try verdict(0, 1, 1, 1) == .tooFewToTell)
  }

  @Test func nobodyHasNoShare() throws {
    let none = try #require(Proportion(0, of: 0))
    let some = try #require(Proportion(1, of: 2))
    #expect(none.share == nil && none.interval == nil)
    #expect(ProportionDifference(none, minus: some) == nil)
    #expect(Proportion(3, of: 2) == nil && Proportion(-1, of: 2) == nil)
  }
}
