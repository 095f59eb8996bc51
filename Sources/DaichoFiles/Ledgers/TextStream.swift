import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// UTF-8 out of a stream that is UTF-8, or CP932 as Excel for Windows writes it in Japan. A byte order
/// mark is dropped.
///
/// The first piece that is not plain ASCII decides: CP932 text is almost nowhere well-formed UTF-8. What
/// breaks the decided encoding later is an error, so that no file is read as two.
package final class TextStream: ByteStream {
  package enum Encoding: String, Sendable {
    /// So far, or to the end.
    case ascii
    case utf8, cp932
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
  private var converter: CP932Converter?

  private static let pieceSize = 1 << 18

  /// With `encoding` the bytes are read as that and nothing else.
  package init(_ source: any ByteStream, path: String, encoding: SourceEncoding = .auto) {
    self.source = source
    self.path = path
    switch encoding {
    case .auto: break
    case .utf8: self.encoding = .utf8
    case .cp932: self.encoding = .cp932
    }
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
    if isAtStart {
      isAtStart = false
      if piece.starts(with: [0xFF, 0xFE]) || piece.starts(with: [0xFE, 0xFF]) { throw wrong(.notUTF16) }
      if piece.contains(0) { throw wrong(.notText) }
      if piece.starts(with: [0xEF, 0xBB, 0xBF]) {
        piece.removeFirst(3)
        encoding = .utf8
        hasByteOrderMark = true
      }
    }
    if encoding != .cp932 { try check(&piece) }
    if encoding == .cp932 { try convert(&piece) }
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

  private func convert(_ piece: inout [UInt8]) throws(DaichoError) {
    if converter == nil { converter = CP932Converter() }
    guard let converter else { throw wrong(.noCP932) }
    let result = converter.convert(piece)
    if let place = result.broken ?? (hasEnded && result.used < piece.count ? result.used : nil) {
      throw broken("CP932", place, in: piece)
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

/// The C library's converter from CP932, Microsoft's Shift_JIS.
private final class CP932Converter {
  private let handle: iconv_t

  init?() {
    guard let opened = iconv_open("UTF-8", "CP932"), opened != iconv_t(bitPattern: -1) else { return nil }
    handle = opened
  }

  deinit { iconv_close(handle) }

  /// `used` is short of all where a character is cut off at the end; `broken` is where one is none.
  func convert(_ bytes: [UInt8]) -> (text: [UInt8], used: Int, broken: Int?) {
    var input = bytes
    var used = 0
    var broken: Int?
    // One byte of CP932 is at most three of UTF-8.
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
