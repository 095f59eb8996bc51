/// What goes over the wire as it is, so that no server can read it in two ways.
enum WireText {
  /// An address that cannot break out of `MAIL FROM:<…>`.
  static func isSafe(_ address: String) -> Bool {
    address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "<") && $0 != UInt8(ascii: ">") }
  }

  /// The message with every line end a CRLF, the last line's too: a bare LF before a dot ends the mail for
  /// some servers and not for others, and what follows is then a mail of the writer's own (SMTP smuggling).
  static func canonical(_ message: [UInt8]) -> [UInt8] {
    if isCanonical(message) { return message }
    var out: [UInt8] = []
    out.reserveCapacity(message.count + message.count / 32 + 2)
    var isAfterReturn = false
    for byte in message {
      if byte == 0x0D || byte == 0x0A && !isAfterReturn { out += [0x0D, 0x0A] }
      if byte != 0x0D && byte != 0x0A { out.append(byte) }
      isAfterReturn = byte == 0x0D
    }
    if !out.isEmpty, !out.hasSuffix([0x0D, 0x0A]) { out += [0x0D, 0x0A] }
    return out
  }

  private static func isCanonical(_ message: [UInt8]) -> Bool {
    message.withUnsafeBufferPointer { bytes in
      var isAfterReturn = false
      for byte in bytes {
        if isAfterReturn != (byte == 0x0A) { return false }
        isAfterReturn = byte == 0x0D
      }
      return !isAfterReturn && bytes.last == 0x0A
    }
  }
}

extension [UInt8] {
  fileprivate func hasSuffix(_ suffix: [UInt8]) -> Bool {
    count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
  }
}
