import DaichoModel
import OrderedCollections

/// A report as it was then beside the same as it is now: each figure then, now, and the difference.
///
/// Rows are matched by what names them; one that only one side has is shown, with nothing on the other.
struct ReportComparison {
  /// What was asked before.
  struct Then {
    let report: Report
    /// In full.
    let commit: String

    init(_ report: Report, commit: String) {
      self.report = report
      self.commit = commit
    }
  }

  private let then: Report
  private let now: Report
  private let commit: String
  private let rows: [Row]
  private let figures: Set<String>

  private struct Row {
    let then: OutputRow?
    let now: OutputRow?
  }

  init(_ then: Then, _ now: Report) {
    (self.then, self.now, commit) = (then.report, now, then.commit)
    rows = ReportComparison.matched(then.report, now)
    figures = ReportComparison.figures(then.report).union(ReportComparison.figures(now))
  }

  // MARK: Matching

  /// Now's rows in their order, then those that are gone. Of rows with the same name the first meets the first.
  private static func matched(_ then: Report, _ now: Report) -> [Row] {
    var waiting: [[JSONValue]: [Int]] = [:]
    for (place, row) in then.table.rows.enumerated().reversed() {
      waiting[name(of: row, in: then, like: now), default: []].append(place)
    }
    let matched = now.table.rows.map { row in
      let place = waiting[name(of: row, in: now, like: now)]?.popLast()
      return Row(then: place.map { then.table.rows[$0] }, now: row)
    }
    let gone = waiting.values.joined().sorted()
    return matched + gone.map { Row(then: then.table.rows[$0], now: nil) }
  }

  private static func name(of row: OutputRow, in report: Report, like now: Report) -> [JSONValue] {
    let keys = now.labels ?? now.table.columns.first.map { [$0.key] } ?? []
    return keys.map { key in
      report.table.columns.firstIndex { $0.key == key }.map { row.cell($0) } ?? .null
    }
  }

  /// Keys of the columns whose cells are counted or measured.
  private static func figures(_ report: Report) -> Set<String> {
    let labels = report.labels ?? report.table.columns.first.map { [$0.key] } ?? []
    var found: Set<String> = []
    for (index, column) in report.table.columns.enumerated() where !labels.contains(column.key) {
      let isCounted = report.table.rows.contains { ReportComparison.isCounted($0.cell(index)) }
      if column.isRightAligned || isCounted { found.insert(column.key) }
    }
    return found
  }

  private static func isCounted(_ value: JSONValue?) -> Bool {
    if case .number? = value { true } else { false }
  }

  // MARK: Telling

  /// - Parameter language: of people, who read `3 → 5 (+2)`; `nil` for machines, who get three values.
  func report(forPeopleIn language: Language?) -> Report {
    var report = now
    report.charts = []
    report.bars = nil
    report.isTableForMachines = false
    report.highlights = now.highlights
    report.headline = .compared(then.asOf, commit, now.asOf)
    report.table = table(language)
    report.totals = totals(language)
    report.details["compared_with"] = .object([
      "as_of": .string(then.asOf.description), "commit": .string(commit),
      "currency": .string(then.currency.code),
    ])
    if language != nil { report.notes = [.thenAndNow] + now.notes }
    return report
  }

  /// The columns of now, and those that only then had.
  private var columns: [OutputColumn] {
    now.table.columns + then.table.columns.filter { old in !now.table.columns.contains { $0.key == old.key } }
  }

  private func table(_ language: Language?) -> OutputTable {
    let columns = columns
    let places = columns.map { column in
      (
        then: then.table.columns.firstIndex { $0.key == column.key },
        now: now.table.columns.firstIndex { $0.key == column.key }
      )
    }
    let marks = rows.contains { $0.then == nil || $0.now == nil }
    var shown = columns.flatMap { column in
      figures.contains(column.key) ? ReportComparison.expanded(column, language) : [column]
    }
    shown.append(.change(isShown: marks && language != nil))
    let lines = rows.map { row in
      var cells: [JSONValue] = []
      for (column, place) in zip(columns, places) {
        let old = place.then.flatMap { row.then?.cell($0) } ?? .null
        let new = place.now.flatMap { row.now?.cell($0) } ?? .null
        guard figures.contains(column.key) else {
          cells.append(row.now == nil ? old : new)
          continue
        }
        let figure = Figure(
          then: old, now: new, column: column, isNew: row.then == nil, isGone: row.now == nil,
          hasOneCurrency: then.currency == now.currency)
        cells += figure.cells(language)
      }
      cells.append(row.then == nil ? .string("new") : row.now == nil ? .string("gone") : .null)
      return OutputRow(id: (row.now ?? row.then)?.id ?? "", cells)
    }
    return OutputTable(columns: shown, rows: lines)
  }

