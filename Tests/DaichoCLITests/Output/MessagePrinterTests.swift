import DaichoCLI
import DaichoModel
import Testing

struct MessagePrinterTests {
  private let location = SourceLocation(
    path: "customers/山田.md", position: SourcePosition(line: 3, column: 7))

  private var error: DaichoError {
    DaichoError(
      "unknown-name", Wording(en: "unknown name 'lst_order'\n\u{1B}[2J", ja: "「lst_order」という名前はありません。"),
      at: location,
      hint: Wording(en: "Did you mean 'last_order'?", ja: "「last_order」のことですか。"),
      details: ["  lst_order > 3", "  ^\u{202E}"])
  }

  private func printed(_ language: Language, style: Style = .plain) -> String {
    let sink = OutputSink()
    MessagePrinter(language: language, style: style, to: sink).print(error)
    return sink.text
  }

  @Test func labelsAreEnglishInEveryLanguage() {
    #expect(
      printed(.en) == """
        daicho: error: customers/山田.md:3:7: unknown name 'lst_order' \\u{1b}[2J
          lst_order > 3
          ^\\u{202e}
        hint: Did you mean 'last_order'?

        """)
    #expect(
      printed(.ja) == """
        daicho: error: customers/山田.md:3:7: 「lst_order」という名前はありません。
          lst_order > 3
          ^\\u{202e}
        hint: 「last_order」のことですか。

        """)
  }

  @Test func coloursLeaveTheTextAlone() {
    let colored = printed(.ja, style: Style(isColored: true))
    #expect(colored.hasPrefix("daicho: \u{1B}[31;1merror:\u{1B}[0m \u{1B}[1mcustomers/山田.md:3:7\u{1B}[0m: 「"))
    #expect(colored.replacing(/\u{1B}\[[0-9;]*m/, with: "") == printed(.ja))
  }

  @Test func withoutAPlaceOrAHint() {
    let sink = OutputSink()
    let printer = MessagePrinter(language: .en, to: sink)
    printer.print(DaichoError("not-a-workspace", Wording(en: "no daicho.yml here", ja: "daicho.ymlがありません。")))
    printer.printWarning(Wording(en: "2 rows unmatched", ja: "2行"), at: SourceLocation(path: "orders/a.csv"))
    printer.printNote(Wording(en: "3 customers", ja: "3件"))
    #expect(
      sink.text == """
        daicho: error: no daicho.yml here
        daicho: warning: orders/a.csv: 2 rows unmatched
        3 customers

        """)
  }
}
