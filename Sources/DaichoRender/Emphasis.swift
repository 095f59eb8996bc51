/// CommonMark closes `**` only where the marks lean on a word, judged by spaces and punctuation that
/// Japanese does not write: `**「注意」**です` keeps its asterisks. A joiner, which counts as a letter and
/// is never printed, between East Asian punctuation and the marks makes them open and close.
enum Emphasis {
  static func joined(_ markdown: String) -> String {
    guard markdown.utf8.contains(UInt8(ascii: "*")) else { return markdown }
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = "\n"
    for scalar in markdown.unicodeScalars {
      if (scalar == "*" && previous.isEastAsianPunctuation)
        || (previous == "*" && scalar.isEastAsianPunctuation)
      {
        result.append(Placeholder.joiner)
      }
      result.append(scalar)
      previous = scalar
    }
    return String(result)
  }
}
