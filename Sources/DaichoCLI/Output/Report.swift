import DaichoModel
import OrderedCollections

/// The answer of `daicho report`: rows with what frames them.
package struct Report: Sendable, Hashable {
  /// `rfm`, `sales`, `pipeline`, …
  package var name: String
  package var asOf: CalendarDate
  package var currency: Currency
  package var table: OutputTable
  /// By column key; keys that are no column appear in JSON alone.
  package var totals: OrderedDictionary<String, JSONValue>
  /// More members of the JSON object, after `totals`: `thresholds`, `tax`.
  package var details: OrderedDictionary<String, JSONValue>
  /// Lines under the table: what the numbers rest on.
  package var notes: [Wording]

  package init(
    _ name: String, asOf: CalendarDate, currency: Currency, table: OutputTable,
    totals: OrderedDictionary<String, JSONValue> = [:], details: OrderedDictionary<String, JSONValue> = [:],
    notes: [Wording] = []
  ) {
    self.name = name
    self.asOf = asOf
    self.currency = currency
    self.table = table
    self.totals = totals
    self.details = details
    self.notes = notes
  }

  /// JSON is the envelope `{"report","as_of","currency","rows","totals",…}`; a table ends in the totals
  /// and the notes; the other formats are the rows alone.
  package func write(_ options: OutputOptions, to sink: OutputSink) throws(DaichoError) {
    switch options.format {
    case .json: try writeJSON(to: sink)
    case .table:
      let last = totals.isEmpty ? nil : table.columns.map { totals[$0.key] ?? .null }
      var text = TextTable(
        columns: table.columns, rows: table.rows, totals: last, language: options.language)
      if let width = options.width { text.shrink(to: width) }
      for line in text.lines(style: options.style) { try sink.write(line) }
      if !notes.isEmpty, !table.rows.isEmpty { try sink.writeLine() }
      for note in notes { try sink.writeLine(options.style(CellText.line(note(options.language)), .dim)) }
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
