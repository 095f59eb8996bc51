import DaichoFiles
import DaichoModel

/// Whether a cell of a sheet still says what `list` wrote into it, whatever a spreadsheet has made of its
/// form: `2026/11/20` for 2026-11-20, TRUE for true, 312345678 for 0312345678.
enum CellAgreement {
  static func agrees(_ cell: String, with value: JSONValue) -> Bool {
    switch value {
    case .null: return CellReading.trimmed(cell).isEmpty
    case .bool(let flag): return CellReading.truth(CellReading.trimmed(cell)) == flag
    case .number(let digits): return agrees(cell, withNumber: digits)
    case .string(let text): return agrees(cell, with: text)
    case .array(let items): return agrees(cell, with: items)
    case .object: return cell == value.serialized()
    }
  }

  private static func agrees(_ cell: String, with text: String) -> Bool {
    let written = TextSafety.visible(
      text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") : text)
    if cell == written { return true }
    let bare = CellReading.trimmed(cell)
    if bare == CellReading.trimmed(written) { return true }
    if bare.isEmpty { return false }
    if CalendarDate.isISO(text), let day = CalendarDate(typed: text) {
      return CellReading.day(bare) == day || isDay(day, inAnotherOrder: bare)
    }
    if let moment = CellReading.moment(text), moment.minute != nil, text.utf8.contains(0x54) {
      return CellReading.moment(bare) == moment
    }
    return SpreadsheetText.lostZeros(text, bare)
  }

  /// `11/20/2026` and `20/11/2026` both are the 20 November that the cell held before.
  private static func isDay(_ day: CalendarDate, inAnotherOrder cell: String) -> Bool {
    let parts = cell.split { $0 == "/" || $0 == "." || $0 == "-" }.map { Int($0) }
    let (year, month, dayOfMonth) = day.components
    guard parts.count == 3, parts[2] == year || parts[2] == year % 100 else { return false }
    return (parts[0] == month && parts[1] == dayOfMonth) || (parts[0] == dayOfMonth && parts[1] == month)
  }

  private static func agrees(_ cell: String, withNumber digits: String) -> Bool {
    let bare = CellReading.trimmed(cell)
    if bare == digits { return true }
    guard let written = ExactDecimal(typed: digits), let read = ExactDecimal(typed: bare) else {
      return false
    }
    let scale = max(written.scale, read.scale)
    guard let a = written.units(withDigits: scale), let b = read.units(withDigits: scale) else {
      return false
    }
    return a == b
  }

  private static func agrees(_ cell: String, with items: [JSONValue]) -> Bool {
    let texts = items.map { item in
      if case .string(let text) = item { text } else { item.serialized() }
    }
    if items.count == 1, let only = items.first { return agrees(cell, with: only) }
    return agrees(cell, with: texts.joined(separator: "; "))
  }
}
