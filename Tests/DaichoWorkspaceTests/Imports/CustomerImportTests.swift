import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Testing

/// People from elsewhere. The shop's today is 2026-11-20.
struct CustomerImportTests {
  private static let shopify = """
    Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,Default Address Address1,Default Address Address2,Default Address City,Default Address Province Code,Default Address Country Code,Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags
    '7012345678901,花子,佐々木,hana.sasaki@example.com,yes,(株)ひだまり,本町1-2-3,ハイツ201,札幌市,JP-01,JP,'0600000,,'+819012345678,no,12000.00,3,深煎りが好き,no,"vip, gift"
    '7012345678902,Ada,Lovelace,ＡＤＡ＠ｅｘａｍｐｌｅ．ｃｏｍ,no,,,,,,,,,,no,0.00,0,,no,

    """

  @Test func shopifysCustomers() throws {
    let shop = try Shop()
    let plan = try shop.take(Self.shopify)
    #expect(plan.created.map(\.id.text) == ["佐々木-花子", "ada-lovelace"])
    let text = try shop.read("customers/佐々木-花子.md")
    for line in [
      "name: 佐々木 花子", "family_name: 佐々木", "email: hana.sasaki@example.com", "phone: \"+819012345678\"",
      "  shopify: \"7012345678901\"", "tags: [vip, gift]", "  postal_code: \"0600000\"",
      "  street: 本町1-2-3 ハイツ201",
      "source: shopify", "created: 2026-11-20", "company: hidamari", "深煎りが好き",
    ] {
      #expect(text.contains(line), "\(line)\n\(text)")
    }
    // A yes without its day is no consent.
    #expect(!text.contains("consent"))
    #expect(plan.remarks.map(\.code) == ["no-consent"])
    #expect(try shop.read("customers/ada-lovelace.md").contains("email: ADA@example.com"))
    #expect(plan.companions.map(\.description) == ["companies/hidamari"])
    #expect(try shop.read("companies/hidamari.md").contains("name: (株)ひだまり"))
    let again = try shop.plan(Self.shopify)
    #expect(again.isEmpty && again.unchanged == 2)
    #expect(try shop.plan(Self.shopify, updates: true).isEmpty)
    #expect(try shop.isSound() && shop.status() == "")
  }

  @Test func knownPeopleStayUnlessUpdated() throws {
    let shop = try Shop()
    try shop.take("name,email,phone,tags,address.city\n山田 太郎,a@example.com,03-1111-2222,gift,台東区\n")
    let file = "name,email,phone,tags,address.city\n山田太郎,A@EXAMPLE.COM; b@example.com,03(1111)2222,vip,\n"
    let kept = try shop.plan(file)
    #expect(kept.isEmpty && kept.differing == 1)
    let plan = try shop.take(file, updates: true)
    #expect(plan.changed.map { $0.fields.map(\.field) } == [["email", "tags"]])
    #expect(plan.changed[0].fields.map(\.new) == ["a@example.com, b@example.com", "gift, vip"])
    let text = try shop.read("customers/山田-太郎.md")
    #expect(text.contains("phone: \"03-1111-2222\"") && text.contains("city: 台東区"))
    #expect(try shop.plan(file, updates: true).isEmpty)
  }

  @Test(arguments: [
    // By another system's id, an address in other letters, a number written otherwise with the name.
    "name,ids.shopify\nX,77\n", "name,email\nX,H@Example.COM\n", "name,phone\n森あおい,+81 90-1234-5678\n",
  ])
  func peopleAreKnownByWhatTheyHave(_ file: String) throws {
    let shop = try Shop()
    try shop.take("name,email,phone,ids.shopify\n森 あおい,h@example.com,090-1234-5678,77\n")
    let plan = try shop.plan(file)
    #expect(plan.created.isEmpty && plan.unmatched == 0)
  }

  @Test func aPhoneNumberAloneIsNobody() throws {
    let shop = try Shop()
    try shop.take("name,phone\n森 あおい,090-1234-5678\n")
    #expect(try shop.plan("name,phone\n森 はると,090-1234-5678\n").created.count == 1)
  }

