import DaichoCLI
import DaichoModel
import Testing

struct DiagnosticPrinterTests {
  private let diagnostics = [
    Diagnostic(
      .error, "unknown-stage",
      at: SourceLocation(path: "deals/a,b:c.md", position: SourcePosition(line: 4, column: 8)),
      Wording(en: "unknown stage 'wn': 100%\nsure", ja: "「wn」というステージはありません。"),
      suggestion: Wording(en: "Did you mean 'won'?", ja: "「won」のことですか。")),
    Diagnostic(
      .warning, "unknown-field", at: SourceLocation(path: "customers/x.md"),
      Wording(en: "unknown field 'stge'\u{1B}[2J", ja: "「stge」という項目はありません。")),
  ]

  private func written(_ format: DiagnosticPrinter.Format, _ language: Language) throws -> String {
    let sink = OutputSink()
    try DiagnosticPrinter(format: format, language: language).write(diagnostics, to: sink)
    return sink.text
  }

  @Test func text() throws {
    let text = try written(.text, .ja)
    #expect(
      text == """
        deals/a,b:c.md:4:8: error: 「wn」というステージはありません。
            「won」のことですか。
        customers/x.md: warning: 「stge」という項目はありません。

        """)
  }

  @Test func json() throws {
    let text = try written(.json, .en)
    #expect(
      text == """
        [
          {
            "file": "deals/a,b:c.md",
            "line": 4,
            "column": 8,
            "severity": "error",
            "code": "unknown-stage",
            "message": "unknown stage 'wn': 100%\\nsure",
            "suggestion": "Did you mean 'won'?"
          },
          {
            "file": "customers/x.md",
            "line": null,
            "column": null,
            "severity": "warning",
            "code": "unknown-field",
            "message": "unknown field 'stge'\\u001b[2J",
            "suggestion": null
          }
        ]

        """)
  }

  @Test func github() throws {
    let text = try written(.github, .en)
    #expect(
      text == """
        ::error file=deals/a%2Cb%3Ac.md,line=4,col=8,title=unknown-stage::unknown stage 'wn': 100%25%0Asure%0ADid you mean 'won'?
        ::warning file=customers/x.md,title=unknown-field::unknown field 'stge'\\u{1b}[2J

        """)
  }

  @Test func summary() {
    #expect(DiagnosticPrinter.summary(diagnostics).en == "1 error, 1 warning")
    #expect(DiagnosticPrinter.summary(diagnostics).ja == "エラー 1 件、警告 1 件")
    #expect(DiagnosticPrinter.summary([]).en == "no problems")
  }
}
