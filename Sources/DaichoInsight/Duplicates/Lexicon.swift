/// Texts by number, each once, and in how many records they stand. 0 is no text.
struct Lexicon {
  private(set) var counts: [Int32] = [0]
  private var numbers: [String: Int32] = [:]
  private var scalars: [UInt32] = []
  private var ends: [Int32] = [0]

  /// The number of `text`, counted once more.
  mutating func add(_ text: String) -> Int32 {
    let number = intern(text)
    if number > 0 { counts[Int(number)] += 1 }
    return number
  }

  private mutating func intern(_ text: String) -> Int32 {
    guard !text.isEmpty else { return 0 }
    if let known = numbers[text] { return known }
    let number = Int32(truncatingIfNeeded: counts.count)
    numbers[text] = number
    counts.append(0)
    scalars.append(contentsOf: text.unicodeScalars.lazy.map(\.value))
    ends.append(Int32(truncatingIfNeeded: scalars.count))
    return number
  }

  subscript(number: Int32) -> ArraySlice<UInt32> {
    guard number > 0 else { return [] }
    return scalars[Int(ends[Int(number) - 1])..<Int(ends[Int(number)])]
  }

  func count(_ number: Int32) -> Int { Int(counts[Int(number)]) }
}

/// A trait of which a record may have several.
struct ListColumn {
  private(set) var lexicon = Lexicon()
  private var items: [Int32] = []
  private var ends: [Int32] = [0]

  mutating func append(_ texts: [String]) {
    var seen: [String] = []
    for text in texts where !text.isEmpty && !seen.contains(text) {
      seen.append(text)
      items.append(lexicon.add(text))
    }
    ends.append(Int32(truncatingIfNeeded: items.count))
  }

  /// 0 for none, -1 for several.
  func only(_ record: Int) -> Int32 {
    let own = self[record]
    return own.count > 1 ? -1 : own.first ?? 0
  }

  subscript(record: Int) -> ArraySlice<Int32> { items[Int(ends[record])..<Int(ends[record + 1])] }
}

/// The sorted bigrams of a lexicon's texts, by their numbers.
struct BigramTable {
  private var bigrams: [UInt64] = []
  private var ends: [Int32] = [0]

  mutating func append(_ number: Int32, _ text: ArraySlice<UInt32>) {
    guard Int(number) == ends.count else { return }
    bigrams.append(contentsOf: StringLikeness.bigrams(text))
    ends.append(Int32(truncatingIfNeeded: bigrams.count))
  }

  subscript(number: Int32) -> ArraySlice<UInt64> {
    guard number > 0 else { return [] }
    return bigrams[Int(ends[Int(number) - 1])..<Int(ends[Int(number)])]
  }
}
