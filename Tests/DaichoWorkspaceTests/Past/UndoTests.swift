import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

/// `daicho undo`.
struct UndoTests {
  private let shop: Shop

  init() throws {
    shop = try Shop(in: "shop")
    try shop.write(
      "date,order,line,customer,amount\n2026-10-01,o1,1,hanako-yamada,100\n", "orders/2026-10.csv")
    try shop.git.commitAll("Orders")
  }

  private func daicho(_ arguments: String...) throws {
    let result = try Subprocess.run(
      "daicho", arguments + ["--yes"], in: shop.path(""), environment: shop.environment)
    #expect(result.status == 0, "\(arguments): \(result.stderr)")
  }

  private func undo(_ revision: String? = nil) throws -> Recorded {
    let workspace = try shop.open()
    return try workspace.undo(workspace.planUndo(revision), dryRun: false)
  }

  private func refusal(_ revision: String? = nil) throws -> DaichoError? {
    let before = (try shop.git("rev-parse", "HEAD"), try shop.git("status", "--porcelain"))
    let result = Result { try undo(revision) }
    #expect(try shop.git("rev-parse", "HEAD") == before.0)
    #expect(try shop.git("status", "--porcelain") == before.1)
    if case .failure(let error as DaichoError) = result { return error }
    return nil
  }

  private let hanako = "customers/hanako-yamada.md"

  @Test func takesBackTheLastChangeAndBringsItBack() throws {
    let first = try shop.read("deals/d1.md")
    try daicho("set", "d1", "stage=negotiation", "amount=2000")
    let second = try shop.read("deals/d1.md")
    let id = try shop.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    #expect(try undo().commit != nil)
    #expect(try shop.read("deals/d1.md") == first)
    #expect(try shop.git("log", "-1", "--format=%B").contains("Undoes: \(id)"))
    #expect(try shop.subjects()[0].hasPrefix("undo(d1): set \(id.prefix(7))"))
    _ = try undo()
    #expect(try shop.read("deals/d1.md") == second)
    #expect(try shop.isSound())
  }

  /// By field, by log entry, and in what is staged and not staged.
  @Test func leavesWhatWasChangedElsewhere() throws {
    try daicho("set", "hanako-yamada", "owner=suzuki")
    try daicho("log", "hanako-yamada", "email", "Asked about boxes")
    try daicho("set", "hanako-yamada", "tags+=vip")
    try shop.replace("# one of the first", "# of the very first", in: hanako)
    try shop.git("add", "shop/\(hanako)")
    try shop.replace("note: one", "note: two", in: hanako)
    _ = try undo("HEAD~2")
    let text = try shop.read(hanako)
    for piece in ["owner: sato", "vip", "Asked about boxes", "very first", "note: two"] {
      #expect(text.contains(piece), "\(piece)")
    }
    #expect(try shop.changedLines("show", "HEAD", "--format=") == ["-owner: suzuki", "+owner: sato"])
    #expect(try shop.changedLines("diff", "--cached") == ["-# one of the first", "+# of the very first"])
    #expect(try shop.changedLines("diff") == ["-note: one", "+note: two"])
    _ = try undo("HEAD~2")
    #expect(try !shop.read(hanako).contains("Asked about boxes"))
  }

  @Test func refusesWhatWasChangedAgain() throws {
    try daicho("set", "d1", "stage=negotiation", "amount=2000")
    try daicho("set", "d1", "amount=3000")
    let error = try #require(try refusal("HEAD~1"))
    #expect(error.code == "changed-since" && error.message.en.contains("amount"))
    #expect(!error.message.en.contains("stage"))
    // Two files: the one that could be is left alone, too.
    try daicho("set", "--where", "tags has gift", "note=x")
    try shop.write("---\nname: A\nowner: sato\n---\n", "customers/a.md")
    try shop.write("---\nname: B\nowner: sato\n---\n", "customers/b.md")
    try daicho("commit")
    try daicho("set", "--where", "owner = sato", "source=fair")
    try daicho("set", "b", "source=web")
    #expect(try refusal("HEAD~1")?.code == "changed-since")
    #expect(try shop.read("customers/a.md").contains("fair"))
  }

  @Test func removesWhatWasMadeAndRestoresWhatWasRemoved() throws {
    try daicho("new", "customers", "chie", "name=Chie")
    try daicho("rm", "taro-ono")
    _ = try undo("HEAD~1")
    #expect(!FileManager.default.fileExists(atPath: shop.path("customers/chie.md")))
    _ = try undo("HEAD~1")
    #expect(try shop.read("customers/taro-ono.md") == "---\nname: 大野 太郎\n---\n")
    try daicho("new", "customers", "eri", "name=Eri")
    try daicho("set", "d1", "customer=eri")
    #expect(try refusal("HEAD~1")?.code == "still-named")
    try daicho("set", "eri", "owner=sato")
    try daicho("set", "d1", "customer=hanako-yamada")
    #expect(try refusal("HEAD~3")?.code == "changed-since")
  }

