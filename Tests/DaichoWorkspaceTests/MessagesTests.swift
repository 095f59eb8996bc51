import DaichoModel
import DaichoTestSupport
import Testing

/// What goes into history, and what is refused before it does.
struct MessagesTests {
  @Test func ofPeopleOnlyTheFieldsAreNamed() throws {
    let shop = try Shop()
    #expect(
      try shop.daicho("set", "hanako-yamada", "owner=suzuki", "tags+=vip", "address.city=墨田区").status == 0)
    try shop.replace(
      "name: 山田 花子", "name: 鈴木 花子\nemail: hana@private.example", in: "customers/hanako-yamada.md")
    #expect(try shop.daicho("commit").status == 0)
    try shop.replace("kana: やまだ", "kana: すずき", in: "customers/hanako-yamada.md")
    try shop.replace("name: 大野 太郎", "name: 大野 次郎", in: "customers/taro-ono.md")
    #expect(try shop.daicho("commit").status == 0)
    let messages = try shop.git("log", "--format=%B")
    for value in ["suzuki", "vip", "墨田区", "花子", "private", "すずき", "次郎"] { #expect(!messages.contains(value)) }
    #expect(
      try shop.subjects() == [
        "edit: 2 files (2 modified)", "set(hanako-yamada): name, email",
        "set(hanako-yamada): owner, tags, address.city", "Start",
      ])
    #expect(messages.contains("- customers/hanako-yamada.md: kana\n- customers/taro-ono.md: name\n"))
  }

  @Test func ofDealsTheNumbersMayStand() throws {
    let shop = try Shop()
    #expect(
      try shop.daicho("set", "d1", "stage=negotiation", "amount=520000", "next_step=Call\nagain").status == 0)
    try shop.replace("stage: negotiation", "stage: won", in: "deals/d1.md")
    try shop.replace("title: Gift boxes", "title: Boxes", in: "deals/d1.md")
    #expect(try shop.daicho("commit").status == 0)
    #expect(
      try shop.subjects() == [
        "set(d1): title, stage negotiation → won",
        "set(d1): stage = negotiation, amount = 520000, next_step", "Start",
      ])
  }

  @Test(arguments: [
    (["set", "hanako-yamada", "id=x"], "daicho rename"),
    (["set", "hanako-yamada", "orders.count=3"], "computed"),
    (["set", "d1", "customer=nobody"], "no customer 'nobody'"),
    (["set", "d1", "amount=many"], "amount"),
    (["new", "segments", "s", "where=orders.count >"], "error"),
    (["new", "segments", "s", "where=segment(s)"], "itself"),
    (["log", "hanako-yamada", "call", " "], "no words"),
    (["task", "hanako-yamada", "tomorrow", ""], "no words"),
    (["commit", "nosuch.md"], "'nosuch.md'"), (["check", "nosuch.md"], "'nosuch.md'"),
    (["-C", "nosuch", "list", "customers"], "no such folder"),
  ])
  func refuses(_ arguments: [String], _ words: String) throws {
    let shop = try Shop()
    let result = try Subprocess.run(
      "daicho", arguments, in: shop.path(""), environment: shop.environment)
    #expect(result.status == 2)
    #expect(result.stderr.hasPrefix("daicho: error: "))
    #expect(result.stderr.contains(words), "\(result.stderr)")
    #expect(try shop.status() == "")
    #expect(try shop.subjects() == ["Start"])
  }

  @Test(arguments: [
    (["list", "custmers"], "did you mean 'customers'?"), (["lst", "customers"], "did you mean 'list'?"),
    (["list", "customers", "--limit", "-1"], "--limit must not be negative"),
    (["today", "--days", "-1"], "--days must not be negative"),
    (["list", "customers", "--columns", ""], "--columns"), (["search", ""], "nothing to look for"),
    (["sql", ""], "no statement"), (["set", "hanako-yamada"], "hint: daicho help set"),
    (["log", "hanako-yamada"], "hint: daicho help log"), (["list", "customers", "--nosuch"], "'--nosuch'"),
    (["list", "customers", "--format", "jsn"], "did you mean 'json'?"),
    (["campaign", "preview", "x", "-o", "x.pdf"], ".html, .eml or .txt"),
    (["show", "hanako-yamada", "--format", "csv"], "table, json or jsonl"),
  ])
  func badUsageIs64(_ arguments: [String], _ words: String) throws {
    let shop = try Shop()
    let result = try Subprocess.run(
      "daicho", arguments, in: shop.path(""), environment: shop.environment)
    #expect(result.status == 64)
    #expect(result.stderr.hasPrefix("daicho: error: "))
    #expect(result.stderr.contains("\nhint: "))
    #expect(result.stderr.contains(words), "\(result.stderr)")
  }

  @Test(arguments: [
    ("name: x\nlocale: en\ntimezone: [\n", "daicho.yml:"),
    ("name: x\nlocale: en\ntimezone: Asia/Tokio\n", "daicho.yml:3:11: "),
  ])
  func settingsThatCannotBeReadStopEverything(_ settings: String, _ place: String) throws {
    let shop = try Shop()
    try shop.write(settings, "daicho.yml")
    for arguments in [["list", "customers"], ["log", "hanako-yamada", "call", "x"], ["check"]] {
      let result = try Subprocess.run("daicho", arguments, in: shop.path(""), environment: shop.environment)
      #expect(result.status == 2)
      #expect(result.stderr.hasPrefix("daicho: error: \(place)"), "\(result.stderr)")
    }
    #expect(try shop.subjects() == ["Start"])
  }

  @Test func rmAsksForOrdersToo() throws {
    let shop = try Shop()
    try shop.write("date,order,customer,amount\n2026-11-01,1,taro-ono,500\n", "orders/2026-11.csv")
    try shop.git.commitAll("Orders")
    let result = try shop.daicho("rm", "taro-ono", "--yes")
    #expect(result.status == 2)
    #expect(result.stderr.contains("orders/2026-11.csv: 1"), "\(result.stderr)")
    #expect(try shop.daicho("rm", "taro-ono", "--yes", "--force").status == 0)
  }

  @Test func aTaskWhoseLineIsEditedIsRefused() throws {
    let shop = try Shop()
    try shop.replace(
      "2026-11-27 @sato: Send the price list", "2026-11-28 @sato: Mail the prices",
      in: "customers/hanako-yamada.md")
    let result = try shop.daicho("task", "done", "hanako-yamada", "Mail the prices")
    #expect(result.status == 2)
    #expect(result.stderr.contains("daicho commit"), "\(result.stderr)")
  }

  @Test func aReferenceBecomesAnID() throws {
    let shop = try Shop()
    #expect(try shop.daicho("set", "d1", "customer=大野太郎").status == 0)
    #expect(try shop.read("deals/d1.md").contains("customer: taro-ono\n"))
  }

  @Test func warningsFollowTheCommit() throws {
    let shop = try Shop()
    let result = try shop.daicho("set", "hanako-yamada", "ownr=sato", "owner=satoo")
    #expect(result.status == 0)
    #expect(result.stdout.contains("set(hanako-yamada): ownr, owner"))
    #expect(result.stderr.contains("'ownr'") && result.stderr.contains("did you mean 'owner'?"))
    #expect(result.stderr.contains("'satoo'"))
    let again = try shop.daicho("set", "hanako-yamada", "note=two")
    #expect(again.stderr == "", "what was there before is not this command's news")
  }

  @Test func anEditorThatRemovesTheFileIsNoRm() throws {
    let shop = try Shop()
    let result = try shop.shell("EDITOR=rm daicho edit taro-ono")
    #expect(result.status == 2)
    #expect(result.stderr.contains("daicho rm"))
    #expect(try shop.status() == "")
    let emptied = try shop.shell("EDITOR='sed -i.bak 1d' daicho edit taro-ono")
    #expect(emptied.status == 2)
    #expect(try shop.subjects() == ["Start"])
  }

  @Test func aRenameIsFollowedEverywhere() throws {
    let shop = try Shop()
    try shop.write("date,order,customer,amount\n2026-11-01,1,hanako-yamada,500\n", "orders/2026-11.csv")
    try shop.git.commitAll("Orders")
    #expect(try shop.daicho("rename", "hanako-yamada", "hana").status == 0)
    #expect(try shop.read("deals/d1.md").contains("customer: hana\n"))
    let renamed = try shop.read("customers/hana.md")
    #expect(renamed.contains("daicho: hanako-yamada"))
    let list = try shop.daicho(
      "list", "customers", "--where", "orders.count = 1", "--format", "ids", "--today", "2026-11-20")
    #expect(list.stdout == "hana\n")
    #expect(try shop.daicho("history", "--format", "jsonl").stdout.contains("\"record\": \"customers/hana\""))
    let history = try shop.daicho("history", "hana", "--format", "jsonl").stdout.split(separator: "\n")
    #expect(history.count == 2)
  }

  @Test func showTellsProseAndEachConsent() throws {
    let shop = try Shop()
    try shop.replace(
      "note: one",
      "consent:\n  - {channel: email, granted: 2025-04-01}\n  - {channel: post, withdrawn: 2026-01-02}",
      in: "customers/hanako-yamada.md")
    let lines = try shop.daicho("show", "hanako-yamada").stdout.split(separator: "\n")
    #expect(lines.contains { $0.contains("channel: email") && !$0.contains("channel: post") })
    #expect(lines.contains { $0.contains("channel: post") })
    let prose = try #require(lines.firstIndex { $0.contains("Likes light roasts.") })
    let log = try #require(lines.firstIndex { $0.contains("First call") })
    #expect(prose < log)
    #expect(lines.count { $0.contains("First call") } == 1)
  }

  @Test func machinesGetOneWordForATasksState() throws {
    let shop = try Shop()
    for (today, state) in [("2026-11-28", "overdue"), ("2026-11-27", "today"), ("2026-11-26", "upcoming")] {
      let result = try shop.daicho(
        "today", "--days", "3", "--today", today, "--format", "jsonl", "--locale", "ja")
      #expect(result.stdout.contains("\"state\": \"\(state)\""))
    }
    #expect(
      try shop.daicho("today", "--only", "tasks", "--today", "2026-11-28", "--format", "ids").stdout
        == "customers/hanako-yamada\n")
  }

  @Test func messagesComeInTheLanguageAskedFor() throws {
    let shop = try Shop()
    #expect(try shop.daicho("--locale", "ja", "show", "nosuch").stderr.contains("見つかりません"))
    #expect(try shop.daicho("show", "nosuch", "--locale", "en").stderr.contains("no record found"))
    #expect(try shop.daicho("--locale", "ja", "list", "custmers").stderr.contains("「customers」のことですか？"))
  }
}
