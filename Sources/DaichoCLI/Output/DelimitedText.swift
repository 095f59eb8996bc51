import DaichoFiles
import DaichoModel

/// Cells of a CSV or TSV line.
struct DelimitedText: Sendable {
  /// RFC 4180 but for line feeds alone at the ends of lines, so that git and Unix tools see what they
  /// are used to; TSV has no quotes: tabs and line breaks within a value are spaces.
  let isTSV: Bool
  /// Values exactly as they are: no `'` before what a spreadsheet would take for a formula, control
  /// characters not made visible.
  let isRaw: Bool
  /// For Excel: lines end as it ends them, and text that it would take for a number or a date is a formula
  /// that gives the text.
  var isForExcel = false

  private var delimiter: UInt8 { isTSV ? UInt8(ascii: "\t") : UInt8(ascii: ",") }

  func writeLine(_ cells: some Sequence<JSONValue>, to out: inout [UInt8]) {
    var isFirst = true
    for cell in cells {
      if !isFirst { out.append(delimiter) }
      isFirst = false
      write(cell, to: &out)
    }
    if isForExcel { out.append(0x0D) }
    out.append(UInt8(ascii: "\n"))
  }

  private func write(_ cell: JSONValue, to out: inout [UInt8]) {
    switch cell {
    case .null: break
    case .bool(let flag): out.append(contentsOf: (flag ? "true" : "false").utf8)
    case .number(let digits): out.append(contentsOf: digits.utf8)
    case .string(let text): write(text, to: &out)
    case .array(let items): write(items.map(DelimitedText.plain).joined(separator: "; "), to: &out)
    case .object: write(cell.serialized(), to: &out)
    }
  }

  private static func plain(_ item: JSONValue) -> String {
    switch item {
    case .null: ""
    case .string(let text): text
    default: item.serialized()
    }
  }

  private func write(_ text: String, to out: inout [UInt8]) {
    if isTSV {
      if PlainBytes.needNoQuotes(text, delimiter: delimiter) { return out.append(contentsOf: text.utf8) }
      return out.append(contentsOf: (isRaw ? DelimitedText.oneLine(text) : CellText.line(text)).utf8)
    }
    let formula = isForExcel ? SpreadsheetText.guarded(text) : nil
    let guarded = formula == nil && !isRaw && DelimitedText.looksLikeFormula(text)
    if formula == nil, !guarded, PlainBytes.needNoQuotes(text, delimiter: delimiter) {
      return out.append(contentsOf: text.utf8)
    }
    let value = isRaw ? text : DelimitedText.visible(text)
    let shown = formula ?? (guarded ? "'" + value : value)
    guard
      shown.utf8.contains(where: { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D })
    else { return out.append(contentsOf: shown.utf8) }
    out.append(UInt8(ascii: "\""))
    for byte in shown.utf8 {
      if byte == UInt8(ascii: "\"") { out.append(byte) }
      out.append(byte)
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func visible(_ text: String) -> String {
    TextSafety.visible(text.utf8.contains(0x0D) ? text.replacing("\r\n", with: "\n") : text)
  }

  private static func oneLine(_ text: String) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 })
  }

  /// Whether a spreadsheet might compute it: a leading `=`, `+`, `-`, `@`, tab or carriage return, but
  /// for plain numbers (`-12.5`) and phone numbers (`+81 90-0000-1234`).
  static func looksLikeFormula(_ text: String) -> Bool {
    var rest = text.utf8[...]
    switch rest.popFirst() {
    case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: return true
    case UInt8(ascii: "+"): return !isNumber(rest) && !isPhone(rest)
    case UInt8(ascii: "-"): return !isNumber(rest)
    default: return false
    }
  }

  private static func isNumber(_ bytes: Substring.UTF8View) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy { !$0.isEmpty && $0.allSatisfy { 0x30...0x39 ~= $0 } }
  }

  /// Seven to fifteen digits (E.164) in groups.
  private static func isPhone(_ bytes: Substring.UTF8View) -> Bool {
    let digits = bytes.count { 0x30...0x39 ~= $0 }
    return 7...15 ~= digits && bytes.allSatisfy { 0x30...0x39 ~= $0 || " -().".utf8.contains($0) }
  }
}
