import Foundation

/// One of the repository's Markdown documents.
struct Document {
  /// Relative to the repository's root.
  let path: String
  let text: String

  init(_ path: String) throws {
    self.path = path
    text = try String(contentsOf: Document.root.appending(path: path), encoding: .utf8)
  }

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static let catalogue = "Sources/DaichoWorkspace/Documentation.docc"

  static func manual(_ page: String) throws -> Document { try Document("\(catalogue)/\(page).md") }

  /// Every document: those at the top, and the manual.
  static func all() throws -> [Document] {
    try ["", catalogue].flatMap { folder in
      try FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)
        .filter { $0.hasSuffix(".md") }.sorted().map { try Document(folder.isEmpty ? $0 : "\(folder)/\($0)") }
    }
  }

  /// The text below a heading, up to the next of the same or a higher level. `nil` where there is none.
  func section(_ title: String) -> String? {
    var level: Int?
    var lines: [Substring] = []
    for (line, isCode) in markedLines {
      let heading = isCode ? nil : Document.heading(line)
      if let level {
        if let heading, heading.level <= level { break }
        lines.append(line)
      } else if let heading, heading.title == title {
        level = heading.level
      }
    }
    return level == nil ? nil : lines.joined(separator: "\n")
  }

  /// The commands of ```` ```console ```` blocks, without their `$ `.
  var commands: [String] {
    var isConsole = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line in
      if line.hasPrefix("```") { isConsole = line == "```console" }
      return isConsole && line.hasPrefix("$ ") ? String(line.dropFirst(2)) : nil
    }
  }

  private var markedLines: [(line: Substring, isCode: Bool)] {
    var isCode = false
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return (line, isCode || line.hasPrefix("    "))
    }
  }

  private static func heading(_ line: Substring) -> (level: Int, title: String)? {
    let level = line.prefix { $0 == "#" }.count
    guard level > 0, line.dropFirst(level).first == " " else { return nil }
    return (level, line.dropFirst(level + 1).trimmingCharacters(in: .whitespaces))
  }
}
