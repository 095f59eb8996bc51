import DaichoModel
import Testing

@testable import DaichoFiles

struct RecordMergeTests {
  private static let schema = KindSchema.builtIn(.customers)

  private func merge(_ base: String?, _ ours: String, _ theirs: String) -> String {
    func run(_ a: String, _ b: String) -> MergedFile {
      RecordMerge.merge(
        base: base.map { Array($0.utf8) }, ours: Array(a.utf8), theirs: Array(b.utf8), path: "c.md",
        schema: Self.schema)
    }
    let (merged, other) = (run(ours, theirs), run(theirs, ours))
    #expect(merged.isClean == other.isClean)
    if merged.isClean { #expect(merged.bytes == other.bytes) }
    return String(decoding: merged.bytes, as: UTF8.self)
  }

  private func record(_ fields: String, _ body: String = "") -> String { "---\n\(fields)\n---\n\(body)" }

  @Test func onlyTheFieldIsInConflict() {
    let merged = merge(
      record("name: A\nowner: sato # ours\ntags: [x]", "Text.\n"),
      record("name: A\nowner: ito # ours\ntags: [x, y]", "Text.\nMore.\n"),
      record("name: B\nowner: abe # ours\ntags: [x, z]", "Text.\n"))
    #expect(
      merged
        == record(
          "name: B\n<<<<<<< ours\nowner: ito # ours\n=======\nowner: abe # ours\n>>>>>>> theirs\ntags: [x, y, z]",
          "Text.\nMore.\n"))
  }

