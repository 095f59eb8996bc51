import DaichoMail

/// The tokens that a mail's addresses hold: `u+TOKEN@…`, `b+TOKEN@…`, `r+TOKEN@…`.
struct AddressTokens {
  private let keys: KeyRing

  init(_ keys: KeyRing) { self.keys = keys }

  enum Found {
    case genuine(MailToken)
    /// It has the form, and nobody here made it.
    case forged
  }

  /// - Parameter mark: what stands before the `+`.
  func token(_ mark: String, for purpose: MailToken.Purpose, in addresses: [String]) -> Found? {
    var found: Found?
    for address in addresses {
      guard let at = address.lastIndex(of: "@"), address.lowercased().hasPrefix(mark + "+") else { continue }
      let text = address[address.index(address.startIndex, offsetBy: mark.count + 1)..<at]
      if let token = keys.token(text, for: purpose) { return .genuine(token) }
      found = .forged
    }
    return found
  }

  /// Of the unsubscribe link that a returned mail carries.
  func unsubscribeToken(inList value: String) -> MailToken? {
    for piece in value.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
      if let start = piece.firstRange(of: "/u/") {
        let text = piece[start.upperBound...].prefix { $0 != "?" && $0 != "#" && $0 != "/" }
        if let token = keys.token(text, for: .unsubscribe) { return token }
      }
      if piece.lowercased().hasPrefix("mailto:u+") {
        let text = piece.dropFirst("mailto:u+".count).prefix { $0 != "@" }
        if let token = keys.token(text, for: .unsubscribe) { return token }
      }
    }
    return nil
  }
}
