/// Decides what a line end of the source becomes: nothing between two characters of a script written
/// without spaces, else a space.
struct SoftBreak {
  let values: [String]

  func isSpace(at node: MarkdownNode) -> Bool {
    guard let before = edge(of: node, forward: false), let after = edge(of: node, forward: true) else {
      return true
    }
    return !(before.isSetWithoutSpaces && after.isSetWithoutSpaces)
  }

  /// The printed scalar next to `node`, looking outwards through the inlines that hold it.
  private func edge(of node: MarkdownNode, forward: Bool) -> Unicode.Scalar? {
    var start = node
    while true {
      var sibling = forward ? start.next : start.previous
      while let current = sibling {
        if let scalar = edge(in: current, forward: forward) { return scalar }
        sibling = forward ? current.next : current.previous
      }
      guard let parent = start.parent else { return nil }
      switch parent.kind {
      case .emphasis, .strong, .link: start = parent
      default: return nil
      }
    }
  }

  private func edge(in node: MarkdownNode, forward: Bool) -> Unicode.Scalar? {
    switch node.kind {
    case .text, .code:
      let text = MarkedText.plain(String(decoding: node.literal, as: UTF8.self), values: values)
      return forward ? text.unicodeScalars.first : text.unicodeScalars.last
    case .image: return "x"
    case .emphasis, .strong, .link:
      var found: Unicode.Scalar?
      for child in node.children {
        if let scalar = edge(in: child, forward: forward) {
          found = scalar
          if forward { break }
        }
      }
      return found
    default: return nil
    }
  }
}
