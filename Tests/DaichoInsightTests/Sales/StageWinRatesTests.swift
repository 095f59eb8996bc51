import DaichoInsight
import DaichoModel
import Testing

struct StageWinRatesTests {
  private static let pipeline = WorkspaceSettings().pipelines[0]
  private static let open = pipeline.stages.filter { !$0.isWon && !$0.isLost }.map(\.name)

  private static func deals(
    _ stages: [String], _ state: SalesDeal.State, _ count: Int
  ) -> [DealPassage] {
    let deal = DealPassage(
      pipeline: pipeline.name, state: state, visits: stages.map { DealPassage.Visit(stage: $0, from: nil) })
    return Array(repeating: deal, count: count)
  }

  @Test func saysNothingOfFewDeals() {
    let (first, second) = (Self.open[0], Self.open[1])
    let rates = StageWinRates(
      Self.deals([first], .lost, 7) + Self.deals([first, second, first], .won, 3)
        + Self.deals([first], .open, 50), pipelines: [Self.pipeline])
    #expect(rates.rates.map(\.stage) == Self.open)
    #expect(rates.rates[0].decided == 10 && rates.rates[0].winRate == 0.3)
    #expect(rates.rates[1].decided == 3 && rates.rates[1].winRate == nil)
    #expect(!rates.isEmpty && StageWinRates([], pipelines: [Self.pipeline]).isEmpty)
  }

  @Test func weighsWithThemWhereTheyAreKnown() throws {
    let day = try #require(CalendarDate(typed: "2026-11-20"))
    let rates = StageWinRates(
      Self.deals([Self.open[0].uppercased()], .lost, 8) + Self.deals([Self.open[0]], .won, 2),
      pipelines: [Self.pipeline])
    func deal(_ stage: String, _ amount: Int64, pushes: Int = 0) -> SalesDeal {
      SalesDeal(
        pipeline: Self.pipeline.name, stage: stage, state: .open, amount: amount, probability: 0.5,
        close: day.day, pushes: pushes)
    }
    let figures = ForecastFigures(
      [deal(Self.open[0], 1000, pushes: 2), deal(Self.open[1], 100)], period: DayPeriod(), today: day,
      fiscalYearStart: 4, rates: rates)
    let sum = figures.total.open
    #expect(sum.weighted == 550 && sum.weightedByHistory == 250 && sum.pushed == 1)
  }
}
