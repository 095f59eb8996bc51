import Testing

@testable import DaichoFiles

struct ContentLineTests {
  @Test func foldsAt75OctetsBetweenCharacters() {
    var generator = SplitMix64(seed: 7)
    for _ in 0..<300 {
      let length = Int.random(in: 0...200, using: &generator)
      let value = (0..<length).map { _ in generator.pick(["a", "é", "漢", "👨‍👩‍👧", " ", "か\u{3099}"]) }.joined()
      var out = ""
      ContentLine.write("NAME", value, to: &out)
      #expect(out.hasSuffix("\r\n"))
      for line in ContentLineTests.lines(out) {
        #expect(line.utf8.count <= 75)
        #expect(!line.unicodeScalars.isEmpty)
      }
      #expect(ContentLineTests.unfolded(out) == "NAME:\(value)\r\n")
    }
  }

  @Test func escapesWhatHasAMeaning() {
    #expect(ContentLine.escaped("a,b;c\\d\ne\r\nf\rg") == "a\\,b\\;c\\\\d\\ne\\nf\\ng")
    #expect(ContentLine.escaped("bell\u{7}, \u{1B}[31m \u{9B}x") == "bell\\, [31m x")
  }

  @Test func noValueMakesALineOfItsOwn() {
    var out = ""
    ContentLine.writeText("FN", "x\r\nEND:VCARD\nBEGIN:VCARD\r", to: &out)
    #expect(ContentLineTests.lines(out).count == 1)
  }

  /// Split at CRLF by bytes: Swift takes CRLF and what follows for one character at times.
  private static func lines(_ text: String) -> [String] {
    var lines: [[UInt8]] = [[]]
    for byte in text.utf8 {
      if byte == 0x0A { lines.append([]) } else if byte != 0x0D { lines[lines.count - 1].append(byte) }
    }
    return lines.dropLast().map { String(decoding: $0, as: UTF8.self) }
  }

  private static func unfolded(_ text: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(text.utf8)
    var index = 0
    while index < bytes.count {
      if bytes[index...].starts(with: [0x0D, 0x0A, 0x20]) {
        index += 3
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
