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

  package init(format: Format, language: Language, style: Style = .plain) {
    self.format = format
    self.language = language
    self.style = style
  }

  package func write(_ diagnostics: [Diagnostic], to sink: OutputSink) throws(DaichoError) {
    switch format {
    case .text:
      for diagnostic in diagnostics {
        for line in lines(diagnostic) { try sink.writeLine(line) }
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
