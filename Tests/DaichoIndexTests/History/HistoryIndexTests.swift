import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

struct HistoryIndexTests {
  private static let deal = "---\ntitle: Beans\nstage: inquiry\namount: 1000\ntags: [a, b]\n---\n"

  @Test func tellsFieldsEntriesAndText() throws {
    let shop = try HistoryFixture()
    try shop.folder.write(Self.deal, to: "deals/d1.md")
    try shop.commit("one")
    try shop.folder.write(
      "---\ntitle: \"Beans\" # the same\nstage: proposal\ntags:\n- a\n- b\n- c\naddress:\n  city: 渋谷\n"
        + "consent:\n  - {channel: email, granted: 2026-01-01}\n---\nSome words.\n\n## Log\n\n"
        + "- 2026-11-20 14:05 call in @sato: Asked\n  about boxes.\n- [ ] 2026-11-27: Send it\n",
      to: "deals/d1.md")
    try shop.commit("two")
    try shop.folder.write(
      "---\ntitle: Beans\nstage: proposal\ntags: [a, b, c]\naddress:\n  city: 渋谷\n"
        + "consent:\n  - {channel: email, granted: 2026-01-02}\n---\nOther words.\n\n## Log\n\n"
        + "- [x] 2026-11-27: Send it\n- 2026/11/20 14:05 電話 in @sato: Asked\n  about boxes.\n",
      to: "deals/d1.md")
    try shop.commit("three")
    #expect(
      try shop.life("deals/d1.md") == [
        "three | consent | channel: email, granted: 2026-01-01 | channel: email, granted: 2026-01-02",
        "three | task | [ ] 2026-11-27: Send it | [x] 2026-11-27: Send it",
        "three | text | Some words. | Other words.",
        "two | stage | inquiry | proposal",
        "two | tags | a, b | a, b, c",
        "two | address.city | - | 渋谷",
        "two | consent | - | channel: email, granted: 2026-01-01",
        "two | amount | 1000 | -",
        "two | log | - | 2026-11-20 14:05 call in @sato: Asked\nabout boxes.",
        "two | task | - | [ ] 2026-11-27: Send it",
        "two | text | - | Some words.",
        "one | title | - | Beans", "one | stage | - | inquiry", "one | amount | - | 1000",
        "one | tags | - | a, b",
      ])
  }

  @Test func keepsTheMessageInItsParts() throws {
    let shop = try HistoryFixture()
    try shop.folder.write(Self.deal, to: "deals/d1.md")
    try shop.commit("set(d1): stage\n\nThe boss said so.\nTwice.\n\nRecord: deals/d1\nAction: set")
    let commit = try #require(try shop.index().commits(limit: 1).first)
    #expect(commit.subject == "set(d1): stage")
    #expect(commit.reason == "The boss said so.\nTwice.")
    #expect(commit.action == "set" && commit.trailer("record") == "deals/d1")
    #expect(commit.author == "佐藤 健" && commit.zone == 540 && commit.signature == nil)
  }

  /// What each side did is its own commit's; the merge has what neither had.
  @Test func tellsMergesBySides() throws {
    let shop = try HistoryFixture()
    func write(stage: String, owner: String, amount: Int = 1) throws {
      try shop.folder.write(
        "---\nstage: \(stage)\n\n\nowner: \(owner)\n\n\namount: \(amount)\n---\n", to: "deals/d1.md")
    }
    try write(stage: "inquiry", owner: "sato")
    try shop.commit("base")
    try shop.git("switch", "--quiet", "-c", "side")
    try write(stage: "inquiry", owner: "suzuki")
    try shop.commit("side")
    try shop.git("switch", "--quiet", "main")
    try write(stage: "proposal", owner: "sato")
    try shop.commit("main")
    shop.tick()
    try shop.git("merge", "--quiet", "--no-edit", "side")
    let clean = try shop.life("deals/d1.md")
    #expect(
      clean == [
        "main | stage | inquiry | proposal", "side | owner | sato | suzuki", "base | stage | - | inquiry",
        "base | owner | - | sato", "base | amount | - | 1",
      ])
    try write(stage: "proposal", owner: "suzuki", amount: 9)
    try shop.git("add", "--all")
    try shop.git("commit", "--quiet", "--amend", "-m", "evil merge")
    #expect(try shop.life("deals/d1.md") == ["evil merge | amount | 1 | 9"] + clean)
  }

  @Test func tellsAnOctopusBySides() throws {
    let shop = try HistoryFixture()
    for name in ["a", "b", "c"] { try shop.folder.write("---\nowner: sato\n---\n", to: "deals/\(name).md") }
    try shop.commit("base")
    for name in ["a", "b", "c"] {
      try shop.git("switch", "--quiet", "-c", "side-\(name)", "main")
      try shop.folder.write("---\nowner: suzuki\n---\n", to: "deals/\(name).md")
      try shop.commit("side \(name)")
    }
    try shop.git("switch", "--quiet", "main")
    shop.tick()
    try shop.git("merge", "--quiet", "--no-edit", "-m", "octopus", "side-a", "side-b", "side-c")
    for name in ["a", "b", "c"] {
      #expect(
        try shop.life("deals/\(name).md") == [
          "side \(name) | owner | sato | suzuki", "base | owner | - | sato",
        ])
    }
    #expect(try shop.index().commits(limit: 1).first?.subject == "octopus")
  }

  // MARK: Renames

  /// A → B, a new A, B edited on a side branch under its old name, and B → A again.
  @Test func followsRenamesThroughBranches() throws {
    let shop = try HistoryFixture()
    func text(_ owner: String, _ name: String = "Hanako Yamada") -> String {
      "---\nname: \(name)\nkana: ヤマダ ハナコ\nemail: hanako@example.com\nphone: 03-1234-5678\n\n\nowner: \(owner)\n---\n"
    }
    try shop.folder.write(text("sato"), to: "customers/a.md")
    try shop.commit("born as a")
    try shop.git("switch", "--quiet", "-c", "side")
    try shop.folder.write(text("sato", "Hanako Sato"), to: "customers/a.md")
    try shop.commit("side edits a")
    try shop.git("switch", "--quiet", "main")
    try shop.git("mv", "customers/a.md", "customers/b.md")
    try shop.folder.write(text("suzuki"), to: "customers/b.md")
    try shop.commit("a becomes b")
    shop.tick()
    try shop.git("merge", "--quiet", "--no-edit", "-m", "merge", "side")
    try shop.folder.write("---\nname: Somebody else\n---\n", to: "customers/a.md")
    try shop.commit("a new a")
    #expect(
      try shop.life("customers/b.md") == [
        "a becomes b | owner | sato | suzuki", "side edits a | name | Hanako Yamada | Hanako Sato",
        "born as a | name | - | Hanako Yamada", "born as a | kana | - | ヤマダ ハナコ",
        "born as a | email | - | hanako@example.com", "born as a | phone | - | 03-1234-5678",
        "born as a | owner | - | sato",
      ])
    #expect(try shop.life("customers/a.md").first == "a new a | name | - | Somebody else")
    try shop.folder.remove("customers/a.md")
    try shop.commit("a is gone")
    try shop.git("mv", "customers/b.md", "customers/a.md")
    try shop.commit("b becomes a")
    let life = try shop.life("customers/a.md")
    #expect(life.count == 7 && !life.contains { $0.contains("Somebody else") })
  }

  /// Little is left alike in a short file, but the commit says it.
  @Test func believesDaichosOwnWordOnARename() throws {
    let shop = try HistoryFixture()
    try shop.folder.write("---\nname: A\n---\n", to: "customers/a.md")
    try shop.commit("one")
    try shop.folder.remove("customers/a.md")
    try shop.folder.write(
      "---\nname: B\nids: {daicho: the-old-one}\ntags: [x, y, z]\n---\n", to: "customers/b.md")
    try shop.folder.write("---\nname: B2\n---\n", to: "customers/c.md")
    try shop.commit(
      "rename: a → b\n\nRecord: customers/a\nRecord: customers/b\nAction: rename\nRenamed-To: customers/b")
    #expect(try shop.life("customers/b.md").last == "one | name | - | A")
  }

  // MARK: Trouble

  @Test func tellsWhereAShallowCloneEnds() throws {
    let shop = try HistoryFixture()
    for number in 1...4 {
      try shop.folder.write("---\nowner: m\(number)\n---\n", to: "deals/d1.md")
      try shop.commit("c\(number)")
    }
    let clone = try TemporaryFolder()
    try shop.git("clone", "--quiet", "--depth", "2", "file://\(shop.folder.path)", clone.path)
    let repository = try #require(try Repository.discover(from: clone.path))
    func index() throws -> HistoryIndex {
      HistoryIndex(folder: try .init(root: clone.path), repository: repository, prefix: "", progress: nil)
    }
    let shallow = try index()
    #expect(try shop.life("deals/d1.md", shallow) == ["c4 | owner | m3 | m4", "c3 | owner | - | m3"])
    #expect(shallow.warnings.count == 1)
    let boundary = try shop.git("rev-parse", "--short=10", "HEAD~1").trimmingCharacters(in: .newlines)
    #expect(shallow.warnings.first?.en.contains(boundary) == true)
    try Git(in: clone.path)("fetch", "--quiet", "--unshallow")
    let whole = HistoryIndex(
      folder: try .init(root: clone.path),
      repository: try #require(try Repository.discover(from: clone.path)),
      prefix: "", progress: nil)
    #expect(try shop.life("deals/d1.md", whole).count == 4)
    #expect(whole.warnings.isEmpty)
  }

  @Test func readsAgainWhenWhatWasMissingHasCome() throws {
    let shop = try HistoryFixture()
    for owner in ["a", "b"] {
      try shop.folder.write("---\nowner: \(owner)\n---\n", to: "deals/d1.md")
      try shop.commit(owner)
    }
    let blob = try shop.git("rev-parse", "HEAD~1:deals/d1.md").trimmingCharacters(in: .newlines)
    try shop.folder.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
    let lacking = try shop.index()
    #expect(
      try shop.life("deals/d1.md", lacking) == [
        "b | unreadable | missing-object | -", "b | owner | - | b", "a | unreadable | - | missing-object",
      ])
    #expect(lacking.warnings.count == 1)
    try shop.folder.write("---\nowner: a\n---\n", to: "again.md")
    try shop.git("hash-object", "-w", "again.md")
    try shop.git("repack", "-a", "-d", "--quiet")
    let whole = try shop.index()
    #expect(try shop.life("deals/d1.md", whole) == ["b | owner | a | b", "a | owner | - | a"])
    #expect(whole.warnings.isEmpty)
  }

  @Test func namesVersionsItCannotRead() throws {
    let shop = try HistoryFixture()
    for text in ["---\nowner: a\n---\n", "---\nowner: [a\n---\n", "---\nowner: b\n---\n"] {
      try shop.folder.write(text, to: "deals/d1.md")
      try shop.commit("c")
    }
    #expect(
      try shop.life("deals/d1.md") == [
        "c | unreadable | yaml-syntax | -", "c | owner | - | b", "c | unreadable | - | yaml-syntax",
        "c | owner | - | a",
      ])
  }

  @Test func isMadeAnewWhenDamaged() throws {
    let shop = try HistoryFixture()
    try shop.folder.write(Self.deal, to: "deals/d1.md")
    try shop.commit("one")
    let before = try shop.index().dump()
    let path = ".daicho/history.sqlite"
    var bytes = try shop.folder.readBytes(path)
    for start in stride(from: 4096, to: bytes.count, by: 4096) {
      for offset in 0..<64 { bytes[start + offset] = 0xFF }
    }
    for suffix in ["-wal", "-shm"] where shop.folder.exists(path + suffix) {
      try shop.folder.remove(path + suffix)
    }
    try shop.folder.write(bytes, to: path)
    #expect(try shop.index().dump() == before)
    try shop.folder.write("not a database, but somebody's file", to: path)
    #expect(try shop.index().dump() == before)
  }

  @Test func livesInAPartOfARepository() throws {
    let shop = try HistoryFixture()
    try shop.folder.write("---\nowner: a\n---\n", to: "crm/deals/d1.md")
    try shop.folder.write("---\nowner: no record\n---\n", to: "deals/d1.md")
    try shop.folder.write("elsewhere\n", to: "notes/a.md")
    try shop.commit("one")
    let repository = try #require(try Repository.discover(from: shop.folder.path))
    let index = HistoryIndex(
      folder: try .init(root: shop.folder.path + "/crm"), repository: repository, prefix: "crm/",
      progress: nil)
    #expect(try shop.life("deals/d1.md", index) == ["one | owner | - | a"])
  }

  @Test func hasNothingBeforeTheFirstCommit() throws {
    let shop = try HistoryFixture()
    #expect(try shop.index().commits(limit: nil).isEmpty)
    #expect(try shop.life("deals/d1.md").isEmpty)
  }
}
