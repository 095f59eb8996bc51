import DaichoModel
import OrderedCollections

/// The answer of `daicho report`: rows with what frames them.
package struct Report: Sendable, Hashable {
  /// `rfm`, `sales`, `pipeline`, …
  package var name: String
  /// What stands above it: `name` where nothing better is given.
  package var title: Wording
  package var asOf: CalendarDate
  /// The days it tells of, where it is about a period.
  package var period: DayPeriod?
  package var currency: Currency
  /// The one thing it says, in words a shopkeeper understands.
  package var headline: Wording?
  package var table: OutputTable
  /// By column key; keys that are no column appear in JSON alone.
  package var totals: OrderedDictionary<String, JSONValue>
  /// What people read before the totals; "total" unless said.
  package var totalsLabel: Wording?
  /// More members of the JSON object, after `totals`: `thresholds`, `tax`.
  package var details: OrderedDictionary<String, JSONValue>
  package var charts: [Chart]
  /// The key of the column whose values people see as bars too.
  package var bars: String?
  /// For tables that nobody reads through: a heat map tells people the same. They are then folded away on a
  /// page and left out on a terminal; machines get them.
  package var isTableForMachines: Bool
  /// Keys of the totals that a page shows as large figures; all of them unless said.
  package var highlights: [String]?
  /// Whether a terminal shows heat maps: not those whose values stand in the table too.
  package var drawsMapsOnTerminal = true
  /// Keys of the columns that tell which row is which; the first column's unless said.
  package var labels: [String]?
  /// Lines under the table: what the numbers rest on.
  package var notes: [Wording]

  package init(
    _ name: String, title: Wording? = nil, asOf: CalendarDate, period: DayPeriod? = nil, currency: Currency,
    headline: Wording? = nil, table: OutputTable, totals: OrderedDictionary<String, JSONValue> = [:],
    details: OrderedDictionary<String, JSONValue> = [:], charts: [Chart] = [], bars: String? = nil,
    isTableForMachines: Bool = false, notes: [Wording] = []
  ) {
    self.name = name
    self.title = title ?? Wording(same: name)
    self.asOf = asOf
    self.period = period
    self.currency = currency
    self.headline = headline
    self.table = table
    self.totals = totals
    self.details = details
    self.charts = charts
    self.bars = bars
    self.isTableForMachines = isTableForMachines
    self.notes = notes
  }

  /// JSON is the envelope `{"report","as_of","currency","rows","totals",…}`; a table begins with the
  /// headline and ends in the totals and the notes; the other formats are the rows alone.
  package func write(_ options: OutputOptions, to sink: OutputSink) throws(DaichoError) {
    switch options.format {
    case .json: try writeJSON(to: sink)
    case .table: try ReportText(self, options).write(to: sink)
    case .jsonl, .csv, .tsv, .ids: try table.write(options, to: sink)
    }
  }

  private func writeJSON(to sink: OutputSink) throws(DaichoError) {
    var out: [UInt8] = []
    func member(_ key: String, _ value: JSONValue) {
      out.append(contentsOf: ",\n  \(JSONValue.string(key).serialized()): ".utf8)
      JSONShape.write(value, to: &out, depth: 1)
    }
    out.append(contentsOf: "{\n  \"report\": \(JSONValue.string(name).serialized())".utf8)
    member("as_of", .string(asOf.description))
    member("currency", .string(currency.code))
    if let period {
      member(
        "period",
        .object(["from": .optional(period.from?.description), "to": .optional(period.to?.description)]))
    }
    out.append(contentsOf: ",\n  \"rows\": [".utf8)
    let shape = JSONShape(columns: table.columns)
    for (index, row) in table.rows.enumerated() {
      out.append(contentsOf: (index == 0 ? "\n    " : ",\n    ").utf8)
      shape.write(row, to: &out, depth: 2)
    }
    out.append(contentsOf: (table.rows.isEmpty ? "]" : "\n  ]").utf8)
    out.append(contentsOf: ",\n  \"totals\": ".utf8)
    let keys = totals.keys.map { OutputColumn.machineOnly($0) }
    JSONShape(columns: keys).write(OutputRow(id: "", Array(totals.values)), to: &out, depth: 1)
    for (key, value) in details { member(key, value) }
    out.append(contentsOf: "\n}\n".utf8)
    try sink.write(out)
  }
}

extension Report {
  /// Whether a line below the table has anything to say.
  var totalsAreOfColumns: Bool { table.columns.contains { totals[$0.key] != nil } }
}
