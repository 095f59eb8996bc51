import Crypto
import Foundation

/// A signature as `ssh-keygen -Y sign` makes it, and git with `gpg.format = ssh`: OpenSSH's PROTOCOL.sshsig.
package struct SSHSignature: Sendable {
  /// In OpenSSH's wire format, as an allowed-signers file has it in base64.
  package let publicKey: [UInt8]
  /// What the signature is for; git's is `git`.
  package let namespace: String
  private let hash: String
  private let signature: [UInt8]

  package enum Verdict: Sendable, Hashable {
    case valid, invalid
    /// An algorithm that is not known here: an RSA key, say.
    case unknownAlgorithm(String)
  }

  /// From its armoured text; `nil` for what is none.
  package init?(armored text: String) {
    let lines = text.split(whereSeparator: \.isNewline).map { $0.filter { !$0.isWhitespace } }
    guard let first = lines.firstIndex(of: "-----BEGINSSHSIGNATURE-----"),
      let last = lines.firstIndex(of: "-----ENDSSHSIGNATURE-----"), first < last,
      let data = Data(base64Encoded: lines[(first + 1)..<last].joined())
    else { return nil }
    var wire = SSHWire(Array(data))
    guard wire.bytes(6) == Array("SSHSIG".utf8), wire.number() == 1, let key = wire.string(),
      let namespace = wire.string(), wire.string() != nil, let hash = wire.string(),
      let signature = wire.string()
    else { return nil }
    publicKey = key
    self.namespace = String(decoding: namespace, as: UTF8.self)
    self.hash = String(decoding: hash, as: UTF8.self)
    self.signature = signature
  }

  /// Whether the key it holds has signed the message. Whose key that is, it cannot tell.
  package func verify(_ message: [UInt8]) -> Verdict {
    let digest: [UInt8]
    switch hash {
    case "sha256": digest = Array(SHA256.hash(data: message))
    case "sha512": digest = Array(SHA512.hash(data: message))
    default: return .unknownAlgorithm(hash)
    }
    var signed = Array("SSHSIG".utf8)
    for part in [Array(namespace.utf8), [], Array(hash.utf8), digest] { signed += SSHWire.string(part) }
    var (key, made) = (SSHWire(publicKey), SSHWire(signature))
    guard let keyType = key.string(), let type = made.string() else { return .invalid }
    let name = String(decoding: type, as: UTF8.self)
    // An RSA key signs under the name of its hash.
    guard keyType == type else { return name.hasPrefix("rsa-") ? .unknownAlgorithm("ssh-rsa") : .invalid }
    switch name {
    case "ssh-ed25519":
      guard let bytes = key.string(), let signature = made.string(),
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)
      else { return .invalid }
      return key.isValidSignature(signature, for: signed) ? .valid : .invalid
    case "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521":
      guard key.string() != nil, let point = key.string(), let blob = made.string() else { return .invalid }
      return SSHSignature.verify(signed, point, blob, name) ? .valid : .invalid
    default: return .unknownAlgorithm(name)
    }
  }

  private static func verify(_ signed: [UInt8], _ point: [UInt8], _ blob: [UInt8], _ name: String) -> Bool {
    var numbers = SSHWire(blob)
    guard let r = numbers.string(), let s = numbers.string() else { return false }
    func raw(_ width: Int) -> [UInt8]? {
      guard let r = padded(r, width), let s = padded(s, width) else { return nil }
      return r + s
    }
    switch name {
    case "ecdsa-sha2-nistp256":
      guard let raw = raw(32), let key = try? P256.Signing.PublicKey(x963Representation: point),
        let signature = try? P256.Signing.ECDSASignature(rawRepresentation: raw)
      else { return false }
      return key.isValidSignature(signature, for: SHA256.hash(data: signed))
    case "ecdsa-sha2-nistp384":
      guard let raw = raw(48), let key = try? P384.Signing.PublicKey(x963Representation: point),
        let signature = try? P384.Signing.ECDSASignature(rawRepresentation: raw)
      else { return false }
      return key.isValidSignature(signature, for: SHA384.hash(data: signed))
    default:
      guard let raw = raw(66), let key = try? P521.Signing.PublicKey(x963Representation: point),
        let signature = try? P521.Signing.ECDSASignature(rawRepresentation: raw)
      else { return false }
      return key.isValidSignature(signature, for: SHA512.hash(data: signed))
    }
  }

  /// A multiple-precision number to so many bytes; `nil` where it has more.
  private static func padded(_ number: [UInt8], _ width: Int) -> [UInt8]? {
    let digits = Array(number.drop { $0 == 0 })
    guard digits.count <= width else { return nil }
    return [UInt8](repeating: 0, count: width - digits.count) + digits
  }
}

/// The encoding of SSH's protocols (RFC 4251): numbers of four bytes, strings with their length before them.
private struct SSHWire {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, rest.count >= count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func number() -> Int? { bytes(4).map { $0.reduce(0) { $0 << 8 | Int($1) } } }

  mutating func string() -> [UInt8]? { number().flatMap { bytes($0) } }

  static func string(_ bytes: [UInt8]) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - 8 * $0)) } + bytes
  }
}
