import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How conflicts are marked in a file: as git does.
package struct MarkerStyle: Sendable, Hashable {
  /// Behind the first and the last marker.
  package var ours: String
  package var theirs: String
  /// Signs in a row: 7, unless `.gitattributes` says otherwise.
  package var size: Int

  package init(ours: String = "ours", theirs: String = "theirs", size: Int = 7) {
    // A label is one line.
    (self.ours, self.theirs) = (Self.line(ours), Self.line(theirs))
    self.size = (1...200).contains(size) ? size : 7
  }

  private static func line(_ label: String) -> String { label.filter { !$0.isNewline } }
}

/// Text with conflicts, and what stands between its markers.
package enum ConflictMarkers {
  /// A part of a merged text.
  enum Part: Equatable {
    case agreed([UInt8])
    /// The lines of either side; `base` where the markers tell it (`merge.conflictStyle=diff3`).
    case conflict(ours: [UInt8], base: [UInt8]?, theirs: [UInt8])
  }

  /// Marks what differs between the two, line by line. Lines end in LF.
  static func parts(_ sides: MergeSides) -> [Part] {
    if sides.isAgreed { return [.agreed(sides.ours)] }
    var pieces = MergePieces()
    let (a, b) = (LineMerge.lines(of: sides.ours), LineMerge.lines(of: sides.theirs))
    let (x, y) = (a.map { pieces.line($0) }, b.map { pieces.line($0) })
    var parts: [Part] = []
    var (i, j) = (0, 0)
    func close(_ left: Int, _ right: Int) {
      if i < left || j < right {
        parts.append(
          .conflict(ours: Array(a[i..<left].joined()), base: nil, theirs: Array(b[j..<right].joined())))
      }
    }
    for (index, partner) in SequenceMatch.partners(x, y).enumerated() {
      guard let partner else { continue }
      close(index, partner)
      (i, j) = (index + 1, partner + 1)
      if case .agreed(let before)? = parts.last {
        parts[parts.count - 1] = .agreed(before + a[index])
      } else {
        parts.append(.agreed(Array(a[index])))
      }
    }
    close(a.count, b.count)
    return parts
  }

  /// The text with markers, and the number of each conflict's first line.
  static func write(_ parts: [Part], _ style: MarkerStyle) -> (bytes: [UInt8], lines: [Int]) {
    var bytes: [UInt8] = []
    var (line, lines) = (1, [Int]())
    func add(_ text: [UInt8]) {
      bytes += text
      line += text.count { $0 == Byte.lineFeed }
    }
    func mark(_ sign: Character, _ label: String) {
      let signs = String(repeating: sign, count: style.size)
      add(Array((label.isEmpty ? signs : "\(signs) \(label)").utf8) + [Byte.lineFeed])
    }
    for part in parts {
      switch part {
      case .agreed(let text): add(text)
      case .conflict(let ours, _, let theirs):
        add(bytes.isEmpty || bytes.last == Byte.lineFeed ? [] : [Byte.lineFeed])
        lines.append(line)
        mark("<", style.ours)
        add(EndOfText.closed(ours))
        mark("=", "")
        add(EndOfText.closed(theirs))
        mark(">", style.theirs)
      }
    }
    return (bytes, lines)
  }

  // MARK: Reading

  private enum Sign: UInt8 {
    case ours = 0x3C, base = 0x7C, middle = 0x3D, theirs = 0x3E
  }

  /// The parts of a text that git or a host has left with markers of `size` signs; `nil` where there is no
  /// whole set of them. Line endings may be CRLF.
  static func read(_ bytes: [UInt8], size: Int = 7) -> [Part]? {
    var parts: [Part] = []
    var agreed: [UInt8] = []
    var open: (state: Sign, ours: [UInt8], base: [UInt8]?, theirs: [UInt8])?
    for line in LineMerge.lines(of: bytes) {
      let sign = sign(of: line, size: size)
      switch (open?.state, sign) {
      case (nil, .ours):
        parts.append(.agreed(agreed))
        agreed = []
        open = (.ours, [], nil, [])
      case (nil, _): agreed += line
      case (.ours, .base):
        open?.state = .base
        open?.base = []
      case (.ours, .middle), (.base, .middle): open?.state = .middle
      case (.middle, .theirs):
        if let open { parts.append(.conflict(ours: open.ours, base: open.base, theirs: open.theirs)) }
        open = nil
      case (.ours, nil): open?.ours += line
      case (.base, nil): open?.base? += line
      case (.middle, nil): open?.theirs += line
      // A line of equal signs under a title, say.
      case (.middle, .middle): open?.theirs += line
      default: return nil
      }
    }
    guard open == nil, !parts.isEmpty else { return nil }
    parts.append(.agreed(agreed))
    return parts
  }

  /// The versions that a file with markers was made of, as far as it tells: what the markers leave open as
  /// each side has it. `base` holds what is agreed, and the lines between `|||||||` and `=======` where
  /// there are any. `nil` where there is no whole set of markers.
  package static func sides(
    of bytes: [UInt8]
  ) -> (base: [UInt8], ours: [UInt8], theirs: [UInt8], labels: (ours: String, theirs: String))? {
    guard let parts = read(bytes) else { return nil }
    var (base, ours, theirs): ([UInt8], [UInt8], [UInt8]) = ([], [], [])
    for part in parts {
      switch part {
      case .agreed(let text):
        base += text
        ours += text
        theirs += text
      case .conflict(let mine, let old, let yours):
        base += old ?? []
        ours += mine
        theirs += yours
      }
    }
    func label(_ sign: Sign) -> String {
      let line = LineMerge.lines(of: bytes).first { self.sign(of: $0, size: 7) == sign } ?? []
      let text = line.dropFirst(7).filter { !Byte.isBreak($0) }
      return String(decoding: text.drop(while: Byte.isBlank), as: UTF8.self)
    }
    return (base, ours, theirs, (label(.ours), label(.theirs)))
  }

  /// The text with its markers bare, for comparing.
  package static func withoutLabels(_ bytes: [UInt8]) -> [UInt8] {
    LineMerge.lines(of: bytes).flatMap { line in
      sign(of: line, size: 7) == nil ? line : line.prefix(7) + [Byte.lineFeed]
    }
  }

  /// What `check` says of a file with markers.
  package static let diagnosticCode = "conflict-markers"

  static func diagnostic(in bytes: [UInt8], path: String) -> Diagnostic? {
    guard let line = firstLine(in: bytes), read(bytes) != nil else { return nil }
    return Diagnostic(
      .error, diagnosticCode,
      at: SourceLocation(path: path, position: SourcePosition(line: line, column: 1)), .conflictMarkers,
      suggestion: .resolve(path))
  }

  /// Whether a file holds a whole set of markers.
  package static func areIn(_ bytes: [UInt8]) -> Bool { firstLine(in: bytes) != nil && read(bytes) != nil }

  /// The number of the first line that opens a conflict; `nil` where none does. Quick to say no.
  package static func firstLine(in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var at = 0
      while at < buffer.count, let found = memchr(base + at, Int32(Sign.ours.rawValue), buffer.count - at) {
        let start = UnsafeRawPointer(found) - base
        at = start + 1
        guard start == 0 || buffer[start - 1] == Byte.lineFeed, start + 7 <= buffer.count,
          buffer[start..<start + 7].allSatisfy({ $0 == Sign.ours.rawValue })
        else { continue }
        return buffer[..<start].count { $0 == Byte.lineFeed } + 1
      }
      return nil
    }
  }

  private static func sign(of line: ArraySlice<UInt8>, size: Int) -> Sign? {
    guard let first = line.first, let sign = Sign(rawValue: first) else { return nil }
    let run = line.prefix { $0 == first }.count
    guard run == size else { return nil }
    let rest = line.dropFirst(run)
    // The middle one bears no label.
    let ends = rest.isEmpty || rest.first == Byte.lineFeed || rest.first == Byte.carriageReturn
    return ends || (rest.first == Byte.space && sign != .middle) ? sign : nil
  }
}
