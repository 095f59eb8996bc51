import DaichoInsight
import DaichoTestSupport
import Testing

struct StringLikenessTests {
  private func scalars(_ text: String) -> ArraySlice<UInt32> { ArraySlice(text.unicodeScalars.map(\.value)) }

  /// The values of Winkler's own papers.
  @Test(arguments: [
    ("martha", "marhta", 0.9611), ("dwayne", "duane", 0.84), ("dixon", "dicksonx", 0.8133),
    ("shackleford", "shackelford", 0.9818),
    ("abroms", "abrams", 0.9222), ("", "a", 0), ("same", "same", 1),
  ])
  func jaroWinkler(_ a: String, _ b: String, _ expected: Double) {
    #expect(abs(StringLikeness.jaroWinkler(scalars(a), scalars(b)) - expected) < 0.0001)
  }

  @Test(arguments: [
    ("ab", "ba", 1), ("ca", "abc", 3), ("たなか", "たかな", 1), ("smith", "smyth", 1), ("a", "", 1),
    ("kitten", "sitting", 3),
  ])
  func damerauLevenshtein(_ a: String, _ b: String, _ expected: Int) {
    #expect(StringLikeness.damerauLevenshtein(scalars(a), scalars(b), limit: 9) == expected)
  }

  /// The quick way agrees with the general one.
  @Test func oneEditApart() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<5_000 {
      func word() -> ArraySlice<UInt32> {
        ArraySlice((0..<Int(random.next() % 6)).map { _ in UInt32(97 + random.next() % 2) })
      }
      let (a, b) = (word(), word())
      #expect(
        StringLikeness.areOneEditApart(a, b) == (StringLikeness.damerauLevenshtein(a, b, limit: 1) <= 1))
    }
  }

  /// The general one agrees with another implementation, written from the definition.
  @Test(.enabled(if: Python.isAvailable)) func agreesWithPython() throws {
    var random = SplitMix64(seed: 4)
    let words = (0..<200).map { _ in
      String(
        (0..<Int(random.next() % 8)).map { _ in Character(Unicode.Scalar(UInt8(97 + random.next() % 3))) })
    }
    let script = """
      import sys, functools
      words = sys.argv[1].split(',')
      def osa(a, b):
        @functools.lru_cache(None)
        def d(i, j):
          if i == 0 or j == 0: return i + j
          best = min(d(i-1, j) + 1, d(i, j-1) + 1, d(i-1, j-1) + (a[i-1] != b[j-1]))
          if i > 1 and j > 1 and a[i-1] == b[j-2] and a[i-2] == b[j-1]: best = min(best, d(i-2, j-2) + 1)
          return best
        return d(len(a), len(b))
      print(' '.join(str(osa(a, b)) for a, b in zip(words, words[1:])))
      """
    let expected = try Python.run(script, [words.joined(separator: ",")]).split(
      whereSeparator: \.isWhitespace
    ).map { Int($0) }
    let found = zip(words, words.dropFirst()).map {
      StringLikeness.damerauLevenshtein(scalars($0), scalars($1), limit: 20)
    }
    #expect(found == expected)
  }
}
