import DaichoCLI
import DaichoModel
import Testing

struct InteractionTests {
  private let question = Wording(en: "Send 640 mails?", ja: "640通を送りますか。")
  private let chooser = Chooser(
    Wording(en: "'yamada' finds several:", ja: "「yamada」は複数あります:"),
    choices: [
      Chooser.Choice(id: "hanako-yamada", description: "山田 花子"),
      Chooser.Choice(id: "taro", description: "山田 太郎\u{1B}[2J"),
    ])

  private func interaction(
    _ answers: [String], isPossible: Bool = true, yes: Bool = false, to sink: OutputSink = OutputSink()
  ) -> Interaction {
    var rest = answers[...]
    return Interaction(isPossible: isPossible, assumesYes: yes, language: .ja, questions: sink) {
      rest.popFirst()
    }
  }

  @Test(arguments: [
    ("y", true), ("YES", true), ("ｙ", true), ("はい", true), (" y ", true), ("", false), ("n", false),
    ("yeah?", false),
  ])
  func onlyAPlainYesIsYes(answer: String, expected: Bool) throws {
    let sink = OutputSink()
    #expect(try Confirmation(question).ask(interaction([answer], to: sink)) == expected)
    #expect(sink.text == "640通を送りますか。 [y/N] ")
  }

  @Test func theEndOfInputIsNo() throws {
    #expect(try !Confirmation(question).ask(interaction([])))
  }

  @Test func yesIsNotAsked() throws {
    let sink = OutputSink()
    #expect(try Confirmation(question).ask(interaction([], isPossible: false, yes: true, to: sink)))
    #expect(sink.text == "")
  }

  @Test func withoutATerminalItRefuses() throws {
    let error = #expect(throws: DaichoError.self) {
      try Confirmation(question).ask(interaction(["y"], isPossible: false))
    }
    #expect(error?.code == "needs-yes")
    #expect(error?.hint?.en.contains("--yes") == true)
  }

  @Test func aNumberChooses() throws {
    let sink = OutputSink()
    #expect(try chooser.ask(interaction(["9", "ふ", "２"], to: sink)) == 1)
    #expect(
      sink.text == """
        「yamada」は複数あります:
          1  hanako-yamada  山田 花子
          2  taro           山田 太郎\\u{1b}[2J
        番号（1〜2、Enterで中止）: 番号（1〜2、Enterで中止）: 番号（1〜2、Enterで中止）: 
        """)
  }

  @Test func anIdChoosesTooAndNothingCancels() throws {
    #expect(try chooser.ask(interaction(["Hanako-Yamada"])) == 0)
    #expect(try chooser.ask(interaction([""])) == nil)
    #expect(try chooser.ask(interaction([])) == nil)
  }

  @Test func withoutATerminalTheCandidatesAreTheError() throws {
    let error = #expect(throws: DaichoError.self) {
      try chooser.ask(interaction(["1"], isPossible: false, yes: true))
    }
    #expect(error?.code == "ambiguous")
    #expect(error?.details == ["  hanako-yamada  山田 花子", "  taro           山田 太郎\\u{1b}[2J"])
  }

  @Test func alongListIsCutShort() throws {
    let choices = (1...25).map { Chooser.Choice(id: "c\($0)", description: "") }
    let sink = OutputSink()
    let long = Chooser(Wording(en: "which?", ja: "どれ？"), choices: choices)
    #expect(try long.ask(interaction(["21", "c25"], to: sink)) == 24)
    #expect(sink.text.contains("  20  c20\n  … ほか 5 件\n"))
  }
}
