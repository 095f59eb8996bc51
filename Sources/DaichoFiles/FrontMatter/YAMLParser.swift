import CYAML
import DaichoModel

/// The one user of libyaml: turns its events into a tree and refuses what a register must not hold:
/// anchors, aliases, tags, keys that are no text, a key given twice, a second document, deep nesting.
struct YAMLParser: ~Copyable {
  static let maximumDepth = 16

  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeBufferPointer<UInt8>
  private let input: YAMLInput

  /// Reads `range` of the file `bytes`, which is known to be UTF-8. `nil` when nothing but comments is there.
  static func parse(
    _ bytes: UnsafeBufferPointer<UInt8>, range: Range<Int>
  ) throws(YAMLError) -> YAMLNode? {
    let input = try YAMLInput(bytes, range: range)
    if let replacement = input.replacement {
      return try replacement.withUnsafeBufferPointer { text throws(YAMLError) in
        try parse(text, of: bytes, input)
      }
    }
    return try parse(UnsafeBufferPointer(rebasing: bytes[range]), of: bytes, input)
  }

  private static func parse(
    _ text: UnsafeBufferPointer<UInt8>, of bytes: UnsafeBufferPointer<UInt8>, _ input: YAMLInput
  ) throws(YAMLError) -> YAMLNode? {
    guard !text.isEmpty else { return nil }
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    guard yaml_parser_initialize(parser) == 1 else {
      parser.deallocate()
      throw YAMLError("yaml-syntax", at: input.range.lowerBound, .outOfMemory)
    }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, text.baseAddress, text.count)
    let reader = YAMLParser(parser: parser, bytes: bytes, input: input)
    return try reader.document()
  }

  private init(
    parser: UnsafeMutablePointer<yaml_parser_t>, bytes: UnsafeBufferPointer<UInt8>, input: YAMLInput
  ) {
    self.parser = parser
    self.bytes = bytes
    self.input = input
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
  }

  private enum Event {
    case scalar(String, YAMLNode.Style, Range<Int>)
    case sequence(isFlow: Bool, at: Int)
    case mapping(isFlow: Bool, at: Int)
    /// Of a sequence or mapping; the offset is only exact for flow style.
    case end(at: Int)
    case document(at: Int)
    case other
    case finished
  }

  private func document() throws(YAMLError) -> YAMLNode? {
    var root: YAMLNode?
    var documents = 0
    while true {
      let event = try next()
      switch event {
      case .finished: return root
      case .document(let offset):
        documents += 1
        if documents > 1 { throw YAMLError("second-document", at: offset, .secondDocument) }
      case .other: continue
      case .scalar, .sequence, .mapping, .end: root = try node(event, depth: 1)
      }
    }
  }

  private func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
    switch event {
    case .scalar(let text, let style, let range):
      return YAMLNode(content: .scalar(text, style), range: range)
    case .sequence(let isFlow, let start):
      try checkDepth(depth, at: start)
      var items: [YAMLNode] = []
      while true {
        let event = try next()
        if case .end(let offset) = event {
          let end = isFlow ? offset : items.last?.range.upperBound ?? start
          return YAMLNode(content: .sequence(items, isFlow: isFlow), range: start..<max(start, end))
        }
        items.append(try node(event, depth: depth + 1))
      }
    case .mapping(let isFlow, let start):
      try checkDepth(depth, at: start)
      return try mapping(isFlow: isFlow, start: start, depth: depth)
    case .end(let offset), .document(let offset):
      throw YAMLError("yaml-syntax", at: offset, .yamlSyntax)
    case .other, .finished:
      throw YAMLError("yaml-syntax", at: input.range.upperBound, .yamlSyntax)
    }
  }

  private func mapping(isFlow: Bool, start: Int, depth: Int) throws(YAMLError) -> YAMLNode {
    var entries: [YAMLEntry] = []
    if depth == 1 { entries.reserveCapacity(16) }
    var seen: Set<String> = []
    while true {
      let event = try next()
      switch event {
      case .end(let offset):
        // `[a: 1]` is a mapping without braces, and has no end of its own.
        let hasBraces = isFlow && bytes[start] == UInt8(ascii: "{")
        let end = hasBraces ? offset : entries.last?.end ?? start
        return YAMLNode(content: .mapping(entries, isFlow: isFlow), range: start..<max(start, end))
      case .scalar(let key, let style, let range):
        guard !style.isBlock, !range.isEmpty else {
          throw YAMLError("yaml-key", at: range.lowerBound, .yamlKey)
        }
        if try isDuplicate(key, entries, &seen) {
          throw YAMLError(
            "duplicate-key", at: range.lowerBound, .duplicateKey(key), suggestion: .keepOneKey)
        }
        let value = try node(next(), depth: depth + 1)
        entries.append(YAMLEntry(key: key, keyRange: range, value: value))
      case .sequence(_, let offset), .mapping(_, let offset):
        throw YAMLError(
          "yaml-key", at: offset, .yamlKey,
          suggestion: YAMLProblem.quotingHint(at: offset, in: bytes, from: input.range.lowerBound))
      case .document, .other, .finished:
        throw YAMLError("yaml-syntax", at: input.range.upperBound, .yamlSyntax)
      }
    }
  }

  private func isDuplicate(
    _ key: String, _ entries: [YAMLEntry], _ seen: inout Set<String>
  ) throws(YAMLError) -> Bool {
    if entries.count < 32 { return entries.contains { $0.key == key } }
    if entries.count == 32 { seen = Set(entries.map(\.key)) }
    return !seen.insert(key).inserted
  }

  private func checkDepth(_ depth: Int, at offset: Int) throws(YAMLError) {
    guard depth <= YAMLParser.maximumDepth else {
      throw YAMLError("yaml-too-deep", at: offset, .yamlTooDeep(limit: YAMLParser.maximumDepth))
    }
  }

  private func next() throws(YAMLError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw syntaxError() }
    defer { yaml_event_delete(&event) }
    switch event.type {
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      try refuse(anchor: scalar.anchor, tag: scalar.tag, event.start_mark)
      let text = String(
        decoding: UnsafeBufferPointer(start: UnsafePointer(scalar.value), count: scalar.length),
        as: UTF8.self)
      let start = offset(event.start_mark)
      let style = YAMLParser.style(scalar.style)
      let end = style.isBlock ? blockScalarEnd(event, from: start) : offset(event.end_mark)
      if scalar.length > 0, style == .double, text.utf8.contains(0) {
        throw YAMLError("control-character", at: start, .controlCharacter(0), suggestion: .deleteCharacter)
      }
      return .scalar(input.restored(text), style, start..<max(start, end))
    case YAML_SEQUENCE_START_EVENT:
      let data = event.data.sequence_start
      try refuse(anchor: data.anchor, tag: data.tag, event.start_mark)
      return .sequence(isFlow: data.style == YAML_FLOW_SEQUENCE_STYLE, at: offset(event.start_mark))
    case YAML_MAPPING_START_EVENT:
      let data = event.data.mapping_start
      try refuse(anchor: data.anchor, tag: data.tag, event.start_mark)
      return .mapping(isFlow: data.style == YAML_FLOW_MAPPING_STYLE, at: offset(event.start_mark))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
      return .end(at: offset(event.end_mark))
    case YAML_ALIAS_EVENT:
      let at = offset(event.start_mark)
      throw YAMLError(
        "yaml-alias", at: at, .yamlAlias,
        suggestion: YAMLProblem.quotingHint(at: at, in: bytes, from: input.range.lowerBound))
    case YAML_DOCUMENT_START_EVENT:
      return .document(at: offset(event.start_mark))
    case YAML_STREAM_END_EVENT: return .finished
    default: return .other
    }
  }

  private func refuse(
    anchor: UnsafeMutablePointer<UInt8>?, tag: UnsafeMutablePointer<UInt8>?, _ mark: yaml_mark_t
  ) throws(YAMLError) {
    guard anchor != nil || tag != nil else { return }
    let at = offset(mark)
    let hint = YAMLProblem.quotingHint(at: at, in: bytes, from: input.range.lowerBound)
    if anchor != nil { throw YAMLError("yaml-anchor", at: at, .yamlAnchor, suggestion: hint) }
    throw YAMLError("yaml-tag", at: at, .yamlTag, suggestion: hint)
  }

  private static func style(_ style: yaml_scalar_style_t) -> YAMLNode.Style {
    switch style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: .single
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .double
    case YAML_LITERAL_SCALAR_STYLE: .literal
    case YAML_FOLDED_SCALAR_STYLE: .folded
    default: .plain
    }
  }

  private func offset(_ mark: yaml_mark_t) -> Int { input.offset(ofCharacter: Int(mark.index)) }

  /// libyaml ends a block scalar at the next token's line. It ends with its last line of text, or, where
  /// `+` keeps blank lines, with the last of those.
  private func blockScalarEnd(_ event: yaml_event_t, from start: Int) -> Int {
    var end = offset(event.end_mark)
    var header = start
    var keeps = false
    while header < end, !Byte.isBreak(bytes[header]), !Byte.isBlank(bytes[header]) {
      if bytes[header] == UInt8(ascii: "+") { keeps = true }
      header += 1
    }
    // An indent before the next token is no text of this one.
    if end < input.range.upperBound || end > start {
      var back = end
      while back > header, Byte.isBlank(bytes[back - 1]) { back -= 1 }
      if back > header, bytes[back - 1] == Byte.lineFeed { end = back }
    }
    if keeps {
      if end > header, bytes[end - 1] == Byte.lineFeed { end -= 1 }
      if end > header, bytes[end - 1] == Byte.carriageReturn { end -= 1 }
      return end
    }
    while end > header, Byte.isBreak(bytes[end - 1]) {
      var lineEnd = end - 1
      if lineEnd > header, bytes[end - 1] == Byte.lineFeed, bytes[lineEnd - 1] == Byte.carriageReturn {
        lineEnd -= 1
      }
      var first = lineEnd
      while first > header, Byte.isBlank(bytes[first - 1]) { first -= 1 }
      let isBlankLine = first > header && Byte.isBreak(bytes[first - 1])
      end = isBlankLine ? first : lineEnd
      if !isBlankLine { break }
    }
    return end
  }

  private func syntaxError() -> YAMLError {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? ""
    if state.error == YAML_READER_ERROR {
      return YAMLError(
        "control-character", at: min(input.range.lowerBound + state.problem_offset, bytes.count),
        .controlCharacter(UInt32(max(0, state.problem_value))))
    }
    let context = state.context == nil ? nil : offset(state.context_mark)
    return YAMLProblem.error(
      problem, at: offset(state.problem_mark), context: context, in: bytes, range: input.range)
  }
}
