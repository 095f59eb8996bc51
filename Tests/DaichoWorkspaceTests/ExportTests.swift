import DaichoFiles
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

/// What leaves a workspace, as other programs read it.
struct ExportTests {
  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int) ?? -1
  }

  // MARK: Where it goes

  @Test func aFileIsPrivateAndKept() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    let file = out.path(of: "customers.csv")
    #expect(try shop.daicho("export", "list", "customers", "-o", file).status == 0)
    #expect(try mode(file) == 0o600)
    let again = try shop.daicho("export", "list", "customers", "-o", file)
    #expect(again.status == 2 && again.stderr.contains("--force"))
    #expect(try shop.daicho("export", "list", "customers", "-o", file, "--force").status == 0)
    #expect(try out.list() == ["customers.csv"])
  }

  @Test func nothingIsLeftOfAnExportThatFails() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    let result = try shop.daicho(
      "export", "list", "customers", "--where", "nonsense = 1", "-o", out.path(of: "x.csv"))
    #expect(result.status == 2)
    #expect(try out.list() == [])
  }

  /// What lies in the register's own folders would be read as part of it.
  @Test(arguments: [
    "orders/x.csv", "customers/x.vcf", ".git/x.csv", ".daicho/x.csv", "daicho.yml",
    "customers/../orders/x.csv",
  ])
  func theRegisterItselfIsRefused(_ path: String) throws {
    let shop = try Shop()
    for folder in ["orders", ".daicho"] {
      try FileManager.default.createDirectory(atPath: shop.path(folder), withIntermediateDirectories: true)
    }
    let result = try shop.daicho("export", "list", "customers", "--force", "-o", path)
    #expect(result.status == 2)
    #expect(result.stderr.contains("inside the workspace"))
    #expect(try shop.status() == "")
  }

  /// Also where a link leads into it.
  @Test func theRegisterIsRefusedThroughALink() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    try FileManager.default.createSymbolicLink(
      atPath: out.path(of: "link"), withDestinationPath: shop.path("customers"))
    let result = try shop.daicho("export", "list", "deals", "-o", out.path(of: "link/x.csv"))
    #expect(result.status == 2)
    let everything = try shop.daicho("export", "everything", out.path(of: "link/all"))
    #expect(everything.status == 2 && everything.stderr.contains("inside the workspace"))
  }

  @Test func elsewhereInTheWorkspaceIsWarnedOf() throws {
    let shop = try Shop()
    let result = try shop.daicho("export", "contacts", "-o", "contacts.vcf")
    #expect(result.status == 0)
    #expect(result.stderr.contains("git add ."))
  }

  /// No file that a link in the workspace leads to leaves with it.
  @Test func linksInTheWorkspaceLeadNowhere() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    try out.write("name: secret\n", to: "outside.md")
    for name in ["customers/link.md", "segments/link.md", "orders/link.csv"] {
      try FileManager.default.createDirectory(
        atPath: URL(filePath: shop.path(name)).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(
        atPath: shop.path(name), withDestinationPath: out.path(of: "outside.md"))
    }
    #expect(try shop.daicho("export", "everything", out.path(of: "all")).status == 0)
    for file in try out.list("all") {
      let text = String(decoding: try out.readBytes("all/\(file)"), as: UTF8.self)
      #expect(!text.contains("secret"), "\(file)")
    }
  }

  // MARK: Ledgers

  @Test(.enabled(if: Python.isAvailable)) func ordersAreTheOnesThatHold() throws {
    let (shop, out) = (try Shop(), try TemporaryFolder())
    try shop.write(
      "date,order,line,customer,amount,status,memo\n2026-11-01,1,1,taro-ono,\"1,000\",placed,=x\n"
        + "2026/11/02,1,2,taro-ono,500,paid,\nbroken,2,1,taro-ono,1,paid,\n", "orders/2026-10.csv")
    try shop.write(
      "date,order,line,customer,amount,status\n2026-11-03,1,1,taro-ono,1000,shipped\n", "orders/2026-11.csv")
    let result = try shop.daicho("export", "orders", "-o", out.path(of: "o.csv"))
    #expect(result.status == 0 && result.stderr.contains("1 row cannot be read"), "\(result.stderr)")
    let rows = try Python.run(
      "import csv,sys\nfor r in csv.DictReader(open(sys.argv[1],newline='')): print(r['date'],r['line'],r['amount'],r['status'],r['memo'])",
      [out.path(of: "o.csv")])
    #expect(rows == "2026-11-02 2 500 paid \n2026-11-03 1 1000 shipped \n")
    let november = try shop.daicho("export", "orders", "--from", "2026-11-03", "--format", "jsonl")
    #expect(november.stdout.split(separator: "\n").count == 1)
    #expect(try shop.daicho("export", "orders", "--from", "2026-12-01", "--to", "2026-11-01").status == 64)
  }

  @Test func formulasAreGuardedUnlessRaw() throws {
    let shop = try Shop()
    try shop.write("---\nname: \"=HYPERLINK(1)\"\n---\n", "customers/evil.md")
    #expect(
      try shop.daicho("export", "list", "customers", "--columns", "name").stdout.contains(
        "\n'=HYPERLINK(1)\n"))
    #expect(
      try shop.daicho("export", "list", "customers", "--columns", "name", "--raw").stdout.contains(
        "\n=HYPERLINK(1)\n"))
  }

  // MARK: Audiences

  /// One allowed customer, and one for each reason not to be.
  private func shopWithConsents() throws -> Shop {
    let shop = try Shop()
    func customer(_ id: String, _ fields: String) throws {
      try shop.write("---\nname: \(id)\n\(fields)\n---\n", "customers/\(id).md")
    }
    let ads = "consent:\n  - {channel: ads, granted: 2026-01-01, via: form}"
    try customer("yes", "email: Yes@Example.com\nphone: 090-0000-1234\n\(ads)")
    try customer("blocked", "email: b@example.com\ndo_not_contact: yes\n\(ads)")
    try customer("withdrawn", "email: w@example.com\n\(ads)\n  - {channel: ads, withdrawn: 2026-02-01}")
    try customer("mail-only", "email: m@example.com\nconsent:\n  - {channel: email, granted: 2026-01-01}")
    try customer(
      "card", "email: c@example.com\nconsent:\n  - {channel: ads, granted: 2026-01-01, basis: business_card}")
    try customer("later", "email: l@example.com\nconsent:\n  - {channel: ads, granted: 2999-01-01}")
    try customer("nameless", "name_only: 1\n\(ads)")
    try shop.write("---\nname: All\nwhere: name is set\n---\n", "segments/all.md")
    try shop.write("---\nname: Nobody\nwhere: name = card\n---\n", "segments/nobody.md")
    return shop
  }

  @Test(.enabled(if: Python.isAvailable)) func anAudienceHoldsOnlyThoseWhoConsented() throws {
    let shop = try shopWithConsents()
    let result = try shop.daicho("export", "audience", "all", "--for", "csv")
    #expect(result.status == 0, "\(result.stderr)")
    let hashes = try Python.run(
      "import hashlib\nprint('email_sha256,phone_sha256')\n"
        + "print(*[hashlib.sha256(t.encode()).hexdigest() for t in ('yes@example.com','+819000001234')],sep=',')"
    )
    #expect(result.stdout == hashes)
    for line in [
      "1 must not be contacted", "1 consent to advertising withdrawn", "5 never consented to advertising",
      "1 neither e-mail",
    ] {
      #expect(result.stderr.contains("left out: " + line), "\(line): \(result.stderr)")
    }
  }

  @Test func anAudienceOfNobodyIsNoFile() throws {
    let (shop, out) = (try shopWithConsents(), try TemporaryFolder())
    let result = try shop.daicho("export", "audience", "nobody", "--for", "meta", "-o", out.path(of: "a.csv"))
    #expect(result.status == 2)
    #expect(result.stderr.contains("{channel: ads, granted: DATE"))
    #expect(try out.list() == [])
  }

  @Test func consentToMailIsNoneToAdvertising() throws {
    let shop = try shopWithConsents()
    let ids = try shop.daicho("list", "customers", "--where", "consent.ads", "--format", "ids").stdout
    #expect(ids == "nameless\nyes\n")
    #expect(
      try shop.daicho("list", "customers", "--where", "id = yes and mailable", "--format", "ids").stdout == ""
    )
  }

  // MARK: Calendars

  @Test func tasksKeepTheirIdentity() throws {
    let shop = try Shop()
    func uids() throws -> [Substring] {
      try shop.daicho("export", "tasks").stdout.split(whereSeparator: \.isNewline).filter {
        $0.hasPrefix("UID:")
      }
    }
    let before = try uids()
    #expect(before.count == 1)
    try shop.replace("2026-11-27", "2026-12-04", in: "customers/hanako-yamada.md")
    #expect(try uids() == before)
    #expect(try shop.daicho("export", "tasks", "@suzuki").stdout.contains("VEVENT") == false)
    #expect(try shop.daicho("export", "tasks", "@nobody").status == 2)
  }
}
