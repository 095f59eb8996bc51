import DaichoModel

/// A mailbox: an address and the name shown with it.
package struct MailAddress: Sendable, Hashable {
  package enum Warning: Sendable, Hashable {
    /// `a..b@docomo.ne.jp`, `ab.@ezweb.ne.jp`: against RFC 5322, and real. Sent exactly as it is.
    case legacyDots
    /// The domain holds letters beyond ASCII; it goes out in punycode.
    case internationalDomain
  }

  /// What is shown: 喫茶つばめ.
  package let name: String?
  /// As it was given, neither case nor dots changed.
  package let address: String
  package let warnings: Set<Warning>

  /// As it is written into headers and told to servers: ASCII, an international domain in punycode.
  package var wireAddress: String {
    guard warnings.contains(.internationalDomain) else { return address }
    let labels = domain.split(separator: ".").map { Punycode.label(String($0)) }
    return localPart + "@" + labels.joined(separator: ".")
  }

  package var localPart: Substring { address[..<separator] }
  package var domain: Substring { address[address.index(after: separator)...] }
  private var separator: String.Index { address.lastIndex(of: "@") ?? address.startIndex }

  /// - Throws: `bad-address`. The error never holds the address.
  package init(name: String? = nil, address: String) throws(DaichoError) {
    if let name {
      guard !name.unicodeScalars.contains(where: HeaderText.isControl) else {
        throw DaichoError("bad-address", .controlCharacterInAddress, hint: .correctAddress)
      }
    }
    let trimmed = name.map(HeaderText.trimmed) ?? ""
    self.name = trimmed.isEmpty ? nil : trimmed
    self.warnings = try Self.checked(address)
    self.address = address
  }

  /// Reads `喫茶つばめ <hello@tsubame.example>`, `"Sato, Ken" <ken@…>` or an address alone; a full-width
  /// space, `＜` and `＞` are understood.
  ///
  /// - Throws: `bad-address`. The error never holds the text.
  package init(parsing text: String) throws(DaichoError) {
    guard !text.unicodeScalars.contains(where: HeaderText.isControl) else {
      throw DaichoError("bad-address", .controlCharacterInAddress, hint: .correctAddress)
    }
    let trimmed = HeaderText.trimmed(
      text.replacing("＜", with: "<").replacing("＞", with: ">"))
    guard let open = trimmed.lastIndex(of: "<") else {
      try self.init(address: trimmed)
      return
    }
    guard trimmed.hasSuffix(">") else {
      throw DaichoError("bad-address", .badAddress, hint: .correctAddress)
    }
    let address = trimmed[trimmed.index(after: open)...].dropLast()
    let name = Self.unquoted(HeaderText.trimmed(String(trimmed[..<open])))
    try self.init(name: name, address: HeaderText.trimmed(String(address)))
  }

  private static func unquoted(_ name: String) -> String {
    guard name.count >= 2, name.hasPrefix("\""), name.hasSuffix("\"") else { return name }
    var result = ""
    var isEscaped = false
    for character in name.dropFirst().dropLast() {
      if character == "\\", !isEscaped {
        isEscaped = true
      } else {
        result.append(character)
        isEscaped = false
      }
    }
    return result
  }

  // MARK: Checks

  private static func checked(_ address: String) throws(DaichoError) -> Set<Warning> {
    guard !address.unicodeScalars.contains(where: HeaderText.isControl) else {
      throw DaichoError("bad-address", .controlCharacterInAddress, hint: .correctAddress)
    }
    guard let separator = address.lastIndex(of: "@") else {
      throw DaichoError("bad-address", .badAddress, hint: .correctAddress)
    }
    let (local, domain) = (address[..<separator], address[address.index(after: separator)...])
    guard isLocalPart(local), isDomain(domain), address.utf8.count <= 254 else {
      throw DaichoError("bad-address", .badAddress, hint: .correctAddress)
    }
    var warnings: Set<Warning> = []
    if local.hasPrefix(".") || local.hasSuffix(".") || local.contains("..") { warnings.insert(.legacyDots) }
    if !domain.utf8.allSatisfy({ $0 < 0x80 }) { warnings.insert(.internationalDomain) }
    return warnings
  }

  /// Atoms with dots anywhere; quoted local parts are unheard of in a register of customers.
  private static func isLocalPart(_ local: Substring) -> Bool {
    guard (1...64).contains(local.utf8.count) else { return false }
    return local.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: ".!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
      }
    }
  }

  private static func isDomain(_ domain: Substring) -> Bool {
    let labels = domain.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count >= 1, domain.utf8.count <= 253 else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(Punycode.label(String(label)).utf8.count) && !label.hasPrefix("-")
        && !label.hasSuffix("-")
        && label.unicodeScalars.allSatisfy { scalar in
          if scalar.isASCII {
            return scalar == "-" || ("0"..."9").contains(scalar) || ("a"..."z").contains(scalar)
              || ("A"..."Z").contains(scalar)
          }
          return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            || scalar.properties.generalCategory == .nonspacingMark || scalar == "\u{30FC}"
        }
    }
  }
}
