import CCmark

/// A parsed CommonMark document; owns cmark's tree.
struct MarkdownDocument: ~Copyable {
  /// cmark 0.30.2 is quadratic on `![[]()`: 292 KB take 6.4 s, 64 KiB a third of one.
  static let sizeLimit = 65_536
  /// Quotes within quotes, emphasis within emphasis: our writers recurse once for each.
  static let depthLimit = 64

  private let pointer: OpaquePointer

  /// Nil only when memory runs out.
  init?(_ markdown: String) {
    var markdown = markdown
    let parsed = markdown.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        cmark_parse_document(characters.baseAddress, characters.count, CMARK_OPT_DEFAULT)
      }
    }
    guard let parsed else { return nil }
    pointer = parsed
    cmark_consolidate_text_nodes(pointer)
  }

  deinit { cmark_node_free(pointer) }

  /// The root, valid inside `body` only.
  borrowing func withRoot<Result>(_ body: (MarkdownNode) throws -> Result) rethrows -> Result {
    try body(MarkdownNode(pointer))
  }

  borrowing func isDeeperThanLimit() -> Bool {
    var depth = 0
    let root = MarkdownNode(pointer)
    var node = root
    while true {
      if let child = node.firstChild {
        depth += 1
        if depth > Self.depthLimit { return true }
        node = child
        continue
      }
      while node.next == nil {
        guard let parent = node.parent, node != root else { return false }
        node = parent
        depth -= 1
      }
      guard let next = node.next else { return false }
      node = next
    }
  }
}

/// A node of a `MarkdownDocument`, valid as long as the document is.
struct MarkdownNode: Equatable {
  enum Kind {
    case document, quote, list, item, codeBlock, htmlBlock, paragraph, heading, thematicBreak
    case text, softBreak, lineBreak, code, html, emphasis, strong, link, image, other
  }

  private let pointer: OpaquePointer

  fileprivate init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  var kind: Kind {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .quote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_HTML_INLINE: .html
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    default: .other
    }
  }

  var firstChild: MarkdownNode? { cmark_node_first_child(pointer).map(MarkdownNode.init) }
  var next: MarkdownNode? { cmark_node_next(pointer).map(MarkdownNode.init) }
  var previous: MarkdownNode? { cmark_node_previous(pointer).map(MarkdownNode.init) }
  var parent: MarkdownNode? { cmark_node_parent(pointer).map(MarkdownNode.init) }

  struct Children: Sequence, IteratorProtocol {
    var upcoming: MarkdownNode?

    mutating func next() -> MarkdownNode? {
      defer { upcoming = upcoming?.next }
      return upcoming
    }
  }

  var children: Children { Children(upcoming: firstChild) }

  var literal: UnsafeBufferPointer<UInt8> { Self.bytes(cmark_node_get_literal(pointer)) }
  /// Entities and backslashes resolved, not percent-encoded.
  var destination: UnsafeBufferPointer<UInt8> { Self.bytes(cmark_node_get_url(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isOrdered: Bool { cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST }
  var listStart: Int { Int(cmark_node_get_list_start(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }
  /// From 1; 0 when unknown.
  var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  /// In bytes, from 1; 0 when unknown.
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> UnsafeBufferPointer<UInt8> {
    guard let text else { return UnsafeBufferPointer(start: nil, count: 0) }
    var count = 0
    while text[count] != 0 { count += 1 }
    return text.withMemoryRebound(to: UInt8.self, capacity: count) {
      UnsafeBufferPointer(start: $0, count: count)
    }
  }
}
