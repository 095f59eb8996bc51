import DaichoModel

/// libyaml's complaints in our own words, with what most likely caused them.
enum YAMLProblem {
  /// Fields whose value is a filter, where YAML bites most.
  static let filterKeys: Set<String> = ["where", "when", "each", "of"]

  /// `context` is where the construct began that libyaml was reading.
  static func error(
    _ problem: String, at offset: Int, context: Int?, in bytes: UnsafeBufferPointer<UInt8>,
    range: Range<Int>
  ) -> YAMLError {
    let cause = cause(of: problem)
    // Where the construct began says more than where libyaml gave up.
    var place = cause.pointsToStart ? context ?? offset : offset
    if place >= range.upperBound, let context { place = context }
    let line = Line(around: place, in: bytes, from: range.lowerBound)
    if line.hasTabIndent {
      return YAMLError("yaml-syntax", at: line.start, .yamlTabIndent, suggestion: .indentWithSpaces)
    }
    let suspects = [place, offset].map { Line(around: $0, in: bytes, from: range.lowerBound) }
    for suspect in suspects where suspect.needsQuotes {
      if let key = suspect.key, filterKeys.contains(key), let value = suspect.value {
        return YAMLError(
          "yaml-filter-trap", at: suspect.valueStart, .filterBreaksYAML(value),
          suggestion: .writeFilterAsBlock(key: key, filter: value))
      }
      return YAMLError("yaml-syntax", at: place, cause.message, suggestion: suspect.quotingHint)
    }
    return YAMLError("yaml-syntax", at: place, cause.message, suggestion: cause.hint)
  }

  /// How to write the value at `offset` in quotes.
  static func quotingHint(at offset: Int, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Wording? {
    Line(around: offset, in: bytes, from: start).quotingHint
  }

  private struct Cause {
    var message: Wording
    var hint: Wording?
    var pointsToStart = false
  }

  private static func cause(of problem: String) -> Cause {
    switch problem {
    case "mapping values are not allowed in this context":
      Cause(message: .yamlSecondColon, hint: .quoteTheValue)
    case "could not find expected ':'":
      Cause(message: .yamlMissingColon, hint: .yamlIndentOrColon, pointsToStart: true)
    case "did not find expected key", "did not find expected '-' indicator":
      Cause(message: .yamlUnexpected, hint: .yamlIndentOrQuote)
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
      Cause(message: .yamlUnclosedBracket, hint: .yamlCloseBracket, pointsToStart: true)
    case "found character that cannot start any token":
      Cause(message: .yamlBadStart, hint: .quoteTheValue)
    case "found unexpected end of stream", "found unexpected document indicator":
      Cause(message: .yamlUnclosedQuote, hint: .yamlCloseQuote, pointsToStart: true)
    case "found unknown escape character", "did not find expected hexdecimal number",
      "found invalid Unicode character escape code":
      Cause(message: .yamlBadEscape, hint: .yamlDoubleBackslash)
    case "block sequence entries are not allowed in this context":
      Cause(message: .yamlDashAfterColon, hint: .yamlListOnNextLine)
    case "did not find expected comment or line break", "found an indentation indicator equal to 0":
      Cause(message: .yamlBlockHeader, hint: .quoteTheValue)
    case "found a tab character where an indentation space is expected",
      "found a tab character that violates indentation":
      Cause(message: .yamlTabIndent, hint: .indentWithSpaces)
    default: Cause(message: .yamlSyntax, hint: .yamlIndentOrQuote)
    }
  }

  /// A line of the file seen as `key: value`.
  private struct Line {
    let start: Int
    let hasTabIndent: Bool
    let key: String?
    let value: String?
    let valueStart: Int

    init(around offset: Int, in bytes: UnsafeBufferPointer<UInt8>, from first: Int) {
      var start = min(offset, max(0, bytes.count - 1))
      while start > first, bytes[start - 1] != Byte.lineFeed { start -= 1 }
      var end = start
      while end < bytes.count, !Byte.isBreak(bytes[end]) { end += 1 }
      var at = start
      while at < end, bytes[at] == Byte.space { at += 1 }
      hasTabIndent = at < end && bytes[at] == Byte.tab
      while at + 1 < end, bytes[at] == Byte.dash, bytes[at + 1] == Byte.space {
        at += 2
        while at < end, bytes[at] == Byte.space { at += 1 }
      }
      self.start = start
      let keyStart = at
      while at < end, bytes[at] != Byte.colon { at += 1 }
      guard at < end, at + 1 == end || Byte.isBlank(bytes[at + 1]) else {
        (key, value, valueStart) = (nil, nil, keyStart)
        return
      }
      key = String(decoding: bytes[keyStart..<at], as: UTF8.self)
      at += 1
      while at < end, Byte.isBlank(bytes[at]) { at += 1 }
      valueStart = at
      while end > at, Byte.isBlank(bytes[end - 1]) { end -= 1 }
      value = String(decoding: bytes[at..<end], as: UTF8.self)
    }

    var needsQuotes: Bool {
      guard let value, let first = value.utf8.first else { return false }
      let troublesome = "@`*&%!|>[{\"'?-,]}:#".utf8.contains(first)
      return troublesome || value.contains(": ") || value.hasSuffix(":") || value.contains("\t")
    }

    var quotingHint: Wording? {
      guard let key, let value, needsQuotes, value.count <= 200 else { return nil }
      return .writeInQuotes("\(key): \(ScalarWriter.quoted(value))")
    }
  }
}
