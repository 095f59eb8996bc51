import DaichoDigest

/// The secret of a workspace, from which every other key is derived, and those it had before.
package struct WorkspaceKey: Sendable, Hashable {
  /// 32 bytes.
  package let bytes: [UInt8]

  package static let count = 32

  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == WorkspaceKey.count else { return nil }
    self.bytes = Array(bytes)
  }

  /// What daicho.yml may say of the key: 16 hexadecimal digits that tell nothing of it.
  package var fingerprint: String {
    Digest.hexadecimal(Digest.derivedKey(from: bytes, purpose: "daicho fingerprint").prefix(8))
  }

  /// In tokens.
  var id: [UInt8] { Array(Digest.derivedKey(from: bytes, purpose: "daicho key id").prefix(4)) }

  /// A key of 32 bytes for one purpose.
  package func derived(for purpose: String) -> [UInt8] {
    Digest.derivedKey(from: bytes, purpose: "daicho " + purpose)
  }
}

/// Makes tokens with the current key, and reads those of the retired ones too.
package struct KeyRing: Sendable {
  package let current: WorkspaceKey
  package let retired: [WorkspaceKey]

  /// A key, prepared for every purpose: mails by the ten thousand are not the place to derive them anew.
  private struct Prepared {
    let id: [UInt8]
    let keys: [MailToken.Purpose: [UInt8]]

    init(_ key: WorkspaceKey) {
      id = key.id
      keys = Dictionary(
        uniqueKeysWithValues: MailToken.Purpose.allCases.map {
          ($0, key.derived(for: "token \($0.rawValue)"))
        })
    }
  }

  private let prepared: [Prepared]

  package init(_ current: WorkspaceKey, retired: [WorkspaceKey] = []) {
    self.current = current
    self.retired = retired
    prepared = ([current] + retired).map(Prepared.init)
  }

  package func text(of token: MailToken) -> String {
    let key = prepared[0]
    let signed = [MailToken.version] + key.id + token.payload
    return Base64URL.text(signed + mac(signed, key, token.purpose))
  }

  /// `nil` for whatever was not made with one of the keys for this purpose. How long it takes tells nothing
  /// of how much of a forged one is right.
  package func token(_ text: some StringProtocol, for purpose: MailToken.Purpose) -> MailToken? {
    guard text.utf8.count <= 80, let bytes = Base64URL.bytes(text),
      bytes.count > 5 + MailToken.macCount, bytes[0] == MailToken.version
    else { return nil }
    let signed = Array(bytes.dropLast(MailToken.macCount))
    let given = Array(bytes.suffix(MailToken.macCount))
    guard let key = prepared.first(where: { Digest.areEqual($0.id, Array(signed[1..<5])) }),
      Digest.areEqual(mac(signed, key, purpose), given), let token = MailToken(payload: signed[5...]),
      token.purpose == purpose
    else { return nil }
    return token
  }

  private func mac(_ signed: [UInt8], _ key: Prepared, _ purpose: MailToken.Purpose) -> [UInt8] {
    Array(Digest.hmacSHA256(signed, key: key.keys[purpose] ?? []).prefix(MailToken.macCount))
  }
}

/// RFC 4648 §5, without padding.
package enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 0xFF, count: 256)
    for (value, byte) in alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
    return values
  }()

  package static func text(_ bytes: [UInt8]) -> String {
    var (bits, count) = (0, 0)
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count * 4 + 2) / 3)
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xFFFF
      count += 8
      while count >= 6 {
        count -= 6
        out.append(alphabet[bits >> count & 63])
      }
    }
    if count > 0 { out.append(alphabet[bits << (6 - count) & 63]) }
    return String(decoding: out, as: UTF8.self)
  }

  /// `nil` for another alphabet, padding, or bits left over: each sequence of bytes has one text.
  package static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    var (bits, count) = (0, 0)
    var out: [UInt8] = []
    for byte in text.utf8 {
      let value = values[Int(byte)]
      guard value < 64 else { return nil }
      bits = (bits << 6 | Int(value)) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        out.append(UInt8(bits >> count & 0xFF))
      }
    }
    guard count < 6, bits & ((1 << count) - 1) == 0 else { return nil }
    return out
  }
}
