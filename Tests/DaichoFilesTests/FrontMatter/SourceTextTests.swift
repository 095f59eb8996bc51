import DaichoModel
import Testing

@testable import DaichoFiles

struct SourceTextTests {
  @Test func `columns count characters and leave the byte order mark out`() {
    let bytes: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("---\r\nname: 山田 花子\r\n".utf8)
    let source = SourceText(bytes, path: "customers/a.md")
    #expect(source.hasBOM)
    #expect(source.lineEnding == .crlf)
    #expect(source.position(at: 3) == SourcePosition(line: 1, column: 1))
    let name = bytes.count - 2 - "花子".utf8.count
    #expect(source.position(at: name) == SourcePosition(line: 2, column: 10))
    #expect(source.location(at: name).description == "customers/a.md:2:10")
    #expect(source.position(at: 10_000) == SourcePosition(line: 3, column: 1))
  }

  @Test func `lines are found from any offset`() {
    let source = SourceText(Array("ab\r\ncd\n\nef".utf8), path: "x")
    #expect(source.lineStart(of: 5) == 4)
    #expect(source.lineEnd(of: 0) == 2)
    #expect(source.lineEnd(of: 4) == 6)
    #expect(source.nextLine(after: 0) == 4)
    #expect(source.nextLine(after: 9) == 10)
  }
}
