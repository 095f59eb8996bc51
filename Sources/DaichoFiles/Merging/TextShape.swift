/// How a file's text is packed: with a byte order mark or without, its lines ended by CRLF or LF.
struct TextShape: Equatable {
  var hasMark: Bool
  /// Every line ends in CRLF.
  var isCRLF: Bool

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The shape of `bytes`, and the text in the plain shape. CR and LF mixed is left as it is.
  static func unpack(_ bytes: [UInt8]) -> (shape: TextShape, text: [UInt8]) {
    let hasMark = bytes.starts(with: mark)
    let text = hasMark ? Array(bytes.dropFirst(mark.count)) : bytes
    var (feeds, pairs, previous) = (0, 0, UInt8(0))
    for byte in text {
      if byte == Byte.lineFeed {
        feeds += 1
        if previous == Byte.carriageReturn { pairs += 1 }
      }
      previous = byte
    }
    guard pairs > 0, pairs == feeds else { return (TextShape(hasMark: hasMark, isCRLF: false), text) }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count - pairs)
    for (index, byte) in text.enumerated() {
      let isPair =
        byte == Byte.carriageReturn && index + 1 < text.count && text[index + 1] == Byte.lineFeed
      if !isPair { plain.append(byte) }
    }
    return (TextShape(hasMark: hasMark, isCRLF: true), plain)
  }

  func pack(_ text: [UInt8]) -> [UInt8] {
    var bytes = hasMark ? Self.mark : []
    guard isCRLF else { return bytes + text }
    var previous = UInt8(0)
    for byte in text {
      if byte == Byte.lineFeed, previous != Byte.carriageReturn { bytes.append(Byte.carriageReturn) }
      bytes.append(byte)
      previous = byte
    }
    return bytes
  }

  static func merge(_ base: TextShape?, _ ours: TextShape, _ theirs: TextShape) -> TextShape {
    TextShape(
      hasMark: Choice.merge(base?.hasMark, ours.hasMark, theirs.hasMark) { $0 || $1 },
      isCRLF: Choice.merge(base?.isCRLF, ours.isCRLF, theirs.isCRLF) { $0 && $1 })
  }
}
