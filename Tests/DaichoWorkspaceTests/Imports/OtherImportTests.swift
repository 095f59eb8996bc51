import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

struct ProductImportTests {
  @Test func stockAloneMoves() throws {
    let shop = try Shop()
    try shop.write(
      "---\nname: Ethiopia\nsku: ETH-200\nprice: 1200\nstock: 5  # counted on Monday\n---\n",
      "products/eth.md")
    try shop.git.commitAll("product")
    let file = "sku,stock\neth-200,8\nBRA-200,3\n"
    let plan = try shop.take(file, .products, updates: true)
    #expect(plan.created.map(\.id.text) == ["bra-200"])
    #expect(
      try shop.read("products/eth.md")
        == "---\nname: Ethiopia\nsku: ETH-200\nprice: 1200\nstock: 8  # counted on Monday\n---\n")
    #expect(try shop.plan(file, .products, updates: true).isEmpty)
  }

  @Test func aWordForANumberIsTold() throws {
    let shop = try Shop()
    let plan = try shop.plan("sku,stock\nA-1,many\n", .products, updates: true)
    #expect(plan.remarks.map(\.column) == ["stock"])
  }
}

struct InquiryImportTests {
  private static let file = """
    subject,customer,opened,type,status,body
    豆の挽き方,taro@example.com,2026-11-18 10:30,question,open,"細挽きは
    できますか？"
    返品,nobody@example.com,2026-11-19,return,open,割れていました

    """

  @Test func aFormsPosts() throws {
    let shop = try Shop()
    try shop.replace("name: 大野 太郎", "name: 大野 太郎\nemail: taro@example.com", in: "customers/taro-ono.md")
    try shop.git.commitAll("address")
    let plan = try shop.take(Self.file, .inquiries)
    #expect(plan.created.count == 2)
    #expect(plan.remarks.map(\.column) == ["customer"])
    let id = try #require(plan.created.first?.id.text)
    #expect(id.hasPrefix("2026-11-18-"))
    let text = try shop.read("inquiries/\(id).md")
    #expect(text.contains("customer: taro-ono") && text.contains("opened: 2026-11-18 10:30"))
    #expect(text.hasSuffix("---\n\n細挽きは\nできますか？\n"))
    let again = try shop.plan(Self.file, .inquiries)
    #expect(again.isEmpty && again.created.isEmpty && again.unchanged == 2)
  }
}

struct SuppressionImportTests {
  /// A shop with a customer who consented in January and whose address is `a@example.com`.
  private func shop() throws -> Shop {
    let shop = try Shop()
    try shop.write(
      "---\nname: A\nemail: a@example.com\nconsent:\n  - {channel: email, granted: 2026-01-10, via: form}\n---\n",
      "customers/a.md")
    try shop.git.commitAll("A")
    #expect(try shop.customers(where: "consent.email") == ["a"])
    return shop
  }

  private func take(_ shop: Shop, _ text: String, kind: String? = nil) throws -> EventPlan {
    let workspace = try shop.open()
    let plan = try workspace.planSuppressions(shop.source(text), map: nil, kind: kind)
    _ = try workspace.record(plan, dryRun: false)
    return plan
  }

  @Test(arguments: [
    ("A@example.com\nb@example.com\n", "unsubscribe"),
    ("email\na@example.com\nb@example.com\n", "unsubscribe"),
    (
      "Email Address,First Name,UNSUB_TIME,UNSUB_REASON\na@example.com,A,2026-02-01 10:00:00,N\nb@example.com,,,\n",
      "unsubscribe"
    ),
    (
      "email,created,reason,status\na@example.com,1770000000,550 mailbox,5.1.1\nb@example.com,1770000000,x,5\n",
      "unsubscribe"
    ),
    (
      "EmailAddress,Reason,LastUpdateTime\na@example.com,BOUNCE,2026-02-01T00:00:00Z\nb@example.com,COMPLAINT,2026-02-01T00:00:00Z\n",
      "bounce"
    ),
    (
      "Email,Portal Bounce,Portal Unsubscribe,Portal Spam Report,Global Bounce\na@example.com,,TRUE,,\nb@example.com,FALSE,TRUE,,\nc@example.com,FALSE,FALSE,,\n",
      "unsubscribe"
    ),
    ("メールアドレス,解除日\na@example.com,2026年2月1日\nb@example.com,2026/02/01\n", "unsubscribe"),
  ])
  func listsOfEveryMake(_ text: String, _ kind: String) throws {
    let shop = try shop()
    let plan = try take(shop, text)
    #expect(plan.new == 2 && plan.unmatched == 1)
    #expect(try shop.customers(where: "consent.email").isEmpty)
    let lines = try shop.repository.list("events").map { try shop.read("events/\($0)") }.joined()
    #expect(lines.contains("\"kind\": \"\(kind)\", \"email\": \"a@example.com\""), "\(lines)")
    // Whoever comes later with that address is bound too.
    try shop.take("name,email\nB,b@example.com\n")
    let again = try take(shop, text)
    #expect(again.isEmpty && again.unchanged == 2)
    #expect(try shop.subjects().count == 4)
  }

