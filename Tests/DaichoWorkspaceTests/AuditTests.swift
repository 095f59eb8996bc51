import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

struct AuditTests {
  private static let hanako = "customers/hanako-yamada.md"

  private static let record = """
    ---
    name: 山田 花子
    email: hanako@example.jp
    consent:
      - {channel: email, granted: 2025-04-01, via: form, proof: "page 12"}
      - {channel: phone, granted: 2025-05-01, via: shop}
      - {channel: phone, withdrawn: 2026-01-02}
    ---
    Likes light roasts.

    ## 履歴

    - 2026-11-01 10:00 call in @sato: First call
    - 2026-11-02 11:00 email out @sato: Sent the price list
    - 2026-11-03 12:00 visit @suzuki: Came by
    - 2026-11-04 13:00 call out @sato: Asked again
    - 2026-11-05 14:00 call out @sato: Asked once more
    - [ ] 2026-11-27 @sato: Send the price list

    """

  /// A shop whose history is all daicho's own, apart from its first commit.
  private func makeShop() throws -> Shop {
    let shop = try Shop()
    try shop.write(AuditTests.record, AuditTests.hanako)
    try shop.write(
      "date,order,customer,amount\n2026-10-01,A1,hanako-yamada,1000\n2026-10-02,A2,taro-ono,2000\n",
      "orders/2026-10.csv")
    try shop.write(
      """
      {"id":"e1","at":"2026-10-01T10:00:00+09:00","kind":"unsubscribe","email":"taro@example.jp"}
      {"id":"e2","at":"2026-10-02T10:00:00+09:00","kind":"open","customer":"hanako-yamada"}

      """, "events/2026-10.jsonl")
    try shop.write(
      "{\"at\":\"2026-10-01T10:00:00+09:00\",\"campaign\":\"sale\",\"state\":\"started\"}\n",
      "sends/sale.jsonl")
    try shop.git.commitAll("Begin")
    return shop
  }

  private func attention(_ shop: Shop, _ question: AuditQuestion = AuditQuestion()) throws -> [AuditFinding] {
    try shop.open().audit(question).findings.filter { $0.severity == .attention }
  }

  @Test func findsNothingWhereNothingWasAltered() throws {
    let shop = try makeShop()
    for command in [
      "log hanako-yamada call 'Rang back' --out", "task hanako-yamada 2026-12-01 'Ring again'",
      "task done hanako-yamada 'price list'", "set hanako-yamada tags+=vip", "set d1 stage=negotiation",
      "consent hanako-yamada grant --channel sms --via shop",
      "new customers jiro name=次郎 email=jiro@example.jp",
      "rename jiro jiro-sato", "merge hanako-yamada taro-ono --yes", "rm jiro-sato --yes",
    ] {
      let result = try shop.shell("daicho " + command)
      #expect(result.status == 0, "\(command): \(result.stderr)")
    }
    try shop.write(
      shop.read("orders/2026-10.csv") + "2026-10-03,A3,hanako-yamada,500\n", "orders/2026-10.csv")
    try shop.git.commitAll("More orders")
    try shop.write("---\nname: 五郎\ndo_not_contact: true\n---\n", "customers/goro.md")
    try shop.git.commitAll("One who wants nothing")
    // A merge of two clones puts the lines of a ledger in another order.
    let rows = try shop.read("orders/2026-10.csv").split(separator: "\n").map(String.init)
    try shop.write(
      ([rows[0]] + rows.dropFirst().reversed()).joined(separator: "\n") + "\n", "orders/2026-10.csv")
    try shop.git.commitAll("Union")
    let audit = try shop.open().audit()
    #expect(audit.findings.filter { $0.severity == .attention }.isEmpty)
    #expect(audit.findings.count { $0.code == .outside } == 5)
    #expect(!audit.findings.contains { $0.code == .prohibitionChanged })
    #expect(audit.findings.contains { $0.code == .consentChanged && $0.new?.contains("sms") == true })
    let result = try shop.daicho("audit")
    #expect(result.status == 0)
    #expect(result.stdout.contains("Nothing needs attention."))
  }

