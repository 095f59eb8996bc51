extension Transcript {
  /// The file's text; parsing it gives the same transcript.
  var rendered: String {
    var lines = header
    for step in steps { lines += step.preface + step.renderedCommand + step.output.rendered }
    return (lines + footer).map { $0 + "\n" }.joined()
  }

  /// The same commands with what they printed this time.
  func recording(_ outputs: [Output]) -> Transcript {
    var copy = self
    for (index, output) in zip(copy.steps.indices, outputs) { copy.steps[index].output = output }
    return copy
  }
}

extension Transcript.Step {
  var renderedCommand: [String] {
    command.enumerated().map { index, line in
      index == 0 ? "$ " + line : line.isEmpty ? ">" : "> " + line
    }
  }
}

extension Transcript.Output {
  var rendered: [String] {
    var lines = Transcript.lines(of: stdout)
    let stdoutEndsMidLine = lines.last != ""
    if !stdoutEndsMidLine { lines.removeLast() }
    // Blank lines and headings the output ends with would read as the next command's preface.
    let ending = lines.count - lines.reversed().prefix { $0.isEmpty || $0.hasPrefix("#") }.count
    lines = lines.enumerated().map { index, line in
      Self.readsAsMarkup(line, isFirst: index == 0) || (line.isEmpty && index >= ending)
        ? "\\" + line : line
    }
    if stdoutEndsMidLine { lines.append(Transcript.noNewline) }

    var errors = Transcript.lines(of: stderr)
    let stderrEndsMidLine = errors.last != ""
    if !stderrEndsMidLine { errors.removeLast() }
    lines += errors.map { $0.isEmpty ? "2>" : "2> " + $0 }
    if stderrEndsMidLine { lines.append("2>" + Transcript.noNewline) }

    if status != 0 { lines.append("exit \(status)") }
    return lines
  }

  private static func readsAsMarkup(_ line: String, isFirst: Bool) -> Bool {
    line.hasPrefix("\\") || Transcript.isCommand(line) || Transcript.isError(line)
      || Transcript.status(line) != nil || (isFirst && Transcript.isContinuation(line))
  }
}
