import DaichoModel

/// Three-way merge of the text below the front matter: by lines, but for the entries of a log, which are
/// known by what they say. New entries of both sides go where the list's order has them, a task is done when
/// one side has ticked it, and an entry that one side has edited is edited.
struct LogMerge {
  private var pieces = MergePieces()
  private var runsNewestFirst = false

  private struct Entry {
    let entry: LogEntry
    /// Blank lines between this entry and the one before.
    let above: [UInt8]
    let lines: [UInt8]

    var bytes: [UInt8] { above + lines }

    /// What it says, but for a tick.
    var name: String {
      let direction = entry.direction?.rawValue ?? ""
      let members = entry.members.map(\.typed).joined(separator: " ")
      return "\(head) \(direction) \(members) \(entry.text.utf8.count):\(entry.text)"
    }

    var head: String {
      "\(entry.date) \(entry.minute ?? -1) \(entry.channel?.rawValue ?? "") \(entry.isTask)"
    }

    /// The lines with the task's box as given.
    func lines(isDone: Bool) -> [UInt8] {
      guard entry.isDone != isDone, let box = entry.checkbox else { return lines }
      let start = entry.range.lowerBound
      guard box.lowerBound >= start, box.upperBound - start <= lines.count else { return lines }
      var lines = lines
      lines.replaceSubrange(
        box.lowerBound - start..<box.upperBound - start, with: isDone ? "x".utf8 : " ".utf8)
      return lines
    }
  }

  private struct Side {
    var entries: [(id: Int, entry: Entry)] = []
    var ids: [Int] = []

    func entry(_ id: Int) -> Entry? { entries.first { $0.id == id }?.entry }
  }

  /// Texts that end in a line break. `base` is `nil` where both sides made the file.
  static func merge(base: [UInt8]?, ours: [UInt8], theirs: [UInt8]) -> MergeSides {
    if ours == theirs || base == theirs { return MergeSides(ours) }
    if base == ours { return MergeSides(theirs) }
    return EndOfText.merge(base: base, ours: ours, theirs: theirs) { base, ours, theirs in
      var merge = LogMerge()
      return merge.merge(base, ours, theirs) ?? LineMerge.merge(base: base, ours: ours, theirs: theirs)
    }
  }

  private mutating func merge(_ base: [UInt8]?, _ ours: [UInt8], _ theirs: [UInt8]) -> MergeSides? {
    let texts = [base ?? [], ours, theirs]
    let found = texts.map(Self.entries)
    if found.allSatisfy(\.isEmpty) { return nil }
    runsNewestFirst = Self.runsNewestFirst(found)
    let names = Self.names(base: found[0], ours: found[1], theirs: found[2])
    let sides = zip(texts, zip(found, names)).map { side($0, $1.0, $1.1) }
    var ids: Set<Int> = []
    for side in sides { ids.formUnion(side.entries.map(\.id)) }
    var (left, right) = (0, 0)
    let byID = sides.map { Dictionary($0.entries.map { ($0.id, $0.entry) }) { first, _ in first } }
    for id in ids {
      let unit = unit(byID[0][id], byID[1][id], byID[2][id])
      pieces.set(unit, for: id)
      if unit.ours != nil { left += 1 }
      if unit.theirs != nil { right += 1 }
    }
    let merged = SequenceMerge(base: sides[0].ids, ours: sides[1].ids, theirs: sides[2].ids, pieces).sides
    guard Self.entries(of: merged.ours).count == left, Self.entries(of: merged.theirs).count == right
    else { return nil }
    return merged
  }

  // MARK: Entries

  private static func entries(of text: [UInt8]) -> [Entry] {
    var reader = LogReader(members: { $0 })
    let outline = text.withUnsafeBytes {
      reader.outline($0, body: 0..<text.count, firstLine: 1, path: "")
    }
    var entries: [Entry] = []
    for entry in outline.entries {
      var start = entry.range.lowerBound
      if let end = entries.last?.entry.range.upperBound,
        text[end..<max(end, start)].allSatisfy({ Byte.isBlank($0) || Byte.isBreak($0) })
      {
        start = min(end, start)
      }
      entries.append(
        Entry(
          entry: entry, above: Array(text[start..<entry.range.lowerBound]), lines: Array(text[entry.range])))
    }
    return entries
  }

