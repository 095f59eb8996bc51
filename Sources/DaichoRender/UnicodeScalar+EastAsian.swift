extension Unicode.Scalar {
  /// Whether a line break beside it is no word boundary: Japanese and Chinese, written without spaces.
  var isSetWithoutSpaces: Bool {
    switch value {
    case 0x2E80...0x303F, 0x3040...0x30FF, 0x3100...0x312F, 0x3190...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFE30...0xFE4F, 0xFF00...0xFF9F, 0xFFE0...0xFFE6, 0x1B000...0x1B16F, 0x1F200...0x1F2FF,
      0x1F300...0x1FAFF, 0x20000...0x3FFFF:
      true
    default: false
    }
  }

  var isEastAsianPunctuation: Bool {
    switch value {
    case 0x3001...0x3003, 0x3008...0x3011, 0x3014...0x301F, 0x30FB, 0xFF01...0xFF0F, 0xFF1A...0xFF20,
      0xFF3B...0xFF40, 0xFF5B...0xFF65, 0x2018...0x201F, 0x2026:
      true
    default: false
    }
  }

  /// Columns in a fixed-width font: 2 for full-width, 0 for combining.
  package var columns: Int {
    if (0xFF61...0xFF9F).contains(value) { return 1 }
    if isSetWithoutSpaces || (0xAC00...0xD7A3).contains(value) || (0x1100...0x115F).contains(value) {
      return 2
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }
}
