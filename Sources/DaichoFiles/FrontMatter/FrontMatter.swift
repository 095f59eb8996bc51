import DaichoModel

/// The YAML between the `---` lines that open a Markdown file, and where the text after it begins.
package struct FrontMatter: Sendable {
  package static let maximumSize = 65_536

  package let source: SourceText
  /// The bytes between the two `---` lines; `nil` without front matter.
  package let yaml: Range<Int>?
  /// Always a mapping; `nil` where there is no front matter, an empty one or one that cannot be read.
  package let root: YAMLNode?
  package let body: Range<Int>
  /// Why it cannot be read; empty when it can.
  package let problems: [Diagnostic]

  package var isReadable: Bool { problems.isEmpty }
  package var entries: [YAMLEntry] { root?.entries ?? [] }

  /// Front matter begins at the first byte of the file, after a byte order mark, with a line `---`
  /// (trailing blanks allowed, LF or CRLF), and ends with the next such line.
  package static func parse(_ bytes: [UInt8], path: String) -> FrontMatter {
    let source = SourceText(bytes, path: path)
    return bytes.withUnsafeBufferPointer { buffer in parse(source, buffer) }
  }

  private static func parse(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>) -> FrontMatter {
    func refused(_ error: YAMLError, yaml: Range<Int>? = nil, body: Int) -> FrontMatter {
      FrontMatter(
        source: source, yaml: yaml, root: nil, body: body..<bytes.count,
        problems: [
          Diagnostic(
            .error, error.code, at: source.location(at: error.offset), error.message,
            suggestion: error.suggestion)
        ])
    }
    if let error = encodingError(source, bytes) { return refused(error, body: bytes.count) }
    let start = source.start
    guard let first = afterFence(start, bytes) else {
      return FrontMatter(source: source, yaml: nil, root: nil, body: start..<bytes.count, problems: [])
    }
    var line = first
    while line < bytes.count {
      if let body = afterFence(line, bytes) {
        let yaml = first..<line
        guard yaml.count <= maximumSize else {
          let error = YAMLError("front-matter-too-long", at: start, .frontMatterTooLong)
          return refused(error, yaml: yaml, body: body)
        }
        do throws(YAMLError) {
          let root = try YAMLParser.parse(bytes, range: yaml)
          if let root, root.entries == nil {
            throw YAMLError("front-matter-not-a-mapping", at: root.range.lowerBound, .notAMapping)
          }
          return FrontMatter(
            source: source, yaml: yaml, root: root, body: body..<bytes.count, problems: [])
        } catch {
          return refused(error, yaml: yaml, body: body)
        }
      }
      while line < bytes.count, bytes[line] != Byte.lineFeed { line += 1 }
      line += 1
    }
    let error = YAMLError(
      "front-matter-unclosed", at: start, .frontMatterUnclosed, suggestion: .closeFrontMatter)
    return refused(error, body: bytes.count)
  }

  /// `nil` when the bytes are UTF-8 without NUL.
  static func encodingError(_ source: SourceText, _ bytes: UnsafeBufferPointer<UInt8>) -> YAMLError? {
    guard let offence = TextEncoding.firstOffence(in: bytes) else { return nil }
    guard let name = TextEncoding.guess(source.bytes).name else {
      return YAMLError("not-utf8", at: offence, bytes[offence] == 0 ? .containsNUL : .notUTF8Unknown)
    }
    return YAMLError("not-utf8", at: offence, .notUTF8(likely: name), suggestion: .importWithEncoding(name))
  }

  /// Whether a line, its ending included, opens or closes front matter.
  static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
    line.withUnsafeBufferPointer { afterFence(0, $0) == line.count }
  }

  /// The offset after the line at `start`, if that line is `---`.
  private static func afterFence(_ start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard start + 3 <= bytes.count, bytes[start] == Byte.dash, bytes[start + 1] == Byte.dash,
      bytes[start + 2] == Byte.dash
    else { return nil }
    var at = start + 3
    while at < bytes.count, Byte.isBlank(bytes[at]) { at += 1 }
    if at < bytes.count, bytes[at] == Byte.carriageReturn { at += 1 }
    if at == bytes.count { return at }
    return bytes[at] == Byte.lineFeed ? at + 1 : nil
  }
}