  private mutating func side(_ text: [UInt8], _ entries: [Entry], _ names: [String]) -> Side {
    var side = Side()
    var at = 0
    for (entry, name) in zip(entries, names) {
      let start = entry.entry.range.lowerBound - entry.above.count
      if at < start { side.ids += LineMerge.lines(of: Array(text[at..<start])).map { pieces.line($0) } }
      let id = pieces.unit(named: name)
      side.ids.append(id)
      side.entries.append((id, entry))
      at = entry.entry.range.upperBound
    }
    side.ids += LineMerge.lines(of: Array(text[at...])).map { pieces.line($0) }
    return side
  }

  /// A name for each entry of the three versions, the same for what is the same entry.
  private static func names(base: [Entry], ours: [Entry], theirs: [Entry]) -> [[String]] {
    let old = numbered(base)
    return [old]
      + [ours, theirs].map { side in
        var names = numbered(side)
        let known = Set(names)
        var gone = old.indices.filter { !known.contains(old[$0]) }
        let inBase = Set(old)
        var new = names.indices.filter { !inBase.contains(names[$0]) }
        // What is left was edited: the text of the same head, the head of the same text, or a part of either.
        let likenesses: [(Entry, Entry) -> Bool] = [
          { $0.head == $1.head }, { $0.entry.text == $1.entry.text && $0.entry.isTask == $1.entry.isTask },
          { $0.entry.date == $1.entry.date && $0.entry.isTask == $1.entry.isTask && resemble($0, $1) },
        ]
        for isLike in likenesses {
          for index in gone {
            guard let match = new.first(where: { isLike(base[index], side[$0]) }) else { continue }
            names[match] = old[index]
            gone.removeAll { $0 == index }
            new.removeAll { $0 == match }
          }
        }
        return names
      }
  }

  private static func resemble(_ a: Entry, _ b: Entry) -> Bool {
    let (x, y) = (a.entry.text, b.entry.text)
    return !x.isEmpty && !y.isEmpty && (x.hasPrefix(y) || y.hasPrefix(x))
  }

  /// Two that say the same are told apart by their number.
  private static func numbered(_ entries: [Entry]) -> [String] {
    var counts: [String: Int] = [:]
    return entries.map { entry in
      counts[entry.name, default: 0] += 1
      return "\(counts[entry.name, default: 1]) \(entry.name)"
    }
  }

  private static func runsNewestFirst(_ versions: [[Entry]]) -> Bool {
    let base = versions[0].map(\.entry)
    if base.count > 1 { return LogEditor.runsNewestFirst(base) }
    return versions.dropFirst().contains { LogEditor.runsNewestFirst($0.map(\.entry)) }
  }

  // MARK: One entry

  private func unit(_ base: Entry?, _ ours: Entry?, _ theirs: Entry?) -> MergePieces.Unit {
    let one = ours ?? theirs ?? base
    let day = Int(one?.entry.date.day ?? 0)
    let time = [day, one?.entry.minute ?? 0].map { runsNewestFirst ? -$0 : $0 }
    func unit(_ ours: [UInt8]?, _ theirs: [UInt8]?) -> MergePieces.Unit { .init(ours, theirs, rank: time) }
    if ours?.bytes == theirs?.bytes || base?.bytes == theirs?.bytes { return unit(ours?.bytes, ours?.bytes) }
    if base?.bytes == ours?.bytes { return unit(theirs?.bytes, theirs?.bytes) }
    guard let ours, let theirs else {
      // Removed by one, edited by the other; or moved about, which is no edit.
      let isEdited = (ours ?? theirs).map { $0.lines != base?.lines } ?? false
      return isEdited ? unit(ours?.bytes, theirs?.bytes) : unit(nil, nil)
    }
    let above = LineMerge.merge(base: base?.above, ours: ours.above, theirs: theirs.above, isUnion: true).ours
    let isDone = Choice.merge(base?.entry.isDone, ours.entry.isDone, theirs.entry.isDone) { $0 || $1 }
    let lines = LineMerge.merge(
      base: base?.lines(isDone: isDone), ours: ours.lines(isDone: isDone),
      theirs: theirs.lines(isDone: isDone))
    return unit(above + lines.ours, above + lines.theirs)
  }
}
