import DaichoTestSupport
import Foundation
import Testing

@Suite struct TemporaryFolderTests {
  @Test func keepsFilesWhileItLives() throws {
    let folder = try TemporaryFolder()
    try folder.write("b", to: "deep/er/b.md")
    try folder.write([0xef, 0xbb, 0xbf], to: "a.md")
    try folder.append("c", to: "deep/er/b.md")
    try folder.makeFolder("empty")
    #expect(try folder.read("deep/er/b.md") == "bc")
    #expect(try folder.readBytes("a.md") == [0xef, 0xbb, 0xbf])
    #expect(try folder.list() == ["a.md", "deep/er/b.md"])
    #expect(try folder.list("deep") == ["er/b.md"])
  }

  @Test func isGoneWithItsValue() throws {
    var folder: TemporaryFolder? = try TemporaryFolder()
    let path = try folder?.write("x", to: "x.md") ?? ""
    #expect(FileManager.default.fileExists(atPath: path))
    folder = nil
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func refusesToReadWhatIsNotText() throws {
    let folder = try TemporaryFolder()
    try folder.write([0x93, 0xfa], to: "cp932.csv")
    #expect(throws: CocoaError.self) { try folder.read("cp932.csv") }
  }

  @Test func copiesHiddenFilesToo() throws {
    let source = try TemporaryFolder()
    try source.write("* text=auto", to: ".gitattributes")
    try source.write("x", to: "customers/x.md")
    let copy = try TemporaryFolder()
    try copy.copyContents(of: source.path)
    #expect(try copy.list() == [".gitattributes", "customers/x.md"])
  }
}
