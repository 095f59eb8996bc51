import DaichoModel

/// Which entry of a log is which in a later version of it, as a reader of the two would say.
struct EntryMatch {
  private let old: [RecordVersion.Entry]
  private let new: [RecordVersion.Entry]
  /// Of each new entry, the old one that it was.
  private var partners: [Int?]
  private var gone: [Int]

  /// Pairs beyond which entries that differ count as removed and added.
  private static let mostCompared = 1 << 20

  init(_ old: [RecordVersion.Entry], _ new: [RecordVersion.Entry]) {
    (self.old, self.new) = (old, new)
    partners = new.map { _ in nil }
    gone = Array(old.indices)
    guard !old.isEmpty, !new.isEmpty else { return }
    matchSame()
    guard gone.count <= Self.mostCompared / (partners.count { $0 == nil } + 1) else { return }
    // The same in another style is the same; what is left then was edited.
    for isLike in [Self.says, Self.hasSameHead, Self.hasSameWords, Self.resembles] {
      if gone.isEmpty { return }
      for index in new.indices where partners[index] == nil {
        if let place = gone.firstIndex(where: { isLike(old[$0].log, new[index].log) }) {
          partners[index] = gone.remove(at: place)
        }
      }
    }
  }

  private mutating func matchSame() {
    var places: [String: [Int]] = [:]
    for index in old.indices.reversed() { places[old[index].text, default: []].append(index) }
    for index in new.indices { partners[index] = places[new[index].text]?.popLast() }
    let taken = Set(partners.compactMap(\.self))
    gone.removeAll { taken.contains($0) }
  }

  private static func says(_ a: LogEntry, _ b: LogEntry) -> Bool { a.says(the: b) }

  private static func hasSameHead(_ a: LogEntry, _ b: LogEntry) -> Bool {
    a.date == b.date && a.minute == b.minute && a.channel == b.channel && a.isTask == b.isTask
  }

  private static func hasSameWords(_ a: LogEntry, _ b: LogEntry) -> Bool {
    a.text == b.text && a.isTask == b.isTask
  }

  /// Half of the longer text is the same from its beginning or end.
  private static func resembles(_ a: LogEntry, _ b: LogEntry) -> Bool {
    guard a.isTask == b.isTask else { return false }
    let (x, y) = (Array(a.text.unicodeScalars), Array(b.text.unicodeScalars))
    let shared = min(x.count, y.count)
    let start = zip(x, y).prefix { $0 == $1 }.count
    let end = zip(x.reversed(), y.reversed()).prefix(shared - start).prefix { $0 == $1 }.count
    return shared > 0 && (start + end) * 2 >= max(x.count, y.count)
  }

  /// In the order of the new log, then what went.
  var changes: [RecordChange] {
    var changes: [RecordChange] = []
    for index in new.indices {
      guard let partner = partners[index] else {
        changes.append(RecordChange(new[index].part, old: nil, new: new[index].text))
        continue
      }
      if old[partner].text != new[index].text, !old[partner].log.says(the: new[index].log) {
        changes.append(RecordChange(new[index].part, old: old[partner].text, new: new[index].text))
      }
    }
    return changes + gone.map { RecordChange(old[$0].part, old: old[$0].text, new: nil) }
  }
}

extension RecordVersion.Entry {
  package var part: RecordChange.Part { log.isTask ? .task : .log }
}
