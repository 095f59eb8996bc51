import DaichoFiles
import DaichoModel
import Testing

struct BodyMergerTests {
  private func merged(_ other: String, into own: String) throws -> String {
    let (a, b) = (Array(own.utf8), Array(other.utf8))
    let result = try BodyMerger.merge(
      b, body: FrontMatter.parse(b, path: "b.md").body, into: a,
      body: FrontMatter.parse(a, path: "a.md").body,
      path: "a.md")
    return String(decoding: result, as: UTF8.self)
  }

  @Test func entriesGoWhereTheOrderSays() throws {
    let own =
      "---\nname: A\n---\nMine.\n\n## Log\n\n- 2026-01-01 call: one\n- 2026-03-01 call: three\n  more\n"
    let other = "Theirs.\n\n## 履歴\n\n- 2026-02-01 note: two\n  second line\n- 2026-04-01 note: four\n"
    #expect(
      try merged(other, into: own) == """
        ---
        name: A
        ---
        Mine.

        Theirs.

        ## Log

        - 2026-01-01 call: one
        - 2026-02-01 note: two
          second line
        - 2026-03-01 call: three
          more
        - 2026-04-01 note: four

        """)
  }

  @Test func newestFirstStaysSo() throws {
    let own = "## Log\n\n- 2026-03-01 call: three\n- 2026-01-01 call: one\n"
    let other = "## Log\n\n- 2026-02-01 note: two\n- 2025-04-01 note: zero\n"
    #expect(
      try merged(other, into: own)
        == "## Log\n\n- 2026-03-01 call: three\n- 2026-02-01 note: two\n- 2026-01-01 call: one\n- 2025-04-01 note: zero\n"
    )
  }

  @Test func logComesAlongWhereThereWasNone() throws {
    let other = "## 履歴\n\n- 2026-02-01 note: two\n"
    #expect(
      try merged(other, into: "---\nname: A\n---\nMine.")
        == "---\nname: A\n---\nMine.\n\n## 履歴\n\n- 2026-02-01 note: two\n")
    #expect(
      try merged(other, into: "---\nname: A\n---\n") == "---\nname: A\n---\n## 履歴\n\n- 2026-02-01 note: two\n"
    )
    #expect(
      try merged("Theirs.\n\n" + other, into: "Mine.\n")
        == "Mine.\n\nTheirs.\n\n## 履歴\n\n- 2026-02-01 note: two\n")
  }

  @Test func nothingToTakeChangesNothing() throws {
    let own = "---\nname: A\n---\nMine.\r\n\r\n## Log\r\n\r\n- 2026-01-01 call: one"
    #expect(try merged("", into: own) == own)
    #expect(try merged("## Log\n\n- 2026-01-01 call: one\n", into: own) == own)
  }

  @Test func lineEndingsAreTheKeptRecords() throws {
    let own = "## Log\r\n\r\n- 2026-01-01 call: one\r\n"
    #expect(
      try merged("## Log\n\n* 2026-02-01 note: two\n  more\n", into: own)
        == "## Log\r\n\r\n- 2026-01-01 call: one\r\n* 2026-02-01 note: two\r\n  more\r\n")
  }

  /// Other headings, nested tasks, notes between entries and the words after the log are kept.
  @Test func nothingIsLost() throws {
    let other = """
      Before.

      ## Log

      See the paper card.

      - 2026-02-01 call: two
        - [ ] 2026-02-03 @sato: nested task
        - a point
      - 2026-02-05 note: five

      ## Preferences

      - dark roast
      """
    let result = try merged(other, into: "Mine.\n\n## Log\n\n- 2026-02-04 call: four\n")
    for line in other.split(separator: "\n") where !line.hasPrefix("## Log") {
      #expect(result.contains(line), "\(line)")
    }
    #expect(result.hasSuffix("- 2026-02-04 call: four\n- 2026-02-05 note: five\n"))
    #expect(
      result.contains(
        "- 2026-02-01 call: two\n  - [ ] 2026-02-03 @sato: nested task\n  - a point\n- 2026-02-04"))
  }

  /// An open fence would swallow the log below it.
  @Test func proseThatWouldHideTheLogIsRefused() {
    #expect(throws: DaichoError.self) {
      try merged("```\nnever closed\n", into: "Mine.\n\n## Log\n\n- 2026-02-04 call: four\n")
    }
  }
}
