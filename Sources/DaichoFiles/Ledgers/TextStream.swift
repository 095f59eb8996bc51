import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// UTF-8 out of a stream that is UTF-8, or CP932 as Excel for Windows writes it in Japan, or whatever else it
/// is said to be. A byte order mark is dropped.
///
/// The first piece that is not plain ASCII decides: CP932 text is almost nowhere well-formed UTF-8. What
/// breaks the decided encoding later is an error, so that no file is read as two.
package final class TextStream: ByteStream {
  package enum Encoding: String, Sendable {
    /// So far, or to the end.
    case ascii
    case utf8, cp932
    /// These only where it is said.
    case utf16, eucJP, iso2022JP, windows1252

    fileprivate init(_ source: SourceEncoding) {
      self =
        switch source {
        case .auto: .ascii
        case .utf8: .utf8
        case .cp932: .cp932
        case .utf16: .utf16
        case .eucJP: .eucJP
        case .iso2022JP: .iso2022JP
        case .windows1252: .windows1252
        }
    }

    /// As people and the C library call it; `nil` for what is UTF-8 already.
    fileprivate var foreignName: String? {
      switch self {
      case .ascii, .utf8: nil
      case .cp932: "CP932"
      case .utf16: "UTF-16"
      case .eucJP: "EUC-JP"
      case .iso2022JP: "ISO-2022-JP"
      case .windows1252: "CP1252"
      }
    }
  }

  package private(set) var encoding = Encoding.ascii
  /// It began with one, which is not handed out.
  package private(set) var hasByteOrderMark = false
  private var source: any ByteStream
  private let path: String
  private var raw: [UInt8] = []
  private var ready: [UInt8] = []
  private var readyOffset = 0
  private var isAtStart = true
  private var hasEnded = false
  private var lines = 0
  private var converter: TextConverter?

  private static let pieceSize = 1 << 18

  /// With `encoding` the bytes are read as that and nothing else.
  package init(_ source: any ByteStream, path: String, encoding: SourceEncoding = .auto) {
    self.source = source
    self.path = path
    self.encoding = Encoding(encoding)
  }

  /// Errors: `broken-encoding`, `wrong-encoding` for UTF-16 and what is no text, and the source's own.
  package func read(into buffer: UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int {
    var filled = 0
    while filled < buffer.count {
      if readyOffset == ready.count {
        if hasEnded { break }
        try decodePiece()
        continue
      }
      let count = min(buffer.count - filled, ready.count - readyOffset)
      UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<filled + count]).copyBytes(
        from: ready[readyOffset..<readyOffset + count])
      filled += count
      readyOffset += count
    }
    return filled
  }

  private func decodePiece() throws(DaichoError) {
    let carried = raw.count
    var failure: DaichoError?
    var piece = [UInt8](unsafeUninitializedCapacity: carried + TextStream.pieceSize) { buffer, count in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      bytes.copyBytes(from: raw)
      count = carried
      do throws(DaichoError) {
        let room = UnsafeMutableRawBufferPointer(rebasing: bytes[carried...])
        let read = try source.read(into: room)
        hasEnded = read < room.count
        count += read
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    raw = []
    if isAtStart, encoding == .utf16 {
      isAtStart = false
      converter = TextConverter(from: TextStream.byteOrder(of: &piece))
    } else if isAtStart {
      isAtStart = false
      if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) { throw wrong(.notUTF16) }
      if piece.contains(0) { throw wrong(.notText) }
      if piece.starts(with: [0xEF, 0xBB, 0xBF]) {
        piece.removeFirst(3)
        encoding = .utf8
        hasByteOrderMark = true
      }
    }
    if encoding.foreignName == nil { try check(&piece) }
    if let name = encoding.foreignName { try convert(&piece, from: name) }
    lines += TextStream.lineFeeds(piece[...])
    (ready, readyOffset) = (piece, 0)
  }

  private func check(_ piece: inout [UInt8]) throws(DaichoError) {
    let check = piece.withUnsafeBytes { UTF8Check($0) }
    let broken = check.broken + (hasEnded && check.tail > 0 ? 1 : 0)
    if broken > 0 {
      guard encoding == .ascii, broken > check.wide, broken > check.threes * 8 else {
        throw self.broken("UTF-8", check.firstBroken ?? piece.count, in: piece)
      }
      encoding = .cp932
      return
    }
    if check.wide > 0 { encoding = .utf8 }
    if check.tail > 0 {
      raw = Array(piece.suffix(check.tail))
      piece.removeLast(check.tail)
    }
  }

  /// The form of UTF-16 that a file's first bytes are in; takes the mark off them.
  private static func byteOrder(of piece: inout [UInt8]) -> String {
    let isMarked = piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF])
    if isMarked {
      let isLittle = piece[0] == 0xFF
      piece.removeFirst(2)
      return isLittle ? "UTF-16LE" : "UTF-16BE"
    }
    // Separators, digits and line breaks have a zero byte: in front of them, or behind.
    let head = piece.prefix(4096)
    let odd = head.indices.count { head[$0] == 0 && $0 % 2 == 1 }
    let even = head.indices.count { head[$0] == 0 && $0 % 2 == 0 }
    return even > odd ? "UTF-16BE" : "UTF-16LE"
  }

  private func convert(_ piece: inout [UInt8], from name: String) throws(DaichoError) {
    if converter == nil { converter = TextConverter(from: name) }
    guard let converter else { throw wrong(.cannotConvert(name)) }
    let result = converter.convert(piece)
    if let place = result.broken ?? (hasEnded && result.used < piece.count ? result.used : nil) {
      throw broken(name, place, in: piece)
    }
    raw = Array(piece[result.used...])
    piece = result.text
  }

  private static func lineFeeds(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.withUnsafeBufferPointer { buffer in
      var count = 0
      for byte in buffer { count &+= byte == 0x0A ? 1 : 0 }
      return count
    }
  }

  private func wrong(_ message: Wording) -> DaichoError {
    DaichoError(
      "wrong-encoding", message, at: SourceLocation(path: path), hint: .convertEncoding)
  }

  private func broken(_ name: String, _ offset: Int, in piece: [UInt8]) -> DaichoError {
    let line = lines + TextStream.lineFeeds(piece[..<offset]) + 1
    return DaichoError(
      "broken-encoding", .brokenEncoding(name),
      at: SourceLocation(path: path, position: SourcePosition(line: line, column: 1)), hint: .convertEncoding)
  }
}

/// The C library's converter from one encoding. It remembers, from piece to piece, in which state the text
/// is: ISO-2022-JP has several.
private final class TextConverter {
  private let handle: iconv_t

  init?(from name: String) {
    guard let opened = iconv_open("UTF-8", name), opened != iconv_t(bitPattern: -1) else { return nil }
    handle = opened
  }

  deinit { iconv_close(handle) }

  /// `used` is short of all where a character is cut off at the end; `broken` is where one is none.
  func convert(_ bytes: [UInt8]) -> (text: [UInt8], used: Int, broken: Int?) {
    var input = bytes
    var used = 0
    var broken: Int?
    // One byte of any of them is at most three of UTF-8.
    let text = [UInt8](unsafeUninitializedCapacity: bytes.count * 3 + 16) { output, count in
      input.withUnsafeMutableBytes { buffer in
        var from = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = buffer.count
        var to = UnsafeMutableRawPointer(output.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var room = output.count
        let result = iconv(handle, &from, &left, &to, &room)
        used = buffer.count - left
        count = output.count - room
        if result == -1, errno == EILSEQ { broken = used }
      }
    }
    return (text, used, broken)
  }
}
