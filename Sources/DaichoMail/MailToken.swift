import DaichoDigest

/// What a link or an address of a mail says of itself: which message it came with, and what it is good for.
/// Nobody without the workspace's key can make one, and it does not expire.
///
/// As text it is base64url of: a version byte, the key's id (4 bytes), a purpose byte, the message's key
/// (15 bytes), for a click the number of the link (2 bytes, the higher first), and the first 16 bytes of
/// HMAC-SHA256 of all before, with a key for the purpose alone.
package struct MailToken: Sendable, Hashable {
  package enum Purpose: UInt8, Sendable, CaseIterable {
    case unsubscribe = 1
    case open = 2
    case click = 3
    case webView = 4
    /// The return path of the message, which bounces come to.
    case bounce = 5
    /// A reply to the morning mail.
    case reply = 6
  }

  package let purpose: Purpose
  package let message: MessageKey
  /// Of a click: which of the campaign's links, from 0.
  package let link: Int?

  package init(_ purpose: Purpose, _ message: MessageKey, link: Int? = nil) {
    self.purpose = purpose
    self.message = message
    self.link = purpose == .click ? min(max(link ?? 0, 0), 0xFFFF) : nil
  }

  static let version: UInt8 = 1
  static let macCount = 16

  var payload: [UInt8] {
    [purpose.rawValue] + message.bytes + (link.map { [UInt8($0 >> 8 & 0xFF), UInt8($0 & 0xFF)] } ?? [])
  }

  init?(payload: some Collection<UInt8>) {
    let bytes = Array(payload)
    guard let purpose = bytes.first.flatMap(Purpose.init) else { return nil }
    let end = 1 + MessageKey.count
    guard bytes.count == end + (purpose == .click ? 2 : 0), let message = MessageKey(bytes: bytes[1..<end])
    else { return nil }
    self.init(purpose, message, link: purpose == .click ? Int(bytes[end]) << 8 | Int(bytes[end + 1]) : nil)
  }
}
