import DaichoTestSupport
import Foundation
import Testing

/// `daicho forget`, on a person with traces in every corner of a repository.
struct ForgettingTests {
  private let shop: Shop
  /// Beside the repository: the key, a remote, a copy.
  private let home: TemporaryFolder

  private static let strings = [
    "noriko-amemiya", "n-amemiya", "amemiya", "雨宮典子", "雨宮 典子", "雨宮　典子", "あめみや のりこ", "5555-1234",
    "7777-4321", "0８０", "778899001122", "桜台3-14-15", "secret words", "v-123", "friend of",
  ]

  init() throws {
    shop = try Shop(in: "shop")
    home = try TemporaryFolder(named: "daicho-forget-home")
    let setup = try shell(
      """
      set -e
      daicho key init
      new() { daicho new customers "$@"; }
      new noriko-amemiya name='雨宮 典子' kana='あめみや のりこ' email=amemiya.noriko@example.jp phone=090-5555-1234 \
        ids.shopify=778899001122 address.street='桜台3-14-15' address.region=東京都 birthday=1984-02-11 tags=vip owner=sato
      new noriko-amemiya-2 name='雨宮 典江' email=amemiya@other.example
      new same-name name='山本 同名' phone=03-9999-0000
      daicho log noriko-amemiya call 'secret words of hers' --in --when '2026-11-02 10:00'
      daicho set noriko-amemiya phone=080-7777-4321
      daicho new deals amemiya-gift title='雨宮典子さま secret words' customer=noriko-amemiya stage=inquiry amount=48000
      daicho log amemiya-gift email 'secret words by mail' --when 2026-11-03
      daicho new inquiries i1 subject='secret words' customer=noriko-amemiya
      daicho log hanako-yamada call 'came with 雨宮　典子 (noriko-amemiya), friend of noriko-amemiya-2' --when 2026-11-04
      mkdir -p events orders sends notes
      cat > events/2026-01.jsonl <<'X'
      {"id":"e1","at":"2026-01-05T10:00:00+09:00","kind":"click","customer":"noriko-amemiya","campaign":"winter","url":"https://s.example/x?m=amemiya.noriko%40example.jp","ip":"192.0.2.1"}
      {"id":"e2","at":"2026-01-05T10:01:00+09:00","kind":"form","email":"Amemiya.Noriko@example.jp","visitor":"v-123","name":"\\u96e8\\u5bae\\u5178\\u5b50"}
      {"id":"e3","at":"2026-01-05T10:02:00+09:00","kind":"view","customer":"noriko-amemiya","visitor":"v-123","url":"https://s.example/y"}
      {"id":"e4","at":"2026-01-05T10:03:00+09:00","kind":"view","customer":"hanako-yamada","url":"https://s.example/y"}
      X
      cat > orders/2026-01.csv <<'X'
      date,order,line,customer,sku,quantity,amount,recipient,memo
      2026-01-10,A-1,1,noriko-amemiya,ETH-200,1,1200,雨宮典子,"tel 080 7777 4321"
      2026-01-11,A-2,1,778899001122,BRA-200,2,2400,,
      2026-01-12,A-3,1,amemiya.noriko@example.jp,BRA-200,2,2400,,
      2026-01-13,A-4,1,hanako-yamada,BRA-200,2,2400,山田,ring twice
      X
      echo '{"at":"2026-01-04T09:00:00+09:00","campaign":"winter","customer":"noriko-amemiya","address":"amemiya.noriko@example.jp","state":"accepted","message_id":"<oulcnrdhravhydfbqz2y7w4g@s.example>","content_hash":"abcd","reply":"250 ok <amemiya.noriko@example.jp>"}' > sends/winter.jsonl
      git add -A; git commit -qm 'Orders of 雨宮典子'
      echo 'outside: +81 90-5555-1234' > ../outside.txt; mkdir -p ../雨宮典子; echo x > ../雨宮典子/photo.txt
      printf 'PK\\0\\0amemiya.noriko@example.jp' > ../scan.bin; git add -A ..; git commit -qm memo
      git checkout -q -b side; echo 'side ０８０ー７７７７ー４３２１' >> ../outside.txt; git commit -qam 'side of noriko-amemiya'
      git checkout -q main; daicho rename noriko-amemiya n-amemiya
      git merge -q --no-edit side; git tag -a v1 -m 'before 雨宮典子 left'
      git notes add -m 'called amemiya.noriko@example.jp' HEAD
      git commit -q --allow-empty -m "Revert nothing

      This reverts commit $(git rev-parse HEAD)."
      echo 'wip 雨宮典子' >> ../outside.txt; git stash -q; echo 'wip again 雨宮典子' >> ../outside.txt; git stash -q
      """)
    #expect(setup.status == 0, "\(setup.stderr)")
  }

