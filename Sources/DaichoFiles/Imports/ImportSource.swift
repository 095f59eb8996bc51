import DaichoModel

/// The rows of a file that a map describes, one at a time, each value by its column of the map.
///
/// Of any size: nothing but the current row is kept. Rows that are no data (blank ones, the header once
/// more, sums at the foot, what the map skips) are passed over and counted.
package final class ImportSource {
  package let file: SourceFile
  package let map: ImportMap
  package let table: ImportTable
  /// Of the current row, from 1.
  package var line: Int { reader.line }
  package var problems = ImportProblems()
  /// Rows of data so far.
  package private(set) var rows = 0
  package private(set) var passedOver = PassedOver()
  /// Bytes of the file's text before the current row.
  package var progress: Int64 { reader.byteOffset }

  package struct PassedOver: Sendable, Hashable {
    package var blank = 0
    package var headers = 0
    package var footers = 0
    package var skipped = 0
    /// The first footer's line.
    package var footerLine: Int?

    package init() {}
  }

  private let text: TextStream
  private var reader: CSVReader
  private let columns: [BoundValue]
  private let extras: [BoundRow]
  private let skips: [(field: Int, words: [String])]
  private let fill: FillDown
  private let scratch = ScratchBytes()
  private let amounts: SourceAmount
  private var dates: SourceDate
  private let headerBytes: [UInt8]
  private let keyFields: [Int]
  private var shortRows = 0
  private var isLastShort = false

  private struct BoundRow {
    let amount: BoundValue
    let date: BoundValue?
    let status: BoundValue?
  }

  /// Errors: `missing-column` for headings of the map that the file lacks, and those of `ImportTable`.
  package init(
    _ file: SourceFile, map: ImportMap, zone: ZoneOffsets, table known: ImportTable? = nil
  ) throws(DaichoError) {
    self.file = file
    self.map = map
    let wanted = map.recognized.isEmpty ? map.headings.filter { !map.optional.contains($0) } : map.recognized
    var table = known
    if table == nil {
      table = try ImportTable.find(in: file, separator: map.separator, encoding: map.encoding, wanted: wanted)
    }
    guard let table else {
      throw DaichoError("empty-file", .noRows, at: SourceLocation(path: file.shownPath))
    }
    self.table = table
    let missing = map.headings.filter { !map.optional.contains($0) && table.index(of: $0) == nil }
    guard missing.isEmpty else { throw .headingsMissing(missing, map, table, file.shownPath) }
    columns = map.columns.map { BoundValue($0.value, table) }
    extras = map.extraRows.map { row in
      BoundRow(
        amount: BoundValue(row.amount, table), date: row.date.map { BoundValue($0, table) },
        status: row.status.map { BoundValue($0, table) })
    }
    skips = map.skipped.compactMap { rule in table.index(of: rule.heading).map { ($0, rule.words) } }
    fill = FillDown(map, table)
    amounts = SourceAmount(decimalComma: map.hasDecimalComma)
    dates = SourceDate(formats: map.dates, zone: zone)
    headerBytes = Array((table.headings.first ?? "").utf8)
    keyFields = ["order", "date"].compactMap { map[$0]?.value.headings.first }.compactMap {
      table.index(of: $0)
    }
    text = try file.text(map.encoding)
    reader = CSVReader(MarkFilter(text), delimiter: table.separator)
    while try reader.next() {
      if reader.line >= table.headerLine { break }
    }
  }

  package var encoding: TextStream.Encoding { text.encoding }

  // MARK: Rows

  /// Goes to the next row of data. `false` at the end of the file.
  package func next() throws(DaichoError) -> Bool {
    while try reader.next() {
      scratch.reset()
      if reader.hasOpenQuote {
        report("unclosed-quote", field: 0, .openQuote, .closeQuote)
        continue
      }
      if isBlank { passedOver.blank += 1; continue }
      if isHeader { passedOver.headers += 1; continue }
      if isSkipped { passedOver.skipped += 1; continue }
      if isFooter {
        passedOver.footers += 1
        if passedOver.footerLine == nil { passedOver.footerLine = reader.line }
        continue
      }
      guard hasRightWidth else { continue }
      fill.take(reader)
      rows += 1
      return true
    }
    if isLastShort, shortRows == 1, rows > 1, try !file.endsWithLineBreak() {
      problems.add(
        Diagnostic(
          .error, "cut-short", at: SourceLocation(path: file.shownPath), .cutShort, suggestion: .exportAgain))
    }
    return false
  }

  /// Whether the row belongs to the same order as the one before.
  package var continuesOrder: Bool { fill.continuesOrder }

  private var isBlank: Bool {
    for field in 0..<reader.count where !reader[field].trimmedValue().isEmpty { return false }
    return true
  }

  private var isHeader: Bool {
    guard reader[0].trimmedValue().elementsEqual(headerBytes), reader.count >= table.headings.count else {
      return false
    }
    return table.headings.indices.allSatisfy {
      ImportTable.key(reader.text($0)) == ImportTable.key(table.headings[$0])
    }
  }

  private var isSkipped: Bool {
    skips.contains { rule in
      let value = reader[rule.field].trimmedValue()
      return rule.words.contains(TextFolding.fold(String(decoding: value, as: UTF8.self)))
    }
  }

  private static let sums: Set<String> = [
    "合計", "総合計", "総計", "小計", "計", "合計金額", "total", "totals", "grandtotal", "subtotal", "sum", "合計:", "total:",
  ]

  /// A sum at the foot: one of the words for it, and no order or no day; or most of the row empty.
  private var isFooter: Bool {
    guard map.hasSums else { return false }
    if !keyFields.isEmpty {
      guard keyFields.contains(where: { reader[$0].trimmedValue().isEmpty || isSum($0) }) else {
        return false
      }
    } else if (0..<reader.count).count(where: { !reader[$0].trimmedValue().isEmpty }) * 2
      > table.headings.count
    {
      return false
    }
    return (0..<reader.count).contains { isSum($0) }
  }

  private func isSum(_ field: Int) -> Bool {
    let value = reader[field].trimmedValue()
    guard let first = value.first, value.count <= 24 else { return false }
    // Order numbers and days, which most rows begin with, need no folding.
    if first < 0x80, value.contains(where: { (0x30...0x39).contains($0) }) { return false }
    let word = TextFolding.fold(String(decoding: value, as: UTF8.self)).filter { !$0.isWhitespace }
    return ImportSource.sums.contains(word) || word.hasPrefix("合計") || word.hasPrefix("総合計")
  }

  /// More values than headings are an unquoted separator, which would shift the amounts.
  private var hasRightWidth: Bool {
    let expected = table.headings.count
    isLastShort = reader.count < expected
    if isLastShort { shortRows += 1 }
    guard reader.count > expected else { return true }
    for field in expected..<reader.count where !reader[field].trimmedValue().isEmpty {
      report("too-many-columns", field: field, .tooManyFields(reader.count, expected), .quoteCommas)
      return false
    }
    return true
  }

  // MARK: Values

  /// Trimmed; valid until `next`. Where a word is none of the map's it is empty, and a problem.
  package func bytes(_ column: Int) -> UnsafeRawBufferPointer {
    guard columns.indices.contains(column) else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return evaluate(columns[column])
  }

  /// The column of the map with this name.
  package func index(of name: String) -> Int? { map.columns.firstIndex { $0.name == name } }

  /// `nil` where the map has no such column, or the row no value.
  package func text(_ name: String) -> String? { index(of: name).flatMap(text) }

  package func text(_ column: Int) -> String? {
    let value = bytes(column)
    return value.isEmpty ? nil : String(decoding: value, as: UTF8.self)
  }

  /// A day; `nil` where there is no value, and where it is none, which is a problem then.
  package func date(_ column: Int) -> CalendarDate? {
    guard columns.indices.contains(column) else { return nil }
    return date(evaluate(columns[column]), field: field(of: columns[column]))
  }

  private func date(_ value: UnsafeRawBufferPointer, field: Int) -> CalendarDate? {
    if value.isEmpty { return nil }
    if let date = dates.read(value) { return date }
    report("bad-date", field: field, .badSourceDate(String(decoding: value, as: UTF8.self)), .declareDates)
    return nil
  }

  /// An amount or a quantity; `nil` where there is no value, and where it is no number, which is a problem
  /// then.
  package func number(_ column: Int) -> ExactDecimal? {
    guard columns.indices.contains(column) else { return nil }
    return number(columns[column])
  }

  /// In minor units of a currency; as `number`.
  package func amount(_ column: Int, _ currency: Currency) -> Int64? {
    guard columns.indices.contains(column) else { return nil }
    return amount(columns[column], currency)
  }

  private func amount(_ value: BoundValue, _ currency: Currency) -> Int64? {
    if case .field(let index) = value {
      let bytes = field(index)
      if bytes.isEmpty { return nil }
      if let units = amounts.minorUnits(bytes, digits: currency.minorDigits) { return units }
    }
    guard let number = number(value) else { return nil }
    if let units = number.units(withDigits: currency.minorDigits) { return units }
    report("bad-amount", field: field(of: value), .badAmount(number.description, currency), nil)
    return nil
  }

  private func number(_ value: BoundValue) -> ExactDecimal? {
    if case .sum(let multiply, let add, let subtract) = value {
      return sum(multiply, add, subtract, field: field(of: value))
    }
    let bytes = evaluate(value)
    if bytes.isEmpty { return nil }
    if let whole = amounts.minorUnits(bytes, digits: 0) { return ExactDecimal(units: whole) }
    let text = String(decoding: bytes, as: UTF8.self)
    if let number = amounts.decimal(text) { return number }
    report("bad-amount", field: field(of: value), .badNumber(text), .writeNumber)
    return nil
  }

  private func sum(
    _ multiply: [BoundValue], _ add: [BoundValue], _ subtract: [BoundValue], field: Int
  ) -> ExactDecimal? {
    var total: ExactDecimal? = ExactDecimal(units: 0)
    var hasValue = false
    if !multiply.isEmpty {
      var product: ExactDecimal? = ExactDecimal(units: 1)
      var isWhole = true
      for factor in multiply {
        let before = problems.count
        guard let number = number(factor) else {
          if problems.count > before { return nil }
          isWhole = false
          continue
        }
        product = product?.multiplied(by: number)
      }
      if isWhole { (total, hasValue) = (product, true) }
    }
    for (terms, sign) in [(add, Int64(1)), (subtract, Int64(-1))] {
      for term in terms {
        let before = problems.count
        guard let number = number(term) else {
          if problems.count > before { return nil }
          continue
        }
        hasValue = true
        total = total?.adding(number, times: sign)
      }
    }
    guard hasValue else { return nil }
    if total == nil { report("bad-amount", field: field, .tooLarge, nil) }
    return total
  }

  // MARK: Rows of the order

  package var extraCount: Int { extras.count }

  /// The amount of one of the map's extra rows; `nil` for none and for zero.
  package func extraAmount(_ index: Int, _ currency: Currency) -> Int64? {
    amount(extras[index].amount, currency).flatMap { $0 == 0 ? nil : $0 }
  }

  package func extraDate(_ index: Int) -> CalendarDate? {
    extras[index].date.flatMap { date(evaluate($0), field: field(of: $0)) }
  }

  package func extraStatus(_ index: Int) -> UnsafeRawBufferPointer? {
    extras[index].status.map { evaluate($0) }
  }

  // MARK: Problems

  /// A problem with what the current row has in a column of the map.
  package func report(_ code: String, column: Int, _ message: Wording, _ suggestion: Wording? = nil) {
    let field = columns.indices.contains(column) ? self.field(of: columns[column]) : 0
    report(code, field: field, message, suggestion)
  }

  private func report(_ code: String, field: Int, _ message: Wording, _ suggestion: Wording?) {
    let position = SourcePosition(line: reader.line, column: reader.column(field))
    let heading = table.headings.indices.contains(field) ? table.headings[field] : nil
    problems.add(
      Diagnostic(
        .error, code, at: SourceLocation(path: file.shownPath, position: position),
        .inColumn(heading, message), suggestion: suggestion))
  }

  /// The first field that a value is made of; the first of the row where it has none.
  private func field(of value: BoundValue) -> Int { value.firstField ?? 0 }

  // MARK: Evaluation

  private func field(_ index: Int) -> UnsafeRawBufferPointer {
    let value = reader[index].trimmedValue()
    if !value.isEmpty || index < 0 { return value }
    guard let filled = fill.value(index) else { return value }
    return scratch.copy(filled)
  }

  private func evaluate(_ value: BoundValue) -> UnsafeRawBufferPointer {
    switch value {
    case .field(let index): return field(index)
    case .constant(let bytes): return scratch.copy(bytes)
    case .first(let values):
      for value in values {
        let bytes = evaluate(value)
        if !bytes.isEmpty { return bytes }
      }
      return UnsafeRawBufferPointer(start: nil, count: 0)
    case .joined(let values, let separator):
      var joined: [UInt8] = []
      for value in values {
        let bytes = evaluate(value)
        if bytes.isEmpty { continue }
        if !joined.isEmpty { joined += separator }
        joined += bytes
      }
      return scratch.copy(joined)
    case .whenSet(let value, let constant):
      return evaluate(value).isEmpty
        ? UnsafeRawBufferPointer(start: nil, count: 0) : scratch.copy(constant)
    case .words(let value, let words, let isSilent):
      let bytes = evaluate(value)
      if bytes.isEmpty, !words.knowsEmpty { return bytes }
      if let word = words.translate(bytes) { return scratch.copy(word) }
      if !isSilent {
        report(
          "unknown-word", field: field(of: value), .unknownSourceWord(String(decoding: bytes, as: UTF8.self)),
          .addWord(map.path))
      }
      return UnsafeRawBufferPointer(start: nil, count: 0)
    case .sum(let multiply, let add, let subtract):
      let total = sum(multiply, add, subtract, field: field(of: value))
      return scratch.copy(Array((total?.description ?? "").utf8))
    }
  }
}
