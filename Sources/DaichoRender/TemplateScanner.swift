import DaichoModel

/// A Mustache tag and its place in the file.
struct TemplateTag: Sendable {
  enum Kind: Sendable {
    case variable, section, inverted, close, comment, partial
    /// `{{$ name}}`: what whoever inherits may replace.
    case block
    /// `{{< name}}`: the template that is inherited from.
    case parent
  }

  var kind: Kind
  var name: String
  /// Of the name; of the tag where it has none.
  var location: SourceLocation
  /// The whole tag, in scalars from the start of the text.
  var range: Range<Int>
}

/// Finds the Mustache tags of a text and refuses those whose meaning we do not offer.
///
/// It sees every tag Mustache sees: Mustache compares characters, we compare scalars, so a brace with
/// a combining mark is a tag only here, and an error.
struct TemplateScanner {
  /// Braces and tags together: Mustache's parser looks at the whole rest of the text for each.
  static let braceLimit = 1_000
  static let sizeLimit = 65_536

  private(set) var tags: [TemplateTag] = []
  private(set) var diagnostics: [Diagnostic] = []
  let scalars: [Unicode.Scalar]
  private let source: TemplateText
  private var cursor: TemplateCursor
  private var index = 0

  init(_ source: TemplateText, path: String) {
    self.source = source
    scalars = Array(source.text.unicodeScalars)
    cursor = TemplateCursor(source, path: path)
    scan()
  }

  /// In bytes.
  var size: Int { source.text.utf8.count }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where index < scalars.count {
      let scalar = scalars[index]
      index += 1
      cursor.advance(over: scalar, next: index < scalars.count ? scalars[index] : nil)
    }
  }

  private func at(_ offset: Int) -> Unicode.Scalar? {
    index + offset < scalars.count ? scalars[index + offset] : nil
  }

  private mutating func report(_ code: String, at location: SourceLocation, _ words: (Wording, Wording?)) {
    diagnostics.append(Diagnostic(.error, code, at: location, words.0, suggestion: words.1))
  }

  private mutating func scan() {
    if source.text.utf8.count > Self.sizeLimit {
      report("template-too-large", at: cursor.location, Wording.templateTooLarge())
      return
    }
    var braces = 0
    while let scalar = at(0) {
      if scalar == "{" {
        braces += 1
        if braces > Self.braceLimit {
          report("too-many-tags", at: cursor.location, Wording.tooManyTags(limit: Self.braceLimit))
          return
        }
        if at(1) == "{" {
          guard scanTag() else { return }
          continue
        }
      } else if scalar == "｛", at(1) == "｛" {
        report("full-width-braces", at: cursor.location, Wording.fullWidthBraces())
      }
      advance()
    }
  }

  /// False when the rest of the text cannot be read.
  private mutating func scanTag() -> Bool {
    let start = index
    let tagLocation = cursor.location
    advance(2)
    let sigil = at(0)
    let kind: TemplateTag.Kind?
    switch sigil {
    case "#": kind = .section
    case "^": kind = .inverted
    case "/": kind = .close
    case "!": kind = .comment
    case ">": kind = .partial
    case "<": kind = .parent
    case "$": kind = .block
    case "{", "&", "=", "%": kind = nil
    default: kind = .variable
    }
    if kind != .variable { advance() }
    let nameStart = index
    while let scalar = at(0), !(scalar == "}" && at(1) == "}") {
      if scalar == "{" && at(1) == "{" && kind != .comment { break }
      advance()
    }
    guard at(0) == "}" else {
      report("unclosed-tag", at: tagLocation, Wording.unclosedTag())
      return false
    }
    let inner = scalars[nameStart..<index]
    advance(sigil == "{" && at(2) == "}" ? 3 : 2)
    guard let kind else {
      report("refused-tag", at: tagLocation, Wording.refusedTag(sigil: sigil ?? " "))
      return true
    }
    if kind == .comment {
      tags.append(TemplateTag(kind: kind, name: "", location: tagLocation, range: start..<index))
      return true
    }
    addTag(kind, inner: inner, tagLocation: tagLocation, sigil: kind == .variable ? 0 : 1, start: start)
    return true
  }

  private mutating func addTag(
    _ kind: TemplateTag.Kind, inner: ArraySlice<Unicode.Scalar>, tagLocation: SourceLocation, sigil: Int,
    start: Int
  ) {
    let leading = inner.prefix { $0.properties.isWhitespace }
    let name = Self.trimmed(inner)
    var nameLocation = tagLocation
    if !leading.contains(where: { $0 == "\n" || $0 == "\r" }) {
      nameLocation.position?.column += 2 + sigil + leading.count
    }
    guard Self.isName(name, kind) else {
      report("bad-tag-name", at: nameLocation, Wording.badTagName(name, repaired: Self.repaired(name, kind)))
      return
    }
    tags.append(TemplateTag(kind: kind, name: name, location: nameLocation, range: start..<index))
  }

  private static func trimmed(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    let tail = scalars.drop { $0.properties.isWhitespace }
    let end = tail.lastIndex { !$0.properties.isWhitespace }
    var name = String.UnicodeScalarView()
    if let end { name.append(contentsOf: tail[...end]) }
    return String(name)
  }

  /// `.`, or letters, digits, `_` and `-` in parts joined by dots; a partial's name may hold `/`.
  private static func isName(_ name: String, _ kind: TemplateTag.Kind) -> Bool {
    if name == "." { return kind != .partial && kind != .parent && kind != .block }
    let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          switch byte {
          case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
          case UInt8(ascii: "/"): kind == .partial
          default: false
          }
        }
    }
  }

  /// The name with full-width letters made half-width and spaces taken out, if that makes it a name.
  private static func repaired(_ name: String, _ kind: TemplateTag.Kind) -> String? {
    var view = String.UnicodeScalarView()
    for scalar in name.unicodeScalars where !scalar.properties.isWhitespace {
      if (0xFF01...0xFF5E).contains(scalar.value), let half = Unicode.Scalar(scalar.value - 0xFEE0) {
        view.append(half)
      } else {
        view.append(scalar == "。" ? "." : scalar)
      }
    }
    let candidate = String(view)
    return candidate != name && isName(candidate, kind) ? candidate : nil
  }
}
