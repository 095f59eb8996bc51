import DaichoFiles
import DaichoModel

/// Reads cells as values of fields: dates, numbers and truths in the one way files have them, lists item
/// by item.
enum CellReading {
  /// What a field would hold. `nil` where the cell is empty.
  static func value(
    _ field: IncomingRecord.Field, line: Int
  ) -> Result<EditValue?, CellProblem> {
    let text = trimmed(field.text)
    if text.isEmpty { return .success(nil) }
    if let damage = damage(text, field, line) { return .failure(damage) }
    guard let type = field.type, type.isList else {
      return scalar(text, field.type, field, line).map { .some(.text($0)) }
    }
    var items: [EditValue] = []
    for item in self.items(field) {
      switch scalar(item, type.element, field, line) {
      case .failure(let problem): return .failure(problem)
      case .success(let text): if !items.contains(.text(text)) { items.append(.text(text)) }
      }
    }
    guard let first = items.first else { return .success(nil) }
    let isPlain = items.count == 1 && (type.element == .email || type.element == .phone)
    return .success(isPlain ? first : .list(items))
  }

  /// The items of a cell: between `;` and line breaks, and, where no item can hold one, commas.
  static func items(_ field: IncomingRecord.Field) -> [String] {
    guard let type = field.type, type.isList else { return [trimmed(field.text)] }
    let hasCommas: Bool =
      switch type {
      case .tags, .list(.email), .list(.phone), .list(.reference): true
      default: false
      }
    return field.text.split { character in
      character == ";" || character == "；" || character.isNewline
        || (hasCommas && (character == "," || character == "、" || character == "，"))
    }.map { unquoted(trimmed(String($0))) }.filter { !$0.isEmpty }
  }

  /// Mailchimp writes each tag in quotes of its own: `"VIP","Blog"`.
  private static func unquoted(_ item: String) -> String {
    guard item.utf8.count > 2, item.hasPrefix("\""), item.hasSuffix("\"") else { return item }
    return trimmed(String(item.dropFirst().dropLast()))
  }

  private static func damage(
    _ text: String, _ field: IncomingRecord.Field, _ line: Int
  ) -> CellProblem? {
    if SpreadsheetText.isErrorValue(text) {
      return CellProblem(line: line, column: field.column, message: .spreadsheetError(text))
    }
    let isNumber: Bool =
      switch field.type {
      case .integer?, .decimal?, .money?, .percent?: true
      default: false
      }
    if SpreadsheetText.isRoundedNumber(text), !isNumber {
      return CellProblem(
        line: line, column: field.column, message: .roundedNumber(text), hint: .typeAsText)
    }
    return nil
  }

  private static func scalar(
    _ text: String, _ type: FieldType?, _ field: IncomingRecord.Field, _ line: Int
  ) -> Result<String, CellProblem> {
    func problem(_ message: Wording) -> Result<String, CellProblem> {
      .failure(CellProblem(line: line, column: field.column, message: message))
    }
    switch type {
    case .date?:
      guard let day = day(text) else { return problem(.notADay(text)) }
      return .success(day.description)
    case .datetime?:
      guard let moment = moment(text) else { return problem(.notADay(text)) }
      return .success(moment.description)
    case .anniversary?:
      guard
        let day = Anniversary(typed: text)
          ?? moment(text).flatMap({ Anniversary(typed: $0.date.description) })
      else { return problem(.notADay(text)) }
      return .success(day.description)
    case .integer?:
      guard let number = ExactDecimal(typed: text)?.units(withDigits: 0) else {
        return problem(.notANumber(text))
      }
      return .success(String(number))
    case .decimal?, .money?:
      guard let number = ExactDecimal(typed: text) else { return problem(.notANumber(text)) }
      return .success(number.description)
    case .email?:
      return .success(EmailSyntax.check(text) == .invalid ? EmailSyntax.repaired(text) ?? text : text)
    case .boolean?: return .success(truth(text).map { $0 ? "true" : "false" } ?? text)
    case .prohibition?: return .success(truth(text).map { $0 ? "true" : "false" } ?? text)
    default: return .success(text)
    }
  }

  /// `2026-11-20`, as people and Excel write it, with or without a time of day.
  static func day(_ text: String) -> CalendarDate? { CalendarDate(typed: text) ?? moment(text)?.date }

  /// ISO 8601's zone and Excel's seconds are left off.
  static func moment(_ text: String) -> DateAndTime? {
    if let moment = DateAndTime(typed: text) { return moment }
    guard text.utf8.count > 16, text.utf8.count < 40 else { return nil }
    return DateAndTime(typed: text.prefix(16))
  }

  static func truth(_ text: String) -> Bool? {
    switch TextFolding.fold(text) {
    case "true", "yes", "y", "on", "1", "はい", "有", "○", "〇": true
    case "false", "no", "n", "off", "0", "いいえ", "無", "×": false
    default: nil
    }
  }

  static func trimmed(_ text: String) -> String {
    guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else {
      return text
    }
    return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
