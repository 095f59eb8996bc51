import DaichoModel

extension SMTPReply {
  private static let longestText = 200

  /// The lines of one reply as the server wrote them: `550-5.1.1 No such`, `550 5.1.1 user`.
  /// `nil` unless it is a whole one.
  init?(lines: [String], command: Command) {
    guard let last = lines.last, let code = Int(last.prefix(3)), (200..<600).contains(code),
      last.utf8.count == 3 || last.dropFirst(3).first == " "
    else { return nil }
    var rest = last.dropFirst(4)
    let enhanced = SMTPReply.enhancedCode(rest)
    if let enhanced {
      rest = rest.drop { $0 != " " }.dropFirst()
      self.init(code: code, enhanced: enhanced, text: SMTPReply.printable(rest), command: command)
    } else {
      self.init(code: code, text: SMTPReply.printable(rest), command: command)
    }
  }

  /// RFC 3463: a class, a subject and a detail. Some servers write `#5.1.1`.
  private static func enhancedCode(_ text: Substring) -> String? {
    var word = text.prefix { $0 != " " }
    if word.hasPrefix("#") { word = word.dropFirst() }
    let parts = word.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, ["2", "4", "5"].contains(parts[0]),
      parts.allSatisfy({
        (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (0x30...0x39).contains($0) }
      })
    else { return nil }
    return String(word)
  }

  private static func printable(_ text: Substring) -> String {
    var out = ""
    for scalar in text.unicodeScalars where !TextSafety.isUnsafe(scalar) && scalar != "\u{FFFD}" {
      if out.utf8.count + UTF8.width(scalar) > longestText { break }
      out.unicodeScalars.append(scalar)
    }
    return HeaderText.trimmed(out)
  }
}
