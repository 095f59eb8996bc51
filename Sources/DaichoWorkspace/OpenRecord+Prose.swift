import DaichoFiles
import DaichoModel

extension OpenRecord {
  /// What is written below the front matter, but for the log, without the blank lines around it.
  package var prose: String {
    var lines: [String] = []
    var logLevel: Int?
    let text = String(decoding: bytes[record.body], as: UTF8.self)
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if let heading = OpenRecord.heading(line) {
        if OpenRecord.logHeadings.contains(heading.text) {
          logLevel = heading.level
        } else if let level = logLevel, heading.level <= level {
          logLevel = nil
        }
      }
      if logLevel == nil { lines.append(String(line)) }
    }
    let content = lines.drop { $0.allSatisfy(\.isWhitespace) }
    guard let last = content.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }) else { return "" }
    return content[...last].joined(separator: "\n")
  }

  private static let logHeadings: Set<String> = ["log", "履歴", "対応履歴"]

  private static func heading(_ line: Substring) -> (level: Int, text: String)? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let words = line.dropFirst(level).split { $0.isWhitespace || $0 == "#" }.joined(separator: " ")
    return (level, TextFolding.fold(words))
  }
}
