/// Sebastiano Vigna's generator: the same numbers for the same seed, everywhere.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A text of the characters that make output hard: full-width, combining, joined, quotes, controls.
  mutating func awkwardText(maxLength: Int = 12) -> String {
    let pieces = [
      "a", "Z", "9", " ", "山", "田", "ハ", "ﾊ", "ﾞ", "は", "か\u{3099}", "e\u{301}", "👨‍👩‍👧", "🇯🇵", "❤️", "👍🏽", "…",
      "，", "①", ",", ";", "\"", "'", "\\", "\n", "\r\n", "\r", "\t", "=", "+", "-", "@", "\u{1B}[2J",
      "\u{202E}", "\u{7}",
      "\u{85}", "\u{2028}", "\u{FEFF}", "각", "\u{200D}", "ｱ", "—", "ß",
    ]
    return (0..<Int.random(in: 0...maxLength, using: &self))
      .map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
  }
}
