import DaichoFiles
import DaichoModel
import Testing

struct LogEditorTests {
  private func date(_ text: String) throws -> CalendarDate { try #require(CalendarDate(typed: text)) }

  private func append(_ draft: LogEntryDraft, to text: String, heading: String = "Log") throws -> String {
    let bytes = Array(text.utf8)
    let edit = try LogEditor.append(
      draft, to: bytes, body: 0..<bytes.count, heading: heading, path: "customers/a.md")
    return String(decoding: edit.bytes, as: UTF8.self)
  }

  private func call(_ text: String = "new") throws -> LogEntryDraft {
    try .entry(on: date("2026-11-20"), .call, .in, members: ["sato"], text: text)
  }

  private static let new = "2026-11-20 call in @sato: new"

  @Test(arguments: [
    ("", "## Log\n\n- \(new)\n"), ("Prose.\n", "Prose.\n\n## Log\n\n- \(new)\n"),
    ("Prose.", "Prose.\n\n## Log\n\n- \(new)"), ("Prose.\r\n", "Prose.\r\n\r\n## Log\r\n\r\n- \(new)\r\n"),
    ("Prose.\n\n", "Prose.\n\n## Log\n\n- \(new)\n"), ("\u{FEFF}", "\u{FEFF}## Log\n\n- \(new)\n"),
    ("## Log", "## Log\n\n- \(new)"), ("## Log\n", "## Log\n\n- \(new)\n"),
    ("## Log\n## Next\n", "## Log\n\n- \(new)\n\n## Next\n"),
    ("## Log\n\nAbout.\n\n## Next\n", "## Log\n\nAbout.\n\n- \(new)\n\n## Next\n"),
    ("## 履歴\n\n- 2026-11-01 call: a\n", "## 履歴\n\n- 2026-11-01 call: a\n- \(new)\n"),
    ("## Log\n* 2026-11-01 call: a", "## Log\n* 2026-11-01 call: a\n* \(new)"),
    (
      "## Log\n- 2026-11-02 call: b\n- 2026-11-01 call: a\n",
      "## Log\n- \(new)\n- 2026-11-02 call: b\n- 2026-11-01 call: a\n"
    ),
    (
      "## Log\n\n- 2026-11-01 call: a\n\n- 2026-11-02 call: b\n\n## Next\n",
      "## Log\n\n- 2026-11-01 call: a\n\n- 2026-11-02 call: b\n\n- \(new)\n\n## Next\n"
    ),
    (
      "## Log\n- 2026-11-01 call: a\n- [ ] 2026-12-24: x\n- [ ] 2026-12-01: y\n",
      "## Log\n- 2026-11-01 call: a\n- [ ] 2026-12-24: x\n- [ ] 2026-12-01: y\n- \(new)\n"
    ),
    (
      "## Log\n  +   2026-11-01 call: a\n      b\n      - c\n\nEnd.\n",
      "## Log\n  +   2026-11-01 call: a\n      b\n      - c\n  +   \(new)\n\nEnd.\n"
    ),
    ("## Log\n・2026-11-01 電話:a\n", "## Log\n・2026-11-01 電話:a\n・\(new)\n"),
    (
      "## Log\n- 2026-11-01 call: a\n  - 2026-11-02 call: b\n  - c\n",
      "## Log\n- 2026-11-01 call: a\n  - 2026-11-02 call: b\n  - c\n- \(new)\n"
    ),
  ])
  func addsWhereTheListSays(_ before: String, _ after: String) throws {
    #expect(try append(call(), to: before) == after)
  }

  @Test func furtherLinesAreIndentedAndSafe() throws {
    let draft = try call("one\n- two\n\n# three\n#tag\n2026. four\n```\n\\- five\n---\n<!-- six")
    let text = try append(draft, to: "## Log\n- 2026-11-01 call: a\n")
    #expect(
      text == """
        ## Log
        - 2026-11-01 call: a
        - 2026-11-20 call in @sato: one
          \\- two

          \\# three
          #tag
          2026\\. four
          \\```
          \\\\- five
          \\---
          \\<!-- six

        """)
  }

