/// Three-way merge of sequences of lines and units (`MergePieces`), after Khanna, Kunal and Pierce, "A
/// Formal Investigation of Diff3", 2007, with two rules of our own: a unit appears once, wherever its side
/// has put it, and units that both sides have added at one place do not collide.
struct SequenceMerge {
  /// What each side would have: the same but for lines that are in conflict.
  private(set) var ours: [Int] = []
  private(set) var theirs: [Int] = []

  private let pieces: MergePieces
  private var placed: Set<Int> = []
  /// Units that live on although one side has removed them: it is a conflict.
  private let disputed: Set<Int>

  /// - Parameter isUnion: lines in conflict are all kept.
  init(base: [Int], ours: [Int], theirs: [Int], _ pieces: MergePieces, isUnion: Bool = false) {
    self.pieces = pieces
    let (inBase, inOurs, inTheirs) = (Set(base), Set(ours), Set(theirs))
    disputed = Set(
      (ours + theirs).filter { id in
        pieces.isUnit(id) && pieces.unit(id)?.isGone == false
          && (!inOurs.contains(id) || !inTheirs.contains(id)) && inBase.contains(id)
      })
    let (toOurs, toTheirs) = (SequenceMatch.partners(base, ours), SequenceMatch.partners(base, theirs))
    var (i, j, k) = (0, 0, 0)
    for stable in base.indices {
      guard let x = toOurs[stable], let y = toTheirs[stable] else { continue }
      takeGap(base[i..<stable], ours[j..<x], theirs[k..<y], isUnion)
      emit(base[stable])
      (i, j, k) = (stable + 1, x + 1, y + 1)
    }
    takeGap(base[i...], ours[j...], theirs[k...], isUnion)
  }

  private mutating func emit(_ id: Int) {
    emitOurs(id)
    emitTheirs(id)
    if pieces.isUnit(id) { placed.insert(id) }
  }

  private mutating func emitOurs(_ id: Int) {
    if let unit = pieces.unit(id), unit.ours == nil || placed.contains(id) { return }
    ours.append(id)
  }

  private mutating func emitTheirs(_ id: Int) {
    if let unit = pieces.unit(id), unit.theirs == nil || placed.contains(id) { return }
    theirs.append(id)
  }

  private mutating func takeGap(
    _ base: ArraySlice<Int>, _ ours: ArraySlice<Int>, _ theirs: ArraySlice<Int>, _ isUnion: Bool
  ) {
    let isDisputed = !disputed.isEmpty && (ours + theirs).contains(where: disputed.contains)
    if !isDisputed || ours.elementsEqual(theirs) {
      if ours.elementsEqual(theirs) || base.elementsEqual(theirs) { return ours.forEach { emit($0) } }
      if base.elementsEqual(ours) { return theirs.forEach { emit($0) } }
    }
    // What both have now is agreed; the same whichever of the two is called ours.
    let isSwapped = pieces.precedes(theirs, ours)
    let (a, b) = isSwapped ? (Array(theirs), Array(ours)) : (Array(ours), Array(theirs))
    let removed = Set(base)
    var (i, j) = (0, 0)
    for (x, partner) in SequenceMatch.partners(a, b).enumerated() {
      guard let y = partner else { continue }
      take(a[i..<x], b[j..<y], isSwapped, base: removed, isUnion)
      emit(a[x])
      (i, j) = (x + 1, y + 1)
    }
    take(a[i...], b[j...], isSwapped, base: removed, isUnion)
  }

  /// Parts that both sides have changed and that have nothing in common.
  private mutating func take(
    _ a: ArraySlice<Int>, _ b: ArraySlice<Int>, _ isSwapped: Bool, base: Set<Int>, _ isUnion: Bool
  ) {
    let (one, two) = (Parts(a, pieces), Parts(b, pieces))
    takeLines(one.before, two.before, isSwapped, base: base, isUnion)
    var (i, j) = (one.units.startIndex, two.units.startIndex)
    while i < one.units.endIndex || j < two.units.endIndex {
      let takesFirst: Bool
      if i == one.units.endIndex {
        takesFirst = false
      } else if j == two.units.endIndex {
        takesFirst = true
      } else {
        takesFirst = !pieces.precedes(two.units[j], one.units[i])
      }
      emit(takesFirst ? one.units[i] : two.units[j])
      if takesFirst { i += 1 } else { j += 1 }
    }
    takeLines(one.after, two.after, isSwapped, base: base, isUnion)
  }

  private mutating func takeLines(
    _ a: [Int], _ b: [Int], _ isSwapped: Bool, base: Set<Int>, _ isUnion: Bool
  ) {
    if a.isEmpty || b.isEmpty {
      let only = a + b
      // Added by one side; or removed by one and left alone by the other.
      if !only.contains(where: base.contains) { return only.forEach { emit($0) } }
      if only.allSatisfy(base.contains) { return }
    }
    if isUnion { return (a + b).forEach { emit($0) } }
    (isSwapped ? b : a).forEach { emitOurs($0) }
    (isSwapped ? a : b).forEach { emitTheirs($0) }
  }

  /// Lines, then units, then lines; lines between units count as after them.
  private struct Parts {
    var before: [Int] = []
    var units: [Int] = []
    var after: [Int] = []

    init(_ ids: ArraySlice<Int>, _ pieces: MergePieces) {
      for id in ids {
        if pieces.isUnit(id) {
          units.append(id)
        } else if units.isEmpty {
          before.append(id)
        } else {
          after.append(id)
        }
      }
    }
  }
}

extension SequenceMerge {
  /// The text that one side would have.
  func bytes(for side: MergeSide) -> [UInt8] {
    (side == .ours ? ours : theirs).flatMap { pieces.bytes($0, for: side) }
  }

  var sides: MergeSides { MergeSides(ours: bytes(for: .ours), theirs: bytes(for: .theirs)) }
}

/// A merged text twice: with our answer wherever there is a conflict, and with theirs.
struct MergeSides: Sendable, Hashable {
  var ours: [UInt8]
  var theirs: [UInt8]

  init(ours: [UInt8], theirs: [UInt8]) {
    (self.ours, self.theirs) = (ours, theirs)
  }

  init(_ agreed: [UInt8]) { self.init(ours: agreed, theirs: agreed) }

  var isAgreed: Bool { ours == theirs }

  func map(_ change: ([UInt8]) -> [UInt8]) -> MergeSides {
    MergeSides(ours: change(ours), theirs: change(theirs))
  }

  static func + (a: MergeSides, b: MergeSides) -> MergeSides {
    MergeSides(ours: a.ours + b.ours, theirs: a.theirs + b.theirs)
  }
}
