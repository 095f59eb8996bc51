import DaichoTestSupport
import Foundation

/// A shop with customers to mail, a key of its own, and the program, whose mail goes to a peer.
final class MailShop {
  let shop: Shop
  let peer: SMTPPeer
  private let home: TemporaryFolder

  /// - Parameters:
  ///   - customers: `c1@example.com` and so on, who all have consented.
  ///   - fields: more front matter of the campaign `sale`.
  init(
    customers: Int, _ rules: [SMTPPeer.Rule] = [], rate: String = "0", mail: String = "", fields: String = ""
  ) throws {
    shop = try Shop()
    peer = try SMTPPeer(rules)
    home = try TemporaryFolder(named: "daicho-home")
    for id in ["hanako-yamada", "taro-ono"] { try shop.git("rm", "-q", "customers/\(id).md") }
    try shop.git("rm", "-q", "deals/d1.md")
    try shop.write(
      shop.read("daicho.yml") + """
        senders:
          shop:
            from: 喫茶つばめ <shop@tsubame.example>
            postal_address: 1 Street
            smtp: {host: 127.0.0.1, port: \(peer.port), security: none}
        base_url: https://shop.example
        mail: {rate: \(rate), connections: 1\(mail.isEmpty ? "" : ", " + mail)}

        """, "daicho.yml")
    for number in stride(from: 1, through: customers, by: 1) { try addCustomer(number) }
    try shop.write(
      """
      ---
      name: Sale
      subject: A sale
      where: tags is not set
      sender: shop
      layout: letter
      status: draft
      \(fields.isEmpty ? "" : fields + "\n")---
      Hello {{customer.name}}, there is a [sale](https://shop.example/sale).

      """, "campaigns/sale.md")
    try shop.git.commitAll("Mail")
    try expect(0, "key", "init")
  }

  func addCustomer(_ number: Int, _ fields: String = "") throws {
    try shop.write(
      """
      ---
      name: Customer \(number)
      email: c\(number)@example.com
      consent:
        - {channel: email, granted: 2025-04-01, via: form}
      \(fields.isEmpty ? "" : fields + "\n")---

      """, "customers/c\(number).md")
  }

  struct UnexpectedStatus: Error, CustomStringConvertible {
    let description: String
  }

  func daicho(_ arguments: [String]) throws -> Subprocess.Result {
    try Subprocess.run("daicho", arguments, in: shop.path(""), environment: environment)
  }

  var environment: [String: String] {
    var environment = shop.environment
    environment["XDG_CONFIG_HOME"] = home.path
    return environment
  }

  @discardableResult
  func expect(_ status: Int32, _ arguments: String...) throws -> Subprocess.Result {
    let result = try daicho(arguments)
    guard result.status == status else {
      throw UnexpectedStatus(
        description: "\(arguments): \(result.status)\n\(result.stdout)\n\(result.stderr)")
    }
    return result
  }

  func approve() throws { try expect(0, "campaign", "approve", "sale", "--yes") }

  @discardableResult
  func send(_ status: Int32 = 0, _ more: String...) throws -> Subprocess.Result {
    let arguments = ["campaign", "send", "sale", "--yes", "--trust-base-url", "--retry-for", "0 minutes"]
    let result = try daicho(arguments + more)
    guard result.status == status else {
      throw UnexpectedStatus(description: "send: \(result.status)\n\(result.stdout)\n\(result.stderr)")
    }
    return result
  }

  /// Sends in the background, for what happens meanwhile.
  func sendInBackground(_ more: String...) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Shop.builtPrograms + "/daicho")
    process.arguments =
      ["campaign", "send", "sale", "--yes", "--trust-base-url", "--retry-for", "0 minutes"] + more
    process.currentDirectoryURL = URL(fileURLWithPath: shop.path(""))
    process.environment = environment
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  func waitForMails(_ count: Int) throws {
    for _ in 0..<3_000 where try peer.accepted().count < count { usleep(10_000) }
    guard try peer.accepted().count >= count else {
      throw UnexpectedStatus(description: "\(try peer.accepted().count) of \(count) mails came")
    }
  }

  struct Status: Decodable {
    let state: String
    let recipients: Int
    let accepted, deferred, failed, in_doubt, skipped, queued: Int
    let reasons: [String: Int]

    var sum: Int { accepted + deferred + failed + in_doubt + skipped + queued }
  }

  func status(_ more: String...) throws -> Status {
    let result = try daicho(["campaign", "status", "sale", "--format", "json"] + more)
    return try JSONDecoder().decode(Status.self, from: Data(result.stdout.utf8))
  }

  /// From now on as fast as can be.
  func hurry(from rate: String) throws { try shop.replace("rate: \(rate)", "rate: 0", in: "daicho.yml") }

  /// Local parts of the addresses that were mailed, in their order.
  func mailed() throws -> [String] {
    try peer.accepted().flatMap(\.to).map { String($0.prefix { $0 != "@" }) }
  }

  /// The last state of each address in the journal.
  func journal(_ name: String = "sale") throws -> [String: String] {
    var states: [String: String] = [:]
    for line in try shop.read("sends/\(name).jsonl").split(separator: "\n") {
      let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard let address = members?["address"] as? String, let state = members?["state"] as? String else {
        continue
      }
      states[String(address.prefix { $0 != "@" })] = state
    }
    return states
  }
}
