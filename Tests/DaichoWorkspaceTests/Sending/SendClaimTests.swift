import DaichoTestSupport
import Foundation
import Testing

/// Two clones of one register that both send.
@Suite(.enabled(if: SMTPPeer.isAvailable)) struct SendClaimTests {
  private let team: Team
  private let peer: SMTPPeer
  private let keys: TemporaryFolder

  init() throws {
    peer = try SMTPPeer()
    keys = try TemporaryFolder(named: "daicho-keys")
    team = try Team(environment: ["XDG_CONFIG_HOME": keys.path])
    let sato = team.sato
    try sato.write(
      sato.read("daicho.yml") + """

        senders:
          shop:
            from: Shop <shop@tsubame.example>
            postal_address: 1 Street
            smtp: {host: 127.0.0.1, port: \(peer.port), security: none}
        base_url: https://shop.example
        mail: {rate: 0, connections: 1}

        """, "daicho.yml")
    for number in 1...3 {
      try sato.write(
        """
        ---
        name: Customer \(number)
        email: c\(number)@example.com
        tags: [new]
        consent:
          - {channel: email, granted: 2025-04-01, via: form}
        ---

        """, "customers/c\(number).md")
    }
    try sato.write(
      """
      ---
      name: Sale
      subject: A sale
      where: tags has new
      sender: shop
      layout: letter
      status: draft
      ---
      Hello {{customer.name}}.

      """, "campaigns/sale.md")
    try sato.git.commitAll("Mail")
    try sato.daicho("key", "init")
    try sato.daicho("campaign", "approve", "sale", "--yes")
    try sato.daicho("sync")
    try team.suzuki.daicho("sync")
  }

  private static let send = ["campaign", "send", "sale", "--yes", "--trust-base-url"]

  @Test func oneSendsAndTheOtherRefuses() throws {
    try team.sato.daicho("campaign", "send", "sale", "--yes", "--trust-base-url")
    #expect(try peer.accepted().count == 3)
    let behind = try team.suzuki.daicho(
      "campaign", "send", "sale", "--yes", "--trust-base-url", expecting: 2)
    #expect(behind.stderr.contains("daicho sync"))
    try team.suzuki.daicho("sync")
    try team.suzuki.daicho("campaign", "send", "sale", "--yes", "--trust-base-url", expecting: 2)
    #expect(try peer.accepted().count == 3)
    #expect(try team.suzuki.read("sends/sale.jsonl") == team.sato.read("sends/sale.jsonl"))
    #expect(try team.hub("fsck", "--strict", "--no-dangling").isEmpty)
  }

  @Test func theClaimHoldsBeforeTheJournalArrives() throws {
    // Sato's machine loses the way to the hub after the claim.
    try team.sato.daicho(
      "campaign", "send", "sale", "--yes", "--trust-base-url", "--limit", "1", expecting: 1)
    let main = try team.hub("rev-parse", "main").trimmingCharacters(in: .newlines)
    let before = try team.suzuki.git("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
    #expect(main != before)
    try team.hub("update-ref", "refs/heads/main", before)
    let refused = try team.suzuki.daicho(
      "campaign", "send", "sale", "--yes", "--trust-base-url", expecting: 2)
    #expect(refused.stderr.contains("another clone"))
    #expect(try peer.accepted().count == 1)
    try team.sato.daicho("campaign", "send", "sale", "--yes", "--trust-base-url")
    #expect(try peer.accepted().count == 3)
  }

  @Test func bothAtOnce() throws {
    let processes = try [team.sato, team.suzuki].map { clone in
      let process = Process()
      process.executableURL = URL(fileURLWithPath: Shop.builtPrograms + "/daicho")
      process.arguments = Self.send
      process.currentDirectoryURL = URL(fileURLWithPath: clone.git.folder)
      process.environment = clone.environment
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }
    for process in processes { process.waitUntilExit() }
    #expect(processes.map(\.terminationStatus).sorted() == [0, 2])
    #expect(try peer.accepted().count == 3)
  }
}
