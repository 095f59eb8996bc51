/// Where a link leads: made from template text and values, percent-encoded, and of a scheme we allow.
///
/// An allow-list of schemes on the finished address leaves no disguise for `javascript:`: case,
/// entities, control characters and values are all resolved before it is looked at.
enum LinkDestination {
  enum Use {
    case link, image
  }

  /// The address, printable ASCII without quotes or `<>`; nil when it must be dropped.
  static func resolve(_ raw: UnsafeBufferPointer<UInt8>, values: [String], use: Use = .link) -> String? {
    var address: [UInt8] = []
    address.reserveCapacity(raw.count + 32)
    var index = 0
    while index < raw.count {
      if raw[index] == Placeholder.leadByte, let token = Placeholder.token(in: raw, at: index) {
        if case .value(let number) = token, number < values.count {
          let leads = address.isEmpty
          let isWhole = leads && beginsAddress(raw, after: index + 4)
          guard append(values[number], whole: isWhole, to: &address) else { return nil }
        }
        index += 4
        continue
      }
      guard appendEncoded(raw[index], to: &address) else { return nil }
      index += 1
    }
    return isAllowed(address, use: use) ? String(decoding: address, as: UTF8.self) : nil
  }

  static func resolve(_ value: String, use: Use = .link) -> String? {
    var address: [UInt8] = []
    guard append(value, whole: true, to: &address), isAllowed(address, use: use) else { return nil }
    return String(decoding: address, as: UTF8.self)
  }

  /// Whether the value before `index` is an address of its own: alone, or with a path behind it.
  private static func beginsAddress(_ raw: UnsafeBufferPointer<UInt8>, after start: Int) -> Bool {
    var index = start
    while case .mark? = Placeholder.token(in: raw, at: index) { index += 4 }
    guard index < raw.count else { return true }
    return raw[index] == UInt8(ascii: "/") || raw[index] == UInt8(ascii: "?")
      || raw[index] == UInt8(ascii: "#")
  }

  private static func append(_ value: String, whole: Bool, to address: inout [UInt8]) -> Bool {
    guard whole else {
      appendComponent(value, to: &address)
      return true
    }
    for byte in value.utf8 {
      guard byte != 0x20, appendEncoded(byte, to: &address) else { return false }
    }
    return true
  }

  private static func appendEncoded(_ byte: UInt8, to address: inout [UInt8]) -> Bool {
    switch byte {
    case 0..<0x20, 0x7F: return false
    case 0x20, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"),
      UInt8(ascii: "^"),
      UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "'"), 0x80...:
      appendPercent(byte, to: &address)
    default: address.append(byte)
    }
    return true
  }

  static func appendComponent(_ value: String, to address: inout [UInt8]) {
    let isAddressee = address.starts(with: "mailto:".utf8) || address.starts(with: "tel:".utf8)
    for byte in value.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        address.append(byte)
      case UInt8(ascii: "@") where isAddressee, UInt8(ascii: "+") where isAddressee: address.append(byte)
      default: appendPercent(byte, to: &address)
      }
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func appendPercent(_ byte: UInt8, to address: inout [UInt8]) {
    address.append(UInt8(ascii: "%"))
    address.append(digits[Int(byte >> 4)])
    address.append(digits[Int(byte & 15)])
  }

  private static func isAllowed(_ address: [UInt8], use: Use) -> Bool {
    guard let colon = address.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let scheme = String(decoding: address[..<colon], as: UTF8.self).lowercased()
    let rest = address[(colon + 1)...]
    switch scheme {
    case "http", "https":
      guard rest.starts(with: "//".utf8), let host = rest.dropFirst(2).first else { return false }
      return host != UInt8(ascii: "/") && host != UInt8(ascii: "?") && host != UInt8(ascii: "#")
    case "mailto", "tel": return use == .link && !rest.isEmpty
    default: return false
    }
  }
}
