import DaichoInsight
import DaichoModel
import Testing

struct ForecastFiguresTests {
  private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(typed: text)) }

  private func deal(_ close: String?, _ state: SalesDeal.State = .open, _ amount: Int64 = 100) throws
    -> SalesDeal
  {
    SalesDeal(
      pipeline: "default", stage: "x", state: state, amount: amount, probability: state == .won ? 1 : 0.25,
      close: try close.map { try day($0).day })
  }

  private func figures(
    _ deals: [SalesDeal], from: String? = nil, to: String? = nil, today: String = "2026-11-20", start: Int = 4
  ) throws -> ForecastFigures {
    ForecastFigures(
      deals, period: DayPeriod(from: try from.map(day), to: try to.map(day)), today: try day(today),
      fiscalYearStart: start)
  }

  private func months(_ figures: ForecastFigures) -> [String] {
    figures.months.map { String($0.first.description.prefix(7)) }
  }

  @Test func nothingIsNoMonth() throws {
    let empty = try figures([])
    #expect(empty.months.isEmpty)
    #expect(empty.total.expected == 0)
    #expect(try figures([deal(nil, .lost)]).undated.deals == 0)
  }

  @Test func todayIsNotLateAndYesterdayIs() throws {
    let figures = try figures([deal("2026-11-20"), deal("2026-11-19"), deal(nil), deal(nil, .won)])
    #expect(figures.slipped.deals == 1)
    #expect(figures.undated.deals == 1)
    #expect(figures.wonUndated.deals == 1)
    #expect(figures.total.open.deals == 1)
    #expect(figures.months.last?.open.weighted == 25)
  }

  @Test func wonDealsCountFromTheFiscalYear() throws {
    let found = try figures([deal("2026-03-31", .won), deal("2026-04-01", .won), deal("2027-01-10")])
    #expect(
      months(found) == [
        "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12",
        "2027-01",
      ])
    #expect(found.total.won.deals == 1)
    #expect(try months(figures([deal("2025-12-01", .won)], start: 12)).first == "2025-12")
    #expect(try months(figures([deal("2026-10-31", .won)], start: 11)) == ["2026-11"])
    #expect(try figures([deal("2026-04-01", .won)], today: "2028-02-29", start: 2).total.won.deals == 0)
  }

  @Test func bestCaseIsEveryOpenDealWon() throws {
    let found = try figures([
      deal("2026-11-25", .open, 1000), deal("2026-11-02", .won, 300), deal("2026-11-30", .lost),
    ])
    let month = try #require(found.months.last)
    #expect(month.bestCase == 1300)
    #expect(month.expected == 550)
    #expect(found.total.bestCase == 1300)
  }

  @Test func aPeriodCutsEverythingThatHasADate() throws {
    let deals = try [
      deal("2026-10-01"), deal("2026-11-01"), deal("2026-12-01"), deal("2027-01-01"), deal(nil),
    ]
    let found = try figures(deals, from: "2026-11-01", to: "2026-12-31")
    #expect(months(found) == ["2026-11", "2026-12"])
    #expect(found.slipped.deals == 1)
    #expect(found.total.open.deals == 1)
    #expect(found.undated.deals == 1)
  }

  /// A slip of the pen in one deal is no list of a hundred thousand months.
  @Test func farMonthsStandAlone() throws {
    #expect(try months(figures([deal("2026-12-01"), deal("9999-12-31")])) == ["2026-12", "9999-12"])
  }
}