  private var environment: [String: String] {
    shop.environment.merging(["XDG_CONFIG_HOME": home.path, "BASE": home.path]) { _, new in new }
  }

  private func daicho(_ arguments: String...) throws -> Subprocess.Result {
    try Subprocess.run("daicho", arguments, in: shop.path(""), environment: environment)
  }

  private func shell(_ script: String) throws -> Subprocess.Result {
    try Subprocess.run(
      "bash", ["-c", script], in: shop.path(""), environment: environment, timeout: .seconds(400))
  }

  private func objects() throws -> String {
    try shell(
      "git rev-list --all --objects | cut -d' ' -f1 | git cat-file --batch; git cat-file --batch-all-objects --batch"
    ).stdout
  }

  private func reports(_ options: String) throws -> String {
    let result = try shell(
      """
      for report in sales rfm cohorts pipeline activity products; do
        daicho report $report --format json \(options); done
      daicho list customers --columns orders.count,orders.total,last_order,contacts.count --sort -orders.total --format csv \(options)
      """)
    #expect(result.status == 0, "\(result.stderr)")
    return result.stdout
  }

  private static func difference(_ old: String, _ new: String) -> [String] {
    new.split(separator: "\n").difference(from: old.split(separator: "\n")).map { change in
      switch change {
      case .insert(_, let line, _): "+\(line)"
      case .remove(_, let line, _): "-\(line)"
      }
    }
  }

  @Test func leavesNoTraceAndTheSameSums() throws {
    let format = "git log --all --topo-order --format='%an %ae %ad %cn %cd %p' | sed 's/ [0-9a-f ]*$//'"
    let before = (
      now: try reports("--today 2026-12-20"), past: try reports("--at HEAD~3 --today 2026-12-20"),
      log: try shell(format).stdout, first: try shop.git("rev-parse", "main~15")
    )
    #expect(before.now.contains("6000"))
    let plan = try daicho("forget", "n-amemiya", "--dry-run")
    #expect(plan.status == 0, "\(plan.stderr)")
    #expect(plan.stdout.contains("also known as noriko-amemiya"))
    #expect(plan.stdout.contains("scan.bin  1  binary: it goes"))
    #expect(plan.stdout.contains("outside.txt"))
    let heads = try shop.git("show-ref")
    try shop.git("repack", "-q", "-a", "-d")
    let result = try daicho("forget", "n-amemiya", "--yes")
    #expect(result.status == 0, "\(result.stderr)")
    #expect(!result.stderr.contains("still hold"), "\(result.stderr)")
    #expect(try shop.git("show-ref") != heads)

    let objects = try objects().lowercased()
    for string in Self.strings
    where objects.contains(string.lowercased().replacing("friend of", with: "\u{1}")) {
      let line = objects.split(separator: "\n").first { $0.contains(string.lowercased()) } ?? ""
      // What is somebody else's is left.
      #expect(line.contains("amemiya-2") || line.contains("amemiya@other"), "\(string): \(line)")
    }
    #expect(try shop.git("fsck", "--full", "--strict", "--no-dangling").isEmpty)
    #expect(try shop.status().isEmpty)
    #expect(try shop.git("log", "--all", "--oneline", "--", "scan.bin").isEmpty)
    #expect(try shop.read("customers/noriko-amemiya-2.md").contains("amemiya@other.example"))
    #expect(try shop.read("customers/hanako-yamada.md").contains("friend of noriko-amemiya-2"))
    #expect(
      try shop.read("orders/2026-01.csv").contains(
        "2026-01-13,A-4,1,hanako-yamada,BRA-200,2,2400,山田,ring twice"))
    #expect(try shop.git("stash", "list").split(separator: "\n").count == 2)
    // The revert names the commit that is there now.
    let reverted = try shop.git("rev-parse", "main~2").trimmingCharacters(in: .newlines)
    #expect(try shop.git("log", "-1", "--format=%b", "main~1").contains(reverted))

