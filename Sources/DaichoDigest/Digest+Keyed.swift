import Crypto

extension Digest {
  /// HMAC (RFC 2104) with SHA-256: 32 bytes.
  package static func hmacSHA256(_ message: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(message), using: SymmetricKey(data: key)))
  }

  /// A key of 32 bytes for one purpose, from a key for all: HKDF (RFC 5869) with SHA-256 and no salt.
  package static func derivedKey(from key: [UInt8], purpose: String) -> [UInt8] {
    HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: key), info: Array(purpose.utf8), outputByteCount: 32
    ).withUnsafeBytes(Array.init)
  }

  /// In a time that does not tell where they differ.
  package static func areEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) { difference |= a ^ b }
    return difference == 0
  }
}
