#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whole texts to and from CP932, Microsoft's Shift_JIS, by the C library.
enum CP932 {
  static func decoded(_ bytes: [UInt8]) -> [UInt8]? { convert(bytes, from: "CP932", to: "UTF-8", growth: 3) }

  static func encoded(_ text: [UInt8]) -> [UInt8]? { convert(text, from: "UTF-8", to: "CP932", growth: 1) }

  /// `nil` where a character is none, or has no counterpart.
  private static func convert(_ bytes: [UInt8], from: String, to: String, growth: Int) -> [UInt8]? {
    guard let handle = iconv_open(to, from), handle != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(handle) }
    var input = bytes
    var isWhole = false
    let output = [UInt8](unsafeUninitializedCapacity: bytes.count * growth + 16) { output, count in
      input.withUnsafeMutableBytes { buffer in
        var from = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = buffer.count
        var to = UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var room = output.count
        isWhole = iconv(handle, &from, &left, &to, &room) == 0 && left == 0
        count = output.count - room
      }
    }
    return isWhole ? output : nil
  }
}