  @Test func givesARenamedRecordItsIdBackEverywhere() throws {
    try daicho("rename", "hanako-yamada", "hana")
    try daicho("new", "deals", "d2", "title=Two", "customer=hana")
    try daicho("set", "hana", "owner=suzuki")
    _ = try undo("HEAD~2")
    #expect(!FileManager.default.fileExists(atPath: shop.path("customers/hana.md")))
    #expect(try shop.read(hanako).contains("owner: suzuki"))
    for deal in ["d1", "d2"] {
      #expect(try shop.read("deals/\(deal).md").contains("customer: hanako-yamada"), "\(deal)")
    }
    #expect(try shop.open().check().filter { $0.severity == .error }.isEmpty)
  }

  /// A change from before a rename is found under the new name.
  @Test func followsARename() throws {
    try daicho("set", "hanako-yamada", "owner=suzuki")
    try daicho("rename", "hanako-yamada", "hana")
    _ = try undo("HEAD~1")
    #expect(try shop.read("customers/hana.md").contains("owner: sato"))
  }

  @Test func takesLinesOutOfALedger() throws {
    try shop.write(
      try shop.read("orders/2026-10.csv") + "2026-10-02,o2,1,taro-ono,200\n", "orders/2026-10.csv")
    try daicho("commit")
    try shop.write(
      try shop.read("orders/2026-10.csv") + "2026-10-03,o3,1,taro-ono,300\n", "orders/2026-10.csv")
    try daicho("commit")
    _ = try undo("HEAD~1")
    #expect(try shop.changedLines("show", "HEAD", "--format=") == ["-2026-10-02,o2,1,taro-ono,200"])
    #expect(try refusal("HEAD~2")?.code == "changed-since")
  }

  @Test func keepsLineEndings() throws {
    try shop.write("---\r\nname: A\r\nowner: sato\r\n---\r\n", "customers/a.md")
    try daicho("commit")
    try daicho("set", "a", "owner=suzuki")
    _ = try undo()
    #expect(try shop.read("customers/a.md") == "---\r\nname: A\r\nowner: sato\r\n---\r\n")
    try shop.git("config", "core.autocrlf", "true")
    try shop.write("---\r\nname: B\r\nowner: sato\r\n---\r\n", "customers/b.md")
    try daicho("commit")
    try daicho("set", "b", "owner=suzuki")
    _ = try undo()
    #expect(try shop.read("customers/b.md") == "---\r\nname: B\r\nowner: sato\r\n---\r\n")
    #expect(try shop.git("status", "--porcelain") == "")
  }

  @Test func leavesOnRecordWhatMustStay() throws {
    for file in ["sends/sale.jsonl", "events/2026-10.jsonl"] {
      try shop.write(#"{"id":"1","at":"2026-10-01T00:00:00Z","kind":"view"}"# + "\n", file)
      try shop.git.commitAll("Journal")
      #expect(try refusal("HEAD")?.code == "stays-on-record", "\(file)")
    }
  }

  @Test func saysWhatCannotBeUndone() throws {
    #expect(try refusal()?.code == "nothing-to-undo")
    #expect(try refusal("HEAD~1")?.code == "first-not-undone")
    #expect(try refusal("nope")?.code == "unknown-revision")
    try shop.git("checkout", "-q", "-b", "side", "HEAD~1")
    try daicho("set", "d1", "amount=5")
    try shop.git("checkout", "-q", "main")
    #expect(try refusal("side")?.code == "not-in-history")
    try daicho("set", "taro-ono", "owner=sato")
    try shop.git("merge", "-q", "--no-edit", "side")
    #expect(try refusal("HEAD")?.code == "merge-not-undone")
    _ = try undo("side")
    #expect(try shop.read("deals/d1.md").contains("amount: 1000"))
    try shop.repository.write("x", to: "outside.txt")
    try shop.git.commitAll("Outside")
    #expect(try refusal("HEAD")?.code == "outside-commit")
  }

  @Test func asksFirst() throws {
    try daicho("set", "d1", "amount=5")
    let refused = try shop.daicho("undo")
    #expect(refused.status == 2 && refused.stderr.contains("--yes"))
    let dry = try shop.daicho("undo", "--dry-run")
    #expect(dry.stdout.contains("+amount: 1000"))
    #expect(try shop.read("deals/d1.md").contains("amount: 5"))
    #expect(try shop.daicho("undo", "--yes").status == 0)
    #expect(try shop.read("deals/d1.md").contains("amount: 1000"))
  }

  /// Of changes by one field each, whichever are taken back, in whatever order, the others stand: the same
  /// as if these alone had been made.
  @Test func isAsIfItHadNeverBeen() throws {
    var generator = SplitMix64(seed: 6)
    let fields = ["owner", "source", "kana", "language", "note", "birthday"]
    let values = ["sato", "fair", "はなこ", "ja", "two", "2000-01-02"]
    var commits: [(String, String, String)] = []
    for (field, value) in zip(fields, values).shuffled(using: &generator) where field != "owner" {
      try daicho("set", "hanako-yamada", "\(field)=\(value)")
      commits.append((try shop.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines), field, value))
    }
    let kept = Set(commits.map(\.1).filter { _ in Bool.random(using: &generator) })
    for (id, field, _) in commits.shuffled(using: &generator) where !kept.contains(field) { _ = try undo(id) }
    let other = try Shop(in: "shop")
    for (_, field, value) in commits where kept.contains(field) {
      #expect(try other.daicho("set", "hanako-yamada", "\(field)=\(value)").status == 0)
    }
    #expect(try shop.read(hanako) == other.read(hanako))
  }
}
