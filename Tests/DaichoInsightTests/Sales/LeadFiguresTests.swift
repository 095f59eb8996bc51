import DaichoInsight
import Testing

struct LeadFiguresTests {
  @Test func nobodyConvertsToNothing() {
    let empty = LeadFigures()
    #expect(empty.rows.isEmpty)
    #expect(empty.total.conversion == nil)
    var gone = LeadFigures()
    gone.add(people: 3, lifecycle: "former", source: nil, key: nil)
    #expect(gone.total.conversion == nil)
    #expect(gone.total.people == 3)
  }

  @Test func aStageHoldsWhatIsBeyondIt() {
    var figures = LeadFigures()
    figures.add(people: 4, lifecycle: "subscriber", source: "fair", key: "fair")
    figures.add(people: 3, lifecycle: "Lead", source: "fair", key: "fair")
    figures.add(people: 1, lifecycle: "whatever", source: nil, key: nil)
    figures.add(people: 2, lifecycle: "customer", source: "web", key: "web")
    figures.add(people: 5, lifecycle: "former", source: "web", key: "web")
    #expect(LeadFigures.Stage.allCases.map(figures.total.reached) == [10, 6, 2, 2])
    #expect(figures.total.conversion == 0.2)
    #expect(figures.rows.map(\.source) == ["fair", "web", nil])
    #expect(figures.rows.map(\.counts.people) == [7, 7, 1])
    #expect(figures.rows[1].counts.conversion == 1)
  }
}
