extension SMTPReply {
  /// What the answer asks of the sender, by its code and its enhanced code (RFC 3463).
  ///
  /// Of 5.1.x, three say nothing of the recipient: 5.1.7 and 5.1.8 are about the sender's address, and so is
  /// 5.1.0 where postfix says it of a sender it does not know. Nobody is suppressed for those.
  package var meaning: Meaning {
    switch code {
    case ..<400: return .accepted
    case 421, 454: return .throttled
    case ..<500: return .transient
    case 530, 534, 535, 538: return .senderRefused
    default: break
    }
    guard let enhanced else {
      return [550, 551, 553].contains(code) && command == .recipient ? .badAddress : .permanent
    }
    if enhanced.hasPrefix("5.7.") || ["5.1.7", "5.1.8"].contains(enhanced) { return .senderRefused }
    guard enhanced.hasPrefix("5.1.") else { return .permanent }
    return enhanced == "5.1.0" && (command == .mail || saysSender) ? .senderRefused : .badAddress
  }

  private var saysSender: Bool { text.lowercased().contains("sender address") }
}

extension UTF8 {
  /// Bytes of a scalar.
  static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case ..<0x80: 1
    case ..<0x800: 2
    case ..<0x1_0000: 3
    default: 4
    }
  }
}
