import DaichoTestSupport
import Testing

@testable import DaichoMail

struct WireTextTests {
  /// Whatever goes in: no bare CR or LF comes out, the last line ends, and the text between the line ends is
  /// the same.
  @Test func makesEveryLineEndOne() {
    var random = SplitMix64(seed: 5)
    let pieces: [[UInt8]] = [[0x0D], [0x0A], [0x0D, 0x0A], [0x2E], [0x61], [0x00]]
    for _ in 0..<2_000 {
      let message = (0..<Int.random(in: 0...12, using: &random)).flatMap { _ in
        pieces.randomElement(using: &random) ?? []
      }
      let wire = WireText.canonical(message)
      #expect(WireText.canonical(wire) == wire)
      let text = String(decoding: wire, as: UTF8.self)
      #expect(!text.replacing("\r\n", with: "").utf8.contains { $0 == 0x0D || $0 == 0x0A })
      #expect(message.isEmpty || text.utf8.suffix(2).elementsEqual([0x0D, 0x0A]))
      let kept = { (bytes: [UInt8]) in bytes.filter { $0 != 0x0D && $0 != 0x0A } }
      #expect(kept(wire) == kept(message))
    }
  }

  @Test(arguments: ["a b@x", "a\r\n@x", "a\u{0}@x", "a>@x", "<a@x", "あ@x", "a\u{7F}@x"])
  func knowsWhatIsNoAddress(text: String) { #expect(!WireText.isSafe(text)) }
}
