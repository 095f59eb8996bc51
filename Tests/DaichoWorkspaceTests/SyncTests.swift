import DaichoTestSupport
import Foundation
import Testing

struct SyncTests {
  private static let hanako = "customers/hanako-yamada.md"

  @Test(arguments: ["", "crm/"]) func bothLogOnOneCustomer(_ subfolder: String) throws {
    let team = try Team(in: subfolder)
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.", "--when", "2026-11-20 10:00")
    try team.suzuki.daicho("log", "hanako-yamada", "email", "About the price.", "--when", "2026-11-20 11:00")
    let first = try team.sato.daicho("sync")
    #expect(first.stdout.contains("went out to origin/main: 1 commit"))
    let second = try team.suzuki.daicho("sync")
    #expect(second.stdout.contains("came in from origin/main: 1 commit by 佐藤 健 (1)"))
    #expect(second.stdout.contains("merged both: sync: merge 1 commit of origin/main"))
    #expect(try team.sato.daicho("sync").stdout.contains("鈴木 舞"))
    for clone in [team.sato, team.suzuki] {
      let text = try clone.read(Self.hanako)
      #expect(text.contains("About the boxes.") && text.contains("About the price."))
      #expect(try clone.status() == "")
      #expect(try clone.isSound())
    }
    #expect(try team.sato.tip() == team.suzuki.tip())
    #expect(try team.sato.git("rev-list", "--parents", "-1", "HEAD").split(separator: " ").count == 3)
    #expect(try team.sato.daicho("sync").stderr.contains("nothing new"))
  }

  @Test func handEditsAreCommittedAndOthersLeft() throws {
    let team = try Team()
    try team.sato.replace("note: one", "note: two", in: Self.hanako)
    try team.sato.write("mine", "README")
    let result = try team.sato.daicho("sync")
    #expect(result.stdout.contains("set(hanako-yamada): note"))
    #expect(result.stderr.contains("README"))
    #expect(try team.sato.status() == " M README\n")
    try team.suzuki.write("theirs", "notes.txt")
    try team.suzuki.daicho("sync")
    #expect(try team.suzuki.read(Self.hanako).contains("note: two"))
    #expect(try team.suzuki.status() == "?? notes.txt\n")
  }

  @Test func fieldsOfOneRecordMerge() throws {
    let team = try Team()
    try team.sato.daicho("set", "hanako-yamada", "tags+=vip", "owner=tanaka")
    try team.suzuki.daicho("set", "hanako-yamada", "tags+=regular", "note=new", "email=h@example.com")
    try team.sato.daicho("sync")
    try team.suzuki.daicho("sync")
    let text = try team.suzuki.read(Self.hanako)
    for line in ["# one of the first", "owner: tanaka", "note: new", "email: h@example.com"] {
      #expect(text.contains(line + "\n"))
    }
    #expect(text.contains("tags: [gift, regular, vip]"))
  }

  @Test func aConflictWaitsForAPerson() throws {
    let team = try Team()
    try team.sato.daicho("set", "hanako-yamada", "owner=tanaka", "note=by sato")
    try team.suzuki.daicho("set", "hanako-yamada", "owner=ito", "kana=はなこ")
    try team.suzuki.daicho("log", "taro-ono", "call", "Fine.")
    try team.sato.daicho("log", "taro-ono", "email", "Fine, too.")
    try team.sato.daicho("sync")
    let before = try team.hub("rev-parse", "main")
    let stopped = try team.suzuki.daicho("sync", expecting: 1)
    #expect(stopped.stderr.contains("customers/hanako-yamada.md:5:1: both sides have changed 'owner'"))
    #expect(try team.hub("rev-parse", "main") == before)
    let text = try team.suzuki.read(Self.hanako)
    #expect(text.contains("<<<<<<< HEAD\nowner: ito\n=======\nowner: tanaka\n>>>>>>> origin/main\n"))
    #expect(text.contains("note: by sato") && text.contains("kana: はなこ"))
    // As git knows it.
    #expect(try team.suzuki.status() == "UU customers/hanako-yamada.md\nM  customers/taro-ono.md\n")
    #expect(try team.suzuki.git("diff", "--name-only", "--diff-filter=U") == Self.hanako + "\n")

    #expect(try team.suzuki.daicho("check", expecting: 1).stdout.contains("daicho resolve \(Self.hanako)"))
    #expect(try team.suzuki.daicho("sync", expecting: 2).stderr.contains("daicho resolve"))
    #expect(try team.suzuki.daicho("commit", expecting: 2).stderr.contains("conflict"))
    #expect(try team.suzuki.daicho("resolve", expecting: 1).stderr.contains("'owner'"))
    try team.suzuki.write(
      text.replacing("<<<<<<< HEAD\n", with: "").replacing(
        "=======\nowner: tanaka\n>>>>>>> origin/main\n", with: ""),
      Self.hanako)
    #expect(try team.suzuki.daicho("resolve").stdout.contains("resolved \(Self.hanako)"))
    #expect(try team.suzuki.status() == "M  customers/hanako-yamada.md\nM  customers/taro-ono.md\n")
    #expect(try team.suzuki.daicho("commit", expecting: 2).stderr.contains("daicho sync"))
    #expect(try team.suzuki.daicho("sync").stdout.contains("went out"))
    #expect(try team.suzuki.status() == "")
    #expect(try team.suzuki.isSound())
    #expect(try team.suzuki.git("rev-list", "--parents", "-1", "HEAD").split(separator: " ").count == 3)
    try team.sato.daicho("sync")
    #expect(try team.sato.read(Self.hanako).contains("owner: ito"))
    #expect(try team.sato.read("customers/taro-ono.md").contains("Fine, too."))
  }

