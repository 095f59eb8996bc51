import DaichoModel
import OrderedCollections

/// Values as cells of a spreadsheet and back, without loss: what `SheetCell` writes it reads as the same.
///
/// A cell is what a person would type. Only where that could be read as something else is it JSON: a list
/// whose items hold a `;`, anything nested, an empty text, a text that looks like JSON in a field nobody
/// has defined.
enum SheetCell {
  static let separator = "; "

  // MARK: Writing

  static func text(_ value: FieldValue, _ type: FieldType?) -> String {
    guard let type else { return untyped(value) }
    if isStructured(type) { return structured(value) }
    guard type.isList else { return literal(scalar(value, type)) }
    let items = value.items
    if items.contains(where: isNested) { return json(value).serialized() }
    let texts = items.map { scalar($0, type.element) }
    let isPlain = texts.allSatisfy { text in
      !text.isEmpty && !text.contains(";") && text.first?.isWhitespace == false
        && text.last?.isWhitespace == false
    }
    guard isPlain, texts.first?.hasPrefix("[") == false else {
      return texts.isEmpty ? "" : JSONValue.array(texts.map(JSONValue.string)).serialized()
    }
    return texts.joined(separator: separator)
  }

  private static func scalar(_ value: FieldValue, _ type: FieldType) -> String {
    if case .anyReference = type, case .reference(let reference) = value { return reference.description }
    return value.plainText
  }

  private static func untyped(_ value: FieldValue) -> String {
    switch value {
    case .text(let text), .unreadable(let text):
      let isMistakable = text.isEmpty || (try? JSONReader.read(text)) != nil
      return isMistakable ? JSONValue.string(text).serialized() : text
    default: return json(value).serialized()
    }
  }

  private static func structured(_ value: FieldValue) -> String {
    if case .unreadable(let text) = value { return text }
    return json(value).serialized()
  }

  /// An empty text is no missing one, and what is quoted like JSON must not lose its quotes.
  private static func literal(_ text: String) -> String {
    text.isEmpty || quoted(text) != nil ? JSONValue.string(text).serialized() : text
  }

  private static func quoted(_ text: String) -> String? {
    guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 2,
      case .string(let inner)? = try? JSONReader.read(text)
    else { return nil }
    return inner
  }

  private static func isNested(_ value: FieldValue) -> Bool {
    switch value {
    case .list, .object: true
    default: false
    }
  }

  /// Whether a type's cells are JSON.
  static func isStructured(_ type: FieldType) -> Bool {
    switch type {
    case .structure, .object, .map, .list(.object), .list(.structure), .list(.map), .list(.list): true
    default: false
    }
  }

  static func json(_ value: FieldValue) -> JSONValue {
    switch value {
    case .text, .unreadable, .date, .anniversary, .datetime: .string(value.plainText)
    case .reference(let reference): .string(reference.id.text)
    case .integer(let number): .integer(number)
    case .decimal(let number): .decimal(number)
    case .money(let money): .decimal(money.decimal)
    case .boolean(let flag): .bool(flag)
    case .list(let items): .array(items.map(json))
    case .object(let members):
      .object(
        OrderedDictionary(members.map { ($0.name, json($0.value)) }, uniquingKeysWith: { first, _ in first }))
    }
  }

  // MARK: Reading

  enum Reading {
    case value(EditValue)
    case json(JSONValue)
  }

  /// `nil` for an empty cell.
  static func read(_ text: String, _ type: FieldType?) -> Reading? {
    guard !text.isEmpty else { return nil }
    guard let type else {
      return .json((try? JSONReader.read(text)) ?? .string(text))
    }
    if isStructured(type) { return .json((try? JSONReader.read(text)) ?? .string(text)) }
    guard type.isList else { return .value(.text(quoted(text) ?? text)) }
    if text.hasPrefix("["), case .array(let items)? = try? JSONReader.read(text) {
      let texts = items.compactMap { item -> String? in
        if case .string(let text) = item { text } else { nil }
      }
      return texts.count == items.count ? .value(.list(texts.map(EditValue.text))) : .json(.array(items))
    }
    let items = text.split(separator: ";").map { item in
      EditValue.text(
        String(item.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed()))
    }
    // One tag is a list of one; one address may stand alone.
    if items.count == 1, case .list = type { return .value(items[0]) }
    return .value(.list(items))
  }
}

/// The guard against formulas (`'` before a value that a spreadsheet would compute), which can be taken off
/// again: a value that itself begins with such a `'` gets another.
package enum FormulaGuard {
  package static func on(_ text: String) -> String { isGuardable(text) ? "'" + text : text }

  package static func off(_ text: String) -> String {
    text.hasPrefix("'") && isGuardable(text.dropFirst()) ? String(text.dropFirst()) : text
  }

  private static func isGuardable(_ text: some StringProtocol) -> Bool {
    guard let first = text.unicodeScalars.first, first == "'" || CSVWriter.mayBeginFormula(first) else {
      return false
    }
    return CSVWriter.isFormula(String(text.drop { $0 == "'" }))
  }
}

extension CSVWriter {
  fileprivate static func mayBeginFormula(_ scalar: Unicode.Scalar) -> Bool {
    "=@+-\t\r\n＝＠＋－".unicodeScalars.contains(scalar)
  }
}
