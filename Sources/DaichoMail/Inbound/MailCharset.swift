import CGMime

/// Text in the character sets that mails are written in.
enum MailCharset {
  /// Whatever cannot be read becomes U+FFFD.
  static func text(_ bytes: UnsafeRawBufferPointer, charset: String?) -> String {
    let name = (charset ?? "utf-8").lowercased()
    if ["utf-8", "utf8", "us-ascii", "ascii"].contains(name) {
      return String(decoding: bytes, as: UTF8.self)
    }
    return converted(bytes, from: alias(name)) ?? String(decoding: bytes, as: UTF8.self)
  }

  /// What mail programs call Shift_JIS is Microsoft's CP932, and their ISO-2022-JP holds its signs too.
  private static func alias(_ name: String) -> String {
    switch name {
    case "shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932": "CP932"
    case "iso-2022-jp", "csiso2022jp", "iso-2022-jp-ms", "cp50220", "cp50221": "ISO-2022-JP-3"
    case "gb2312": "GBK"
    case "iso-8859-1": "WINDOWS-1252"
    default: name
    }
  }

  private static func converted(_ bytes: UnsafeRawBufferPointer, from charset: String) -> String? {
    guard let base = bytes.bindMemory(to: CChar.self).baseAddress else { return "" }
    var written: gsize = 0
    let fallback = "\u{FFFD}"
    guard
      let text = g_convert_with_fallback(
        base, gssize(bytes.count), "UTF-8", charset, fallback, nil, &written, nil)
    else { return lossy(base, bytes.count, charset) }
    defer { g_free(text) }
    return String(decoding: UnsafeRawBufferPointer(start: text, count: Int(written)), as: UTF8.self)
  }

  /// A text with broken bytes: what comes before each is kept, and the byte becomes U+FFFD.
  private static func lossy(_ base: UnsafePointer<CChar>, _ count: Int, _ charset: String) -> String? {
    let converter = g_iconv_open("UTF-8", charset)
    guard Int(bitPattern: converter) != -1 else { return nil }
    defer { g_iconv_close(converter) }
    var result: [UInt8] = []
    var input: UnsafeMutablePointer<CChar>? = UnsafeMutablePointer(mutating: base)
    var left = gsize(count)
    var room = [CChar](repeating: 0, count: 4_096)
    while left > 0 {
      let (status, used) = room.withUnsafeMutableBufferPointer { buffer -> (gsize, Int) in
        var output = buffer.baseAddress
        var free = gsize(buffer.count)
        let status = g_iconv(converter, &input, &left, &output, &free)
        return (status, buffer.count - Int(free))
      }
      result += room[..<used].map { UInt8(bitPattern: $0) }
      if status == gsize.max, used == 0, left > 0 {
        result += Array("\u{FFFD}".utf8)
        input = input.map { $0 + 1 }
        left -= 1
        g_iconv(converter, nil, nil, nil, nil)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
