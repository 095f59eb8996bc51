import DaichoModel

/// A string that tells who somebody is, and what stands in its place once they are forgotten.
package struct PersonalText: Sendable, Hashable {
  package enum Boundary: Sendable {
    /// Stands anywhere: names in a script without spaces.
    case none
    /// No letter or digit of ASCII on either side.
    case word
    /// Nothing on either side that would make it another e-mail address.
    case address
    /// The whole of a CSV field, a JSON string or a plain YAML value.
    case value
  }

  package enum Effect: Sendable, Hashable {
    /// Bytes that take its place.
    case replace([UInt8])
    /// Whose file must be looked into; by itself the string says too little to be replaced anywhere.
    case find
    /// Somebody else's string, in which one of these happens to be.
    case keep
  }

  package var text: String
  package var boundary: Boundary
  package var effect: Effect

  package init(_ text: String, _ boundary: Boundary, _ effect: Effect) {
    (self.text, self.boundary, self.effect) = (text, boundary, effect)
  }

  /// The string in every form in which files have it: as it is, decomposed (as one system names files), in CP932,
  /// with JSON's escapes, and percent-encoded.
  var forms: Set<[UInt8]> {
    let composed = TextFolding.canonical(text)
    var forms: Set<[UInt8]> = [Array(text.utf8), Array(composed.utf8)]
    forms.insert(Array(TextFolding.decomposed(composed).utf8))
    if !composed.utf8.allSatisfy({ $0 < 0x80 }) {
      if let legacy = CP932.encoded(Array(composed.utf8)) { forms.insert(legacy) }
      forms.insert(Array(PersonalText.jsonEscaped(composed).utf8))
    }
    let encoded = PersonalText.percentEncoded(composed)
    if encoded != composed { forms.insert(Array(encoded.utf8)) }
    return forms
  }

  private static func jsonEscaped(_ text: String) -> String {
    text.utf16.map { unit in
      if unit < 0x80 { return String(UnicodeScalar(UInt8(unit))) }
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  private static func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || [0x2D, 0x2E, 0x5F, 0x7E].contains(byte)
      if isPlain { return String(UnicodeScalar(byte)) }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

/// Finds strings in bytes, whatever their case, and puts others in their place: of several that begin at one byte
/// the longest, and none within another.
package struct PersonalTexts: Sendable {
  private struct Pattern {
    let boundary: PersonalText.Boundary
    let effect: PersonalText.Effect
  }

  private struct Edge: Hashable {
    let node: Int32
    let byte: UInt8
  }

  private var edges: [Edge: Int32] = [:]
  /// By node: what ends there.
  private var patterns: [Pattern?] = [nil]
  /// By the first two bytes of what is looked for; one byte alone sets them all.
  private var starts = [Bool](repeating: false, count: 1 << 16)

  package init(_ texts: [PersonalText]) {
    for text in texts {
      for form in text.forms where !form.isEmpty {
        add(form, Pattern(boundary: text.boundary, effect: text.effect))
      }
    }
  }

  package var isEmpty: Bool { edges.isEmpty }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }

  private mutating func add(_ form: [UInt8], _ pattern: Pattern) {
    let bytes = form.map(PersonalTexts.lower)
    if bytes.count == 1 {
      for next in 0..<256 { starts[Int(bytes[0]) << 8 | next] = true }
    } else {
      starts[Int(bytes[0]) << 8 | Int(bytes[1])] = true
    }
    var node: Int32 = 0
    for byte in bytes {
      let edge = Edge(node: node, byte: byte)
      if let next = edges[edge] {
        node = next
      } else {
        node = Int32(patterns.count)
        patterns.append(nil)
        edges[edge] = node
      }
    }
    // Somebody else's wins over what is to go, that over what is only looked for.
    switch (patterns[Int(node)]?.effect, pattern.effect) {
    case (.keep?, _), (.replace?, .find): break
    default: patterns[Int(node)] = pattern
    }
  }

  package struct Match {
    package let range: Range<Int>
    package let replacement: [UInt8]
  }

  /// - Parameter found: called for each string that is replaced or looked for; ends the search where it returns true.
  private func search(
    _ bytes: UnsafeRawBufferPointer, _ found: (_ range: Range<Int>, _ replacement: [UInt8]?) -> Bool
  ) {
    guard !isEmpty else { return }
    var at = 0
    while at < bytes.count {
      let first = PersonalTexts.lower(bytes[at])
      let second = at + 1 < bytes.count ? PersonalTexts.lower(bytes[at + 1]) : 0
      guard starts[Int(first) << 8 | Int(second)] else {
        at += 1
        continue
      }
      var node: Int32 = 0
      var end = at
      var best: (end: Int, effect: PersonalText.Effect)?
      var isSought = false
      while end < bytes.count,
        let next = edges[Edge(node: node, byte: PersonalTexts.lower(bytes[end]))]
      {
        node = next
        end += 1
        guard let pattern = patterns[Int(node)], PersonalTexts.holds(pattern.boundary, bytes, at..<end) else {
          continue
        }
        if pattern.effect == .find { isSought = true } else { best = (end, pattern.effect) }
      }
      switch best?.effect {
      case .replace(let replacement)?:
        let stop = best?.end ?? at + 1
        if found(at..<stop, replacement) { return }
        at = stop
      case .keep?: at = best?.end ?? at + 1
      default:
        if isSought, found(at..<at, nil) { return }
        at += 1
      }
    }
  }

  /// Whether any string that is replaced or looked for is there.
  package func areIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var isFound = false
    search(bytes) { _, _ in
      isFound = true
      return true
    }
    return isFound
  }

  package func matches(in bytes: UnsafeRawBufferPointer) -> [Match] {
    var matches: [Match] = []
    search(bytes) { range, replacement in
      if let replacement { matches.append(Match(range: range, replacement: replacement)) }
      return false
    }
    return matches
  }

  // MARK: Boundaries

  private static func holds(
    _ boundary: PersonalText.Boundary, _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
  ) -> Bool {
    let before = range.lowerBound > 0 ? bytes[range.lowerBound - 1] : nil
    let after = range.upperBound < bytes.count ? bytes[range.upperBound] : nil
    switch boundary {
    case .none: return true
    case .word: return !isWord(before) && !isWord(after)
    case .address:
      let mayStart = !isWord(before) && !isOne(of: "._+-", before)
      let next = range.upperBound + 1 < bytes.count ? bytes[range.upperBound + 1] : nil
      return mayStart && !isWord(after) && !isOne(of: "-", after)
        && !(isOne(of: ".", after) && isWord(next))
    case .value:
      return (before == nil || isOne(of: ",\"'\n\r \t[", before))
        && (after == nil || isOne(of: ",\"'\n\r \t]}", after))
    }
  }

  private static func isWord(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isOne(of set: StaticString, _ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return set.withUTF8Buffer { $0.contains(byte) }
  }
}
