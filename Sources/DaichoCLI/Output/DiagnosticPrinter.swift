import DaichoModel

/// Prints the findings of `daicho check`.
package struct DiagnosticPrinter {
  package enum Format: String, Sendable, CaseIterable {
    /// `file:line:column: error: message`, as compilers do and editors read; suggestions indented below.
    case text
    /// An array of `{"file","line","column","severity","code","message","suggestion"}`.
    case json
    /// Workflow commands of GitHub Actions: `::error file=…,line=…,col=…,title=…::message`.
    case github
  }

  package let format: Format
  package let language: Language
  package let style: Style
  /// Warnings of these are listed twenty times at most in text, and counted.
  package let shortenedCodes: Set<String>

  package init(
    format: Format, language: Language, style: Style = .plain, shortening codes: Set<String> = []
  ) {
    self.format = format
    self.language = language
    self.style = style
    shortenedCodes = codes
  }

  package func write(_ diagnostics: [Diagnostic], to sink: OutputSink) throws(DaichoError) {
    switch format {
    case .text:
      let shown = shortened(diagnostics)
      for diagnostic in shown.listed {
        for line in lines(diagnostic) { try sink.writeLine(line) }
      }
      for (code, count) in shown.others {
        try sink.writeLine(style(CellText.line(Wording.moreOfCode(code, count)(language)), .dim))
      }
    case .json:
      let columns = ["file", "line", "column", "severity", "code", "message", "suggestion"]
        .map { OutputColumn.machineOnly($0) }
      let rows = diagnostics.map { OutputRow(id: "", cells($0)) }
      try OutputTable(columns: columns, rows: rows)
        .write(OutputOptions(format: .json, language: language), to: sink)
    case .github:
      for diagnostic in diagnostics { try sink.writeLine(command(diagnostic)) }
    }
  }

  /// `2 errors, 1 warning`; for standard error.
  package static func summary(_ diagnostics: [Diagnostic]) -> Wording {
    let errors = diagnostics.count { $0.severity == .error }
    return .problems(errors: errors, warnings: diagnostics.count - errors)
  }

  /// The first of those that a rule mends, of each sort, and how many more there are: a register typed in
  /// full-width must not bury the rest.
  private func shortened(
    _ diagnostics: [Diagnostic]
  ) -> (listed: [Diagnostic], others: [(code: String, count: Int)]) {
    var counts: [String: Int] = [:]
    let listed = diagnostics.filter { diagnostic in
      guard shortenedCodes.contains(diagnostic.code), diagnostic.severity == .warning else { return true }
      counts[diagnostic.code, default: 0] += 1
      return counts[diagnostic.code, default: 0] <= DiagnosticPrinter.mostOfSort
    }
    let others = counts.filter { $0.value > DiagnosticPrinter.mostOfSort }.sorted { $0.key < $1.key }
    return (listed, others.map { ($0.key, $0.value - DiagnosticPrinter.mostOfSort) })
  }

  private static let mostOfSort = 20

  private func lines(_ diagnostic: Diagnostic) -> [String] {
    let color: Style.Attribute = diagnostic.severity == .error ? .red : .yellow
    let place = style(CellText.line(diagnostic.location.description) + ":", .bold)
    let severity = style(diagnostic.severity.rawValue + ":", color, .bold)
    let first = "\(place) \(severity) \(CellText.line(diagnostic.message(language)))"
    guard let suggestion = diagnostic.suggestion?(language) else { return [first] }
    let rest = TextSafety.visible(suggestion).split(separator: "\n", omittingEmptySubsequences: false)
    return [first] + rest.map { "    " + $0 }
  }

  private func cells(_ diagnostic: Diagnostic) -> [JSONValue] {
    let position = diagnostic.location.position
    return [
      .string(diagnostic.location.path), position.map { .integer($0.line) } ?? .null,
      position.map { .integer($0.column) } ?? .null, .string(diagnostic.severity.rawValue),
      .string(diagnostic.code), .string(diagnostic.message(language)),
      .optional(diagnostic.suggestion?(language)),
    ]
  }

  private func command(_ diagnostic: Diagnostic) -> String {
    var properties = ["file=" + property(diagnostic.location.path)]
    if let position = diagnostic.location.position {
      properties += ["line=\(position.line)", "col=\(position.column)"]
    }
    properties.append("title=" + property(diagnostic.code))
    let text = [diagnostic.message(language), diagnostic.suggestion?(language)].compactMap(\.self)
      .joined(separator: "\n")
    return "::\(diagnostic.severity.rawValue) \(properties.joined(separator: ","))::\(data(text))"
  }

  /// The escapes of @actions/core, `escapeData` and `escapeProperty`.
  private func data(_ text: String) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": out += "%25"
      case "\r": out += "%0D"
      case "\n": out += "%0A"
      default: out += TextSafety.visible(String(scalar))
      }
    }
    return out
  }

  private func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
