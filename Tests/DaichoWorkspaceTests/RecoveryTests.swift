import DaichoGit
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoWorkspace

/// A command that dies at any point is finished by the next one that writes.
struct RecoveryTests {
  enum Stage: CaseIterable {
    case beforeFiles, afterFiles, afterRef
  }

  private static let file = "customers/taro-ono.md"
  private static let text = "---\nname: 大野 太郎\nowner: sato\n---\n"

  /// Leaves the journal of `set taro-ono owner=sato` as a process leaves it that dies at that stage.
  private func crash(_ shop: Shop, at stage: Stage) throws {
    let repository = try #require(try Repository.discover(from: shop.path("")))
    let author = Signature(name: "佐藤 健", email: "sato@tsubame.example", when: 1_795_143_600, offset: 540)
    let new = Array(Self.text.utf8)
    let commit = try #require(
      try repository.prepare(
        [PathEdit(shop.prefix + Self.file) { _ throws(DaichoError) in new }],
        message: "set(taro-ono): owner", author: author, committer: author))
    let old = try Repository.blobID(of: Array(try shop.read(Self.file).utf8)).description
    let pending = PendingChange(commit: commit, files: [.init(path: Self.file, old: old, new: Data(new))])
    try pending.save(in: repository.gitDirectory)
    if stage != .beforeFiles { try shop.write(Self.text, Self.file) }
    if stage == .afterRef { try repository.publish(commit) }
  }

  @Test(arguments: Stage.allCases, ["", "crm"])
  func theNextWriteFinishesIt(_ stage: Stage, _ subfolder: String) throws {
    let shop = try Shop(in: subfolder)
    try crash(shop, at: stage)
    let listed = try shop.daicho("list", "customers")
    #expect(listed.status == 0)
    #expect(shop.repository.exists(".git/daicho-pending.json"), "a question changes nothing")
    let result = try shop.daicho("log", "hanako-yamada", "call", "Next")
    #expect(result.status == 0)
    #expect(result.stderr.contains("interrupted: set(taro-ono): owner"))
    #expect(try shop.read(Self.file) == Self.text)
    #expect(try shop.subjects() == ["log(hanako-yamada): call", "set(taro-ono): owner", "Start"])
    #expect(try shop.status() == "")
    #expect(!shop.repository.exists(".git/daicho-pending.json"))
    #expect(try shop.isSound())
  }

  @Test(arguments: [Stage.beforeFiles, .afterFiles])
  func anEditMadeSinceStands(_ stage: Stage) throws {
    let shop = try Shop()
    try crash(shop, at: stage)
    let edited = try shop.read(Self.file) + "By hand.\n"
    try shop.write(edited, Self.file)
    #expect(try shop.daicho("log", "hanako-yamada", "call", "Next").status == 0)
    #expect(try shop.read(Self.file) == edited)
    #expect(try shop.subjects() == ["log(hanako-yamada): call", "Start"])
    #expect(try shop.status() == " M \(Self.file)\n")
  }

  @Test func leftoversOfTheWriteGo() throws {
    let shop = try Shop()
    try crash(shop, at: .beforeFiles)
    try shop.write(String(Self.text.prefix(9)), "customers/.daicho-half.tmp")
    try shop.write(shop.read(Self.file), "customers/.daicho-old.tmp")
    try shop.write("An editor's save", "customers/.daicho-other.tmp")
    #expect(try shop.daicho("log", "hanako-yamada", "call", "Next").status == 0)
    let status = try shop.status()
    #expect(status == "?? customers/.daicho-other.tmp\n")
  }

  @Test func aTornJournalIsDropped() throws {
    let shop = try Shop()
    try shop.repository.write("{\"commit\": ", to: ".git/daicho-pending.json")
    #expect(try shop.daicho("log", "hanako-yamada", "call", "Next").status == 0)
    #expect(try shop.status() == "")
    #expect(!shop.repository.exists(".git/daicho-pending.json"))
  }

  @Test func fourProcessesLoseNothing() throws {
    let shop = try Shop()
    let result = try shop.shell(
      """
      for p in 1 2 3 4; do
        (for i in $(seq 50); do daicho log hanako-yamada note "entry $p-$i." >/dev/null || exit 1; done) &
      done
      failed=0
      for job in $(jobs -p); do wait $job || failed=1; done
      exit $failed
      """)
    #expect(result.status == 0, "\(result.stderr)")
    let text = try shop.read("customers/hanako-yamada.md")
    for process in 1...4 {
      for number in 1...50 { #expect(text.split(separator: "entry \(process)-\(number).").count == 2) }
    }
    #expect(try shop.subjects().filter { $0 == "log(hanako-yamada): note" }.count == 200)
    #expect(try shop.status() == "")
    #expect(try shop.isSound())
  }

  @Test func killedProcessesLeaveNoTrace() throws {
    let shop = try Shop()
    var random = SplitMix64(seed: 20_261_120)
    for number in 1...30 {
      let pause = Double.random(in: 0.005...0.25, using: &random)
      let command =
        number.isMultiple(of: 3)
        ? "set taro-ono note=n\(number)" : "log hanako-yamada note 'killed \(number).'"
      _ = try shop.shell(
        "daicho \(command) >/dev/null 2>&1 & p=$!; sleep \(pause); kill -9 $p 2>/dev/null; wait $p; true")
    }
    let result = try shop.daicho("log", "hanako-yamada", "note", "the end.")
    #expect(result.status == 0, "\(result.stderr)")
    let status = try shop.status()
    #expect(status == "")
    #expect(try shop.isSound())
    let entries = try shop.read("customers/hanako-yamada.md").split(separator: "\n").filter {
      $0.contains(" note ")
    }
    #expect(Set(entries).count == entries.count)
    #expect(try shop.subjects().filter { $0 == "log(hanako-yamada): note" }.count == entries.count)
    let left = try FileManager.default.contentsOfDirectory(atPath: shop.repository.path(of: ".git"))
      .filter { $0.hasPrefix("daicho-") || $0.hasSuffix(".lock") && $0 != "daicho.lock" }
    #expect(left == [])
  }
}
