import Dispatch

/// The pairs of a table that may be of one person, compared on every core.
struct ComparedPairs {
  typealias Candidate = (pair: UInt64, comparison: Comparison)

  let table: TraitTable
  let model: MatchModel
  /// What lies lower is nobody's duplicate, whatever is learnt.
  let leastOdds: Double

  /// Pieces that are compared side by side before progress is told, and pairs of a piece.
  private static let pieces = 8
  private static let pieceSize = 1 << 14

  /// In the order of `pairs`.
  func candidates(of pairs: [UInt64], progress: (Int, Int) -> Void) -> [Candidate] {
    let comparers = (0..<min(ComparedPairs.pieces, pairs.count / ComparedPairs.pieceSize + 1)).map { _ in
      Comparer(table)
    }
    var found: [Candidate] = []
    var start = 0
    while start < pairs.count {
      progress(start, pairs.count)
      let end = min(pairs.count, start + ComparedPairs.pieces * ComparedPairs.pieceSize)
      for piece in compare(pairs[start..<end], comparers) { found += piece }
      start = end
    }
    return found
  }

  private func compare(_ pairs: ArraySlice<UInt64>, _ comparers: [Comparer]) -> [[Candidate]] {
    let starts = Array(stride(from: pairs.startIndex, to: pairs.endIndex, by: ComparedPairs.pieceSize))
    return [[Candidate]](unsafeUninitializedCapacity: starts.count) { buffer, count in
      // Each slot and each comparer is one iteration's alone, and all are done when `concurrentPerform`
      // returns.
      nonisolated(unsafe) let (slots, comparers) = (buffer, comparers)
      DispatchQueue.concurrentPerform(iterations: starts.count) { piece in
        let range = starts[piece]..<min(starts[piece] + ComparedPairs.pieceSize, pairs.endIndex)
        slots.initializeElement(at: piece, to: candidates(of: pairs[range], comparers[piece]))
      }
      count = starts.count
    }
  }

  private func candidates(of pairs: ArraySlice<UInt64>, _ comparer: Comparer) -> [Candidate] {
    var found: [Candidate] = []
    for pair in pairs {
      let comparison = comparer.compare(Int(pair >> 32), Int(pair & 0xFFFF_FFFF))
      if model.weights(comparison).odds > leastOdds { found.append((pair, comparison)) }
    }
    return found
  }
}
