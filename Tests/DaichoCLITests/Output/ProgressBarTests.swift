import DaichoCLI
import DaichoModel
import Foundation
import Testing

struct ProgressBarTests {
  /// Time that the test moves, and what was shown.
  private final class Stage: @unchecked Sendable {
    // Unchecked: one test, one thread.
    var time = Duration.zero
    var shown: [String] = []
  }

  private func bar(_ stage: Stage, terminal: Terminal, total: Int?) -> ProgressBar {
    ProgressBar(
      Wording(en: "indexing", ja: "索引を作成中"), total: total, language: .ja, terminal: terminal,
      elapsed: { stage.time }, show: { stage.shown.append($0) })
  }

  @Test func shortWorkShowsNothing() {
    let stage = Stage()
    let bar = bar(stage, terminal: Terminal(isTerminal: true, width: 80), total: 100)
    stage.time = .milliseconds(499)
    bar.advance(to: 50)
    bar.finish()
    #expect(stage.shown == [])
  }

  @Test func longWorkShowsHowFarItIs() {
    let stage = Stage()
    let bar = bar(stage, terminal: Terminal(isTerminal: true, width: 100), total: 100_000)
    stage.time = .seconds(5)
    bar.advance(to: 50_000)
    stage.time = .milliseconds(5050)
    bar.advance(to: 51_000)
    stage.time = .seconds(90)
    bar.advance(to: 60_000)
    bar.finish()
    bar.advance(to: 100_000)
    bar.finish()
    #expect(
      stage.shown == [
        "\r索引を作成中  [==========----------]   50%  50,000/100,000  10,000/s  残り 5 秒\u{1B}[K",
        "\r索引を作成中  [============--------]   60%  60,000/100,000  666/s  残り 1 分 0 秒\u{1B}[K", "\r\u{1B}[K",
      ])
  }

  @Test func withoutATotalItCounts() {
    let stage = Stage()
    let bar = bar(stage, terminal: Terminal(isTerminal: true, width: 80), total: nil)
    stage.time = .seconds(2)
    bar.advance(to: 3000)
    #expect(stage.shown == ["\r索引を作成中  3,000  1,500/s\u{1B}[K"])
  }

  @Test func itNeverFillsTheLineOrLeavesATerminal() {
    let stage = Stage()
    let narrow = bar(stage, terminal: Terminal(isTerminal: true, width: 20), total: 10)
    stage.time = .seconds(2)
    narrow.advance(to: 5)
    let visible = stage.shown.joined().replacingOccurrences(of: "\u{1B}[K", with: "").dropFirst()
    #expect(TextWidth.columns(visible) <= 19)

    let silent = Stage()
    silent.time = .seconds(2)
    bar(silent, terminal: Terminal(isTerminal: false), total: 10).advance(to: 5)
    #expect(silent.shown == [])
  }
}
