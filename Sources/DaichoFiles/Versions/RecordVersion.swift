import DaichoModel

/// What one version of a record's file says, field by field and entry by entry, for comparison with another.
///
/// Values are as written and no schema is asked, so that what a past version said does not depend on today's
/// settings: `2026/11/20` and `2026-11-20` are two values, `"sato"` and `sato` are one.
package struct RecordVersion: Sendable {
  /// In the order of the file. A mapping gives its members by their dotted names, a list of mappings one for
  /// each item, all of the list's name.
  package var fields: [Field] = []
  package var entries: [Entry] = []
  /// The lines of the body that are no log and not blank, each with its line break.
  var prose: [UInt8] = []
  /// Why nothing could be read; a diagnostic's code.
  package var problem: String?

  package struct Field: Sendable {
    package let name: String
    /// Lists of texts are joined by commas, an item's members are `name: value`.
    package let text: String
    /// In its list; 0 for a value that stands alone.
    let position: Int
    /// Bytes of the file, from the name or the item's first byte to the value's last.
    package let range: Range<Int>
  }

  package struct Entry: Sendable {
    /// As written, without the list's marker: `[x] 2026-11-18 @sato: Invoice sent`.
    package let text: String
    package let log: LogEntry
  }

  /// For a version that is not at hand.
  package static func unreadable(_ problem: String) -> RecordVersion {
    var version = RecordVersion()
    version.problem = problem
    return version
  }

  package static func read(_ bytes: [UInt8], path: String) -> RecordVersion {
    let matter = FrontMatter.parse(bytes, path: path)
    if let problem = matter.problems.first { return .unreadable(problem.code) }
    var version = RecordVersion()
    for entry in matter.entries {
      version.add(entry.value, name: entry.key, start: entry.keyRange.lowerBound, matter.source)
    }
    version.readBody(matter)
    return version
  }

  // MARK: Fields

  private mutating func add(_ node: YAMLNode, name: String, start: Int, _ source: SourceText) {
    let range = start..<max(start, node.range.upperBound)
    switch node.content {
    case .scalar(let text, let style):
      if text.isEmpty, style == .plain { return }
      fields.append(Field(name: name, text: node.text ?? text, position: 0, range: range))
    case .mapping(let entries, _):
      for entry in entries {
        add(entry.value, name: "\(name).\(entry.key)", start: entry.keyRange.lowerBound, source)
      }
    case .sequence(let items, _):
      guard items.contains(where: { $0.entries != nil }) else {
        let text = Self.joined(items)
        if !text.isEmpty { fields.append(Field(name: name, text: text, position: 0, range: range)) }
        return
      }
      for (position, item) in items.enumerated() {
        fields.append(Field(name: name, text: Self.text(item), position: position, range: item.range))
      }
    }
  }

  private static func text(_ node: YAMLNode) -> String {
    switch node.content {
    case .scalar(let text, _): node.text ?? text
    case .sequence(let items, _): joined(items)
    case .mapping(let entries, _): entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ")
    }
  }

  private static func joined(_ items: [YAMLNode]) -> String {
    items.map { item in
      let text = text(item)
      return text.contains(",") ? "\"\(text)\"" : text
    }.joined(separator: ", ")
  }

  // MARK: Body

  private mutating func readBody(_ matter: FrontMatter) {
    guard !matter.body.isEmpty else { return }
    var reader = LogReader(members: { $0 })
    let bytes = matter.source.bytes
    let outline = bytes.withUnsafeBytes {
      reader.outline($0, body: matter.body, firstLine: 1, path: matter.source.path)
    }
    let taken = (outline.entries.map(\.range) + outline.sections.map(\.heading)).sorted {
      $0.lowerBound < $1.lowerBound
    }
    var at = matter.body.lowerBound
    for range in taken {
      if at < range.lowerBound { addProse(bytes[at..<range.lowerBound]) }
      at = max(at, range.upperBound)
    }
    if at < matter.body.upperBound { addProse(bytes[at..<matter.body.upperBound]) }
    entries = outline.entries.map { Entry(text: Self.text(of: $0, in: bytes), log: $0) }
  }

  private mutating func addProse(_ bytes: ArraySlice<UInt8>) {
    for line in bytes.split(separator: Byte.lineFeed) {
      var line = line
      while let last = line.last, Byte.isBlank(last) || last == Byte.carriageReturn { line.removeLast() }
      if line.isEmpty { continue }
      prose += line
      prose.append(Byte.lineFeed)
    }
  }

  private static func text(of entry: LogEntry, in bytes: [UInt8]) -> String {
    var lines = bytes[entry.range].split(separator: Byte.lineFeed).map { line in
      var line = line.drop(while: Byte.isBlank)
      while let last = line.last, Byte.isBlank(last) || last == Byte.carriageReturn { line.removeLast() }
      return line
    }
    // The marker, `-`, `*` or `+`.
    if let first = lines.first { lines[0] = first.dropFirst().drop(while: Byte.isBlank) }
    return lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}

extension RecordVersion.Entry {
  /// Whether two entries differ in style at most.
  package func says(the other: RecordVersion.Entry) -> Bool { log.says(the: other.log) }

  /// Whether an entry of this text, as `text` has it, says the same.
  package func says(_ text: String) -> Bool {
    let file = "## Log\n\n- " + text.replacing("\n", with: "\n  ") + "\n"
    return RecordVersion.read(Array(file.utf8), path: "").entries.first.map(says) ?? false
  }
}
