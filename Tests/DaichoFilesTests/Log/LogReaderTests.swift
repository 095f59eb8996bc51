import DaichoFiles
import DaichoModel
import Testing

struct LogReaderTests {
  private func read(_ text: String) -> LogReader.Reading {
    var reader = LogReader { ["sato": "sato", "佐藤": "sato", "tanaka": "tanaka"][$0] }
    let bytes = Array(text.utf8)
    return reader.read(bytes, body: 0..<bytes.count, firstLine: 1, path: "customers/a.md")
  }

  private func day(_ text: String) -> CalendarDate? { CalendarDate(typed: text) }

  @Test func readsTheContractsExample() throws {
    let text = """
      Prose - 2026-11-20 call: not here

      - 2026-11-20 call: nor here

      ## Log

      - 2026-11-20 14:05 call in @sato: Asked about gift boxes. #gift
        A second line belongs to the same entry.
      - [ ] 2026-11-27 @sato: Send the price list
      - [x] 2026-11-18 @sato: Invoice sent
      """
    let reading = read(text)
    #expect(reading.diagnostics.isEmpty)
    try #require(reading.entries.count == 3)
    let call = reading.entries[0]
    #expect(call.date == day("2026-11-20") && call.minute == 845 && call.channel == .call)
    #expect(call.direction == .in && call.members.map(\.id) == ["sato"] && call.isContact)
    #expect(call.text == "Asked about gift boxes. #gift\nA second line belongs to the same entry.")
    #expect(call.tags == ["gift"] && call.line == 7 && call.column == 1)
    let lines = String(decoding: Array(text.utf8)[call.range], as: UTF8.self)
    #expect(lines.hasPrefix("- 2026-11-20 14:05") && lines.hasSuffix("same entry.\n"))
    #expect(reading.entries[1].isTask && !reading.entries[1].isDone && !reading.entries[1].isContact)
    #expect(reading.entries[1].text == "Send the price list" && reading.entries[1].date == day("2026-11-27"))
    #expect(reading.entries[2].isDone)
  }

  @Test(arguments: [
    "- 2026/11/25 電話@佐藤:ギフトの相談", "- ２０２６／１１／２５　電話　＠佐藤：ギフトの相談", "-2026-11-25 call @佐藤: ギフトの相談",
    "・2026年11月25日 電話 @佐藤：ギフトの相談", "* 2026年11月25日電話@佐藤:ギフトの相談", "+ 2026.11.25（水） 電話 @佐藤: ギフトの相談",
    "- 2026-11-25(Wed) TEL @佐藤 : ギフトの相談", "－ 2026ー11ー25 ＴＥＬ、@佐藤：　ギフトの相談", "-\t2026-11-25\tCall\t@佐藤:\tギフトの相談",
    "- 2026-11-25 電話 @佐藤さん：ギフトの相談",
  ])
  func readsWhatPeopleType(_ line: String) throws {
    let reading = read("# 履歴\n" + line + "\n")
    #expect(reading.diagnostics.isEmpty)
    let entry = try #require(reading.entries.first)
    #expect(entry.date == day("2026-11-25") && entry.channel == .call && entry.minute == nil)
    #expect(entry.members.map(\.id) == ["sato"] && entry.text == "ギフトの相談" && entry.isContact)
  }

  @Test(
    arguments: [
      ("メール送信", .email, .out), ("メール（受信）", .email, .in), ("電話 受", .call, .in),
      ("電話着信", .call, .in), ("架電", .call, .out), ("来店", .visit, .in), ("LINE out", .line, .out),
      ("打合せ", .meeting, nil),
      ("打ち合わせ", .meeting, nil), ("ﾒｰﾙ 発", .email, .out), ("手紙", .letter, nil), ("メモ", .note, nil),
      ("Ｅメール", .email, nil),
      ("チャット", .chat, nil), ("訪問", .visit, nil), ("email-in", .email, .in), ("fax sent", .fax, .out),
    ] as [(String, LogChannel, LogDirection?)])
  func readsTheWord(_ word: String, _ channel: LogChannel, _ direction: LogDirection?) throws {
    let entry = try #require(read("## Log\n- 2026-11-25 \(word)：本文").entries.first)
    #expect(entry.channel == channel && entry.direction == direction && entry.text == "本文")
  }

