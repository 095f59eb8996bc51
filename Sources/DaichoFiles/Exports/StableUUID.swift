import DaichoDigest

/// A UUID that follows from what it names, so that a calendar or an address book which is given the same
/// thing twice has it once. RFC 9562, version 8, from SHA-256.
package enum StableUUID {
  /// `parts` are kept apart: ("a", "bc") and ("ab", "c") differ.
  package static func make(_ parts: String...) -> String {
    let text = parts.map { "\($0.utf8.count):\($0)" }.joined()
    var bytes = Array(Digest.sha256(text.utf8).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let groups = [bytes[..<4], bytes[4..<6], bytes[6..<8], bytes[8..<10], bytes[10...]]
    return groups.map(Digest.hexadecimal).joined(separator: "-")
  }
}
