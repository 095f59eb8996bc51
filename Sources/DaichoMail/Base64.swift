/// RFC 4648.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    String(decoding: encodedBytes(bytes), as: UTF8.self)
  }

  /// - Parameter width: So many bytes to a line, a multiple of three, with a CRLF between lines; `nil`: all in
  ///   one.
  static func encodedBytes(_ bytes: [UInt8], perLine width: Int? = nil) -> [UInt8] {
    let digits = (bytes.count + 2) / 3 * 4
    let ends = width.map { max(0, bytes.count - 1) / $0 * 2 } ?? 0
    return [UInt8](unsafeUninitializedCapacity: digits + ends) { out, count in
      bytes.withUnsafeBufferPointer { source in
        alphabet.withUnsafeBufferPointer { alphabet in
          var start = 0
          while start < source.count {
            if start > 0 {
              out[count] = 0x0D
              out[count + 1] = 0x0A
              count += 2
            }
            let end = width.map { min(start + $0, source.count) } ?? source.count
            write(
              UnsafeBufferPointer(rebasing: source[start..<end]), alphabet, to: out, at: &count)
            start = end
          }
        }
      }
    }
  }

  private static func write(
    _ source: UnsafeBufferPointer<UInt8>, _ alphabet: UnsafeBufferPointer<UInt8>,
    to out: UnsafeMutableBufferPointer<UInt8>, at place: inout Int
  ) {
    var index = 0
    while index + 2 < source.count {
      let bits = Int(source[index]) << 16 | Int(source[index + 1]) << 8 | Int(source[index + 2])
      out[place] = alphabet[bits >> 18]
      out[place + 1] = alphabet[bits >> 12 & 63]
      out[place + 2] = alphabet[bits >> 6 & 63]
      out[place + 3] = alphabet[bits & 63]
      place += 4
      index += 3
    }
    guard index < source.count else { return }
    let hasTwo = index + 1 < source.count
    let bits = Int(source[index]) << 16 | (hasTwo ? Int(source[index + 1]) << 8 : 0)
    out[place] = alphabet[bits >> 18]
    out[place + 1] = alphabet[bits >> 12 & 63]
    out[place + 2] = hasTwo ? alphabet[bits >> 6 & 63] : UInt8(ascii: "=")
    out[place + 3] = UInt8(ascii: "=")
    place += 4
  }
}