  @Test func aNestedFieldIsInConflictByItself() {
    let base = record("address:\n  region: 東京都\n  # by letter\n  city: 台東区\n  street: 本町1")
    let merged = merge(
      base, base.replacing("台東区", with: "文京区").replacing("本町1", with: "本町2"),
      base.replacing("台東区", with: "千代田区").replacing("東京都", with: "東京"))
    #expect(
      merged
        == record(
          "address:\n  region: 東京\n  # by letter\n<<<<<<< ours\n  city: 文京区\n=======\n  city: 千代田区\n>>>>>>> theirs\n  street: 本町2"
        ))
  }

  @Test func conflictsAreNamedByFieldAndLine() {
    let result = RecordMerge.merge(
      base: Array(record("name: A\nowner: a", "x\n").utf8),
      ours: Array(record("name: A\nowner: b", "y\n").utf8),
      theirs: Array(record("name: A\nowner: c", "z\n").utf8), path: "c.md", schema: Self.schema,
      style: MarkerStyle(ours: "mine", theirs: "yours", size: 9))
    #expect(result.conflicts == [.init(line: 3, field: "owner"), .init(line: 9, field: nil)])
    #expect(String(decoding: result.bytes, as: UTF8.self).contains("<<<<<<<<< mine\nowner: b\n=========\n"))
  }

  @Test func theProhibitionWins() {
    let base = record("name: A\ndo_not_contact: no")
    #expect(
      merge(base, record("name: A\ndo_not_contact: asked by phone"), record("name: A\ndo_not_contact: false"))
        .contains("asked by phone"))
    #expect(
      merge(
        record("name: A\ndo_not_contact: yes"), record("name: A"),
        record("name: A\ndo_not_contact: until May")
      ).contains("do_not_contact: until May"))
  }

  @Test func consentsAreFacts() {
    let base = record("consent:\n  - {channel: email, granted: 2025-04-01}")
    let merged = merge(
      base,
      record(
        "consent:\n  - channel: email\n    granted: 2025-04-01\n  - {channel: sms, granted: 2026-01-01}"),
      base.replacing("01}", with: "01}\n  - {channel: email, withdrawn: 2026-02-02}"))
    let facts = Reading(Array(merged.utf8)).items("consent")
    #expect(facts.count == 3, "\(merged)")
  }

  @Test func anEditMeetsARemoval() {
    let base = record("name: A\nowner: sato\nnote: x")
    #expect(
      merge(base, record("name: A\nnote: x"), record("name: A\nowner: ito\nnote: x"))
        == record("name: A\n<<<<<<< ours\n=======\nowner: ito\n>>>>>>> theirs\nnote: x"))
    #expect(merge(base, record("name: A\nnote: x"), base) == record("name: A\nnote: x"))
  }

  @Test func bothMadeTheFile() {
    #expect(
      merge(
        nil, record("name: A\ntags: [gift]", "## Log\n\n- 2026-11-01 call: One\n"),
        record("name: A\nkana: えー\ntags: [vip]", "## Log\n\n- 2026-11-02 call: Two\n"))
        == record(
          "name: A\nkana: えー\ntags: [gift, vip]", "## Log\n\n- 2026-11-01 call: One\n- 2026-11-02 call: Two\n"
        ))
  }

  @Test func theListsOrderIsKept() {
    let newestFirst = "## Log\n\n- 2026-11-03 call: C\n- 2026-11-01 call: A\n"
    let merged = merge(
      newestFirst, newestFirst.replacing("- 2026-11-03", with: "- 2026-11-05 call: E\n- 2026-11-03"),
      newestFirst.replacing("- 2026-11-03", with: "- 2026-11-04 14:00 email: D\n- 2026-11-03"))
    #expect(
      merged
        == "## Log\n\n- 2026-11-05 call: E\n- 2026-11-04 14:00 email: D\n- 2026-11-03 call: C\n- 2026-11-01 call: A\n"
    )
  }

  @Test func aTickAndAnEditOfOneTask() {
    let base = "## Log\n\n- [ ] 2026-11-27 @sato: Send the list\n"
    #expect(
      merge(base, base.replacing("[ ]", with: "[x]"), base.replacing("the list", with: "the price list"))
        == "## Log\n\n- [x] 2026-11-27 @sato: Send the price list\n")
  }

  @Test func theSameEntryOfBothIsOne() {
    let base = "## Log\n\n- 2026-11-01 call: A\n"
    let added = base + "- 2026-11-02 10:00 call in @sato: Same\n"
    #expect(merge(base, added + "- 2026-11-03 call: Mine\n", added) == added + "- 2026-11-03 call: Mine\n")
    #expect(merge(base, "- 2026-11-02 10:00 call in @sato: Same\n" + base, added).contains("Same"))
  }

  @Test func lineEndingsAndMarkOfEitherSide() {
    let base = record("name: A\nnote: x", "Text.\n")
    let crlf = "\u{FEFF}" + base.replacing("note: x", with: "note: y").replacing("\n", with: "\r\n")
    #expect(
      merge(base, crlf, base.replacing("name: A", with: "name: B"))
        == crlf.replacing("name: A", with: "name: B"))
  }

  /// Two keys of one name, which git's merge by lines would make, are never written.
  @Test func aFieldAddedTwiceIsOneField() {
    let base = record("name: A\nkana: a\ntags: [x]")
    let merged = merge(
      base, record("name: A\nowner: b\nkana: a\ntags: [x]"), record("name: A\nkana: a\ntags: [x]\nowner: b"))
    #expect(merged.split(separator: "owner:").count == 2)
  }

  @Test func whatCannotBeReadIsMergedByLines() {
    let base = record("name: [A", "Text.\n")
    #expect(
      merge(base, base + "Ours.\n", base.replacing("name: [A", with: "name: A"))
        == record("name: A", "Text.\nOurs.\n"))
    let binary = RecordMerge.merge(
      base: nil, ours: [0, 1], theirs: [0, 2], path: "c.md", schema: Self.schema)
    #expect(binary.bytes == [0, 1] && binary.conflicts == [.init(line: nil, field: nil)])
  }

  @Test func settingsMergeByKey() {
    let base =
      "name: T\nmembers:\n  sato: {name: 佐藤}\npipelines:\n  default:\n    - {stage: a, probability: 0.1}\n"
    let merged = RecordMerge.settings(
      base: Array(base.utf8), ours: Array(base.replacing("佐藤}\n", with: "佐藤}\n  ito: {name: 伊藤}\n").utf8),
      theirs: Array(base.replacing("佐藤}\n", with: "佐藤}\n  abe: {name: 安部}\n").utf8))
    #expect(merged.isClean)
    let (settings, diagnostics) = SettingsReader.read(merged.bytes, path: "daicho.yml")
    #expect(settings.members.map(\.id) == ["sato", "abe", "ito"])
    #expect(diagnostics.filter { $0.severity == .error } == [])
  }
}
