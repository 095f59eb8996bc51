extension SQLTemplate {
  /// Whether SQLite takes it: its parser has a stack of 100 entries (YYSTACKDEPTH) and cannot be asked
  /// beforehand. What is left below that is for the statement the condition becomes a part of.
  var isWithinLimits: Bool {
    text.utf8.count <= 500_000 && arguments.count <= 30_000 && parserDepth <= 84
  }

  /// An upper bound of the entries SQLite's parser stacks up while it reads the text: what is open at each
  /// level of parentheses, with the operators that still wait for their right side.
  var parserDepth: Int {
    var levels = [Level()]
    var open = 0
    var deepest = 0
    var word: [UInt8] = []
    var quoted = false

    func close(_ word: [UInt8], _ level: inout Level) {
      guard !word.isEmpty else { return }
      level.read(String(decoding: word, as: UTF8.self))
    }

    for byte in text.utf8 {
      if byte == UInt8(ascii: "'") { quoted.toggle() }
      let isLetter = (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
      if quoted || isLetter {
        word.append(byte)
        continue
      }
      close(word, &levels[levels.count - 1])
      word.removeAll(keepingCapacity: true)
      switch byte {
      case UInt8(ascii: "("):
        open += levels[levels.count - 1].cost
        levels.append(Level())
      case UInt8(ascii: ")"):
        guard levels.count > 1 else { break }
        levels.removeLast()
        open -= levels[levels.count - 1].cost
      case UInt8(ascii: ","):
        levels[levels.count - 1].operators.removeAll()
        levels[levels.count - 1].isList = true
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="): levels[levels.count - 1].push(4)
      case UInt8(ascii: "+"), UInt8(ascii: "-"): levels[levels.count - 1].push(5)
      case UInt8(ascii: "*"), UInt8(ascii: "/"): levels[levels.count - 1].push(6)
      default: break
      }
      deepest = max(deepest, open + levels[levels.count - 1].cost)
    }
    return deepest
  }

  /// What waits at one level of parentheses.
  private struct Level {
    var isSelect = false
    /// What comes after a comma waits behind the list before it.
    var isList = false
    var cases = 0
    /// The precedence of each operator that waits, lowest first.
    var operators: [Int] = []

    /// The parenthesis itself with a name before it, and what else is open.
    var cost: Int { 2 + (isSelect ? 7 : 0) + (isList ? 3 : 0) + cases * 6 + operators.count * 2 }

    mutating func push(_ precedence: Int) {
      while let last = operators.last, last >= precedence { operators.removeLast() }
      operators.append(precedence)
    }

    mutating func read(_ word: String) {
      switch word {
      case "OR": push(1)
      case "AND": push(2)
      case "NOT": push(3)
      case "IS", "IN", "BETWEEN": push(4)
      case "SELECT":
        isSelect = true
        operators.removeAll()
      case "FROM", "WHERE", "GROUP", "HAVING": operators.removeAll()
      case "CASE": cases += 1
      case "END": cases = max(0, cases - 1)
      default: break
      }
    }
  }
}
