import DaichoModel

extension QueryError {
  /// The line of the filter and, under it, carets below the place; full-width characters take two
  /// columns. A long line is cut to what stands around the place.
  package var caretLines: [String] {
    let scalars = Array(text.unicodeScalars)
    let place = min(range.lowerBound, scalars.count)
    let isBreak = { (scalar: Unicode.Scalar) in scalar == "\n" || scalar == "\r" }
    let lineStart = scalars[..<place].lastIndex(where: isBreak).map { $0 + 1 } ?? 0
    let lineEnd = scalars[place...].firstIndex(where: isBreak) ?? scalars.count
    let start = max(lineStart, place - 50)
    let end = min(lineEnd, place + 50)
    let marked = min(end, max(place + 1, range.upperBound))

    let lead = start > lineStart ? "…" : ""
    let shown = scalars[start..<end].map(Self.visible)
    let before = shown[..<(place - start)].reduce(lead.isEmpty ? 0 : 1) { $0 + Self.columns($1) }
    let under =
      place < marked ? shown[(place - start)..<(marked - start)].reduce(0) { $0 + Self.columns($1) } : 1
    let line = lead + shown.map { String($0) }.joined() + (end < lineEnd ? "…" : "")
    return [line, String(repeating: " ", count: before) + String(repeating: "^", count: max(1, under))]
  }

  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\t" { return " " }
    return TextSafety.isUnsafe(scalar) ? "\u{FFFD}" : scalar
  }

  /// The columns of a terminal, after Unicode's East Asian Width: wide and full-width take two, marks none.
  private static func columns(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x20..<0x300: return 1
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x3098, 0x309B...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }
}
