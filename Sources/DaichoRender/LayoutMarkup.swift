import DaichoModel

/// Reads a layout's HTML to know where each value lands, and marks the values that are addresses.
///
/// A layout is the team's own HTML and is kept as it is; what could run or load code is refused.
struct LayoutMarkup {
  private static let refusedElements: Set<String> = [
    "script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "input", "button", "base",
    "svg", "math", "template", "noscript", "textarea", "select", "video", "audio",
    "plaintext", "xmp", "noembed",
  ]
  private static let addressAttributes: Set<String> = [
    "href", "src", "background", "cite", "longdesc", "poster", "action", "formaction", "data", "xlink:href",
    "srcset", "ping",
  ]
  private static let addressStarts = ["https://", "http://", "mailto:", "tel:", "#", "cid:"]

  private enum State: Equatable {
    case text, comment, style, tagName, tag, attributeName, beforeValue, unquoted
    case quoted(Unicode.Scalar)
  }

  private struct OpenSection {
    var state: State
    var element: String
    var attribute: String
  }

  private let scalars: [Unicode.Scalar]
  private(set) var diagnostics: [Diagnostic] = []
  /// Names of the values that stand where a reader sees or follows them.
  private(set) var names: Set<String> = []
  /// The layout with a mark before each value that is not plain text.
  private var output: [Unicode.Scalar] = []
  /// The mail's links, those of this layout added.
  private(set) var links: StaticLinks
  /// Where in `output` the value of an attribute begins.
  private var valueStart = 0

  private var state = State.text
  private var element = ""
  private var attribute = ""
  /// Of the attribute so far: its literal start, and whether a tag stood in it.
  private var literal = ""
  private var hasTag = false
  private var sections: [OpenSection] = []
  private var cursor: TemplateCursor
  /// Of the element that is being read: where it begins, and whether it says what a picture shows.
  private var elementLocation: SourceLocation
  private var hasAlt = false

  init(
    _ source: TemplateText, tags: [TemplateTag], path: String, links: StaticLinks,
    replacements: [Int: Unicode.Scalar] = [:]
  ) {
    self.links = links
    scalars = Array(source.text.unicodeScalars)
    cursor = TemplateCursor(source, path: path)
    elementLocation = cursor.location
    var tags = tags[...]
    var index = 0
    while index < scalars.count {
      if let tag = tags.first, tag.range.lowerBound == index {
        tags.removeFirst()
        read(tag)
        if let replacement = replacements[index] { output.append(replacement) }
        for scalar in scalars[tag.range] {
          if replacements[index] == nil { output.append(scalar) }
          cursor.advance(over: scalar, next: nil)
        }
        index = tag.range.upperBound
      } else {
        read(scalars[index], at: index)
        output.append(scalars[index])
        cursor.advance(over: scalars[index], next: nil)
        index += 1
      }
    }
    if state != .text { report("unclosed-markup", Wording.unclosedMarkup()) }
  }

