import DaichoInsight
import DaichoModel
import Testing

struct VelocityFiguresTests {
  private static let pipelines = WorkspaceSettings().pipelines

  private static func deal(
    _ way: [(String, Int)], _ state: SalesDeal.State = .open, amount: Int64? = nil, created: Int? = nil,
    pushes: Int = 0
  ) -> DealPassage {
    DealPassage(
      pipeline: pipelines[0].name, state: state, amount: amount, began: created ?? way.first?.1,
      visits: way.map { DealPassage.Visit(stage: $0.0, from: $0.1) }, pushes: pushes)
  }

  private static func rows(_ figures: VelocityFigures) -> [String] {
    figures.rows.map { row in
      "\(row.stage) \(row.entered) \(row.advanced) \(row.lost) \(row.days.map { "\($0)" } ?? "-")"
    }
  }

  @Test func countsWhatBecameOfEachStage() {
    let stages = Self.pipelines[0].stages.filter { !$0.isWon && !$0.isLost }.map(\.name)
    let (a, b, c) = (stages[0], stages[1], stages[2])
    let won = Self.pipelines[0].stages.first(where: \.isWon)?.name ?? ""
    let lost = Self.pipelines[0].stages.first(where: \.isLost)?.name ?? ""
    let figures = VelocityFigures(
      [
        Self.deal([(a, 0), (b, 10), (won, 30)], .won, amount: 900),
        // Back and forth: 5 + 5 days in the first, then lost from the second.
        Self.deal([(a, 0), (b, 5), (a, 7), (b, 12), (lost, 20)], .lost, pushes: 2),
        Self.deal([(a, 0), (lost, 4)], .lost),
        // Created before its first commit; straight to the third.
        Self.deal([(a, 20), (c, 26), (won, 40)], .won, amount: 300, created: 10),
        Self.deal([(b, 90)], pushes: 1),
      ], pipelines: Self.pipelines, today: 100)
    #expect(Self.rows(figures).prefix(3) == ["\(a) 4 3 1 8.0", "\(b) 3 1 1 15.0", "\(c) 1 1 0 14.0"])
    #expect(figures.open == 1 && figures.won == 2 && figures.lost == 2)
    #expect(figures.pushed == 2 && figures.pushes == 3)
    #expect(figures.winRate == 0.5 && figures.cycleDays == 30 && figures.pushedShare == 0.4)
    // 1 open × 0.5 × 600 ÷ 30 days.
    #expect(figures.perDay == 10)
    #expect(figures.rows[0].conversion == 0.75)
  }

  @Test func knowsNothingOfNothing() {
    let figures = VelocityFigures([], pipelines: Self.pipelines, today: 0)
    #expect(figures.winRate == nil && figures.cycleDays == nil && figures.perDay == nil)
    #expect(figures.rows.allSatisfy { $0.conversion == nil && $0.days == nil && $0.entered == 0 })
  }
}
