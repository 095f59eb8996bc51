import DaichoModel

/// The numbers that a reply to the morning mail says are done: `1 済`, `1, 3 done`, `②済み`, one or several in
/// a line. A line with anything else in it says nothing, so that no sentence ticks a task by chance.
enum TaskReply {
  /// Lines are long in a mail that somebody made to be slow.
  private static let longestLine = 200
  private static let mostNumbers = 200

  /// In the order of the text, each once.
  static func numbers(in text: String) -> [Int] {
    var found: [Int] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let words = TextFolding.fold(String(line.prefix(longestLine + 1)))
      let start = words.drop { $0.isWhitespace }
      if start.hasPrefix(">") || start.hasPrefix("|") { continue }
      if isEnd(line, start) { break }
      guard words.count <= longestLine else { continue }
      for number in confirmed(start) where !found.contains(number) { found.append(number) }
      if found.count > mostNumbers { break }
    }
    return Array(found.prefix(mostNumbers))
  }

  /// Where a signature or an original mail without marks begins.
  private static func isEnd(_ line: Substring, _ folded: Substring) -> Bool {
    line == "-- " || line == "--" || folded.hasPrefix("-----") || folded.hasPrefix("_____")
      || ["from:", "差出人:"].contains { folded.hasPrefix($0) }
  }

  /// Folded, the longer before those they begin with.
  private static let words = [
    "済みました", "済みです", "済です", "済み", "済", "完了しました", "完了です", "完了", "done",
  ]
  private static let separators: Set<Character> = [
    ",", "、", "。", ".", "・", "#", "(", ")", ":", ";", "!", "&", "番",
  ]

  private static func confirmed(_ line: Substring) -> [Int] {
    var (waiting, confirmed): ([Int], [Int]) = ([], [])
    var rest = line
    while let next = rest.first {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      if !digits.isEmpty {
        guard digits.count <= 4, let number = Int(digits) else { return [] }
        waiting.append(number)
        rest = rest.dropFirst(digits.count)
      } else if next.isWhitespace || separators.contains(next) {
        rest = rest.dropFirst()
      } else if let word = words.first(where: { rest.hasPrefix($0) }), !waiting.isEmpty {
        confirmed += waiting
        waiting.removeAll()
        rest = rest.dropFirst(word.count)
      } else {
        return []
      }
    }
    return confirmed
  }
}
