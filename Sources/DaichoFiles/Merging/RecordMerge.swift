import DaichoModel

/// A file that two people have changed, made one.
package struct MergedFile: Sendable {
  package let bytes: [UInt8]
  /// Empty where everything could be merged.
  package let conflicts: [MergeConflict]

  package var isClean: Bool { conflicts.isEmpty }
}

/// A place that both sides have changed in different ways; the file has both there, between markers.
package struct MergeConflict: Sendable, Hashable {
  /// Of the line that opens it; `nil` where the file cannot hold markers.
  package let line: Int?
  /// The field it is in; `nil` in text.
  package let field: String?
}

/// Three-way merge of a record: front matter by field, the log by entry, other text by line.
///
/// Both directions give the same bytes wherever there is no conflict, and a merge with oneself changes
/// nothing. What one side alone has changed keeps that side's bytes.
package enum RecordMerge {
  /// - Parameter base: `nil` where both sides made the file.
  package static func merge(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], path: String, schema: KindSchema,
    style: MarkerStyle = MarkerStyle()
  ) -> MergedFile {
    TextMerge.merge(base: base, ours: ours, theirs: theirs, style) { base, ours, theirs in
      record(base, ours, theirs, path, schema)
        ?? LineMerge.merge(base: base, ours: ours, theirs: theirs)
    }
  }

  /// Three-way merge of a file that is YAML from end to end, key by key: daicho.yml.
  package static func settings(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], style: MarkerStyle = MarkerStyle()
  ) -> MergedFile {
    TextMerge.merge(base: base, ours: ours, theirs: theirs, style) { base, ours, theirs in
      EndOfText.merge(base: base, ours: ours, theirs: theirs) { base, ours, theirs in
        let fence = Array("---\n".utf8)
        let all = [base, ours, theirs].map { text in
          text.map { FrontMatter.parse(fence + $0 + fence, path: "") }
        }
        let schema = KindSchema(kind: .customers, fields: [], isOpen: true)
        // A document that has such lines of its own ends early: it is merged by lines.
        let areWhole = all.allSatisfy { $0.map { $0.isReadable && $0.body.isEmpty } ?? true }
        guard areWhole, let left = all[1], let right = all[2],
          let fields = FieldsMerge.merge(base: all[0], ours: left, theirs: right, schema: schema)
        else { return LineMerge.merge(base: base, ours: ours, theirs: theirs) }
        return fields
      }
    }
  }

  /// `nil` where one version has no front matter, or one that cannot be read.
  private static func record(
    _ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8], _ path: String, _ schema: KindSchema
  ) -> MergeSides? {
    let old = base.map { FrontMatter.parse($0, path: path) }
    let (left, right) = (FrontMatter.parse(ours, path: path), FrontMatter.parse(theirs, path: path))
    let all = [old, left, right].compactMap(\.self)
    guard all.allSatisfy(\.isReadable), Set(all.map { $0.yaml == nil }).count == 1 else { return nil }
    func part(_ range: (FrontMatter) -> Range<Int>) -> (base: [UInt8]?, ours: [UInt8], theirs: [UInt8]) {
      (
        base.flatMap { bytes in old.map { Array(bytes[range($0)]) } }, Array(ours[range(left)]),
        Array(theirs[range(right)])
      )
    }
    let text = part(\.body)
    let body = LogMerge.merge(base: text.base, ours: text.ours, theirs: text.theirs)
    if left.yaml == nil { return body }
    guard let fields = FieldsMerge.merge(base: old, ours: left, theirs: right, schema: schema) else {
      return nil
    }
    let opening = fence(part { 0..<($0.yaml?.lowerBound ?? 0) })
    var closing = fence(part { ($0.yaml?.upperBound ?? 0)..<$0.body.lowerBound })
    let hasBody = !body.ours.isEmpty || !body.theirs.isEmpty
    if hasBody { closing = EndOfText.closed(closing) }
    return MergeSides(opening) + fields + MergeSides(closing) + body
  }

  private static func fence(_ part: (base: [UInt8]?, ours: [UInt8], theirs: [UInt8])) -> [UInt8] {
    Choice.merge(part.base, part.ours, part.theirs) { $0.lexicographicallyPrecedes($1) ? $0 : $1 }
  }
}

/// What every kind of file has in common when it is merged.
package enum TextMerge {
  /// Any other file of text: by its lines.
  package static func lines(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], isUnion: Bool = false, style: MarkerStyle = MarkerStyle()
  ) -> MergedFile {
    merge(base: base, ours: ours, theirs: theirs, style) { base, ours, theirs in
      LineMerge.merge(base: base, ours: ours, theirs: theirs, isUnion: isUnion)
    }
  }

  static func merge(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], _ style: MarkerStyle,
    _ body: (_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) -> MergeSides
  ) -> MergedFile {
    if ours == theirs || base == theirs { return MergedFile(bytes: ours, conflicts: []) }
    if base == ours { return MergedFile(bytes: theirs, conflicts: []) }
    // git takes a file with a NUL for none of text: no line of it can be marked.
    guard !ours.contains(0), !theirs.contains(0) else {
      return MergedFile(bytes: ours, conflicts: [MergeConflict(line: nil, field: nil)])
    }
    let (a, b) = (TextShape.unpack(ours), TextShape.unpack(theirs))
    let old = base.map(TextShape.unpack)
    let shape = TextShape.merge(old?.shape, a.shape, b.shape)
    let sides = body(old?.text, a.text, b.text)
    if sides.isAgreed { return MergedFile(bytes: shape.pack(sides.ours), conflicts: []) }
    let (marked, lines) = ConflictMarkers.write(ConflictMarkers.parts(sides), style)
    return MergedFile(
      bytes: shape.pack(marked),
      conflicts: lines.map { MergeConflict(line: $0, field: field(at: $0, in: marked)) })
  }

  /// The key that stands first between the markers of a conflict in the front matter.
  private static func field(at line: Int, in marked: [UInt8]) -> String? {
    let lines = LineMerge.lines(of: marked)
    guard let first = lines.first, FrontMatter.isFence(first),
      !lines[1..<min(line, lines.count)].contains(where: FrontMatter.isFence)
    else { return nil }
    for text in lines[min(line, lines.count)...] {
      let trimmed = text.drop { Byte.isBlank($0) || $0 == Byte.dash }
      if let colon = trimmed.firstIndex(of: Byte.colon), trimmed.first != Byte.hash {
        return String(decoding: trimmed[..<colon], as: UTF8.self)
      }
    }
    return nil
  }
}