  @Test func anOpenFenceIsNotWrittenInto() throws {
    #expect {
      try append(call(), to: "```\nnever closed\n")
    } throws: {
      ($0 as? DaichoError)?.code == "log-not-editable"
    }
    #expect {
      try LogEntryDraft.entry(on: date("2026-11-20"), .call, members: ["a b"], text: "")
    } throws: {
      ($0 as? DaichoError)?.code == "bad-member-name"
    }
  }

  @Test(arguments: [
    ("- [ ] 2026-11-27: a", "- [x] 2026-11-27: a"), ("- [] 2026-11-27: a", "- [x] 2026-11-27: a"),
    ("- ［　］ 2026-11-27: a", "- ［x］ 2026-11-27: a"), ("+ [ ] 2026-11-27: a\r", "+ [x] 2026-11-27: a\r"),
  ])
  func ticks(_ before: String, _ after: String) throws {
    let bytes = Array(("## Log\n" + before + "\n").utf8)
    var reader = LogReader { $0 }
    let task = try #require(reader.read(bytes, body: 0..<bytes.count, firstLine: 1, path: "a").entries.first)
    let ticked = try LogEditor.tick(task, in: bytes, path: "a")
    #expect(String(decoding: ticked, as: UTF8.self) == "## Log\n" + after + "\n")
    #expect { try LogEditor.tick(task, in: ticked, path: "a") } throws: {
      ($0 as? DaichoError)?.code == "not-an-open-task"
    }
    let read = reader.read(ticked, body: 0..<ticked.count, firstLine: 1, path: "a").entries
    #expect(read.map(\.isDone) == [true])
  }

  /// Whatever is written reads back, every other entry stays, and all other bytes are as they were.
  @Test func appendedEntriesReadBack() throws {
    var random = SeededNumbers(seed: 11)
    for turn in 0..<5_000 {
      let document = randomDocument(&random)
      let bytes = Array(document.utf8)
      var reader = LogReader { $0 }
      let before = reader.read(bytes, body: 0..<bytes.count, firstLine: 1, path: "a").entries
      let draft = try randomDraft(&random)
      guard let edit = try? LogEditor.append(draft, to: bytes, body: 0..<bytes.count, path: "a") else {
        Issue.record("turn \(turn)\n\(document.debugDescription)\n\(draft.text.debugDescription)")
        continue
      }
      #expect(
        Array(edit.bytes[..<edit.inserted.lowerBound]) + edit.bytes[edit.inserted.upperBound...] == bytes)
      let after = reader.read(edit.bytes, body: 0..<edit.bytes.count, firstLine: 1, path: "a").entries
      let new = after.filter { edit.inserted.contains($0.range.lowerBound) }
      #expect(after.count == before.count + 1 && new.count == 1, "turn \(turn)\n\(document)")
      #expect(new.first?.text == draft.text && new.first?.members.map(\.typed) == draft.members)
      #expect(new.first?.channel == draft.channel && new.first?.minute == draft.minute)
      let others = after.filter { !edit.inserted.contains($0.range.lowerBound) }
      #expect(others.map(\.text) == before.map(\.text) && others.map(\.date) == before.map(\.date))
    }
  }

  private func randomDraft(_ random: inout SeededNumbers) throws -> LogEntryDraft {
    let pieces = [
      "a", "お世話に", "\n", "\n\n", "- ", "* x", "+", "# ", "#tag", "```", "~~~", "1. ", "12)", "1\\.", "\\",
      "\\\\", "2026-11-20",
      "- 2026-11-20 call: x", "- [ ] 2026-01-01: y", "<!--", "-->", ": ", "：", "@sato", "===", "---", "> ",
      "\r\n", "\t", "　", " ",
      "・2026-11-20 電話:z", "|", "&", "\u{2028}", "\u{1}", "## Log", "*", "_", "=",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0..<12, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
    let day = CalendarDate(day: Int.random(in: 18_000..<22_000, using: &random))
    let minute = Bool.random(using: &random) ? Int.random(in: 0..<1_440, using: &random) : nil
    let members = Array(["sato", "佐藤", "t.naka"].prefix(Int.random(in: 0...3, using: &random)))
    if Bool.random(using: &random) { return try .task(due: day, at: minute, members: members, text: text) }
    let channel = LogChannel.allCases.randomElement(using: &random) ?? .call
    return try .entry(
      on: day, at: minute, channel, [nil, .in, .out].randomElement(using: &random) ?? nil, members: members,
      text: text)
  }

  private func randomDocument(_ random: inout SeededNumbers) -> String {
    let lines = [
      "- 2026-11-0D call @sato: text", "- 2026-11-0D 14:05 email in: text\n  more", "* 2026/11/1D 電話:本文",
      "  - 2026-11-0D visit: nested", "- [ ] 2026-12-0D @sato: task",
      "- [x] 2026-12-0D: done\n\n  after a blank",
      "prose", "", "", "- item", "  - sub item", "```\ncode\n```", "### Sub", "> quote", "lazy: line",
      "・2026-11-0D メモ：全角",
      "<!-- comment -->", "prose\n   indented", "---",
    ]
    var out: [String] = []
    if Bool.random(using: &random) { out += ["Prose.", ""] }
    if Int.random(in: 0..<8, using: &random) > 0 {
      out.append(["## Log", "# 履歴", "### 対応履歴 ###", "## Log  "].randomElement(using: &random) ?? "")
      for _ in 0..<Int.random(in: 0..<9, using: &random) {
        let line = lines.randomElement(using: &random) ?? ""
        out.append(line.replacing("D", with: String(Int.random(in: 1...9, using: &random))))
      }
      if Bool.random(using: &random) { out += ["", "## Next", "- 2026-01-01 call: elsewhere"] }
    }
    var text = out.joined(separator: "\n") + (Bool.random(using: &random) ? "\n" : "")
    if Int.random(in: 0..<3, using: &random) == 0 { text = text.replacing("\n", with: "\r\n") }
    return Int.random(in: 0..<6, using: &random) == 0 ? "\u{FEFF}" + text : text
  }
}
