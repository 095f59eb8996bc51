/// The fixed markup of a layout, kept out of Mustache's way: most of a layout is, and Mustache would
/// copy all of it, line by line, for each recipient.
struct LayoutLiterals: Sendable {
  /// Shorter pieces stay where they are.
  private static let minimum = 24

  private(set) var texts: [[UInt8]] = []

  /// The template with whole lines of fixed text replaced by a mark each. The lines on which tags
  /// and placeholders stand are left as they are: whether a tag stands alone on its line has a meaning.
  mutating func fold(_ template: String) -> String {
    var rest = Array(template.utf8)[...]
    var result: [UInt8] = []
    while !rest.isEmpty {
      let start = rest.indices.first {
        rest[$0] == Placeholder.leadByte || rest[$0...].starts(with: "{{".utf8)
      }
      foldRun(rest[..<(start ?? rest.endIndex)], to: &result)
      guard let start else { break }
      var end = min(start + 4, rest.endIndex)
      if rest[start] != Placeholder.leadByte {
        end = rest[start...].firstRange(of: "}}".utf8)?.upperBound ?? rest.endIndex
      }
      result += rest[start..<end]
      rest = rest[end...]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func foldRun(_ run: ArraySlice<UInt8>, to result: inout [UInt8]) {
    guard let first = run.firstIndex(of: 0x0A), let last = run.lastIndex(of: 0x0A),
      last - first > Self.minimum, let mark = Placeholder.literal(texts.count)
    else {
      result += run
      return
    }
    texts.append(Array(run[(first + 1)..<last]))
    result += run[...first]
    result += Array(String(Character(mark)).utf8)
    result += run[last...]
  }
}
