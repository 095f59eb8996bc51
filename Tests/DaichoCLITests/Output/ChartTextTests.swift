import DaichoCLI
import Testing

struct ChartTextTests {
  @Test(arguments: [
    (8.0, "██"), (4, "█"), (6, "█▌"), (1, "▎"), (0.001, "▏"), (0, ""), (-8, "-█"), (-4, "-▌"), (1e300, "██"),
    (.infinity, ""), (.nan, ""),
  ])
  func barsGrowByEighths(_ value: Double, _ bar: String) {
    #expect(ChartText.bar(value, most: 8, width: 2) == bar)
  }

  @Test func noBarWithoutAMeasure() {
    #expect(ChartText.bar(1, most: 0, width: 10) == "")
    #expect(ChartText.bar(1, most: 1, width: 0) == "")
  }

  @Test(
    arguments: [
      ([], ""), ([0, 0, 0], "▁▁▁"), ([5], "█"), ([0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"),
      ([-7, 0, 7], "▁▅█"), ([-1], "▁"), ([nil, 7, nil], " █ "),
      ([-1.7e308, 1.7e308], "▁█"), ([1, 1e18], "▁█"),
    ] as [([Double?], String)])
  func sparklinesStandOnZero(_ values: [Double?], _ line: String) {
    #expect(ChartText.sparkline(values) == line)
  }

  @Test func narrowSparklinesKeepWhatIsNew() {
    #expect(ChartText.sparkline([7, 0, 7], width: 2) == "▁█")
    #expect(ChartText.sparkline([7, 0, 7], width: 0) == "")
  }
}
