import DaichoDigest

/// Names one message: a recipient of one occurrence of a campaign at one revision. It is the same on every
/// retry and in every clone, and is the left side of the Message-ID.
package struct MessageKey: Sendable, Hashable, CustomStringConvertible {
  /// 15 bytes, which are 24 characters of base32.
  package let bytes: [UInt8]

  package static let count = 15

  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == MessageKey.count else { return nil }
    self.bytes = Array(bytes)
  }

  /// - Parameters:
  ///   - revision: of what is mailed: the approved commit's content, so that another text is another message.
  ///   - address: as it is compared, lower-case.
  package init(campaign: String, occurrence: String?, revision: String, address: String) {
    let parts = ["daicho message", campaign, occurrence ?? "", revision, address]
    bytes = Array(Digest.sha256(parts.joined(separator: "\0").utf8).prefix(MessageKey.count))
  }

  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  /// Lower-case base32 (RFC 4648) without padding.
  package var description: String {
    var (bits, count) = (0, 0)
    var out: [UInt8] = []
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xFFFF
      count += 8
      while count >= 5 {
        count -= 5
        out.append(MessageKey.alphabet[bits >> count & 31])
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == MessageKey.count * 8 / 5 else { return nil }
    var (bits, count) = (0, 0)
    var out: [UInt8] = []
    for byte in text.utf8 {
      guard let value = MessageKey.alphabet.firstIndex(of: byte | 0x20) else { return nil }
      bits = (bits << 5 | value) & 0xFFFF
      count += 5
      if count >= 8 {
        count -= 8
        out.append(UInt8(bits >> count & 0xFF))
      }
    }
    self.init(bytes: out)
  }
}
