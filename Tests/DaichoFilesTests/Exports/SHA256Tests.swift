import DaichoFiles
import DaichoTestSupport
import Testing

struct SHA256Tests {
  /// The examples of FIPS 180-4 (NIST, "SHA256.pdf") and of the NESSIE set.
  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func agreesWithTheStandard(_ text: String, _ digest: String) {
    #expect(SHA256.hex(text) == digest)
  }

  /// Every length around the ends of blocks, against Python's hashlib.
  @Test(.enabled(if: Python.isAvailable)) func agreesWithHashlib() throws {
    let texts = (0...200).map { length in
      String(
        String.UnicodeScalarView((0..<length).map { Unicode.Scalar(UInt8(33 + ($0 * 7 + length) % 90)) }))
    }
    let expected = try Python.run(
      "import sys,hashlib\nfor t in sys.stdin.read().split('\\n'): print(hashlib.sha256(t.encode()).hexdigest())",
      input: Array(texts.joined(separator: "\n").utf8))
    #expect(texts.map(SHA256.hex) == expected.split(separator: "\n").map(String.init))
  }

  @Test func piecesMakeTheSameDigest() {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 31) }
    var hash = SHA256()
    for start in stride(from: 0, to: bytes.count, by: 37) {
      hash.update(bytes[start..<min(start + 37, bytes.count)])
    }
    #expect(hash.finalize() == SHA256.digest(bytes))
  }

  @Test func identifiersStayAndKeepTheirPartsApart() {
    let uuid = StableUUID.make("task", "Tsubame", "a")
    #expect(uuid == StableUUID.make("task", "Tsubame", "a"))
    #expect(uuid != StableUUID.make("task", "Tsubamea", ""))
    #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
  }
}
