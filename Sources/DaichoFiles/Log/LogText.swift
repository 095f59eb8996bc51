import DaichoModel

/// The text of an entry: its lines in a list, and its tags.
enum LogText {
  /// A further line as it is written under an entry: what would begin a list item, a heading, a fence
  /// or a comment there gets Markdown's backslash.
  static func escaped(_ line: String) -> String {
    let scalars = Array(line.unicodeScalars)
    guard let first = scalars.first else { return line }
    let second = scalars.count > 1 ? scalars[1] : nil
    switch first {
    case "\\": if let second, isPunctuation(second) { return "\\" + line }
    case "-", "*", "+", "=":
      let endsMarker = second == nil || second == " " || second == "\t" || second == "["
      let isRule = scalars.allSatisfy { $0 == first || $0 == " " }
      if endsMarker || isRule || second.flatMap(TextFolding.digit) != nil { return "\\" + line }
    case "#":
      let after = scalars.first { $0 != "#" }
      if after == nil || after == " " || after == "\t" { return "\\" + line }
    case "`", "~":
      if scalars.prefix(3).allSatisfy({ $0 == first }) { return "\\" + line }
    case "<":
      if line.hasPrefix("<!--") { return "\\" + line }
    case "0"..."9":
      let digits = scalars.prefix { ("0"..."9").contains($0) }.count
      if digits <= 9, digits < scalars.count {
        let needs =
          switch scalars[digits] {
          case ".", ")": true
          case "\\": digits + 1 < scalars.count && [".", ")", "\\"].contains(scalars[digits + 1])
          default: false
          }
        if needs {
          var out = String.UnicodeScalarView(scalars[..<digits])
          out.append("\\")
          out.append(contentsOf: scalars[digits...])
          return String(out)
        }
      }
    default: break
    }
    return line
  }

  /// Undoes `escaped`, for hands that write so too.
  static func unescaped(_ line: String) -> String {
    guard let first = line.utf8.first, first == 0x5C || (0x30...0x39).contains(first) else { return line }
    let scalars = Array(line.unicodeScalars)
    if first == 0x5C {
      return scalars.count > 1 && isPunctuation(scalars[1]) ? String(line.unicodeScalars.dropFirst()) : line
    }
    let digits = scalars.prefix { ("0"..."9").contains($0) }.count
    guard digits <= 9, digits + 1 < scalars.count, scalars[digits] == "\\",
      [".", ")", "\\"].contains(scalars[digits + 1])
    else { return line }
    var out = String.UnicodeScalarView(scalars[..<digits])
    out.append(contentsOf: scalars[(digits + 1)...])
    return String(out)
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }

  /// `#gift`, `＃贈答用`: letters, digits, `-` and `_` after a sign that itself follows no letter, and
  /// not digits alone.
  static func tags(in text: String) -> [String] {
    var found: [String] = []
    var tag = String.UnicodeScalarView()
    var (isOpen, hasLetter) = (false, false)
    var previous: Unicode.Scalar = " "
    func close() {
      while tag.last == "-" { tag.removeLast() }
      let text = String(tag)
      if hasLetter, !text.isEmpty, !found.contains(text) { found.append(text) }
      tag = String.UnicodeScalarView()
      (isOpen, hasLetter) = (false, false)
    }
    for scalar in text.unicodeScalars {
      if isOpen {
        if isTagScalar(scalar) {
          tag.append(scalar)
          hasLetter = hasLetter || (TextFolding.digit(scalar) == nil && scalar != "-" && scalar != "_")
          previous = scalar
          continue
        }
        close()
      }
      if scalar == "#" || scalar == "＃" { isOpen = mayPrecedeTag(previous) }
      previous = scalar
    }
    if isOpen { close() }
    return found
  }

  private static func isTagScalar(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F: true
    case 0..<0x80: false
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC...0x30FE, 0x4E00...0x9FFF, 0x3005, 0xFF10...0xFF19: true
    case 0x3000...0x303F, 0xFF01...0xFF20: false
    default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
  }

  private static func mayPrecedeTag(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "/", "&", "=", "#", "＃", "_", "-", "?", "%": false
    default: !isTagScalar(scalar)
    }
  }
}
