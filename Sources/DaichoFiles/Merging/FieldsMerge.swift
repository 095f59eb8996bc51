import DaichoModel

/// Three-way merge of front matter, field by field. A field keeps the bytes of the side that changed it,
/// comments above it included; where both did, the two are merged by what they say.
struct FieldsMerge {
  private let schema: KindSchema
  private var pieces = MergePieces()

  /// The lines of one field, with the comments and blank lines above it.
  private struct Chunk: Equatable {
    var above: [UInt8]
    var field: [UInt8]
    var value: EditValue?

    static func == (a: Chunk, b: Chunk) -> Bool { a.above == b.above && a.field == b.field }
    var bytes: [UInt8] { above + field }
  }

  private struct Side {
    var chunks: [String: Chunk] = [:]
    var ids: [Int] = []
  }

  private init(schema: KindSchema) { self.schema = schema }

  /// The text between the `---` lines. `nil` where it cannot be done by fields: braces around the whole, or
  /// a result that does not say what was meant.
  static func merge(
    base: FrontMatter?, ours: FrontMatter, theirs: FrontMatter, schema: KindSchema
  ) -> MergeSides? {
    var merge = FieldsMerge(schema: schema)
    guard let left = merge.side(ours), let right = merge.side(theirs),
      let old = base.map({ merge.side($0) }) ?? Side()
    else { return nil }
    var wanted: (ours: [EditValue.Member], theirs: [EditValue.Member]) = ([], [])
    for name in Set(old.chunks.keys).union(left.chunks.keys).union(right.chunks.keys) {
      let (b, o, t) = (old.chunks[name], left.chunks[name], right.chunks[name])
      let value = ValueMerge.merge(b?.value, o?.value, t?.value, type: schema[name]?.type)
      if let value = value.ours { wanted.ours.append(.init(name, value)) }
      if let value = value.theirs { wanted.theirs.append(.init(name, value)) }
      let unit = merge.unit(name, b, o, t, value)
      merge.pieces.set(unit, for: merge.pieces.unit(named: name))
    }
    let sides = SequenceMerge(base: old.ids, ours: left.ids, theirs: right.ids, merge.pieces).sides
    guard says(sides.ours, wanted.ours), says(sides.theirs, wanted.theirs) else { return nil }
    return sides
  }

  private mutating func side(_ matter: FrontMatter) -> Side? {
    var side = Side()
    guard let yaml = matter.yaml else { return side }
    if let root = matter.root {
      guard case .mapping(_, isFlow: false) = root.content else { return nil }
    }
    let bytes = matter.source.bytes
    var start = yaml.lowerBound
    for entry in matter.entries {
      let first = matter.source.lineStart(of: entry.keyRange.lowerBound)
      let end = matter.source.nextLine(after: entry.end)
      guard start <= first, first < end, end <= yaml.upperBound else { return nil }
      side.chunks[entry.key] = Chunk(
        above: Array(bytes[start..<first]), field: Array(bytes[first..<end]), value: EditValue(entry.value))
      side.ids.append(pieces.unit(named: entry.key))
      start = end
    }
    side.ids += LineMerge.lines(of: Array(bytes[start..<yaml.upperBound])).map { pieces.line($0) }
    return side
  }

  // MARK: One field

