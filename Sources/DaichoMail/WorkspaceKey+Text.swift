extension WorkspaceKey {
  /// A new key.
  package init(using generator: inout some RandomNumberGenerator) {
    bytes = (0..<WorkspaceKey.count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
  }

  /// What every exported key begins with, so that a stray one is known for what it is.
  package static let mark = "daicho-key-1-"

  /// The key itself, for a file or a variable that nobody else may read: `daicho-key-1-` and base64url of
  /// its bytes.
  package var exported: String { WorkspaceKey.mark + Base64URL.text(bytes) }

  /// `nil` for anything but an exported key.
  package init?(exported text: some StringProtocol) {
    guard text.hasPrefix(WorkspaceKey.mark),
      let bytes = Base64URL.bytes(text.dropFirst(WorkspaceKey.mark.count))
    else { return nil }
    self.init(bytes: bytes)
  }

  /// Whether `text` could be a fingerprint: 16 lower-case hexadecimal digits.
  package static func isFingerprint(_ text: String) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
