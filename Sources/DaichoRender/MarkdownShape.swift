/// Questions both writers ask of a tree.
enum MarkdownShape {
  /// The link of a paragraph that is nothing else, unless its label is the address itself.
  static func onlyLink(of paragraph: MarkdownNode) -> MarkdownNode? {
    guard let link = paragraph.firstChild, link.kind == .link, link.next == nil, let label = link.firstChild,
      label.kind != .image
    else { return nil }
    return isAddress(link) ? nil : link
  }

  /// Whether a link's label is its own address, as in `<https://example.jp>`.
  static func isAddress(_ link: MarkdownNode) -> Bool {
    guard let label = link.firstChild, label.kind == .text, label.next == nil else { return false }
    let (text, address) = (label.literal, link.destination)
    if text.elementsEqual(address) { return true }
    return address.starts(with: "mailto:".utf8) && address.dropFirst(7).elementsEqual(text)
  }

  /// Whether an image is all its paragraph holds, linked or not.
  static func isAlone(_ image: MarkdownNode) -> Bool {
    var node = image
    while node.next == nil, node.previous == nil, let parent = node.parent {
      if parent.kind == .paragraph { return true }
      guard parent.kind == .link else { return false }
      node = parent
    }
    return false
  }

  /// The words of a node, on one line.
  static func plainText(of node: MarkdownNode, values: [String]) -> String {
    switch node.kind {
    case .text, .code:
      MarkedText.plain(String(decoding: node.literal, as: UTF8.self), values: values, lineBreak: " ")
    case .softBreak, .lineBreak: " "
    default: node.children.map { plainText(of: $0, values: values) }.joined()
    }
  }
}
