import DaichoModel
import Testing

@testable import DaichoFiles

struct HostileBytesTests {
  /// Damaged files must give diagnostics or errors, never a trap, and a refused edit never half a file.
  @Test func `no bytes bring the readers or the editor down`() throws {
    var random = SplitMix64(seed: 4)
    let schema = KindSchema.builtIn(.customers)
    let reader = RecordReader(settings: WorkspaceSettings())
    let edits: [FieldEdit] = [
      .set(try #require(FieldPath("name")), .text("x: y")), .clear(try #require(FieldPath("address.city"))),
      .add(try #require(FieldPath("tags")), ["new"]), .remove(try #require(FieldPath("tags")), ["a", "b"]),
      .set(try #require(FieldPath("ids.shopify")), .text("1")),
    ]
    let pieces: [[UInt8]] = [
      [0xFF], [0], [0xE3, 0x81], [0xC2, 0x85], [0xE2, 0x80, 0xA8], [0x0D], [0x0A], [0x09], Array("---".utf8),
      Array("&a ".utf8), Array("*a".utf8), Array("!t ".utf8), Array("? ".utf8), Array(": ".utf8),
      Array("- ".utf8), Array("{".utf8), Array("}".utf8), Array("[".utf8), Array("]".utf8),
      Array("|+\n".utf8),
      Array(">2-\n".utf8), Array("\"".utf8), Array("'".utf8), Array(" #".utf8), Array("\u{FEFF}".utf8),
      Array("99999999999999999999".utf8), Array("1e99".utf8), Array("9999-99-99".utf8), Array(", ".utf8),
    ]
    var readable = 0
    for _ in 0..<6_000 {
      var bytes = Array(RandomFrontMatter(&random).text.utf8)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let at = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, at + Int.random(in: 0...3, using: &random))
        bytes.replaceSubrange(at..<end, with: random.pick(pieces))
      }
      let kind = random.pick(Kind.allCases)
      let record = reader.read(bytes: bytes, path: "x/y.md", kind: kind)
      #expect(record.isReadable || !record.diagnostics.isEmpty)
      for field in record.fields { #expect(field.range.upperBound <= bytes.count) }
      _ = SettingsReader.readAll(bytes, path: "daicho.yml")
      guard record.isReadable else { continue }
      readable += 1
      let edit = random.pick(edits)
      if let result = try? FieldEditor.apply([edit], to: bytes, path: "y.md", schema: schema) {
        #expect(FrontMatter.parse(result, path: "y.md").isReadable)
      }
    }
    #expect(readable > 500)
  }

  @Test func `a file that is not edited keeps every byte`() throws {
    var random = SplitMix64(seed: 5)
    let schema = KindSchema.builtIn(.customers)
    for _ in 0..<500 {
      let bytes = Array(RandomFrontMatter(&random).text.utf8)
      let matter = FrontMatter.parse(bytes, path: "y.md")
      let same = matter.entries.compactMap { entry in
        EditValue(entry.value).flatMap { value in
          FieldPath(names: [entry.key]).map { FieldEdit.set($0, value) }
        }
      }
      #expect(try FieldEditor.apply(same, to: bytes, path: "y.md", schema: schema) == bytes)
    }
  }
}