  @Test(arguments: [true, false]) func aRenameMeetsAnEdit(_ renamerFirst: Bool) throws {
    let team = try Team()
    let (renamer, editor) = (team.sato, team.suzuki)
    try renamer.daicho("rename", "hanako-yamada", "hanako-sato")
    try editor.daicho("log", "hanako-yamada", "call", "Moved house.")
    for clone in renamerFirst ? [renamer, editor] : [editor, renamer] { try clone.daicho("sync") }
    let last = renamerFirst ? editor : renamer
    #expect(try last.read("customers/hanako-sato.md").contains("Moved house."))
    #expect(!FileManager.default.fileExists(atPath: last.git.folder + "/" + Self.hanako))
    #expect(try last.status() == "")
    #expect(try last.isSound())
  }

  @Test func aRemovalMeetsAnEdit() throws {
    let team = try Team()
    try team.sato.daicho("rm", "taro-ono", "--yes")
    try team.suzuki.daicho("set", "taro-ono", "owner=sato")
    try team.sato.daicho("sync")
    #expect(try team.suzuki.daicho("sync", expecting: 1).stderr.contains("removed by others"))
    #expect(try team.suzuki.status().contains("customers/taro-ono.md"))
    #expect(try team.suzuki.daicho("resolve", expecting: 1).stderr.contains("name it to daicho resolve"))
    try team.suzuki.daicho("resolve", "customers/taro-ono.md")
    try team.suzuki.daicho("sync")
    #expect(try team.suzuki.read("customers/taro-ono.md").contains("owner: sato"))
    #expect(try team.suzuki.status() == "")
  }

