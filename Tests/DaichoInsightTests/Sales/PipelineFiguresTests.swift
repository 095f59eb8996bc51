import DaichoInsight
import DaichoModel
import Testing

struct PipelineFiguresTests {
  private let pipelines = [
    WorkspaceSettings.Pipeline(
      name: "default",
      stages: [
        .init(name: "talk", probability: ExactDecimal(units: 3, scale: 1), rotAfterDays: 14),
        .init(name: "won", probability: ExactDecimal(units: 1)),
        .init(name: "lost", probability: ExactDecimal(units: 0)),
      ])
  ]

  private func deal(
    _ stage: String = "talk", _ state: SalesDeal.State = .open, amount: Int64? = 100,
    probability: Double? = 0.3, created: Int? = nil, first: Int? = nil, last: Int? = nil
  ) -> SalesDeal {
    SalesDeal(
      pipeline: "default", stage: stage, state: state, amount: amount, probability: probability,
      created: created, firstEntry: first, lastEntry: last)
  }

  private func figures(_ deals: [SalesDeal], today: Int = 100) -> PipelineFigures {
    PipelineFigures(deals, pipelines: pipelines, today: today)
  }

  @Test func noDealIsAStageWithout() {
    let rows = figures([]).rows
    #expect(rows.map(\.stage) == ["talk", "won", "lost"])
    #expect(rows.allSatisfy { $0.deals == 0 && $0.meanAge == nil && $0.weighted == 0 })
    #expect(figures([]).total(.open).meanAge == nil)
  }

  @Test func weightedIsRoundedOnce() {
    // 0.3 × 5 = 1.5, twice is 3; rounded each by itself it would be 4.
    #expect(figures([deal(amount: 5), deal(amount: 5)]).rows[0].weighted == 3)
    #expect(figures([deal(amount: 5)]).rows[0].weighted == 2)
    #expect(figures([deal(amount: -5)]).rows[0].weighted == -2)
    #expect(figures([deal(amount: nil), deal(amount: 10, probability: nil)]).rows[0].weighted == 0)
    #expect(
      figures([deal(amount: 10, probability: .nan), deal(amount: 10, probability: 7)]).rows[0].weighted == 10)
  }

  @Test func hugeAmountsStopAtTheEnd() {
    let rows = figures([deal(amount: .max, probability: 1), deal(amount: .max, probability: 1)]).rows
    #expect(rows[0].amount == .max)
    #expect(rows[0].weighted == .max)
    #expect(figures([deal(amount: .min, probability: 1), deal(amount: .min)]).rows[0].amount == .min)
  }

  @Test func ageIsFromCreationElseTheFirstEntry() {
    #expect(figures([deal(created: 90), deal(first: 70), deal()]).rows[0].meanAge == 20)
    #expect(figures([deal(created: 130)]).rows[0].meanAge == 0)
    #expect(figures([deal("won", .won, created: 10)]).rows[1].meanAge == nil)
  }

  /// A stage rots after 14 days: on the 15th.
  @Test(arguments: [
    (Int?.none, Int?.none, 0), (86, nil, 0), (85, nil, 1), (10, 86, 0), (10, 85, 1), (90, 10, 0),
    (nil, 10, 1),
  ])
  func rotsWhenNothingHappened(_ created: Int?, _ last: Int?, _ rotting: Int) {
    #expect(figures([deal(created: created, last: last)]).rows[0].rotting == rotting)
    #expect(figures([deal("won", .won, created: created, last: last)]).rows[1].rotting == 0)
  }

  @Test func stagesNobodyKnowsComeLast() {
    let rows = figures([deal("zzz"), deal("TALK"), deal("aaa")]).rows
    #expect(rows.map(\.stage) == ["talk", "won", "lost", "aaa", "zzz"])
    #expect(rows[0].deals == 1)
    #expect(rows[3].probability == nil)
  }
}