  @Test(arguments: [
    ("14:05", 845), ("１４：０５", 845), ("14時", 840), ("14時5分", 845), ("9時半", 570), ("14:05:30", 845),
    ("14:05-15:00", 845),
    ("14:05〜15:00", 845), ("0:00", 0), ("23:59", 1_439),
  ])
  func readsTheTime(_ time: String, _ minute: Int) throws {
    for text in [
      "- 2026-11-25 \(time) call: x", "- 2026-11-25T\(time) call: x", "- [ ] 2026-11-25 \(time): x",
    ] {
      let entry = try #require(read("## Log\n" + text).entries.first, "\(text)")
      #expect(entry.minute == minute && entry.text == "x")
    }
  }

  @Test(arguments: [
    ("[ ]", false), ("[]", false), ("[x]", true), ("[X]", true), ("［　］", false), ("［ｘ］", true), ("[済]", true),
  ])
  func readsTheBox(_ box: String, _ isDone: Bool) throws {
    let entry = try #require(read("## Log\n- \(box) 2026-11-25 @sato @tanaka: x").entries.first)
    #expect(entry.isTask && entry.isDone == isDone && entry.members.map(\.typed) == ["sato", "tanaka"])
  }

  @Test func sectionsEndAtHeadingsOfTheirRank() {
    let text = """
      # Title
      ## 履歴 ##
      - 2026-11-01 call: a
      ### 2025
      - 2025-11-01 call: b
      ## Other
      - 2026-11-02 call: no
      Log
      ---
      - 2026-11-03 call: c

      Next
      ====
      - 2026-11-04 call: no
      #### 対応履歴
      - 2026-11-05 call: d
      #Log
      - 2026-11-06 call: e
      """
    #expect(read(text).entries.map(\.text) == ["a", "b", "c", "d\n#Log", "e"])
  }

  @Test func fencesAndCommentsAreProse() {
    let text = """
      ```
      ## Log
      - 2026-11-01 call: no
      ```
      <!--
      ## Log
      -->
      ## Log
      - 2026-11-02 call: a
        ```
        - 2026-11-03 call: inside a
        ```
      ~~~
      - 2026-11-04 call: no
      ## Other
      ~~~
      - 2026-11-05 call: b
      <!-- - 2026-11-06 call: no -->
      <!--
      - 2026-11-07 call: no
      -->
      - 2026-11-08 call: c
      > - 2026-11-09 call: no
      """
    let reading = read(text)
    #expect(reading.entries.map(\.date.dayOfMonth) == [2, 5, 8])
    #expect(reading.entries[0].text == "a\n```\n- 2026-11-03 call: inside a\n```")
    #expect(reading.diagnostics.isEmpty)
  }