  /// The layout with a mark before each value that is not plain text, and one for each link.
  var template: String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: output)
    return String(view)
  }

  private mutating func report(
    _ code: String, _ words: (Wording, Wording?), at place: SourceLocation? = nil,
    _ severity: Diagnostic.Severity = .error
  ) {
    diagnostics.append(
      Diagnostic(
        severity, code, at: place ?? cursor.location, words.0,
        suggestion: words.1))
  }

  // MARK: Tags

  /// Sections must leave the markup as they found it, so that it reads the same with and without them.
  private mutating func read(_ tag: TemplateTag) {
    guard canHoldTags(before: tag.range.lowerBound) else {
      if tag.kind == .section || tag.kind == .inverted { openSection() }
      if tag.kind == .close { _ = sections.popLast() }
      report("value-in-markup", Wording.valueInMarkup(), at: tag.location)
      return
    }
    switch tag.kind {
    case .comment, .block, .parent: break
    case .variable: readVariable(tag)
    case .partial:
      if state != .text { report("value-in-markup", Wording.valueInMarkup(), at: tag.location) }
    case .section, .inverted:
      openSection()
      guard case .quoted = state else { break }
      if literal.isEmpty, Self.addressAttributes.contains(attribute) {
        report("bad-link", Wording.badLink(), at: tag.location)
      }
      hasTag = true
    case .close:
      guard let open = sections.popLast() else { return }
      if open.state != state || !isInSamePlace(as: open) {
        report("section-crosses-markup", Wording.sectionCrossesMarkup(tag.name), at: tag.location)
      }
    }
  }

  private mutating func openSection() {
    sections.append(OpenSection(state: state, element: element, attribute: attribute))
  }

  /// In comments, style sheets and the names of elements and attributes a tag, even one that prints
  /// nothing, would make the finished page differ from what is read here.
  private func canHoldTags(before index: Int) -> Bool {
    switch state {
    case .text: index == 0 || scalars[index - 1] != "<"
    case .tag, .quoted: true
    default: false
    }
  }

  private func isInSamePlace(as open: OpenSection) -> Bool {
    switch state {
    case .text: true
    case .tag: open.element == element
    default: open.element == element && open.attribute == attribute
    }
  }

  private mutating func readVariable(_ tag: TemplateTag) {
    switch state {
    case .text:
      names.insert(tag.name)
      if tag.name == "content" { output.append(Placeholder.content) }
    case .quoted(let quote) where attribute != "style" && attribute != "srcset" && tag.name != "content":
      names.insert(tag.name)
      guard Self.addressAttributes.contains(attribute) else { break }
      let next = tag.range.upperBound < scalars.count ? scalars[tag.range.upperBound] : quote
      let isWhole = literal.isEmpty && !hasTag && (next == quote || next == "/" || next == "?" || next == "#")
      if literal.isEmpty, !hasTag, !isWhole { report("bad-link", Wording.badLink(), at: tag.location) }
      output.append(isWhole ? Placeholder.wholeURL : Placeholder.partOfURL)
      hasTag = true
    default: report("value-in-markup", Wording.valueInMarkup(), at: tag.location)
    }
  }

  // MARK: HTML

  private mutating func read(_ scalar: Unicode.Scalar, at index: Int) {
    switch state {
    case .text: if scalar == "<" { openMarkup(at: index) }
    case .comment: if scalar == ">", precedes(index, "--") || precedes(index, "--!") { state = .text }
    case .style: if scalar == "<", follows(index, "</style") { state = .tagName; element = "/" }
    case .tagName:
      if scalar == ">" || scalar == "/" && !element.isEmpty || scalar.properties.isWhitespace {
        endTagName(scalar)
      } else {
        element.unicodeScalars.append(scalar.properties.isUppercase ? lower(scalar) : scalar)
      }
    case .tag:
      if scalar == ">" {
        endTag()
      } else if !scalar.properties.isWhitespace, scalar != "/" {
        attribute = String(Character(lower(scalar)))
        state = .attributeName
      }
    case .attributeName:
      switch scalar {
      case "=": endAttributeName(.beforeValue)
      case ">":
        endAttributeName(.tag)
        endTag()
      default:
        if scalar.properties.isWhitespace || scalar == "/" {
          endAttributeName(.tag)
        } else {
          attribute.unicodeScalars.append(lower(scalar))
        }
      }
    case .beforeValue:
      if scalar == "\"" || scalar == "'" {
        state = .quoted(scalar)
        // Behind the quote, which is written next.
        valueStart = output.count + 1
      } else if scalar == ">" {
        endTag()
      } else if !scalar.properties.isWhitespace {
        literal.unicodeScalars.append(scalar)
        state = .unquoted
      }
    case .unquoted:
      if scalar == ">" || scalar.properties.isWhitespace {
        endValue()
        if scalar == ">" { endTag() }
      } else {
        literal.unicodeScalars.append(scalar)
      }
    case .quoted(let quote):
      if scalar == quote {
        endValue()
        replaceLink()
      } else if !hasTag {
        literal.unicodeScalars.append(scalar)
      }
    }
  }

  private mutating func openMarkup(at index: Int) {
    guard index + 1 < scalars.count else { return }
    if follows(index, "<!--") {
      state = .comment
    } else {
      let next = scalars[index + 1]
      guard next == "/" || next == "!" || next == "?" || next.properties.isAlphabetic else { return }
      element = ""
      elementLocation = cursor.location
      hasAlt = false
      state = .tagName
      if follows(index, "</body") { output.append(Placeholder.pixel) }
    }
  }

  private mutating func endTagName(_ scalar: Unicode.Scalar) {
    if Self.refusedElements.contains(element) {
      report("refused-element", Wording.refusedElement(element))
    }
    state = .tag
    attribute = ""
    if scalar == ">" { endTag() }
  }

  private mutating func endTag() {
    if element == "img", !hasAlt {
      report("image-without-alt", Wording.imageWithoutAlt(), at: elementLocation, .warning)
    }
    state = element == "style" ? .style : .text
    attribute = ""
  }

  private mutating func endAttributeName(_ next: State) {
    if attribute.hasPrefix("on") || attribute == "srcdoc" {
      report("refused-attribute", Wording.refusedAttribute(attribute))
    }
    if attribute == "alt" { hasAlt = true }
    literal = ""
    hasTag = false
    state = next
  }

  private mutating func endValue() {
    state = .tag
    if attribute == "http-equiv", hasTag || literal.lowercased().contains("refresh") {
      report("refused-attribute", Wording.refusedAttribute(attribute))
    }
    guard Self.addressAttributes.contains(attribute), !literal.isEmpty else { return }
    let start = literal.lowercased()
    if !Self.addressStarts.contains(where: start.hasPrefix) { report("bad-link", Wording.badLink()) }
  }

  /// A link for everybody is written when the mail is, as it may lead through a click's address.
  private mutating func replaceLink() {
    guard attribute == "href", element == "a" || element == "area", !hasTag, valueStart <= output.count,
      let address = Self.withoutEntities(literal), let number = links.add(address),
      let mark = Placeholder.link(number)
    else { return }
    output.removeSubrange(valueStart...)
    output.append(mark)
  }

  /// Nil where an entity stands whose meaning is not plain.
  private static func withoutEntities(_ text: String) -> String? {
    let plain = ["&amp;", "&#38;", "&#x26;", "&#X26;"].reduce(text) { $0.replacing($1, with: "&") }
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "#") }
      guard rest[name.endIndex...].first == ";" else { continue }
      guard ["amp", "#38", "#x26", "#X26"].contains(name) else { return nil }
    }
    return plain
  }

  private func lower(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32) ?? scalar : scalar
  }

  private func follows(_ index: Int, _ text: String) -> Bool {
    let expected = Array(text.unicodeScalars)
    guard index + expected.count <= scalars.count else { return false }
    return zip(scalars[index...], expected).allSatisfy { lower($0) == $1 }
  }

  private func precedes(_ index: Int, _ text: String) -> Bool {
    let expected = Array(text.unicodeScalars)
    guard index >= expected.count else { return false }
    return scalars[(index - expected.count)..<index].elementsEqual(expected)
  }
}
