/// RFC 4648.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encoded(_ bytes: [UInt8]) -> String {
    String(decoding: encodedBytes(bytes[...]), as: UTF8.self)
  }

  static func encodedBytes(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let left = bytes.endIndex - index
      let a = bytes[index]
      let b = left > 1 ? bytes[index + 1] : 0
      let c = left > 2 ? bytes[index + 2] : 0
      out.append(alphabet[Int(a >> 2)])
      out.append(alphabet[Int((a & 0x03) << 4 | b >> 4)])
      out.append(left > 1 ? alphabet[Int((b & 0x0F) << 2 | c >> 6)] : UInt8(ascii: "="))
      out.append(left > 2 ? alphabet[Int(c & 0x3F)] : UInt8(ascii: "="))
      index += 3
    }
    return out
  }
}
