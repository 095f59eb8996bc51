/// How alike two short strings are, given as Unicode scalars. Nothing here allocates but
/// `damerauLevenshtein`: a register of 100,000 compares millions.
package enum StringLikeness {
  package typealias Scalars = ArraySlice<UInt32>

  /// Of longer strings the beginnings are compared.
  private static let longest = 64

  /// Jaro's measure with Winkler's bonus for a common beginning, 0…1.
  ///
  /// M. A. Jaro, "Advances in Record-Linkage Methodology as Applied to Matching the 1985 Census of Tampa,
  /// Florida", JASA 84 (1989); W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in
  /// the Fellegi-Sunter Model of Record Linkage", 1990: a weight of 0.1 for each of up to four scalars.
  package static func jaroWinkler(_ a: Scalars, _ b: Scalars) -> Double {
    a.prefix(longest).withUnsafeBufferPointer { a in
      b.prefix(longest).withUnsafeBufferPointer { b in jaroWinkler(a, b) }
    }
  }

  private static func jaroWinkler(
    _ a: UnsafeBufferPointer<UInt32>, _ b: UnsafeBufferPointer<UInt32>
  ) -> Double {
    guard !a.isEmpty, !b.isEmpty else { return a.isEmpty && b.isEmpty ? 1 : 0 }
    let reach = max(0, max(a.count, b.count) / 2 - 1)
    var (usedA, usedB) = (UInt64(0), UInt64(0))
    for i in a.indices {
      var j = max(0, i - reach)
      let end = min(b.count, i + reach + 1)
      while j < end {
        if a[i] == b[j], usedB & 1 << UInt64(j) == 0 {
          usedA |= 1 << UInt64(i)
          usedB |= 1 << UInt64(j)
          break
        }
        j += 1
      }
    }
    guard usedA != 0 else { return 0 }
    let matches = usedA.nonzeroBitCount
    var transposed = 0
    while usedA != 0 {
      let (i, j) = (usedA.trailingZeroBitCount, usedB.trailingZeroBitCount)
      if a[i] != b[j] { transposed += 1 }
      usedA &= usedA - 1
      usedB &= usedB - 1
    }
    let m = Double(matches)
    let jaro = (m / Double(a.count) + m / Double(b.count) + (m - Double(transposed / 2)) / m) / 3
    var prefix = 0
    while prefix < min(4, a.count, b.count), a[prefix] == b[prefix] { prefix += 1 }
    return jaro + Double(prefix) * 0.1 * (1 - jaro)
  }

  /// Whether at most one insertion, deletion, substitution or exchange of neighbours leads from one to the
  /// other: `damerauLevenshtein` of at most 1, in one pass.
  package static func areOneEditApart(_ a: Scalars, _ b: Scalars) -> Bool {
    guard abs(a.count - b.count) <= 1 else { return false }
    return a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        let shorter = min(a.count, b.count)
        var start = 0
        while start < shorter, a[start] == b[start] { start += 1 }
        var tail = 0
        while tail < shorter - start, a[a.count - 1 - tail] == b[b.count - 1 - tail] { tail += 1 }
        let (x, y) = (a.count - start - tail, b.count - start - tail)
        if max(x, y) <= 1 { return true }
        return x == 2 && y == 2 && a[start] == b[start + 1] && a[start + 1] == b[start]
      }
    }
  }

  /// Insertions, deletions, substitutions and exchanges of neighbours from one to the other; `limit` + 1
  /// where there are more than `limit`.
  ///
  /// F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7 (1964);
  /// the restricted form, in which no scalar is edited twice ("optimal string alignment").
  package static func damerauLevenshtein(_ a: Scalars, _ b: Scalars, limit: Int) -> Int {
    guard abs(a.count - b.count) <= limit else { return limit + 1 }
    let (a, b) = (Array(a), Array(b))
    var twoAgo = Array(repeating: 0, count: b.count + 1)
    var previous = Array(0...b.count)
    var current = previous
    for i in a.indices {
      current[0] = i + 1
      for j in b.indices {
        var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, twoAgo[j - 1] + 1) }
        current[j + 1] = cost
      }
      (twoAgo, previous, current) = (previous, current, twoAgo)
    }
    return min(previous[b.count], limit + 1)
  }

  /// Pairs of neighbours, in order, as `dice` takes them.
  package static func bigrams(_ text: some Collection<UInt32>) -> [UInt64] {
    zip(text, text.dropFirst()).map { UInt64($0) << 32 | UInt64($1) }.sorted()
  }

  /// Twice the bigrams both have over all they have, 0…1; one that stands twice counts twice.
  ///
  /// L. R. Dice, "Measures of the Amount of Ecologic Association Between Species", Ecology 26 (1945).
  package static func dice(_ a: ArraySlice<UInt64>, _ b: ArraySlice<UInt64>) -> Double {
    guard !a.isEmpty, !b.isEmpty else { return 0 }
    let common = a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var (i, j, common) = (0, 0, 0)
        while i < a.count, j < b.count {
          if a[i] == b[j] {
            (i, j, common) = (i + 1, j + 1, common + 1)
          } else if a[i] < b[j] {
            i += 1
          } else {
            j += 1
          }
        }
        return common
      }
    }
    return 2 * Double(common) / Double(a.count + b.count)
  }
}
