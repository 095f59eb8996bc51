import DaichoDigest
import DaichoMail
import Testing

@Suite struct MailTokenTests {
  private let ring: KeyRing
  private let message = MessageKey(
    campaign: "winter-sale", occurrence: nil, revision: "1f0c", address: "hanako@example.com")

  private static func key(_ byte: UInt8) throws -> WorkspaceKey {
    try #require(WorkspaceKey(bytes: [UInt8](repeating: byte, count: WorkspaceKey.count)))
  }

  init() throws { ring = KeyRing(try Self.key(1), retired: [try Self.key(2)]) }

  @Test(arguments: MailToken.Purpose.allCases)
  func readsWhatItWrote(_ purpose: MailToken.Purpose) {
    for link in [0, 1, 300, 65_535] {
      let token = MailToken(purpose, message, link: link)
      #expect(ring.token(ring.text(of: token), for: purpose) == token)
      #expect(token.link == (purpose == .click ? link : nil))
    }
  }

  @Test func isForOnePurposeAlone() {
    let text = ring.text(of: MailToken(.open, message))
    for purpose in MailToken.Purpose.allCases where purpose != .open {
      #expect(ring.token(text, for: purpose) == nil)
    }
  }

  @Test func readsThoseOfRetiredKeys() throws {
    let old = KeyRing(try Self.key(2)).text(of: MailToken(.unsubscribe, message))
    #expect(ring.token(old, for: .unsubscribe)?.message == message)
    let foreign = KeyRing(try Self.key(3)).text(of: MailToken(.unsubscribe, message))
    #expect(ring.token(foreign, for: .unsubscribe) == nil)
  }

  @Test func noOtherTextIsAToken() {
    let text = ring.text(of: MailToken(.unsubscribe, message))
    for index in text.indices {
      for other in "AB9-_" where other != text[index] {
        var forged = text
        forged.replaceSubrange(index...index, with: String(other))
        #expect(ring.token(forged, for: .unsubscribe) == nil)
      }
      #expect(ring.token(text[..<index], for: .unsubscribe) == nil)
    }
    for wrong in ["", "preview", text + "A", text + "=", text + "/", String(repeating: "A", count: 100_000)] {
      #expect(ring.token(wrong, for: .unsubscribe) == nil)
    }
  }

  @Test func aMessageKeyIsReadFromItsText() {
    #expect(message.description.utf8.count == 24)
    #expect(MessageKey(message.description) == message)
    #expect(MessageKey(message.description.uppercased()) == message)
    for wrong in ["", "abc", message.description + "a", "1" + message.description.dropFirst()] {
      #expect(MessageKey(wrong) == nil)
    }
    let other = MessageKey(
      campaign: "winter-sale", occurrence: "2026-12", revision: "1f0c", address: "hanako@example.com")
    #expect(other != message)
  }

  /// RFC 4231, case 2.
  @Test func macsAsTheStandardDoes() {
    let mac = Digest.hmacSHA256("what do ya want for nothing?".utf8, key: Array("Jefe".utf8))
    #expect(
      Digest.hexadecimal(mac) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test func linksOfAPreviewLeadNowhere() {
    let links = MailLinks(base: "https://crm.tsubame.example/", keys: nil)
    #expect(links.unsubscribe(message) == "https://crm.tsubame.example/u/preview")
    #expect(
      links.unsubscribeMail(message) == "mailto:u+preview@crm.tsubame.example?subject=unsubscribe")
  }

  @Test func addressesFitAMailbox() throws {
    let links = MailLinks(base: "https://crm.tsubame.example:8443/x", keys: ring)
    let address = try MailAddress(address: links.returnPath(message))
    #expect(address.localPart.utf8.count <= 64)
    #expect(address.domain == "crm.tsubame.example")
  }
}