  private static func expanded(_ column: OutputColumn, _ language: Language?) -> [OutputColumn] {
    guard language == nil else {
      var figure = column
      figure.format = .text
      figure.absent = nil
      figure.holdsFigures = true
      return [figure]
    }
    return ["then", "now", "difference"].map { part in
      var figure = column
      figure.key += "." + part
      return figure
    }
  }

  private func totals(_ language: Language?) -> OrderedDictionary<String, JSONValue> {
    var totals: OrderedDictionary<String, JSONValue> = [:]
    for key in now.totals.keys + then.totals.keys.filter({ now.totals[$0] == nil }) {
      guard ReportComparison.isCounted(now.totals[key]) || ReportComparison.isCounted(then.totals[key]) else {
        totals[key] = now.totals[key] ?? then.totals[key]
        continue
      }
      let column = columns.first { $0.key == key } ?? .machineOnly(key)
      let figure = Figure(
        then: then.totals[key] ?? .null, now: now.totals[key] ?? .null, column: column, isNew: false,
        isGone: false, hasOneCurrency: then.currency == now.currency)
      guard language == nil else {
        totals[key] = figure.cells(language).first
        continue
      }
      for (part, value) in zip(["then", "now", "difference"], figure.cells(nil)) {
        totals["\(key).\(part)"] = value
      }
    }
    return totals
  }
}

/// One figure at two moments.
private struct Figure {
  let then: JSONValue
  let now: JSONValue
  let column: OutputColumn
  let isNew: Bool
  let isGone: Bool
  let hasOneCurrency: Bool

  func cells(_ language: Language?) -> [JSONValue] {
    guard let language else { return [then, now, difference.map { .decimal($0) } ?? .null] }
    return [.string(text(language))]
  }

  /// A row that is not there has none and sold nothing; its rates and means are unknown.
  private var difference: ExactDecimal? {
    if case .money = column.format, !hasOneCurrency { return nil }
    guard let old = number(then, isNew), let new = number(now, isGone) else { return nil }
    return new.minus(old)
  }

  private func number(_ value: JSONValue, _ isMissing: Bool) -> ExactDecimal? {
    if case .number(let digits) = value { return ExactDecimal(typed: digits) }
    guard isMissing else { return nil }
    switch column.format {
    case .money, .number(fractionDigits: 0): return ExactDecimal(units: 0)
    default: return nil
    }
  }

  private func text(_ language: Language) -> String {
    let writer = CellText(language: language)
    func shown(_ value: JSONValue, _ isMissing: Bool) -> String {
      if value == .null, isMissing { return "–" }
      let text = column.reading(value, language) ?? writer.text(value, format: column.format)
      return text.isEmpty ? "–" : text
    }
    if then == now { return then == .null ? "" : shown(now, false) }
    let change = "\(shown(then, isNew)) → \(shown(now, isGone))"
    guard let difference, difference.units != 0 else { return change }
    let sign = difference.units > 0 ? "+" : ""
    return "\(change) (\(sign)\(points(difference, writer)))"
  }

  /// Of per cents the difference is in points.
  private func points(_ difference: ExactDecimal, _ writer: CellText) -> String {
    let text = writer.text(.decimal(difference), format: column.format)
    return column.format == .percent ? String(text.dropLast()) + "pt" : text
  }
}

extension ExactDecimal {
  /// `nil` where that overflows.
  fileprivate func minus(_ other: ExactDecimal) -> ExactDecimal? {
    let scale = max(scale, other.scale)
    guard let a = units(withDigits: scale), let b = other.units(withDigits: scale) else { return nil }
    let (result, overflow) = a.subtractingReportingOverflow(b)
    guard !overflow else { return nil }
    return ExactDecimal(units: result, scale: scale).trimmed
  }

  /// Without zeros at the end of the fraction.
  private var trimmed: ExactDecimal {
    var (units, scale) = (units, scale)
    while scale > 0, units % 10 == 0 {
      units /= 10
      scale -= 1
    }
    return ExactDecimal(units: units, scale: scale)
  }
}

extension OutputColumn {
  /// Whether a row is new or gone.
  fileprivate static func change(isShown: Bool) -> OutputColumn {
    var column = OutputColumn("row", Wording(en: "row", ja: "行")).reading([
      "new": Wording(en: "new", ja: "新規"), "gone": Wording(en: "gone", ja: "消滅"),
    ])
    column.isForMachinesOnly = !isShown
    return column
  }
}
