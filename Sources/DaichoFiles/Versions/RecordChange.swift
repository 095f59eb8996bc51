import DaichoModel

/// One thing that differs between two versions of a record.
package struct RecordChange: Sendable, Hashable {
  package enum Part: String, Sendable, CaseIterable {
    /// A field of the front matter, by its dotted name.
    case field
    /// An entry of the log.
    case log
    case task
    /// Lines of the body that are no log; `old` and `new` are those that went and came.
    case text
    /// The version cannot be read; `new` is why. `old` where it was the one before.
    case unreadable
  }

  package var part: Part
  /// The field's name; for what is none, the part's.
  package var field: String
  package var old: String?
  package var new: String?

  package init(_ part: Part, _ field: String? = nil, old: String?, new: String?) {
    self.part = part
    self.field = field ?? part.rawValue
    self.old = old
    self.new = new
  }
}

extension RecordChange {
  /// Bytes of a value beyond which an index leaves the rest to git.
  private static let longestValue = 16 << 10

  /// As an index keeps it.
  package static func shortened(_ text: String) -> String {
    guard text.utf8.count > longestValue else { return text }
    var end = text.utf8.index(text.startIndex, offsetBy: longestValue)
    while String.Index(end, within: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
    return text[..<end] + "…"
  }

  /// What `new` says otherwise than `old`: fields in the order of the file, then the log, then other text.
  /// `nil` stands for no file. An entry that was edited is one change, found by its head, its words and its
  /// place; one that was only moved is none.
  package static func changes(from old: RecordVersion?, to new: RecordVersion?) -> [RecordChange] {
    let (a, b) = (old ?? RecordVersion(), new ?? RecordVersion())
    var changes: [RecordChange] = []
    if a.problem != b.problem { changes.append(RecordChange(.unreadable, old: a.problem, new: b.problem)) }
    // What an unreadable version says is not known; what it does not say neither.
    if b.problem != nil { return changes }
    changes += fieldChanges(a.fields, b.fields)
    changes += EntryMatch(a.entries, b.entries).changes
    if a.prose != b.prose, let text = textChange(a.prose, b.prose) { changes.append(text) }
    return changes
  }

  // MARK: Fields

  private static func fieldChanges(_ old: [RecordVersion.Field], _ new: [RecordVersion.Field])
    -> [RecordChange]
  {
    if old.count == new.count, zip(old, new).allSatisfy({ $0.name == $1.name && $0.text == $1.text }) {
      return []
    }
    var names: [String] = []
    var known: Set<String> = []
    for field in new + old where known.insert(field.name).inserted { names.append(field.name) }
    let before = Dictionary(grouping: old, by: \.name)
    let after = Dictionary(grouping: new, by: \.name)
    return names.flatMap { name in
      itemChanges(name, before[name] ?? [], after[name] ?? [])
    }
  }

  /// Of the values of one name: one, or as many as a list has items.
  private static func itemChanges(
    _ name: String, _ old: [RecordVersion.Field], _ new: [RecordVersion.Field]
  ) -> [RecordChange] {
    var gone = old
    var come: [RecordVersion.Field] = []
    for field in new {
      if let same = gone.firstIndex(where: { $0.text == field.text }) {
        gone.remove(at: same)
      } else {
        come.append(field)
      }
    }
    var changes: [RecordChange] = []
    for field in come {
      let partner =
        gone.firstIndex { $0.position == field.position }
        ?? gone.firstIndex { firstMember($0.text) == firstMember(field.text) }
      let was = partner.map { gone.remove(at: $0).text }
      changes.append(RecordChange(.field, name, old: was, new: field.text))
    }
    return changes + gone.map { RecordChange(.field, name, old: $0.text, new: nil) }
  }

  private static func firstMember(_ text: String) -> Substring { text.prefix { $0 != "," } }

  // MARK: Text

  private static func textChange(_ old: [UInt8], _ new: [UInt8]) -> RecordChange? {
    var ids: [ArraySlice<UInt8>: Int] = [:]
    func id(_ line: ArraySlice<UInt8>) -> Int {
      if let known = ids[line] { return known }
      ids[line] = ids.count
      return ids.count - 1
    }
    let (a, b) = (old.split(separator: Byte.lineFeed), new.split(separator: Byte.lineFeed))
    let partners = SequenceMatch.partners(a.map(id), b.map(id))
    let stayed = Set(partners.compactMap(\.self))
    let gone = a.indices.filter { partners[$0] == nil }.map { a[$0] }
    let come = b.indices.filter { !stayed.contains($0) }.map { b[$0] }
    guard !gone.isEmpty || !come.isEmpty else { return nil }
    return RecordChange(.text, old: text(gone), new: text(come))
  }

  private static func text(_ lines: [ArraySlice<UInt8>]) -> String? {
    lines.isEmpty ? nil : lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }
}
