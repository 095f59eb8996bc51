/// What a text is made of when it is merged: lines, which are merged by their place, and units (a field, an
/// entry of a log, a row of a ledger), which have an identity of their own and are merged wherever they stand.
struct MergePieces {
  /// A unit after its own three versions have been merged: the same twice, or what each side would have
  /// where they are in conflict. `nil`: it is gone.
  struct Unit {
    var ours: [UInt8]?
    var theirs: [UInt8]?
    /// Where it goes among others that were added at the same place; ties go by the bytes.
    var rank: [Int] = []

    init(_ ours: [UInt8]?, _ theirs: [UInt8]?, rank: [Int] = []) {
      (self.ours, self.theirs, self.rank) = (ours, theirs, rank)
    }

    init(_ bytes: [UInt8]?, rank: [Int] = []) { self.init(bytes, bytes, rank: rank) }

    var isGone: Bool { ours == nil && theirs == nil }
    var isConflict: Bool { ours != theirs }
  }

  private var ids: [Key: Int] = [:]
  private var texts: [[UInt8]] = []
  private var units: [Int: Unit] = [:]

  private enum Key: Hashable {
    case line([UInt8])
    case unit(String)
  }

  /// The id of a line, the same for the same bytes. They end in a line break.
  mutating func line(_ bytes: some Sequence<UInt8>) -> Int {
    let bytes = Array(bytes)
    return id(.line(bytes), bytes)
  }

  /// The id of a unit, the same for the same name.
  mutating func unit(named name: String) -> Int {
    let id = id(.unit(name), [])
    if units[id] == nil { units[id] = Unit(nil) }
    return id
  }

  mutating func set(_ unit: Unit, for id: Int) { units[id] = unit }

  func unit(_ id: Int) -> Unit? { units[id] }

  private mutating func id(_ key: Key, _ text: [UInt8]) -> Int {
    if let known = ids[key] { return known }
    ids[key] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  func isUnit(_ id: Int) -> Bool { units[id] != nil }

  func bytes(_ id: Int, for side: MergeSide) -> [UInt8] {
    guard let unit = units[id] else { return texts[id] }
    return (side == .ours ? unit.ours : unit.theirs) ?? []
  }

  /// An order that does not depend on which side is called ours.
  func precedes(_ a: Int, _ b: Int) -> Bool {
    let (x, y) = (units[a]?.rank ?? [], units[b]?.rank ?? [])
    if x != y { return x.lexicographicallyPrecedes(y) }
    return text(a).lexicographicallyPrecedes(text(b))
  }

  /// Of either side, the same whichever is called ours.
  private func text(_ id: Int) -> [UInt8] {
    let (a, b) = (bytes(id, for: .ours), bytes(id, for: .theirs))
    return a.lexicographicallyPrecedes(b) ? a : b
  }

  func precedes(_ a: ArraySlice<Int>, _ b: ArraySlice<Int>) -> Bool {
    for (x, y) in zip(a, b) where x != y { return text(x).lexicographicallyPrecedes(text(y)) }
    return a.count < b.count
  }
}

package enum MergeSide: Sendable { case ours, theirs }
