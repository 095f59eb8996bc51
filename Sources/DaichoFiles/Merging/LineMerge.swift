/// Three-way merge of text by its lines, as git does it.
enum LineMerge {
  /// `base` is `nil` where both sides made the file: what they have in common then counts as agreed.
  static func merge(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], isUnion: Bool = false
  ) -> MergeSides {
    if ours == theirs || base == theirs { return MergeSides(ours) }
    if base == ours { return MergeSides(theirs) }
    return EndOfText.merge(base: base, ours: ours, theirs: theirs) { base, ours, theirs in
      var pieces = MergePieces()
      let ids = [base ?? [], ours, theirs].map { text in lines(of: text).map { pieces.line($0) } }
      return SequenceMerge(base: ids[0], ours: ids[1], theirs: ids[2], pieces, isUnion: isUnion).sides
    }
  }

  /// Each with its line break.
  static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: Byte.lineFeed).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }
}

/// The line break at the end of a text, which is a change of its own and none of the last line.
enum EndOfText {
  /// Merges texts that all end in a line break, and takes the last one away where it was not to be.
  static func merge(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8],
    _ body: (_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) -> MergeSides
  ) -> MergeSides {
    let isOpen = Choice.merge(base.map(isOpen), Self.isOpen(ours), Self.isOpen(theirs)) { $0 && $1 }
    let sides = body(base.map(closed), closed(ours), closed(theirs))
    guard isOpen else { return sides }
    return sides.map { $0.last == Byte.lineFeed ? Array($0.dropLast()) : $0 }
  }

  private static func isOpen(_ text: [UInt8]) -> Bool { !text.isEmpty && text.last != Byte.lineFeed }

  static func closed(_ text: [UInt8]) -> [UInt8] { isOpen(text) ? text + [Byte.lineFeed] : text }
}

/// One property that is merged as a whole.
enum Choice {
  /// Whichever side has changed it; `both` decides where both have, and must not care for their order.
  static func merge<Value: Equatable>(
    _ base: Value?, _ ours: Value, _ theirs: Value, both: (Value, Value) -> Value
  ) -> Value {
    if ours == theirs || base == theirs { return ours }
    if base == ours { return theirs }
    return both(ours, theirs)
  }
}
