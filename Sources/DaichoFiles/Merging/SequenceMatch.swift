/// Which elements of two sequences stay, so that a change is what lies between them.
///
/// Bram Cohen's patience diff: elements that occur once in both are anchors, the longest run of anchors in
/// the same order stands, and what lies between is looked at in the same way. Where there is no anchor and
/// the parts are small, the longest common subsequence. Linear but for sorting where most elements are unique.
enum SequenceMatch {
  /// Largest table of the longest common subsequence, in cells. Larger parts without an anchor count as
  /// replaced.
  private static let largestTable = 1 << 20

  /// For each index of `a`, that of its partner in `b`, ascending; `nil` where it has none.
  static func partners(_ a: [Int], _ b: [Int]) -> [Int?] {
    var partners = [Int?](repeating: nil, count: a.count)
    var work = [(a.indices, b.indices)]
    while let (left, right) = work.popLast() {
      var (left, right) = (left, right)
      while let i = left.first, let j = right.first, a[i] == b[j] {
        partners[i] = j
        (left, right) = (left.dropFirst(), right.dropFirst())
      }
      while let i = left.last, let j = right.last, a[i] == b[j] {
        partners[i] = j
        (left, right) = (left.dropLast(), right.dropLast())
      }
      if left.isEmpty || right.isEmpty { continue }
      let anchors = anchors(a, left, b, right)
      if anchors.isEmpty {
        for (i, j) in longestCommon(a, left, b, right) { partners[i] = j }
        continue
      }
      var (i, j) = (left.lowerBound, right.lowerBound)
      for (x, y) in anchors {
        partners[x] = y
        work.append((i..<x, j..<y))
        (i, j) = (x + 1, y + 1)
      }
      work.append((i..<left.upperBound, j..<right.upperBound))
    }
    return partners
  }

  private static func anchors(
    _ a: [Int], _ left: Range<Int>, _ b: [Int], _ right: Range<Int>
  ) -> [(Int, Int)] {
    // Place of an element that occurs once, -1 for one that occurs again.
    var places: [Int: (Int, Int)] = [:]
    for i in left { places[a[i]] = places[a[i]] == nil ? (i, -2) : (-1, -2) }
    for j in right {
      guard let place = places[b[j]] else { continue }
      places[b[j]] = (place.0, place.1 == -2 ? j : -1)
    }
    var pairs: [(Int, Int)] = []
    for i in left {
      if let place = places[a[i]], place.0 == i, place.1 >= 0 { pairs.append((i, place.1)) }
    }
    return longestAscending(pairs)
  }

  /// The longest run of pairs whose second members ascend.
  private static func longestAscending(_ pairs: [(Int, Int)]) -> [(Int, Int)] {
    var tails: [Int] = []
    var before = [Int](repeating: -1, count: pairs.count)
    for (index, pair) in pairs.enumerated() {
      var (low, high) = (0, tails.count)
      while low < high {
        let middle = (low + high) / 2
        if pairs[tails[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
      }
      if low > 0 { before[index] = tails[low - 1] }
      if low == tails.count { tails.append(index) } else { tails[low] = index }
    }
    var run: [(Int, Int)] = []
    var at = tails.last ?? -1
    while at >= 0 {
      run.append(pairs[at])
      at = before[at]
    }
    return run.reversed()
  }

  private static func longestCommon(
    _ a: [Int], _ left: Range<Int>, _ b: [Int], _ right: Range<Int>
  ) -> [(Int, Int)] {
    let (rows, columns) = (left.count, right.count)
    guard rows <= largestTable / (columns + 1) else { return [] }
    let width = columns + 1
    var lengths = [Int32](repeating: 0, count: (rows + 1) * width)
    for i in stride(from: rows - 1, through: 0, by: -1) {
      for j in stride(from: columns - 1, through: 0, by: -1) {
        lengths[i * width + j] =
          a[left.lowerBound + i] == b[right.lowerBound + j]
          ? lengths[(i + 1) * width + j + 1] + 1
          : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
      }
    }
    var pairs: [(Int, Int)] = []
    var (i, j) = (0, 0)
    while i < rows, j < columns {
      if a[left.lowerBound + i] == b[right.lowerBound + j] {
        pairs.append((left.lowerBound + i, right.lowerBound + j))
        (i, j) = (i + 1, j + 1)
      } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
        i += 1
      } else {
        j += 1
      }
    }
    return pairs
  }
}
