import DaichoModel

/// Cuts a filter into tokens.
///
/// Full-width letters, digits, operators and spaces read as their half-width forms. A word may hold
/// letters of any script, digits and `_`, and inside it `- . @ / : ' & ~ %`: `winter-sale`, `2026/11/20`,
/// `a@b.jp` are one word, so a minus and a division sign have spaces around them.
struct Lexer {
  private let text: String
  private let raw: [Unicode.Scalar]
  /// `raw` in half-width; the same length, so that places agree.
  private let scalars: [Unicode.Scalar]
  private var index = 0

  static func tokens(of text: String) throws(QueryError) -> [Token] {
    guard text.utf8.count <= Filter.maxLength else {
      throw QueryError("filter-too-long", .filterTooLong(Filter.maxLength), in: "", at: 0..<0)
    }
    var lexer = Lexer(text)
    return try lexer.run()
  }

  private init(_ text: String) {
    self.text = text
    raw = Array(text.unicodeScalars)
    scalars = raw.map(Lexer.halfWidth)
  }

  private mutating func run() throws(QueryError) -> [Token] {
    var tokens: [Token] = []
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar.properties.isWhitespace {
        index += 1
      } else if let closing = Lexer.quotes[scalar] {
        tokens.append(try quoted(closing))
      } else if startsWord(at: index) {
        tokens.append(word())
      } else {
        tokens.append(try symbol())
      }
    }
    tokens.append(Token(kind: .end, range: scalars.count..<scalars.count))
    return tokens
  }

  private static func halfWidth(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0x3000: " "
    case 0x2212: "-"
    case 0x3001: ","
    case 0x00D7: "*"
    case 0x00F7: "/"
    case 0xFEFF: " "
    default: scalar
    }
  }

  // MARK: Quoted text

  private static let quotes: [Unicode.Scalar: Set<Unicode.Scalar>] = [
    "\"": ["\""], "'": ["'"], "「": ["」"], "『": ["』"], "“": ["”", "“", "\""], "”": ["”", "“", "\""],
    "‘": ["’", "'"], "’": ["’", "'"],
  ]

  /// Between `"…"` and `'…'`, `\"` stands for the quote and `\\` for a backslash; any other backslash
  /// stays, so that `\d` of a pattern needs no second one. A line break is a space.
  private mutating func quoted(_ closing: Set<Unicode.Scalar>) throws(QueryError) -> Token {
    let start = index
    let opening = scalars[start]
    let escapes = opening == "\"" || opening == "'"
    var content = ""
    index += 1
    while index < scalars.count {
      let scalar = scalars[index]
      if closing.contains(scalar) {
        index += 1
        return Token(kind: .quoted(content), range: start..<index)
      }
      if escapes, scalar == "\\", index + 1 < scalars.count,
        scalars[index + 1] == "\\" || closing.contains(scalars[index + 1])
      {
        index += 1
      }
      switch raw[index] {
      case "\r" where index + 1 < raw.count && raw[index + 1] == "\n": break
      case "\n", "\r": content.unicodeScalars.append(" ")
      case "\0": throw unexpected(at: index)
      default: content.unicodeScalars.append(raw[index])
      }
      index += 1
    }
    throw QueryError(
      "unclosed-quote", .unclosedQuote(String(raw[start])), in: text, at: start..<(start + 1),
      suggestion: .closeQuote)
  }

  // MARK: Words

  private func startsWord(at place: Int) -> Bool {
    let scalar = scalars[place]
    if Lexer.isWord(scalar) { return true }
    guard scalar == "@" || scalar == "$", place + 1 < scalars.count else { return false }
    return Lexer.isWord(scalars[place + 1])
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "_": return true
    case "≠", "≦", "≧", "≤", "≥", "」", "』", "。", "“", "”", "‘", "’", "「", "『": return false
    default:
      return !scalar.isASCII && !scalar.properties.isWhitespace && !TextSafety.isUnsafe(scalar)
    }
  }

  private static func joins(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", ".", "@", "/", ":", "'", "’", "&", "~", "%", "_": true
    default: false
    }
  }

  private mutating func word() -> Token {
    let start = index
    index += 1
    while index < scalars.count {
      if Lexer.isWord(scalars[index]) {
        index += 1
        continue
      }
      var next = index
      while next < scalars.count, Lexer.joins(scalars[next]) { next += 1 }
      if next == index, scalars[next] == "+", isAddress(from: next) { next += 1 }
      guard next > index, next < scalars.count, Lexer.isWord(scalars[next]) else { break }
      index = next
    }
    let isNumber = scalars[start..<index].allSatisfy { TextFolding.digit($0) != nil || $0 == "." }
    if isNumber, index < scalars.count, scalars[index] == "%" { index += 1 }

    var typed = ""
    typed.unicodeScalars.append(contentsOf: raw[start..<index])
    return Token(kind: .word(text: typed, key: Lexer.key(typed)), range: start..<index)
  }

  /// Whether the `+` at `place` is of an e-mail address: `hanako+shop@example.jp`.
  private func isAddress(from place: Int) -> Bool {
    for scalar in scalars[(place + 1)...].prefix(64) {
      if scalar == "@" { return true }
      guard Lexer.isWord(scalar) || scalar == "." || scalar == "-" || scalar == "+" else { return false }
    }
    return false
  }

  /// Half-width and lower case.
  static func key(_ word: String) -> String {
    var key = ""
    for scalar in word.unicodeScalars { key.unicodeScalars.append(halfWidth(scalar)) }
    return key.lowercased()
  }

  // MARK: Symbols

  private mutating func symbol() throws(QueryError) -> Token {
    let start = index
    let pair = String(String.UnicodeScalarView(scalars[start..<min(start + 2, scalars.count)]))
    let double: Token.Symbol? =
      switch pair {
      case "==": .identical
      case "!=", "<>": .notEqual
      case "<=": .lessOrEqual
      case ">=": .greaterOrEqual
      default: nil
      }
    if let double {
      index += 2
      return Token(kind: .symbol(double), range: start..<index)
    }
    if let meant = ["=<": "<=", "=>": ">=", "&&": "and", "||": "or", "=~": "matches"][pair] {
      throw QueryError(
        "unexpected-character", .unexpected(pair), in: text, at: start..<(start + 2),
        suggestion: .write(meant))
    }
    let single: Token.Symbol? =
      switch scalars[start] {
      case "≠": .notEqual
      case "≦", "≤": .lessOrEqual
      case "≧", "≥": .greaterOrEqual
      default: Token.Symbol(rawValue: String(scalars[start]))
      }
    guard let single else { throw unexpected(at: start) }
    index += 1
    return Token(kind: .symbol(single), range: start..<index)
  }

  private func unexpected(at place: Int) -> QueryError {
    let suggestion: Wording? =
      switch scalars[place] {
      case "#": .tagWithoutHash
      case "!": .write("not")
      case "&": .write("and")
      case "|": .write("or")
      default: .quoteIt
      }
    return QueryError(
      "unexpected-character", .unexpected(TextSafety.visible(String(raw[place]))), in: text,
      at: place..<(place + 1), suggestion: suggestion)
  }
}