  @Test func linesBelongAsInMarkdown() {
    let text = """
      ## Log
      - 2026-11-01 call: a
      lazy
          deep
      - plain item
        of its own
      - 2026-11-02 call: b

        after a blank

      prose
      - 2026-11-03 call: c
        - 2026-11-04 email: nested entry
          of two lines
        - nested item
      - 2026-11-05 call:
      """
    #expect(
      read(text).entries.map(\.text) == [
        "a\nlazy\ndeep", "b\n\nafter a blank", "c", "nested entry\nof two lines", "",
      ])
  }

  @Test(arguments: [
    ("- 2026-11-20 call Asked about it", "unreadable-log-line", 19, "- 2026-11-20 call: Asked about it"),
    ("- 2026-11-20 電話@佐藤 相談", "unreadable-log-line", 20, "- 2026-11-20 電話@佐藤: 相談"),
    ("- [ ] 2026-11-20 Send it", "unreadable-log-line", 18, "- [ ] 2026-11-20: Send it"),
    ("- 2026-11-20 cal in @sato: x", "unknown-log-channel", 14, "call"),
    ("- 2026-11-20 vist: x", "unknown-log-channel", 14, "visit"),
    ("- 2026-11-20 鳩: x", "unknown-log-channel", 14, "fax"),
    ("- 2026-11-20 was a fine day", "unreadable-log-line", 14, "- 2026-11-20 14:05 call in @sato: …"),
    ("- 2026-11-20: x", "unreadable-log-line", 14, "call in @sato"),
    ("- 2026-11-20 25:99 call: x", "unreadable-log-line", 14, "call in @sato"),
    ("- 2026-02-30 call: x", "unreadable-log-line", 3, "2026-11-20"),
    ("- 11/25 電話: x", "unreadable-log-line", 3, "2026-11-20"),
    ("1. 2026-11-20 call: x", "unreadable-log-line", 1, "- 2026-11-20 call: x"),
    ("- 2026-11-20 call in out: x", "unreadable-log-line", 22, "call in: out: x"),
  ])
  func saysWhatItCannotRead(_ line: String, _ code: String, _ column: Int, _ suggestion: String) throws {
    let reading = read("prose\n\n## Log\n\n" + line + "\n")
    #expect(reading.entries.isEmpty)
    #expect(reading.diagnostics.count == 1)
    let diagnostic = try #require(reading.diagnostics.first)
    #expect(diagnostic.code == code && diagnostic.severity == .warning)
    #expect(diagnostic.location.position == SourcePosition(line: 5, column: column))
    #expect(diagnostic.suggestion?.en.contains(suggestion) == true, "\(diagnostic.suggestion?.en ?? "")")
  }

  @Test(arguments: [
    "- buy milk", "2026-11-20 call: no marker", "- 2026 was fine", "- 2026-11 summary", "- 1/2 cup of sugar",
    "- [ ] buy milk", "**2026-11-20** call: x", "- #1: x", "-", "- ", "・", "- 2026年は良い年",
    "| 2026-11-20 | call: x |",
  ])
  func leavesProseAlone(_ line: String) {
    let reading = read("## Log\n\n" + line + "\n")
    #expect(reading.entries.isEmpty && reading.diagnostics.isEmpty)
  }

  @Test func unknownMembersAreNamed() throws {
    let reading = read("## Log\n- 2026-11-20 call @佐藤 @suzuki: x\n")
    #expect(reading.entries.first?.members.map(\.id) == ["sato", nil])
    let diagnostic = try #require(reading.diagnostics.first)
    #expect(diagnostic.code == "unknown-member")
    #expect(diagnostic.location.position == SourcePosition(line: 2, column: 24))
  }

  @Test func findsTags() throws {
    let text = "#gift ＃贈答用 (#a-b_c) C# x#no http://e.x/#frag &#39; #1 #2026年 #gift。#end-"
    let entry = try #require(read("## Log\n- 2026-11-20 note: \(text)").entries.first)
    #expect(entry.tags == ["gift", "贈答用", "a-b_c", "2026年", "end"])
    #expect(!entry.isContact)
  }

  @Test func anyBytesAreSurvived() {
    var random = SeededNumbers(seed: 3)
    let pieces =
      [
        "## Log\n", "- ", "2026-11-20", " call", ":", "：", "@", "＠佐藤", "\n", "\r\n", "  ", "\t", "[ ]", "［",
        "```\n", "<!--",
        "-->", "# ", "===\n", "14:05", "時", "\u{FEFF}", "１２", "(", "（水", "\\-", "・", "1.", ">", "\0",
      ].map { Array($0.utf8) } + [[0xE3], [0x81], [0xFF], [0xF0, 0x9F], [0xC2], [0xEF, 0xBC]]
    for _ in 0..<20_000 {
      var bytes: [UInt8] = random.next() % 2 == 0 ? Array("## Log\n- 2026-11-20 call: x\n".utf8) : []
      for _ in 0..<Int.random(in: 0..<24, using: &random) {
        bytes += pieces.randomElement(using: &random) ?? []
      }
      var reader = LogReader { $0 }
      let from = Int.random(in: 0...bytes.count, using: &random)
      let reading = reader.read(bytes, body: from..<bytes.count, firstLine: 1, path: "a")
      var last = from
      for entry in reading.entries {
        #expect(entry.range.lowerBound >= last && entry.range.upperBound <= bytes.count)
        last = entry.range.upperBound
      }
    }
  }
}
