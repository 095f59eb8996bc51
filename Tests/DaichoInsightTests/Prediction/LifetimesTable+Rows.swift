import DaichoInsight

extension LifetimesTable {
  struct Row {
    let history: PurchaseHistory
    let alive, inQuarter, inYear, value: Double
  }

  static let rows: [Row] = text.split(separator: "\n").map { line in
    let cells = line.split(separator: ",").compactMap { Double($0) }
    let x = Int(cells[0])
    return Row(
      history: PurchaseHistory(
        frequency: x, recency: Int(cells[1]), age: Int(cells[2]), valued: x,
        monetaryValue: x > 0 ? cells[3] : nil),
      alive: cells[4], inQuarter: cells[5], inYear: cells[6], value: cells[7])
  }

  static let histories = rows.map(\.history)
}

/// Whether two numbers are equal but for a share of the second.
func isClose(_ one: Double, _ other: Double, within share: Double) -> Bool {
  (one - other).magnitude <= share * other.magnitude
}
