import DaichoMail
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct CourierTests {
  private let shop: Shop
  private let home: TemporaryFolder

  init() throws {
    shop = try Shop()
    home = try TemporaryFolder(named: "daicho-home")
  }

  private func surroundings(_ environment: [String: String] = [:]) -> Surroundings {
    Surroundings(timeZone: "Asia/Tokyo", environment: environment, home: home.path, isOffline: false)
  }

  private func courier(
    _ sender: String, id: String = "shop", _ environment: [String: String] = [:]
  ) throws -> any MailCourier {
    try shop.write(
      "name: x\ntimezone: Asia/Tokyo\nsenders:\n  \(id):\n    from: hello@tsubame.example\n    \(sender)\n",
      "daicho.yml")
    let workspace = try shop.open()
    let found = try #require(workspace.settings.senders.first)
    return try workspace.makeCourier(for: found, surroundings(environment))
  }

  private func code(_ sender: String, _ environment: [String: String] = [:]) throws -> String {
    do {
      _ = try courier(sender, environment)
      return "made"
    } catch let error as DaichoError {
      #expect(!"\(error)".contains("hunter2"))
      return error.code
    }
  }

  private func secret(_ text: String, mode: mode_t = 0o600) throws -> String {
    let path = try home.write(text, to: "secret")
    #expect(chmod(path, mode) == 0)
    return "smtp: {host: smtp.example, user: hello, password_file: ~/secret}"
  }

  private func envelope() throws -> Envelope {
    Envelope(
      returnPath: try MailAddress(address: "b@tsubame.example"),
      recipient: try MailAddress(address: "a@example.jp"))
  }

  @Test func readsAPassword() throws {
    let smtp = "smtp: {host: smtp.example, user: hello}"
    #expect(try code(smtp) == "password-missing")
    #expect(try code(smtp, ["DAICHO_SMTP_PASSWORD_SHOP": "hunter2"]) == "made")
    #expect(try code(secret("hunter2\n")) == "made")
    #expect(try code(secret("hunter2\r\n")) == "made")
    #expect(try code(secret("hunter2\nhunter2\n")) == "password-missing")
    #expect(try code(secret("hunter2\u{0}")) == "password-missing")
    #expect(try code(secret("\n")) == "password-missing")
    #expect(try code(secret(String(repeating: "hunter2", count: 1_000))) == "password-missing")
    #expect(try code(secret("hunter2", mode: 0o640)) == "password-readable")
    try home.remove("secret")
    #expect(mkfifo(home.path(of: "secret"), 0o600) == 0)
    #expect(
      try code("smtp: {host: smtp.example, user: hello, password_file: ~/secret}") == "password-missing")
  }

  @Test func takesNoPasswordFromTheWorkspace() throws {
    try shop.write("hunter2", "secret")
    #expect(chmod(shop.path("secret"), 0o600) == 0)
    #expect(symlink(shop.path("secret"), home.path(of: "link")) == 0)
    for path in [shop.path("secret"), "~/link", home.path + "/../" + shop.path("secret")] {
      let smtp = "smtp: {host: smtp.example, user: hello, password_file: '\(path)'}"
      #expect(try ["password-in-workspace", "password-missing"].contains(code(smtp)))
    }
  }

  @Test func asksForAServer() throws {
    #expect(try code("postal_address: x") == "sender-without-server")
    #expect(try code("smtp: {host: smtp.example, security: none}") == "smtp-unencrypted")
    #expect(try code("smtp: {host: smtp.example, security: none, unencrypted: yes}") == "made")
  }

  @Test func keepsMailInAFolder() throws {
    let courier = try courier("outbox: eml:~/out")
    #expect("\(courier.deliver(Array("Subject: x\r\n\r\n".utf8), try envelope()))".hasPrefix("accepted"))
    #expect(try home.list("out").count == 1)
  }

  @Test func keepsNoMailInTheWorkspace() throws {
    #expect(symlink(shop.repository.path, home.path(of: "link")) == 0)
    for path in ["\(shop.path("out"))", "~/link/deep/er"] {
      #expect(try code("outbox: eml:\(path)") == "outbox-in-workspace")
    }
  }

  @Test(.enabled(if: SMTPPeer.isAvailable)) func sendsByAServer() throws {
    let peer = try SMTPPeer(security: .starttls, login: ("hello", "hunter2"))
    let authority = try TestAuthority.shared().certificates
    let smtp = "smtp: {host: localhost, port: \(peer.port), user: hello"
    for (rest, environment) in [(", certificates: \(authority)}", [:]), ("}", ["SSL_CERT_FILE": authority])] {
      let courier = try courier(
        smtp + rest, environment.merging(["DAICHO_SMTP_PASSWORD_SHOP": "hunter2"]) { $1 })
      let delivery = courier.deliver(Array("Subject: x\r\n\r\n".utf8), try envelope())
      #expect("\(delivery)".hasPrefix("accepted"), "\(delivery)")
    }
    #expect(try peer.accepted().count == 2)
  }
}
