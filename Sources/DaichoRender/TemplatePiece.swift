import DaichoModel

/// A run of a template that was put together from several, and where it is from.
package struct TemplatePiece: Sendable, Hashable {
  /// Of its first scalar, in scalars from the start of the text; it reaches to the next piece.
  var start: Int
  var path: String
  var position: SourcePosition
  var indent: Int
}

/// Follows a template's text to its files' lines and columns.
struct TemplateCursor {
  private(set) var path: String
  private(set) var position: SourcePosition
  private var indent: Int
  private var pieces: ArraySlice<TemplatePiece>
  private var index = 0

  init(_ source: TemplateText, path: String) {
    self.path = path
    position = source.position
    indent = source.indent
    pieces = source.pieces[...]
    enterPiece()
  }

  var location: SourceLocation { SourceLocation(path: path, position: position) }

  /// - Parameter next: the scalar behind it, as CR and LF are one line's end.
  mutating func advance(over scalar: Unicode.Scalar, next: Unicode.Scalar?) {
    index += 1
    if scalar == "\n" || (scalar == "\r" && next != "\n") {
      position = SourcePosition(line: position.line + 1, column: indent + 1)
    } else {
      position.column += 1
    }
    enterPiece()
  }

  private mutating func enterPiece() {
    while let piece = pieces.first, piece.start <= index {
      (path, position, indent) = (piece.path, piece.position, piece.indent)
      pieces.removeFirst()
    }
  }
}

extension TemplateText {
  /// Where a place of the text is in its file.
  ///
  /// - Parameters:
  ///   - line: from 0.
  ///   - column: in scalars, from 0.
  func location(line: Int, column: Int, path: String) -> SourceLocation {
    let scalars = Array(text.unicodeScalars)
    var cursor = TemplateCursor(self, path: path)
    var (row, index) = (0, 0)
    while index < scalars.count, row < line {
      if scalars[index] == "\n" { row += 1 }
      cursor.advance(over: scalars[index], next: index + 1 < scalars.count ? scalars[index + 1] : nil)
      index += 1
    }
    for _ in 0..<column where index < scalars.count && scalars[index] != "\n" {
      cursor.advance(over: scalars[index], next: nil)
      index += 1
    }
    return cursor.location
  }
}