    func sums(_ text: String) -> String {
      text.replacing(/forgotten-[a-z0-9]{10}/, with: "TOKEN").replacing("n-amemiya", with: "TOKEN")
    }
    let now = sums(try reports("--today 2026-12-20"))
    #expect(now == sums(before.now), "\(Self.difference(sums(before.now), now))")
    let past = sums(try reports("--at HEAD~4 --today 2026-12-20"))
    #expect(past == sums(before.past), "\(Self.difference(sums(before.past), past))")
    // One commit more, and all others by the same people at the same times.
    let lines = before.log.split(separator: "\n")
    #expect(try Set(shell(format).stdout.split(separator: "\n")).isSuperset(of: lines))
    #expect(try shop.git("rev-parse", "main~16") == before.first)
    #expect(try daicho("check").stdout.contains("erased") == false)
  }

  @Test func staysForgotten() throws {
    #expect(try daicho("forget", "n-amemiya", "--yes").status == 0)
    let token = try #require(
      try shop.git("ls-files", "shop/customers").split(separator: "\n").first { $0.contains("forgotten-") })
    let id = String(token.dropFirst("shop/customers/".count).dropLast(3))
    try shop.write(
      "id,name,email,phone\n,雨宮典子,AMEMIYA.noriko@example.jp,\n,新しい人,new@example.jp,\n,だれか,,080 7777 4321\n",
      "../people.csv")
    let people = try daicho("import", "customers", "../people.csv")
    #expect(people.status == 0, "\(people.stderr)")
    #expect(people.stderr.contains("people.csv:2:1: this person has been forgotten (\(id))"))
    #expect(people.stderr.contains("people.csv:4:1: "))
    #expect(people.stdout.contains("1 new"))
    try shop.write(
      """
      kind: orders
      shop: shop
      columns: {date: day, order: no, line: row, amount: sum, recipient: to, customer.email: mail, customer.name: who}

      """, "imports/shop.yml")
    try shop.write(
      "day,no,row,sum,to,mail,who\n2026-11-01,Z-1,1,500,雨宮典子,amemiya.noriko@example.jp,雨宮典子\n",
      "../orders.csv")
    for _ in 0..<2 {
      let orders = try daicho("import", "orders", "../orders.csv", "--map", "shop")
      #expect(orders.status == 0, "\(orders.stdout)\(orders.stderr)")
    }
    let ledger = try shop.read("orders/2026-11.csv")
    #expect(ledger.contains(id) && !ledger.contains("雨宮") && !ledger.contains("amemiya"), "\(ledger)")
    #expect(ledger.split(separator: "\n").count == 2)

    try shop.write("---\nname: Somebody\nemail: amemiya.noriko@example.jp\n---\n", "customers/back.md")
    let check = try daicho("check")
    #expect(check.status == 1)
    #expect(
      check.stdout.contains("customers/back.md: error: this is somebody who has been forgotten (\(id))"),
      "\(check.stdout)")
    try FileManager.default.removeItem(atPath: shop.path("customers/back.md"))

    let lifted = try daicho("forget", "--lift", "amemiya.noriko@example.jp", "--reason", "she is back")
    #expect(lifted.status == 0, "\(lifted.stderr)")
    #expect(try daicho("import", "customers", "../people.csv").stdout.contains("2 new"))
    #expect(try daicho("forget", "--lift", "nobody@example.jp").stderr.contains("nobody who was forgotten"))
  }

  @Test func keepsOldHistoryOut() throws {
    let setup = try shell(
      "git init -q --bare $BASE/remote.git && git remote add origin $BASE/remote.git && git push -q --all origin"
    )
    #expect(setup.status == 0, "\(setup.stderr)")
    #expect(try daicho("forget", "n-amemiya", "--yes").status == 0)
    let head = try shop.git("rev-parse", "HEAD")
    let refused = try daicho("sync")
    #expect(refused.status == 2)
    #expect(refused.stderr.contains("origin still has the history from before"))
    #expect(try shop.git("rev-parse", "HEAD") == head)
    #expect(try !objects().contains("noriko-amemiya\n"))
    #expect(try daicho("check").status == 0)
    // Somebody fetches by hand.
    try shop.git("fetch", "--quiet", "origin")
    let check = try daicho("check")
    #expect(check.status == 1)
    #expect(check.stdout.contains("was erased is back"))
    try shop.git("push", "--quiet", "--force", "--all", "origin")
    #expect(try daicho("sync").status == 0)
  }

  @Test func keepsTheProofOfConsentForATime() throws {
    let consent = try daicho(
      "consent", "n-amemiya", "grant", "--channel", "email", "--via", "form", "--proof", "sheet 12 of Amemiya"
    )
    #expect(consent.status == 0, "\(consent.stderr)")
    let copy = home.path(of: "copy.bundle")
    let result = try daicho(
      "forget", "n-amemiya", "--yes", "--keep-statutory", "2099-01-01", "--copy", copy, "--delete-copy-by",
      "2099-02-01")
    #expect(result.status == 0, "\(result.stderr)")
    let record = try shell("cat customers/forgotten-*.md").stdout
    #expect(
      record.contains("proof: sheet 12 of Amemiya") && record.contains("email: amemiya.noriko@example.jp"))
    #expect(!record.contains("典子"))
    // In the newest version alone.
    #expect(try shop.git("grep", "-l", "sheet 12", "HEAD").split(separator: "\n").count == 1)
    #expect(try shop.git.attempt(["grep", "sheet 12", "HEAD~1"]).status == 1)
    #expect(try !daicho("check").stdout.contains("to be kept until"))
    let due = try daicho("check", "--today", "2099-03-01").stdout
    for words in ["proof of consent was to be kept", "should be gone since 2099-02-01"] {
      #expect(due.contains(words), "\(due)")
    }
    // The copy is a whole repository of before.
    let clone = try shell(
      "git clone -q $BASE/copy.bundle $BASE/clone && git -C $BASE/clone grep -c 'sheet 12' HEAD")
    #expect(clone.status == 0, "\(clone.stderr)")
    let id = try #require(record.firstMatch(of: /forgotten-[a-z0-9]{10}/)?.output)
    #expect(try daicho("forget", String(id), "--yes").status == 0)
    #expect(try !objects().contains("sheet 12"))
  }

  @Test func refusesWhereOldObjectsWouldStay() throws {
    let before = try shop.git("show-ref")
    func refusal(_ script: String, undo: String) throws -> String {
      #expect(try shell(script).status == 0)
      let result = try daicho("forget", "n-amemiya", "--yes")
      #expect(result.status == 2)
      #expect(try shell(undo).status == 0)
      return result.stderr
    }
    let edited = try refusal("echo x >> customers/taro-ono.md", undo: "git checkout -q .")
    #expect(edited.contains("customers/taro-ono.md: ") && edited.contains("no commit has"))
    let tree = try refusal(
      "git worktree add -q --detach $BASE/second-tree", undo: "git worktree remove $BASE/second-tree")
    #expect(tree.contains("another work tree"))
    #expect(
      try refusal("git checkout -q --detach", undo: "git checkout -q main").contains("HEAD is on no branch"))
    let key = try refusal("mv $BASE/daicho $BASE/d2", undo: "mv $BASE/d2 $BASE/daicho")
    #expect(key.contains("key"))
    #expect(try daicho("forget", "d1", "--yes").status == 2)
    #expect(try shop.git("show-ref") == before)
  }

  /// Killed as soon as the redo journal is there, which the next command that writes brings to its end.
  @Test func isFinishedByTheNextCommand() throws {
    let script = """
      daicho forget n-amemiya --yes > /dev/null & pid=$!
      for i in $(seq 2000); do [ -e ../.git/daicho-erasure.json ] && break; sleep 0.002; done
      kill -9 $pid; wait $pid; git fsck --full --no-dangling
      """
    #expect(try shell(script).stdout.isEmpty)
    #expect(try daicho("set", "taro-ono", "owner=sato").status == 0)
    #expect(!FileManager.default.fileExists(atPath: shop.repository.path + "/.git/daicho-erasure.json"))
    #expect(try shop.status().isEmpty)
    let ids = try shop.git("ls-files", "shop/customers")
    // Whole, either way.
    #expect(ids.contains("forgotten-") != ids.contains("n-amemiya.md"))
    if ids.contains("forgotten-") { #expect(try !objects().contains("secret words")) }
  }
}