  @Test func oneFileMakesNobodyTwice() throws {
    let shop = try Shop()
    let plan = try shop.take(
      "name,email,tags\n林 蓮,ren@example.com,a\n林 蓮,REN@example.com,b\n林 蓮,ren2@example.com,c\n")
    #expect(plan.created.count == 2 && plan.repeated == 1)
    #expect(try shop.read("customers/林-蓮.md").contains("tags: [a, b]"))
    #expect(try shop.read("customers/林-蓮-2.md").contains("ren2@example.com"))
  }

  // MARK: Consent

  private static let klaviyo =
    "Email,First Name,Last Name,Email Marketing Consent,Email Marketing Consent Timestamp,Source\n"

  @Test(arguments: [
    ("SUBSCRIBED,2026-01-02 03:04:05,Newsletter form", true, "granted: 2026-01-02, via: Newsletter form"),
    ("SUBSCRIBED,,Newsletter form", false, nil), ("SUBSCRIBED,2026-01-02 03:04:05,", false, nil),
    ("NEVER_SUBSCRIBED,2026-01-02 03:04:05,Form", false, nil),
    ("UNSUBSCRIBED,2026-01-02 03:04:05,Form", false, "withdrawn: 2026-01-02"),
    ("UNSUBSCRIBED,,Form", false, "withdrawn: 2026-11-20"),
  ])
  func consentIsTakenWhereItSaysWhenAndHow(_ row: String, _ consents: Bool, _ fact: String?) throws {
    let shop = try Shop()
    try shop.take(Self.klaviyo + "a@example.com,A,B,\(row)\n")
    #expect(try shop.customers(where: "consent.email") == (consents ? ["a-b"] : []))
    let text = try shop.read("customers/a-b.md")
    #expect(text.contains("consent:") == (fact != nil))
    if let fact { #expect(text.contains(fact), "\(text)") }
  }

  /// Whoever does not want mail any more is heeded without --update; the next day's file says nothing new.
  @Test func anOptOutBindsAKnownCustomer() throws {
    let shop = try Shop()
    try shop.take(Self.klaviyo + "a@example.com,A,B,SUBSCRIBED,2026-01-02 03:04:05,Form\n")
    #expect(try shop.customers(where: "consent.email") == ["a-b"])
    let file = Self.klaviyo + "a@example.com,Anna,B,UNSUBSCRIBED,,Form\n"
    let plan = try shop.take(file)
    #expect(plan.changed.map { $0.fields.map(\.field) } == [["consent.email"]])
    #expect(try shop.customers(where: "consent.email").isEmpty)
    #expect(try shop.read("customers/a-b.md").contains("Email Marketing Consent"))
    let workspace = try Workspace(
      containing: shop.path(""), epoch: 1_795_143_600_000 + 86_400_000 * 3, today: nil, identity: Identity(),
      progress: shop)
    #expect(try workspace.planRecords(.customers, from: shop.source(file), map: nil, updates: false).isEmpty)
  }

  @Test func mailchimpsConfirmedImportsProveNothing() throws {
    let shop = try Shop()
    let header =
      "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LEID,EUID,NOTES,TAGS\n"
    let plan = try shop.take(
      header
        + "a@example.com,A,One,2,2024-03-14 09:12:31,10.0.0.1,2024-03-14 09:14:00,1,e1,,\"\"\"vip\"\",\"\"Blog\"\"\"\n"
        + "b@example.com,B,Two,2,,,2024-03-14 09:14:00,2,e2,,\n")
    #expect(plan.created.count == 2)
    #expect(try shop.customers(where: "consent.email") == ["a-one"])
    #expect(try shop.read("customers/a-one.md").contains("tags: [vip, Blog]"))
  }

  @Test func listmonksBlocklist() throws {
    let shop = try Shop()
    let plan = try shop.take(
      "uuid,email,name,attributes,status,created_at,updated_at\n"
        + "u-1,a@example.com,A,{},enabled,2024-01-02 03:04:05.678 +0000 UTC,x\n"
        + "u-2,b@example.com,B,{},blocklisted,2024-01-02 03:04:05.678 +0000 UTC,x\n")
    #expect(plan.remarks.isEmpty)
    let (a, b) = (try shop.read("customers/a.md"), try shop.read("customers/b.md"))
    #expect(a.contains("created: 2024-01-02") && !a.contains("consent"))
    #expect(b.contains("withdrawn: 2026-11-20"))
  }

  // MARK: Address books

  @Test func anAddressBook() throws {
    let shop = try Shop()
    let cards = """
      BEGIN:VCARD
      VERSION:3.0
      N:山田;次郎;;;
      FN:山田 次郎
      X-PHONETIC-LAST-NAME:やまだ
      X-PHONETIC-FIRST-NAME:じろう
      ORG:喫茶さざなみ;
      TEL;type=CELL;type=pref:090-0000-1111
      BDAY:--0314
      NOTE:豆のまま
      PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEB
       AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB
      UID:card-1
      END:VCARD
      BEGIN:VCARD
      VERSION:4.0
      KIND:group
      FN:Friends
      END:VCARD

      """.replacing("\n", with: "\r\n")
    let workspace = try shop.open()
    let plan = try workspace.planRecords(
      .customers, from: shop.source(cards, named: "a.vcf"), map: nil, updates: false)
    _ = try workspace.record(plan, dryRun: false)
    #expect(plan.created.map(\.id.text) == ["yamada-jiro"])
    #expect(plan.remarks.map(\.code) == ["group"])
    let text = try shop.read("customers/yamada-jiro.md")
    for line in [
      "name: 山田 次郎", "kana: やまだ じろう", "phone: \"090-0000-1111\"", "birthday: 03-14", "  vcard: card-1",
      "company: 喫茶sazanami", "豆のまま",
    ] {
      #expect(text.contains(line), "\(line)\n\(text)")
    }
    #expect(!text.contains("9j"))
    #expect(
      try shop.open().planRecords(
        .customers, from: shop.source(cards, named: "a.vcf"), map: nil, updates: true
      ).isEmpty)
  }