  /// A dated refusal from before a consent does not undo it; one without a day does.
  @Test func theDayDecides() throws {
    let shop = try shop()
    #expect(try take(shop, "email,date\na@example.com,2025-12-31\n").new == 1)
    #expect(try shop.customers(where: "consent.email") == ["a"])
    #expect(try take(shop, "email\na@example.com\n").new == 1)
    #expect(try shop.customers(where: "consent.email").isEmpty)
    #expect(try take(shop, "email\na@example.com\n").isEmpty)
  }

  @Test func whatIsNoAddressIsTold() throws {
    let shop = try shop()
    let plan = try take(shop, "email,date\nnobody,2026-01-01\na@example.com,someday\n", kind: "complaint")
    #expect(plan.leftOut == 1 && plan.new == 1)
    #expect(plan.remarks.map(\.line) == [2, 3])
    #expect(try shop.customers(where: "consent.email").isEmpty)
    #expect(try shop.read("events/2026-11.jsonl").contains("complaint"))
  }
}

struct EventImportTests {
  private func take(_ shop: Shop, _ text: String) throws -> EventPlan {
    let workspace = try shop.open()
    let plan = try workspace.planEvents(shop.source(text), map: nil)
    _ = try workspace.record(plan, dryRun: false)
    return plan
  }

  @Test func aTableOfClicks() throws {
    let shop = try Shop()
    let text =
      "date,kind,customer,campaign,url,device\n2026/11/18 9:05,clicked,taro-ono,w,https://x.example/,phone\n2026-10-01,open,ghost,w,,\n"
    let plan = try take(shop, text)
    #expect(plan.new == 2 && plan.unmatched == 1)
    let november = try shop.read("events/2026-11.jsonl")
    #expect(
      november.contains(
        "\"at\": \"2026-11-18T09:05:00+09:00\", \"kind\": \"click\", \"customer\": \"taro-ono\""))
    #expect(november.contains("\"device\": \"phone\""))
    #expect(shop.repository.exists("events/2026-10.jsonl"))
    #expect(try take(shop, text).isEmpty)
    #expect(try shop.customers(where: "last_click = 2026-11-18") == ["taro-ono"])
  }

  /// The line that changed is replaced where it stands, in whatever file that is; the others stay as they are.
  @Test func anIdIsOneEvent() throws {
    let shop = try Shop()
    try shop.write(
      "{\"id\":\"1\",\"at\":\"2026-11-01T10:00:00+09:00\",\"kind\":\"view\",\"customer\":\"taro-ono\"}\n"
        + "{ \"id\" : \"2\", \"at\":\"2026-11-01T10:00:00+09:00\",\"kind\":\"view\",\"customer\":\"taro-ono\"}",
      "events/old.jsonl")
    try shop.git.commitAll("events")
    let plan = try take(
      shop,
      "{\"id\":\"2\",\"at\":\"2026-11-01T10:00:00+09:00\",\"kind\":\"view\",\"customer\":\"taro-ono\"}\n"
        + "{\"id\":\"1\",\"at\":\"2026-11-02T10:00:00+09:00\",\"kind\":\"click\",\"customer\":\"taro-ono\"}\n"
        + "{\"id\":\"3\",\"at\":\"2026-11-02T10:00:00+09:00\",\"kind\":\"click\",\"email\":\"x@example.com\"}\nnot json\n"
    )
    #expect(plan.new == 1 && plan.changed == 1 && plan.unchanged == 1 && plan.leftOut == 1)
    let old = try shop.read("events/old.jsonl").split(separator: "\n")
    #expect(old.count == 2 && old[0].contains("click") && old[1].hasPrefix("{ \"id\" :"))
    #expect(try shop.read("events/2026-11.jsonl").contains("\"3\""))
    #expect(try shop.isSound() && shop.status() == "")
  }
}
