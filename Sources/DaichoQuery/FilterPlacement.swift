import DaichoModel

/// Where a filter stands in a file: the place of its first character, and of each character that does not
/// simply follow the one before, as after a line break and its indent.
package struct FilterPlacement: Sendable, Hashable {
  package var path: String
  private var anchors: [Anchor]

  private struct Anchor: Sendable, Hashable {
    var offset: Int
    var position: SourcePosition
  }

  /// `anchors` are pairs of an offset into the filter, in Unicode scalars, and its place in the file;
  /// the first is of offset 0.
  package init(path: String, anchors: [(offset: Int, position: SourcePosition)]) {
    self.path = path
    self.anchors = anchors.map { Anchor(offset: $0.offset, position: $0.position) }
      .sorted { $0.offset < $1.offset }
  }

  /// A filter on one line, or in quotes without escapes.
  package init(path: String, at position: SourcePosition) {
    self.init(path: path, anchors: [(0, position)])
  }

  /// A literal block (`|`): each line of `text` is a line of the file, `column` is where they all begin.
  package init(path: String, block text: String, firstLine: Int, column: Int) {
    var anchors = [(offset: 0, position: SourcePosition(line: firstLine, column: column))]
    var line = firstLine
    for (offset, scalar) in text.unicodeScalars.enumerated() where scalar == "\n" {
      line += 1
      anchors.append((offset + 1, SourcePosition(line: line, column: column)))
    }
    self.init(path: path, anchors: anchors)
  }

  package func location(ofOffset offset: Int) -> SourceLocation {
    guard let anchor = anchors.last(where: { $0.offset <= offset }) ?? anchors.first else {
      return SourceLocation(path: path)
    }
    var position = anchor.position
    position.column += max(0, offset - anchor.offset)
    return SourceLocation(path: path, position: position)
  }
}
