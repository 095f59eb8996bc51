import DaichoInsight
import DaichoModel
import DaichoTestSupport
import Testing

struct RFMTests {
  @Test func takesThresholdsByNearestRank() {
    #expect(RFMBounds.fifths([]) == [])
    #expect(RFMBounds.fifths([7]) == [7, 7, 7, 7])
    #expect(RFMBounds.fifths([2, 1]) == [1, 1, 2, 2])
    // ⌈0.2 · 5⌉ is 1, not 2: no rounding error of binary fractions may move a rank.
    #expect(RFMBounds.fifths([5, 4, 3, 2, 1]) == [1, 2, 3, 4])
    #expect(RFMBounds.fifths([1, 2, 3, 4, 5, 6]) == [2, 3, 4, 5])
    #expect(RFMBounds.fifths(Array(1...15)) == [3, 6, 9, 12])
  }

  @Test func scoresByHowManyThresholdsAreStrictlyBelow() {
    let bounds = RFMBounds(
      recency: [10, 20, 30, 40], frequency: [1, 2, 4, 8], monetary: [0, 100, 200, 300])
    let score = bounds.score(days: 20, orders: 2, amount: -5)
    #expect(score == RFMScore(recency: 4, frequency: 2, monetary: 1))
    #expect(bounds.score(days: 0, orders: 9, amount: 301) == RFMScore(recency: 5, frequency: 5, monetary: 5))
    #expect(bounds.score(days: 41, orders: 1, amount: 0) == RFMScore(recency: 1, frequency: 1, monetary: 1))
  }

  @Test func givesEqualValuesOneScore() {
    let bounds = RFMBounds(
      days: [3, 3, 3], orders: [1, 1, 1], amounts: [50, 50, 50], fixed: .init(), currency: .jpy)
    #expect(bounds.score(days: 3, orders: 1, amount: 50) == RFMScore(recency: 5, frequency: 1, monetary: 1))
  }

  @Test func takesFixedThresholdsInMajorUnits() throws {
    var fixed = WorkspaceSettings.RFMThresholds()
    fixed.frequency = [1, 2, 4, 8].map { ExactDecimal(units: $0) }
    fixed.monetary = ["-0.005", "9.99", "10.005", "100"].compactMap { ExactDecimal(typed: $0) }
    let dollars = try #require(Currency("USD"))
    let bounds = RFMBounds(days: [5], orders: [1], amounts: [1], fixed: fixed, currency: dollars)
    #expect(
      bounds == RFMBounds(recency: [5, 5, 5, 5], frequency: [1, 2, 4, 8], monetary: [-1, 999, 1000, 10000]))
    let huge = [ExactDecimal(units: .max), ExactDecimal(units: .min)]
    #expect(RFMBounds.whole(huge, digits: 2) == [.max, .min])
  }

  /// The ten rectangles of SPEC §4, written out once more.
  @Test func coversEveryCellOfTheGridOnce() {
    let rectangles: [(RFMSegment, ClosedRange<Int>, ClosedRange<Int>)] = [
      (.hibernating, 1...2, 1...2), (.atRisk, 1...2, 3...4), (.cantLose, 1...2, 5...5),
      (.aboutToSleep, 3...3, 1...2), (.needAttention, 3...3, 3...3), (.loyal, 3...4, 4...5),
      (.promising, 4...4, 1...1), (.new, 5...5, 1...1), (.potentialLoyal, 4...5, 2...3),
      (.champion, 5...5, 4...5),
    ]
    for recency in 1...5 {
      for frequency in 1...5 {
        let holding = rectangles.filter { $0.1.contains(recency) && $0.2.contains(frequency) }.map(\.0)
        #expect(holding == [RFMSegment.of(recency: recency, frequency: frequency)])
      }
    }
    #expect(Set(rectangles.map(\.0)) == Set(RFMSegment.allCases))
  }
}