  private struct Plant: Sendable {
    let code: AuditFinding.Code
    let file: String
    /// `nil`: the file goes.
    let edit: (@Sendable (String) -> String)?

    init(_ code: AuditFinding.Code, _ file: String, _ edit: (@Sendable (String) -> String)?) {
      (self.code, self.file, self.edit) = (code, file, edit)
    }
  }

  private static let plants: [Plant] = [
    Plant(.logAltered, hanako) { $0.replacing("First call", with: "Never called") },
    Plant(.logAltered, hanako) { $0.replacing("2026-11-02 11:00", with: "2026-10-02 11:00") },
    Plant(.logAltered, hanako) { $0.replacing("visit @suzuki", with: "meeting @suzuki") },
    Plant(.logAltered, hanako) { $0.replacing("13:00 call out @sato", with: "13:00 call out @suzuki") },
    Plant(.logAltered, hanako) { $0.replacing("14:00 call out", with: "14:00 call in") },
    Plant(.logRemoved, hanako) {
      $0.replacing("- 2026-11-05 14:00 call in @sato: Asked once more\n", with: "")
    },
    Plant(.consentAltered, hanako) { $0.replacing("granted: 2025-04-01", with: "granted: 2024-04-01") },
    Plant(.consentAltered, hanako) { $0.replacing("page 12", with: "page 13") },
    Plant(.consentAltered, hanako) {
      $0.replacing("  - {channel: phone, withdrawn: 2026-01-02}\n", with: "")
    },
    Plant(.consentAltered, hanako) { $0.replacing("via: shop", with: "via: letter") },
    Plant(.ledgerAltered, "orders/2026-10.csv") {
      $0.replacing("A1,hanako-yamada,1000", with: "A1,hanako-yamada,9000")
    },
    Plant(.ledgerAltered, "orders/2026-10.csv") { $0.replacing("2026-10-02,A2,taro-ono,2000\n", with: "") },
    Plant(.ledgerAltered, "events/2026-10.jsonl") { String($0.drop { $0 != "\n" }.dropFirst()) },
    Plant(.ledgerAltered, "sends/sale.jsonl") { $0.replacing("started", with: "finished") },
    Plant(.ledgerRemoved, "sends/sale.jsonl", nil),
    Plant(.recordRemoved, "customers/taro-ono.md", nil),
    Plant(.recordRemoved, "deals/d1.md", nil),
    Plant(.logAltered, hanako) {
      $0.replacing("Sent the price list\n", with: "Sent the price list.\n  And a sample\n")
    },
    Plant(.recordUnreadable, "customers/hanako-yamada.md") { $0.replacing("name: 山田", with: "name: [山田") },
  ]

  @Test func findsEveryPlantedAlteration() throws {
    let shop = try makeShop()
    for (number, plant) in AuditTests.plants.enumerated() {
      if let edit = plant.edit {
        let old = try shop.read(plant.file)
        let new = edit(old)
        #expect(old != new, "plant \(number) changes nothing")
        try shop.write(new, plant.file)
      } else {
        try FileManager.default.removeItem(atPath: shop.path(plant.file))
      }
      // As somebody who wants to be taken for daicho.
      let id = try shop.git.commitAll(
        "set(hanako-yamada): tags\n\nRecord: customers/hanako-yamada\nAction: set")
      let found = try attention(shop).filter { $0.commit?.id == id }
      #expect(found.map(\.code) == [plant.code], "plant \(number): \(found.map(\.code))")
      #expect(found.first?.path == plant.file, "plant \(number)")
    }
    #expect(try attention(shop).count == AuditTests.plants.count)
    let result = try shop.daicho("audit", "--format", "json")
    #expect(result.status == 1)
  }

