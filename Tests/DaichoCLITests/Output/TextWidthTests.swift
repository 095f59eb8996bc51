import DaichoCLI
import Testing

struct TextWidthTests {
  @Test func everyAssignedScalarIsAsWideAsInPythonsWcwidth() {
    let runs = WidthReference.runs.split(whereSeparator: \.isWhitespace).compactMap {
      run -> (first: UInt32, width: Int)? in
      let parts = run.split(separator: ":")
      guard parts.count == 2, let first = UInt32(parts[0], radix: 16), let width = Int(parts[1])
      else { return nil }
      return (first, width)
    }
    #expect(runs.count > 500)
    var differences: [String] = []
    var compared = 0
    for (index, run) in runs.enumerated() {
      let end = index + 1 < runs.count ? runs[index + 1].first : 0x30000
      for value in run.first..<end {
        guard let scalar = Unicode.Scalar(value) else { continue }
        switch scalar.properties.generalCategory {
        case .unassigned, .privateUse, .surrogate: continue
        default: break
        }
        compared += 1
        if TextWidth.columns(of: scalar) != run.width {
          differences.append(
            "U+\(String(value, radix: 16)): \(TextWidth.columns(of: scalar)), not \(run.width)")
        }
      }
    }
    #expect(compared > 130_000)
    #expect(differences == [])
  }

  @Test(arguments: [
    ("", 0), ("abc", 3), ("山田 花子", 9), ("ﾊﾟﾝ", 3), ("パン", 4), ("か\u{3099}", 2), ("e\u{301}te\u{301}", 3),
    ("각", 2),
    ("\u{1100}\u{1161}\u{11A8}", 2), ("￥1,200", 7), ("①—…", 3), ("👨‍👩‍👧", 2), ("🏴‍☠️", 2), ("❤️", 2), ("❤", 1),
    ("❤️‍🔥", 2), ("1️⃣", 2), ("12", 2), ("🇯🇵", 2), ("🇯🇵🇺🇸", 4), ("👍🏽", 2), ("☝🏿", 2), ("🧑🏻‍🚀", 2), ("a\u{200D}b", 2),
    ("🙂a", 3), ("🙂🙂", 4), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2), ("\u{200B}", 0),
  ])
  func countsWhatIsSeen(text: String, columns: Int) {
    #expect(TextWidth.columns(text) == columns)
  }

  @Test func truncatesBetweenCharacters() {
    #expect(TextWidth.truncate("山田花子", to: 8) == "山田花子")
    #expect(TextWidth.truncate("山田花子", to: 7) == "山田花…")
    #expect(TextWidth.truncate("山田花子", to: 6) == "山田…")
    #expect(TextWidth.truncate("👨‍👩‍👧👨‍👩‍👧", to: 3) == "👨‍👩‍👧…")
    #expect(TextWidth.truncate("abc", to: 1) == "…")
    #expect(TextWidth.truncate("abc", to: 0) == "")
  }

  @Test func padsByColumns() {
    #expect(TextWidth.pad("山田", to: 6) == "山田  ")
    #expect(TextWidth.pad("12", to: 4, rightAligned: true) == "  12")
    #expect(TextWidth.pad("山田", to: 3) == "山田")
  }

  @Test func aTruncatedTextIsNeverTooWideAndAlwaysABeginning() {
    var random = SplitMix64(seed: 1)
    for _ in 0..<3000 {
      let text = random.awkwardText()
      let columns = Int.random(in: 0...14, using: &random)
      let cut = TextWidth.truncate(text, to: columns)
      #expect(TextWidth.columns(cut) <= columns, "\(text.debugDescription)")
      #expect(cut == text || (cut.hasSuffix("…") || cut.isEmpty) && text.hasPrefix(cut.dropLast()))
    }
  }
}
