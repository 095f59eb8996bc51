import DaichoInsight
import Testing

struct ActivityFiguresTests {
  @Test func membersComeInTheirOrder() {
    var figures = ActivityFigures(members: ["b", "a"])
    figures.add(contacts: 2, channel: "call", last: 10, of: nil)
    figures.add(contacts: 1, channel: "call", last: 8, of: "a")
    figures.add(contacts: 3, channel: "email", last: 12, of: "a")
    figures.add(kept: 3, missed: 1, pending: 5, of: "stranger")
    #expect(figures.rows.map(\.member) == ["b", "a", "stranger", nil])
    #expect(figures.rows.map(\.contactCount) == [0, 4, 0, 2])
    #expect(figures.rows[1].lastContact == 12)
    #expect(figures.rows.map(\.keptRate) == [nil, nil, 0.75, nil])
    #expect(figures.total.contacts == ["call": 3, "email": 3])
    #expect(figures.total.lastContact == 12)
  }
}
