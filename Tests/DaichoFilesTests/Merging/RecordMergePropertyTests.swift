import DaichoModel
import Testing

@testable import DaichoFiles

/// Random pairs of edits of one record.
struct RecordMergePropertyTests {
  private static let schema = KindSchema.builtIn(.customers)

  private func merge(_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) -> MergedFile {
    RecordMerge.merge(base: base, ours: ours, theirs: theirs, path: "c.md", schema: Self.schema)
  }

  /// The file with one side's answer to every conflict.
  private func answered(_ merged: MergedFile, _ side: MergeSide) -> [UInt8] {
    guard !merged.isClean, let parts = ConflictMarkers.read(merged.bytes) else { return merged.bytes }
    return parts.flatMap { part in
      switch part {
      case .agreed(let bytes): bytes
      case .conflict(let ours, _, let theirs): side == .ours ? ours : theirs
      }
    }
  }

  @Test(arguments: 0..<10) func nothingIsLost(_ part: Int) throws {
    var clean = 0
    for number in 0..<1_000 {
      var scribe = RecordScribe(seed: UInt64(part * 1_000 + number))
      let base = scribe.record()
      let (ours, theirs) = (scribe.edited(base, by: "our"), scribe.edited(base, by: "their"))
      let merged = merge(base, ours, theirs)
      func comment() -> Comment {
        """
        \(part * 1_000 + number)
        BASE \(String(decoding: base, as: UTF8.self))
        OURS \(String(decoding: ours, as: UTF8.self))
        THEIRS \(String(decoding: theirs, as: UTF8.self))
        MERGED \(String(decoding: merged.bytes, as: UTF8.self))
        """
      }
      if merged.isClean { clean += 1 }
      try #require(Reading(answered(merged, .ours)).matter.isReadable, comment())
      try #require(Reading(answered(merged, .theirs)).matter.isReadable, comment())
      try checkBothWays(merged, merge(base, theirs, ours), comment)
      try checkFields(base, ours, theirs, merged, comment)
      try checkLog(base, ours, theirs, merged, comment)
      try checkLines(base, ours, theirs, merged, comment)
      try #require(
        merge(base, ours, ours).bytes == ours && merge(base, base, theirs).bytes == theirs, comment())
      try #require(merge(base, ours, base).bytes == ours, comment())
      // What has been merged holds both: merging it again with either changes nothing.
      if merged.isClean {
        try #require(merge(ours, merged.bytes, ours).bytes == merged.bytes, comment())
      }
    }
    // The edits seldom collide; if they all did, nothing above would be shown.
    #expect(clean > 700)
  }

  private func checkBothWays(_ merged: MergedFile, _ other: MergedFile, _ comment: () -> Comment) throws {
    try #require(merged.isClean == other.isClean, comment())
    if merged.isClean { return try #require(merged.bytes == other.bytes, comment()) }
    for (mine, yours) in [(MergeSide.ours, MergeSide.theirs), (.theirs, .ours)] {
      let (a, b) = (Reading(answered(merged, mine)), Reading(answered(other, yours)))
      try #require(a.texts == b.texts && a.said == b.said, comment())
    }
  }

  private func checkFields(
    _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8], _ merged: MergedFile, _ comment: () -> Comment
  ) throws {
    let (b, o, t) = (Reading(base), Reading(ours), Reading(theirs))
    for (side, own, other) in [(MergeSide.ours, o, t), (.theirs, t, o)] {
      let result = Reading(answered(merged, side))
      for path in Set(own.texts.keys).union(b.texts.keys) where own.texts[path] != b.texts[path] {
        // A list and the one value it may also be written as.
        if [".tags", ".email"].contains(path) { continue }
        try #require(result.texts[path] == own.texts[path], comment())
        if other.texts[path] == b.texts[path] {
          let both = Reading(answered(merged, side == .ours ? .theirs : .ours))
          try #require(both.texts[path] == own.texts[path], comment())
        }
      }
      for name in ["tags", "email", "consent"] {
        let (old, mine, yours) = (b.items(name), own.items(name), other.items(name))
        let wanted = mine.union(yours).subtracting(old.subtracting(mine)).subtracting(old.subtracting(yours))
        try #require(result.items(name) == wanted, comment())
      }
    }
  }

  private func checkLog(
    _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8], _ merged: MergedFile, _ comment: () -> Comment
  ) throws {
    let (b, o, t) = (Reading(base).said, Reading(ours).said, Reading(theirs).said)
    for (side, own) in [(MergeSide.ours, o), (.theirs, t)] {
      let result = Reading(answered(merged, side))
      for (entry, count) in own where count > b[entry, default: 0] {
        let (undone, done) = (
          entry.replacing("true true", with: "true false"), entry.replacing("true false", with: "true true")
        )
        if b[undone] != nil {
          // A tick: it is on the entry, whose words the other side may have changed.
          try #require(!merged.isClean || result.said[undone] == nil, comment())
        } else {
          // Words of ours: on a task that the other side may have ticked.
          try #require(max(result.said[entry] ?? 0, result.said[done] ?? 0) >= count, comment())
        }
      }
      for (entry, count) in b where o[entry] == nil || t[entry] == nil {
        if merged.isClean { try #require(result.said[entry, default: 0] < count, comment()) }
      }
      for (entry, count) in b where o[entry] == count && t[entry] == count {
        try #require(result.said[entry] == count, comment())
      }
    }
  }

  /// Comments and prose that a side has written are there, in its own answer and mostly in both.
  private func checkLines(
    _ base: [UInt8], _ ours: [UInt8], _ theirs: [UInt8], _ merged: MergedFile, _ comment: () -> Comment
  ) throws {
    let text = String(decoding: merged.bytes, as: UTF8.self)
    for side in [ours, theirs] {
      for line in String(decoding: side, as: UTF8.self).split(whereSeparator: \.isNewline)
      where line.hasPrefix("# said ") || line.hasPrefix("Prose of ") {
        try #require(text.contains(line), comment())
      }
    }
  }
}