  private func unit(
    _ name: String, _ base: Chunk?, _ ours: Chunk?, _ theirs: Chunk?, _ value: ValueMerge.Result
  ) -> MergePieces.Unit {
    let rank = [schema.fields.firstIndex { $0.name == name } ?? schema.fields.count]
    func unit(_ ours: [UInt8]?, _ theirs: [UInt8]?) -> MergePieces.Unit { .init(ours, theirs, rank: rank) }
    if ours == theirs || base == theirs { return unit(ours?.bytes, ours?.bytes) }
    if base == ours { return unit(theirs?.bytes, theirs?.bytes) }

    let above = LineMerge.merge(
      base: base?.above, ours: ours?.above ?? [], theirs: theirs?.above ?? [], isUnion: true
    ).ours
    if value.ours == nil, value.theirs == nil {
      // The field is gone; what was newly said above it stays.
      let known = LineMerge.lines(of: base?.above ?? [])
      let kept = LineMerge.lines(of: above).filter { !known.contains($0) }
      return kept.isEmpty ? unit(nil, nil) : unit(Array(kept.joined()), Array(kept.joined()))
    }
    if let field = Self.lines(base, ours, theirs, value, name) {
      return unit(field.map { above + $0 }, field.map { above + $0 })
    }
    let left = write(name, value.ours, on: Self.ground(base, ours, theirs))
    guard let left, value.ours != value.theirs else {
      if let left, value.ours == value.theirs {
        return unit(left.map { above + $0 }, left.map { above + $0 })
      }
      return unit((ours?.field).map { above + $0 }, (theirs?.field).map { above + $0 })
    }
    let right = write(name, value.theirs, on: left ?? theirs?.field)
    guard let right else { return unit((ours?.field).map { above + $0 }, (theirs?.field).map { above + $0 }) }
    return unit(left.map { above + $0 }, right.map { above + $0 })
  }

  /// The field's lines merged as text, where that says what is meant: no style of either side is lost.
  private static func lines(
    _ base: Chunk?, _ ours: Chunk?, _ theirs: Chunk?, _ value: ValueMerge.Result, _ name: String
  ) -> [UInt8]?? {
    guard value.ours == value.theirs else { return nil }
    guard let wanted = value.ours else { return .some(nil) }
    let merged = LineMerge.merge(base: base?.field, ours: ours?.field ?? [], theirs: theirs?.field ?? [])
    guard merged.isAgreed, says(merged.ours, [.init(name, wanted)]) else { return nil }
    return .some(merged.ours)
  }

  /// What the merged value is written over: the side whose value stays, else the one with more comments;
  /// the same whichever side is called ours.
  private static func ground(_ base: Chunk?, _ ours: Chunk?, _ theirs: Chunk?) -> [UInt8]? {
    guard let ours, let theirs else { return ours?.field ?? theirs?.field }
    if let base, ValueMerge.isSame(base.value, ours.value) != ValueMerge.isSame(base.value, theirs.value) {
      return ValueMerge.isSame(base.value, ours.value) ? ours.field : theirs.field
    }
    let (a, b) = (ours.field.count { $0 == Byte.hash }, theirs.field.count { $0 == Byte.hash })
    if a != b { return a > b ? ours.field : theirs.field }
    return ours.field.lexicographicallyPrecedes(theirs.field) ? ours.field : theirs.field
  }

  /// The field's lines with another value; `.some(nil)` where it has none, `nil` where it cannot be written.
  private func write(_ name: String, _ value: EditValue?, on ground: [UInt8]?) -> [UInt8]?? {
    guard let value else { return .some(nil) }
    let text = Self.document(ground ?? [])
    let old = FrontMatter.parse(text, path: "")
    let present = old.root?[name].flatMap { EditValue($0) }
    guard let edits = ValueMerge.edits([name], from: present, to: value) else { return nil }
    switch Result(catching: { () throws(DaichoError) in
      try FieldEditor.apply(edits, to: text, path: "", schema: schema)
    }) {
    case .failure: return nil
    case .success(let bytes):
      let matter = FrontMatter.parse(bytes, path: "")
      guard let yaml = matter.yaml, Self.says(Array(bytes[yaml]), [.init(name, value)]) else { return nil }
      return .some(Array(bytes[yaml]))
    }
  }

  // MARK: Proof

  private static func document(_ yaml: [UInt8]) -> [UInt8] {
    Array("---\n".utf8) + EndOfText.closed(yaml) + Array("---\n".utf8)
  }

  private static func says(_ yaml: [UInt8], _ wanted: [EditValue.Member]) -> Bool {
    let matter = FrontMatter.parse(document(yaml), path: "")
    guard matter.isReadable else { return false }
    let members = matter.root.flatMap(EditValue.init)?.members ?? []
    return EditValue.object(members).agrees(with: .object(wanted))
  }
}
