extension Transcript {
  init(parsing text: String) throws(TranscriptError) {
    var lines = Self.lines(of: text)
    if lines.last == "" { lines.removeLast() }
    let starts = lines.indices.filter { Self.isCommand(lines[$0]) }

    let headerEnd = starts.first ?? lines.endIndex
    for index in 0..<headerEnd { try readHeader(lines[index], line: index + 1) }
    header = Array(lines[..<headerEnd])

    var preface: [String] = []
    for (start, end) in zip(starts, starts.dropFirst() + [lines.endIndex]) {
      var body = lines[start..<end]
      let following = Self.removePreface(from: &body)
      let commandEnd = body.dropFirst().firstIndex { !Self.isContinuation($0) } ?? body.endIndex
      let command = body[..<commandEnd].map { String($0.dropFirst(2)) }
      let output = try Self.output(of: body[commandEnd...])
      steps.append(Step(preface: preface, line: start + 1, command: command, output: output))
      preface = following
    }
    footer = preface
  }

  private mutating func readHeader(_ line: String, line number: Int) throws(TranscriptError) {
    if line.isEmpty || line.hasPrefix("#") { return }
    let words = line.split(separator: " ", maxSplits: 2).map(String.init)
    switch (words[0], words.count) {
    case ("@workspace", 2):
      guard let workspace = Workspace(rawValue: words[1]) else { break }
      self.workspace = workspace
      return
    case ("@mask", 3):
      guard (try? Regex(words[2])) != nil else { break }
      masks.append(Mask(name: words[1], pattern: words[2]))
      return
    default: break
    }
    throw TranscriptError(
      line: number,
      message: "'\(line)' is neither a comment, '@workspace empty|example' nor '@mask NAME REGEX'")
  }

  /// Cuts off the blank lines and comments that belong to the next command: from the first blank line
  /// of those the body ends with.
  private static func removePreface(from body: inout ArraySlice<String>) -> [String] {
    let run = body.reversed().prefix { $0.isEmpty || $0.hasPrefix("#") }.count
    guard let start = body.suffix(run).firstIndex(of: "") else { return [] }
    defer { body = body[..<start] }
    return Array(body[start...])
  }

  private static func output(of lines: ArraySlice<String>) throws(TranscriptError) -> Output {
    var output = Output()
    var rest = lines
    while let line = rest.first, !isError(line), status(line) == nil {
      if line == noNewline {
        output.stdout.unicodeScalars.removeLast()
      } else {
        output.stdout += (line.hasPrefix("\\") ? line.dropFirst() : line[...]) + "\n"
      }
      rest.removeFirst()
    }
    while let line = rest.first, isError(line) {
      if line == "2>" + noNewline {
        output.stderr.unicodeScalars.removeLast()
      } else {
        output.stderr += line.dropFirst(3) + "\n"
      }
      rest.removeFirst()
    }
    if let line = rest.first, let status = status(line) {
      output.status = status
      rest.removeFirst()
    }
    if let line = rest.first {
      throw TranscriptError(
        line: rest.startIndex + 1,
        message: "'\(line)' stands after '2> ' or 'exit': standard output goes first")
    }
    return output
  }

  static func lines(of text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(Substring($0))
    }
  }

  static let noNewline = "\\ no newline"

  static func isCommand(_ line: String) -> Bool { line.hasPrefix("$ ") }

  static func isContinuation(_ line: String) -> Bool { line.hasPrefix("> ") || line == ">" }

  static func isError(_ line: String) -> Bool { line.hasPrefix("2>") }

  static func status(_ line: String) -> Int32? {
    line.hasPrefix("exit ") ? Int32(line.dropFirst(5)) : nil
  }
}