  // MARK: Bad files

  @Test(arguments: [
    ("name,email\nA,a@example.com,x,y\n", "bad-rows"), ("name,email\n\"A,a@example.com\n", "bad-rows"),
    ("", "empty-file"), ("PK\u{3}\u{4}xl/workbook", "excel-workbook"), ("foo,bar,baz\n1,2,3\n", "no-map"),
  ])
  func brokenFilesBringNothing(_ text: String, _ code: String) throws {
    let shop = try Shop()
    let error = #expect(throws: DaichoError.self) { try shop.take(text) }
    #expect(error?.code == code)
    #expect(try shop.subjects() == ["Start"])
  }

  /// What one cell has wrong leaves the rest of its row.
  @Test func aBadValueIsLeftOutAndTold() throws {
    let shop = try Shop()
    let plan = try shop.take(
      "name,email,birthday,lifecycle\nA,nobody,2026-13-40,leed\nB,b..@docomo.ne.jp,3月14日,lead\n")
    #expect(plan.created.count == 2)
    #expect(plan.remarks.map(\.line) == [2, 2, 2])
    #expect(Set(plan.remarks.map(\.column)) == ["email", "birthday", "lifecycle"])
    #expect(try shop.read("customers/a.md") == "---\nname: A\ncreated: 2026-11-20\n---\n")
    #expect(try shop.read("customers/b.md").contains("birthday: 03-14"))
  }

  @Test func manyPeopleAreFiledInFoldersAndOneCommit() throws {
    let shop = try Shop()
    let file = "name,email\n" + (0..<1_200).map { "p\($0),p\($0)@example.com\n" }.joined()
    let plan = try shop.take(file)
    #expect(plan.created.count == 1_200)
    #expect(try shop.subjects() == ["import: customers (1200 new)", "Start"])
    #expect(try shop.read("customers/p1/p17.md").contains("p17@example.com"))
    #expect(try shop.isSound() && shop.status() == "")
    // One pack, not 1,200 loose objects.
    #expect(try shop.git("count-objects").hasPrefix("0 ") == false)
    let loose = try shop.git("count-objects").split(separator: " ").first.flatMap { Int($0) } ?? .max
    #expect(loose < 50)
    #expect(try shop.plan(file).isEmpty)
  }
}
