import DaichoModel

/// A word, quoted text or symbol of a filter, and where it stands, in Unicode scalars.
struct Token: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    /// `text` is as typed; `key` half-width and lower case, the form of keywords.
    case word(text: String, key: String)
    case quoted(String)
    case symbol(Symbol)
    case end
  }

  enum Symbol: String, Sendable, Hashable {
    case equal = "="
    case identical = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"
    case divide = "/"
    case open = "("
    case close = ")"
    case comma = ","
  }

  let kind: Kind
  let range: Range<Int>

  var key: String? {
    if case .word(_, let key) = kind { key } else { nil }
  }

  var symbol: Symbol? {
    if case .symbol(let symbol) = kind { symbol } else { nil }
  }
}
