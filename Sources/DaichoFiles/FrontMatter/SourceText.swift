import DaichoModel

/// The bytes of one file and where its lines are.
package struct SourceText: Sendable {
  package enum LineEnding: Sendable, Hashable {
    case lf, crlf

    package var bytes: [UInt8] { self == .lf ? [Byte.lineFeed] : [Byte.carriageReturn, Byte.lineFeed] }
  }

  package let bytes: [UInt8]
  /// Relative to the workspace, `/`-separated.
  package let path: String

  package init(_ bytes: [UInt8], path: String) {
    self.bytes = bytes
    self.path = path
  }

  package var hasBOM: Bool {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
  }

  /// Offset of the first byte after the byte order mark.
  package var start: Int { hasBOM ? 3 : 0 }

  /// The ending of the first line, LF where there is none.
  package var lineEnding: LineEnding {
    guard let feed = bytes.firstIndex(of: Byte.lineFeed), feed > 0, bytes[feed - 1] == Byte.carriageReturn
    else { return .lf }
    return .crlf
  }

  /// The place of a byte offset. A byte order mark occupies no column.
  package func position(at offset: Int) -> SourcePosition {
    var finder = PositionFinder()
    return finder.position(at: offset, in: bytes)
  }

  package func location(at offset: Int) -> SourceLocation {
    SourceLocation(path: path, position: position(at: offset))
  }

  package func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range.clamped(to: bytes.startIndex..<bytes.endIndex)], as: UTF8.self)
  }

  /// Offset of the first byte of the line that `offset` is in.
  func lineStart(of offset: Int) -> Int {
    var at = min(offset, bytes.count)
    while at > start, bytes[at - 1] != Byte.lineFeed { at -= 1 }
    return at
  }

  /// Offset of the line break that ends the line of `offset` (of its CR where it is CRLF), or the end.
  func lineEnd(of offset: Int) -> Int {
    var at = min(offset, bytes.count)
    while at < bytes.count, bytes[at] != Byte.lineFeed { at += 1 }
    if at < bytes.count, at > offset, bytes[at - 1] == Byte.carriageReturn { at -= 1 }
    return at
  }

  /// Offset of the line after that of `offset`, or the end.
  func nextLine(after offset: Int) -> Int {
    var at = min(offset, bytes.count)
    while at < bytes.count, bytes[at] != Byte.lineFeed { at += 1 }
    return min(at + 1, bytes.count)
  }
}

/// Turns ascending offsets into positions without starting over.
struct PositionFinder {
  private var offset = 0
  private var position = SourcePosition(line: 1, column: 1)

  mutating func position(at target: Int, in bytes: [UInt8]) -> SourcePosition {
    if target < offset {
      offset = 0
      position = SourcePosition(line: 1, column: 1)
    }
    let end = min(target, bytes.count)
    if offset == 0, end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { offset = 3 }
    while offset < end {
      let byte = bytes[offset]
      offset += 1
      if byte == Byte.lineFeed {
        position.line += 1
        position.column = 1
      } else if byte & 0xC0 != 0x80 {
        position.column += 1
      }
    }
    return position
  }
}

/// ASCII by name.
enum Byte {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let hash: UInt8 = 0x23
  static let comma: UInt8 = 0x2C
  static let dash: UInt8 = 0x2D
  static let colon: UInt8 = 0x3A

  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
  static func isBreak(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}
