import Testing

@testable import DaichoFiles

struct LedgerMergeTests {
  private func orders(_ base: String?, _ ours: String, _ theirs: String) -> String {
    func run(_ a: String, _ b: String) -> [UInt8] {
      let merged = LedgerMerge.orders(
        base: base.map { Array($0.utf8) }, ours: Array(a.utf8), theirs: Array(b.utf8))
      #expect(merged.isClean)
      return merged.bytes
    }
    let merged = run(ours, theirs)
    #expect(merged == run(theirs, ours))
    return String(decoding: merged, as: UTF8.self)
  }

  private static let head = "date,order,customer,amount,line,status\n"
  private static let base = head + "2026-11-01,1,a,100,1,placed\n2026-11-01,1,a,\"2,000\",2,placed\n"

  @Test func newRowsOfBothInTheOrderOfTheirDays() {
    #expect(
      orders(Self.base, Self.base + "2026-11-03,3,b,1,1,\n", Self.base + "2026-11-02,2,b,1,1,\n")
        == Self.base + "2026-11-02,2,b,1,1,\n2026-11-03,3,b,1,1,\n")
  }

  @Test func oneRowCellByCell() {
    let merged = orders(
      Self.base, Self.base.replacing("100,1,placed", with: "100,1,paid"),
      Self.base.replacing("a,100", with: "hanako,100"))
    #expect(merged == Self.base.replacing("a,100,1,placed", with: "hanako,100,1,paid"))
  }

  @Test func twoStatusesOfOneRowBothStay() {
    let merged = orders(
      Self.base, Self.base.replacing("100,1,placed", with: "100,1,paid"),
      Self.base.replacing("100,1,placed", with: "100,1,shipped"))
    #expect(
      merged.contains("100,1,paid\n") && merged.contains("100,1,shipped\n")
        && !merged.contains("100,1,placed"))
  }

  @Test func columnsByTheirNames() {
    let ours =
      "order,line,date,customer,amount,status\n1,1,2026-11-01,a,100,placed\n1,2,2026-11-01,a,\"2,000\",placed\n"
    #expect(
      orders(Self.base, ours, Self.base + "2026-11-02,2,b,7,1,paid\n") == ours + "2,1,2026-11-02,b,7,paid\n")
    let wider = Self.base.replacing("status\n", with: "status,memo\n").replacing(
      "placed\n", with: "placed,\n")
    #expect(
      orders(Self.base, wider, Self.base + "2026-11-02,2,b,7,1,paid\n") == wider
        + "2026-11-02,2,b,7,1,paid,\n")
  }

  @Test func bothMadeTheFile() {
    #expect(
      orders(nil, Self.head + "2026-11-02,2,b,1,1,\n", Self.head + "2026-11-01,1,a,1,1,\n")
        == Self.head + "2026-11-01,1,a,1,1,\n2026-11-02,2,b,1,1,\n")
  }

  @Test func severalHeadersAreUnited() {
    let two = Self.base + Self.head + "2026-11-05,5,a,1,1,\n"
    let merged = orders(two, two + "2026-11-06,6,a,1,1,\n", two + "2026-11-07,7,a,1,1,\n")
    #expect(merged.contains(",6,a") && merged.contains(",7,a"))
  }

  @Test func eventsAreASetOfLines() {
    let base =
      #"{"id":"1","at":"2026-11-01T00:00:00Z"}"# + "\n" + #"{"id":"2","at":"2026-11-02T00:00:00Z"}"# + "\n"
    let (three, four) = (
      #"{"id":"3","at":"2026-11-03T00:00:00Z"}"# + "\n", #"{"id":"4","at":"2026-11-04T00:00:00Z"}"# + "\n"
    )
    let erased = String(base.drop { $0 != "\n" }.dropFirst())
    let merged = LedgerMerge.jsonLines(
      base: Array(base.utf8), ours: Array((base + four).utf8), theirs: Array((erased + three).utf8))
    #expect(String(decoding: merged.bytes, as: UTF8.self) == erased + three + four)
  }
}