  /// The twentieth: a merge that says what neither side said.
  @Test func findsWhatAMergeAltered() throws {
    let shop = try makeShop()
    try shop.git("checkout", "--quiet", "-b", "side")
    try shop.replace("Likes light roasts.", "Likes dark roasts.", in: AuditTests.hanako)
    try shop.git.commitAll("Side")
    try shop.git("checkout", "--quiet", "main")
    try shop.write("---\nname: 三郎\n---\n", "customers/saburo.md")
    try shop.git.commitAll("Main")
    try shop.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    try shop.replace("First call", "No call", in: AuditTests.hanako)
    let id = try shop.git.commitAll("Merge")
    let found = try attention(shop)
    #expect(found.map(\.code) == [.logAltered])
    #expect(found.first?.commit?.id == id)
    #expect(found.first?.old?.contains("First call") == true)
  }

  @Test func asksAboutOneRecordAndPeriod() throws {
    let shop = try makeShop()
    try shop.replace("First call", "Never called", in: AuditTests.hanako)
    try shop.git.commitAll("Alter")
    let workspace = try shop.open()
    var question = AuditQuestion()
    question.record = try workspace.index.all(.customers).first { $0.reference.id.text == "taro-ono" }
    #expect(try attention(shop, question).isEmpty)
    question.record = try workspace.index.all(.customers).first { $0.reference.id.text == "hanako-yamada" }
    #expect(try attention(shop, question).map(\.code) == [.logAltered])
    question.period = DayPeriod(to: CalendarDate(typed: "2026-11-19"))
    #expect(try attention(shop, question).isEmpty)
    let contacts = try workspace.audit().contacts
    #expect(
      contacts.map { "\($0.member ?? "-") \($0.channel) \($0.contacts)" } == [
        "sato call 3", "sato email 1", "suzuki visit 1",
      ])
  }

  // MARK: Signatures

  @Test(arguments: ["ed25519", "ecdsa", "rsa"])
  func verifiesSignatures(kind: String) throws {
    let shop = try makeShop()
    let keys = try TemporaryFolder(named: "daicho-keys")
    let result = try Subprocess.run(
      "bash",
      [
        "-c",
        """
        set -e
        for who in sato other; do ssh-keygen -q -t \(kind) -N '' -C $who -f \(keys.path)/$who; done
        echo "sato@tsubame.example namespaces=\\"git\\" $(cut -d' ' -f1,2 \(keys.path)/sato.pub)" > \(keys.path)/allowed
        git config gpg.format ssh
        git config gpg.ssh.allowedSignersFile \(keys.path)/allowed
        git -c user.signingkey=\(keys.path)/sato.pub commit -q -S --allow-empty -m Good
        git -c user.signingkey=\(keys.path)/other.pub commit -q -S --allow-empty -m Stranger
        good=$(git rev-parse HEAD~1)
        git cat-file commit $good | sed 's/^Good$/Forged/' | git hash-object -t commit -w --stdin > \(keys.path)/forged
        """,
      ], in: shop.path(""), environment: shop.environment)
    #expect(result.status == 0, "\(result.stderr)")
    var question = AuditQuestion()
    question.requiresSignatures = true
    func codes() throws -> [AuditFinding.Code] {
      try attention(shop, question).filter { $0.code != .unsigned }.map(\.code)
    }
    #expect(try codes() == (kind == "rsa" ? [.unverified, .unverified] : [.unknownSigner]))
    #expect(try attention(shop, question).count { $0.code == .unsigned } == 2)
    try shop.git("reset", "--quiet", "--hard", try keys.read("forged").trimmingCharacters(in: .newlines))
    #expect(try codes() == (kind == "rsa" ? [.unverified] : [.badSignature]))
    // git itself agrees.
    #expect(try shop.git.attempt(["verify-commit", "HEAD"]).status != 0)
    try shop.git("config", "--unset", "gpg.ssh.allowedSignersFile")
    #expect(try codes() == [])
  }
}
