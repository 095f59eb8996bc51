import DaichoModel

extension Message {
  /// Longest line RFC 5322 allows, without its CRLF.
  private static let lineLimit = 998

  /// Headers the message writes itself or a server adds; nobody else may.
  private static let reservedHeaders: Set<String> = [
    "from", "to", "cc", "bcc", "sender", "reply-to", "subject", "date", "message-id", "mime-version",
    "list-unsubscribe", "list-unsubscribe-post", "return-path", "received", "dkim-signature",
  ]

  /// The message as it goes over the wire, before dot-stuffing: CRLF line ends, 7 bits.
  ///
  /// - Throws: `header-injection`, `bad-header`, `no-recipient`, `bad-message-id`,
  ///   `bad-unsubscribe-address`, `nul-in-body`. No error holds what the message says.
  package func bytes() throws(DaichoError) -> [UInt8] {
    var out = try checkedHeaders()
    if let html {
      let boundary = boundary
      let lines = [
        "MIME-Version: 1.0", "Content-Type: multipart/alternative;", " boundary=\"\(boundary)\"", "", "",
      ]
      out += Array(lines.joined(separator: "\r\n").utf8)
      for (part, subtype) in [(text, "plain"), (html, "html")] {
        out += Array("--\(boundary)\r\n".utf8)
        Self.write(part, subtype, to: &out)
        out += [0x0D, 0x0A]
      }
      out += Array("--\(boundary)--\r\n".utf8)
    } else {
      out += Array("MIME-Version: 1.0\r\n".utf8)
      Self.write(text, "plain", to: &out)
      if out.suffix(2) != [0x0D, 0x0A] { out += [0x0D, 0x0A] }
    }
    return out
  }

  /// Throws what `bytes` would, without the work of encoding the parts.
  package func check() throws(DaichoError) { _ = try checkedHeaders() }

  private func checkedHeaders() throws(DaichoError) -> [UInt8] {
    try checkBody()
    var writer = HeaderWriter()
    try writeHeaders(to: &writer)
    return writer.out
  }

  private static func write(_ part: String, _ subtype: String, to out: inout [UInt8]) {
    let canonical = TransferEncoding.canonical(part)
    let encoding = TransferEncoding.best(for: canonical)
    let lines = [
      "Content-Type: text/\(subtype); charset=utf-8", "Content-Transfer-Encoding: \(encoding.rawValue)", "",
      "",
    ]
    out += Array(lines.joined(separator: "\r\n").utf8)
    out += encoding.encoded(canonical)
  }

  private func checkBody() throws(DaichoError) {
    if Self.hasNUL(text) || html.map(Self.hasNUL) == true {
      throw DaichoError("nul-in-body", .nulInBody)
    }
  }

  /// Of the whole text whatever it finds, as a loop without an exit is one the compiler can widen.
  private static func hasNUL(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var least = UInt8.max
      for byte in bytes { least = min(least, byte) }
      return least == 0
    }
  }

  // MARK: Headers

  private func writeHeaders(to writer: inout HeaderWriter) throws(DaichoError) {
    guard !to.isEmpty else { throw DaichoError("no-recipient", .noRecipient) }
    writer.writeAddresses("From", [from])
    writer.writeAddresses("To", to)
    if let replyTo { writer.writeAddresses("Reply-To", [replyTo]) }
    try Self.checkValue(subject, of: "Subject")
    writer.writeText("Subject", subject)
    writer.writeTokens("Date", date.headerValue)
    writer.writeRaw("Message-ID", "<\(try checkedMessageID())>")
    if let listUnsubscribe {
      writer.writeRaw("List-Unsubscribe", try Self.value(of: listUnsubscribe))
      writer.writeRaw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    }
    for header in headers {
      try Self.check(header)
      writer.writeText(header.name, header.value)
    }
  }

  private func checkedMessageID() throws(DaichoError) -> String {
    let parts = messageID.split(separator: "@", omittingEmptySubsequences: false)
    let isPlain = messageID.utf8.allSatisfy {
      (0x21..<0x7F).contains($0) && !"<>()[]\\,;:\"".utf8.contains($0)
    }
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }), isPlain, messageID.utf8.count <= 250 else {
      throw DaichoError("bad-message-id", .badMessageID)
    }
    return messageID
  }

  private static func value(of list: ListUnsubscribe) throws(DaichoError) -> String {
    var addresses = [list.https]
    if let mailto = list.mailto { addresses.append(mailto) }
    let arePlain = addresses.allSatisfy { address in
      address.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !"<>,\"\\".utf8.contains($0) }
    }
    let value = addresses.map { "<\($0)>" }.joined(separator: ", ")
    guard arePlain, list.https.hasPrefix("https://"), list.https.utf8.count > 8,
      list.mailto?.hasPrefix("mailto:") ?? true,
      value.utf8.count + "List-Unsubscribe: ".utf8.count <= lineLimit
    else { throw DaichoError("bad-unsubscribe-address", .badUnsubscribeAddress, hint: .giveHTTPSAddress) }
    return value
  }

  private static func checkValue(_ value: String, of name: String) throws(DaichoError) {
    guard !value.unicodeScalars.contains(where: HeaderText.isControl) else {
      throw DaichoError("header-injection", .controlCharacterInHeader(name), hint: .correctHeader)
    }
  }

  private static func check(_ header: Header) throws(DaichoError) {
    let isName =
      (1...70).contains(header.name.utf8.count)
      && header.name.utf8.allSatisfy { (0x21..<0x7F).contains($0) && $0 != UInt8(ascii: ":") }
    let lower = header.name.lowercased()
    guard isName, !reservedHeaders.contains(lower), !lower.hasPrefix("content-") else {
      throw DaichoError("bad-header", .badHeaderName)
    }
    try checkValue(header.value, of: header.name)
  }

  // MARK: Boundary

  /// From the message's name, so that the same message is the same bytes. `=_` occurs in neither transfer
  /// encoding, so that no part can hold it.
  private var boundary: String {
    var hash = FNV1a()
    hash.combine(messageID.utf8)
    return "=_daicho_" + hash.hexadecimal
  }
}

/// Fowler, Noll and Vo's hash, 64 bits: to name things, not to guard them.
struct FNV1a {
  private var state: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func combine(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
  }

  var hexadecimal: String {
    let digits = String(state, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
