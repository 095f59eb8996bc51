import DaichoModel

/// A value bound to a statement.
package enum SQLValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
}

/// A piece of SQL and the values of its `?`, in order.
///
/// Placeholders: `{row}` is the alias of the row the piece is about, `{item}` the alias of an item of a
/// list or collection, `{target}` the alias of the row a reference leads to; `{today}` becomes a bound day
/// number (`CalendarDate.day`) and `{now}` bound milliseconds since 1970. A `?` inside `'…'` is text.
///
/// What a person typed can enter only through `\(bind:)`: interpolating a `String` does not compile.
package struct SQLTemplate: Sendable, Hashable {
  package let text: String
  package let arguments: [SQLValue]

  package init(_ text: String, _ arguments: [SQLValue] = []) {
    self.text = text
    self.arguments = arguments
  }

  /// Fills in what is given; a placeholder that is not in `names` stays.
  func placing(_ names: [String: String], today: Int64, now: Int64) -> SQLTemplate {
    guard text.utf8.contains(UInt8(ascii: "{")) else { return self }
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var values: [SQLValue] = []
    values.reserveCapacity(arguments.count)
    var given = arguments.makeIterator()
    var quoted = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "'"):
        quoted.toggle()
        out.append(byte)
      case UInt8(ascii: "?") where !quoted:
        out.append(byte)
        values.append(given.next() ?? .null)
      case UInt8(ascii: "{") where !quoted:
        guard let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else {
          out.append(byte)
          continue
        }
        let name = String(decoding: bytes[index..<end], as: UTF8.self)
        index = end + 1
        switch name {
        case "today":
          out.append(UInt8(ascii: "?"))
          values.append(.integer(today))
        case "now":
          out.append(UInt8(ascii: "?"))
          values.append(.integer(now))
        default: out.append(contentsOf: (names[name] ?? "{\(name)}").utf8)
        }
      default: out.append(byte)
      }
    }
    return SQLTemplate(String(decoding: out, as: UTF8.self), values)
  }
}

extension SQLTemplate: ExpressibleByStringInterpolation {
  package init(stringLiteral value: String) { self.init(value) }

  package init(stringInterpolation: StringInterpolation) {
    self.init(stringInterpolation.text, stringInterpolation.arguments)
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var arguments: [SQLValue] = []

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    package mutating func appendInterpolation(_ template: SQLTemplate) {
      text += template.text
      arguments += template.arguments
    }

    package mutating func appendInterpolation(bind value: SQLValue) {
      text += "?"
      arguments.append(value)
    }

    /// The name of a table or an alias, from the schema; never what a person typed.
    package mutating func appendInterpolation(name: String) { text += name }
  }
}

extension [SQLTemplate] {
  /// The pieces joined as a balanced tree of parentheses: SQLite bounds the depth of an expression (1,000)
  /// and the stack of its parser (100). What needs no query of its own comes first, as it is cheap, and of
  /// that the longest, as what nests on the left costs the parser least.
  func balanced(_ conjunction: String) -> SQLTemplate {
    func rank(_ piece: SQLTemplate) -> (Int, Int) {
      (piece.text.contains("SELECT") ? 1 : 0, -piece.text.utf8.count)
    }
    return tree(sorted { rank($0) < rank($1) }[...], conjunction)
  }

  private func tree(_ pieces: ArraySlice<SQLTemplate>, _ conjunction: String) -> SQLTemplate {
    guard pieces.count > 1 else { return pieces.first ?? "1" }
    let middle = pieces.index(pieces.startIndex, offsetBy: (pieces.count + 1) / 2)
    let (left, right) = (tree(pieces[..<middle], conjunction), tree(pieces[middle...], conjunction))
    return "(\(left) \(name: conjunction) \(right))"
  }

  func joined(_ separator: String = ", ") -> SQLTemplate {
    SQLTemplate(map(\.text).joined(separator: separator), flatMap(\.arguments))
  }
}

extension SQLTemplate {
  /// Over the alias `row`, asked on `today` at `now` (milliseconds since 1970).
  package func placed(row: String, today: CalendarDate, now: Int64) -> SQLTemplate {
    placing(["row": row], today: Int64(today.day), now: now)
  }
}