  @Test func ledgersUnite() throws {
    let team = try Team()
    let file = "orders/2026-11.csv"
    try team.sato.write(team.sato.read(file) + "2026-11-02,2,taro-ono,500,1\n", file)
    try team.suzuki.write(team.suzuki.read(file) + "2026-11-03,3,taro-ono,700,1\n", file)
    try team.sato.daicho("sync")
    try team.suzuki.daicho("sync")
    #expect(
      try team.suzuki.read(file).hasSuffix("2026-11-02,2,taro-ono,500,1\n2026-11-03,3,taro-ono,700,1\n"))
  }

  @Test func whatIsStagedOrInTheWayStands() throws {
    let team = try Team()
    try team.sato.write("Theirs.\n", "README")
    try team.sato.git("commit", "--quiet", "-am", "Say more")
    try team.sato.daicho("sync")
    try team.suzuki.write("Mine.\n", "README")
    try team.suzuki.daicho("log", "taro-ono", "call", "Fine.")
    let refused = try team.suzuki.daicho("sync", expecting: 2)
    #expect(refused.stderr.contains("README"))
    #expect(try team.suzuki.read("README") == "Mine.\n")
    #expect(try team.suzuki.status() == " M README\n")
    try team.suzuki.git("checkout", "--quiet", "README")
    try team.suzuki.write("draft", "draft.txt")
    try team.suzuki.git("add", "draft.txt")
    try team.suzuki.daicho("sync")
    #expect(try team.suzuki.status() == "A  draft.txt\n")
    #expect(try team.suzuki.read("README") == "Theirs.\n")
  }

  @Test func everybodyAtOnce() throws {
    let team = try Team()
    var clones = [team.sato, team.suzuki]
    for name in ["mori", "abe"] {
      let path = team.folder.path(of: name)
      try team.hub("clone", "--quiet", team.hub.folder, path)
      let clone = try Team.Clone(path, name: name, home: team.folder.path(of: "home"))
      clones.append(clone)
    }
    let script = """
      failed=0
      for i in 1 2; do
        daicho log hanako-yamada note "entry $1-$i." >/dev/null || failed=1
        daicho sync >/dev/null || failed=1
      done
      exit $failed
      """
    try team.folder.write(script, to: "work.sh")
    let folders = clones.map(\.git.folder).joined(separator: " ")
    let result = try Subprocess.run(
      "bash",
      [
        "-c",
        "n=0; for d in \(folders); do n=$((n+1)); (cd $d && bash \(team.folder.path(of: "work.sh")) $n) & done; failed=0; for j in $(jobs -p); do wait $j || failed=1; done; exit $failed",
      ],
      environment: team.sato.environment, timeout: .seconds(300))
    #expect(result.status == 0, "\(result.stderr)")
    for clone in clones { try clone.daicho("sync") }
    let text = try clones[0].read(Self.hanako)
    for person in 1...4 {
      for number in 1...2 { #expect(text.split(separator: "entry \(person)-\(number).").count == 2) }
    }
    #expect(try team.hub("for-each-ref", "--format=%(refname)") == "refs/heads/main\n")
    #expect(try Git(in: team.hub.folder).attempt(["fsck", "--strict", "--no-dangling"]).status == 0)
  }

  @Test func aDryRunChangesNothing() throws {
    let team = try Team()
    try team.sato.daicho("set", "hanako-yamada", "owner=tanaka")
    try team.sato.daicho("sync")
    try team.suzuki.replace("note: one", "note: two", in: Self.hanako)
    let tip = try team.suzuki.tip()
    let result = try team.suzuki.daicho("sync", "--dry-run")
    #expect(result.stdout.contains("+note: two"))
    #expect(result.stdout.contains("would come in from origin/main: 1 commit by 佐藤 健 (1)"))
    #expect(try team.suzuki.tip() == tip)
    #expect(try team.suzuki.status() == " M \(Self.hanako)\n")
  }

  /// A file of git's, as git and libgit2 lock it: nobody removes it but who has made it.
  private func lock(_ ref: String, in folder: String) throws -> String {
    let path = "\(folder)/\(ref).lock"
    try FileManager.default.createDirectory(
      at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func removesTheLocksOfAKilledSync() throws {
    let team = try Team()
    try team.sato.daicho("log", "hanako-yamada", "note", "one")
    try team.sato.daicho("sync")
    let own = team.suzuki.git.folder + "/.git"
    let locks = try [
      lock("refs/remotes/origin/main", in: own), lock("FETCH_HEAD", in: own),
      lock("refs/heads/main", in: team.hub.folder),
    ]
    try FileManager.default.createDirectory(atPath: own + "/daicho", withIntermediateDirectories: true)
    try Data("refs/remotes/origin/\nFETCH_HEAD\n../../elsewhere\n".utf8)
      .write(to: URL(fileURLWithPath: own + "/daicho/locks"))
    try FileManager.default.createDirectory(
      atPath: team.hub.folder + "/daicho", withIntermediateDirectories: true)
    try Data("refs/heads/main\npacked-refs\n".utf8)
      .write(to: URL(fileURLWithPath: team.hub.folder + "/daicho/locks"))
    try team.suzuki.daicho("log", "hanako-yamada", "note", "two")
    try team.suzuki.daicho("sync")
    #expect(locks.filter { FileManager.default.fileExists(atPath: $0) } == [])
    #expect(try team.hub("log", "--format=%an").contains("鈴木 舞"))
  }

  @Test func leavesTheLockOfAnotherProgram() throws {
    let team = try Team()
    try team.sato.daicho("log", "hanako-yamada", "note", "one")
    try team.sato.daicho("sync")
    let path = try lock("refs/remotes/origin/main", in: team.suzuki.git.folder + "/.git")
    let result = try team.suzuki.daicho("sync", expecting: 2)
    #expect(result.stderr.contains("another git is at work") && result.stderr.contains(path))
    #expect(result.stderr.contains("rm "))
    #expect(FileManager.default.fileExists(atPath: path))
  }

  @Test func killedSyncsLoseNothing() throws {
    let team = try Team()
    var random = SplitMix64(seed: 20_261_122)
    for number in 1...8 {
      try team.sato.daicho("log", "hanako-yamada", "note", "sato \(number).")
      try team.sato.daicho("sync")
      try team.suzuki.write(
        team.suzuki.read("customers/taro-ono.md") + "By hand \(number).\n", "customers/taro-ono.md")
      try team.suzuki.daicho("log", "hanako-yamada", "note", "suzuki \(number).")
      let pause = Double.random(in: 0.02...0.35, using: &random)
      _ = try Subprocess.run(
        "bash",
        ["-c", "daicho sync >/dev/null 2>&1 & p=$!; sleep \(pause); kill -9 $p 2>/dev/null; wait $p; true"],
        in: team.suzuki.git.folder, environment: team.suzuki.environment)
    }
    try team.suzuki.daicho("sync")
    try team.sato.daicho("sync")
    for clone in [team.sato, team.suzuki] {
      let text = try clone.read(Self.hanako)
      for number in 1...8 {
        #expect(text.split(separator: "sato \(number).").count == 2)
        #expect(text.split(separator: "suzuki \(number).").count == 2)
        #expect(try clone.read("customers/taro-ono.md").split(separator: "By hand \(number).").count == 2)
      }
      #expect(try clone.status() == "")
      #expect(try clone.isSound())
    }
    let left = try FileManager.default.contentsOfDirectory(atPath: team.suzuki.git.folder + "/.git")
      .filter { $0.hasPrefix("daicho-") || $0.hasSuffix(".lock") && $0 != "daicho.lock" }
    #expect(left == [])
  }
}
