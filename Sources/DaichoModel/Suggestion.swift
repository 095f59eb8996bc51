/// "Did you mean …": the candidate nearest to a mistyped word.
package enum Suggestion {
  /// The nearest of `candidates` by edit distance with transpositions, if it is near enough to be
  /// a slip of the fingers: at most a third of the word's length, and at least one edit allowed.
  package static func nearest(to word: String, in candidates: some Sequence<String>) -> String? {
    let typed = Array(TextFolding.fold(word))
    let limit = max(1, typed.count / 3)
    var best: (distance: Int, word: String)?
    for candidate in candidates {
      let folded = Array(TextFolding.fold(candidate))
      guard abs(folded.count - typed.count) <= limit else { continue }
      let distance = self.distance(typed, folded)
      if distance <= limit, (distance, candidate) < (best?.distance ?? .max, best?.word ?? "") {
        best = (distance, candidate)
      }
    }
    return best?.word
  }

  /// Optimal string alignment distance.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var (beforeLast, last) = ([Int](), Array(0...b.count))
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var value = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { value = min(value, beforeLast[j - 1] + 1) }
        row.append(value)
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}
