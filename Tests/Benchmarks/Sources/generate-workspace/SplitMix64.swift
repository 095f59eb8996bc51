/// Sebastiano Vigna's generator: the same numbers for the same seed, everywhere.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< `bound`; `bound` is above 0.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// 0 ..< `bound`, the small numbers more often: half of all draws fall in the first quarter.
  mutating func skewed(below bound: Int) -> Int {
    let unit = Double(next() >> 11) / 9_007_199_254_740_992
    return min(bound - 1, Int(unit * unit * Double(bound)))
  }
}
