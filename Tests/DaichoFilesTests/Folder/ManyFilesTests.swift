import DaichoFiles
import DaichoModel
import Testing

struct ManyFilesTests {
  private func staged(_ scratch: ScratchFolder) throws -> ManyFiles {
    try scratch.put("a.md", "old")
    try scratch.put("sub/b.md", "old")
    var files = ManyFiles(try WorkspaceFolder(root: scratch.path))
    try files.stage("a.md", Array("new a".utf8), expecting: .bytes(Array("old".utf8)))
    try files.stage("sub/b.md", Array("new b".utf8), expecting: .bytes(Array("old".utf8)))
    try files.stage("sub/c.md", Array("new c".utf8), expecting: .absent)
    #expect(try scratch.text("a.md") == "old")
    return files
  }

  @Test func allTakeTheirPlaces() throws {
    let scratch = try ScratchFolder()
    var files = try staged(scratch)
    try files.putAll()
    #expect(files.count == 3)
    #expect(try scratch.text("a.md") == "new a" && scratch.text("sub/c.md") == "new c")
    #expect(scratch.names == ["a.md", "sub", "sub/b.md", "sub/c.md"])
  }

  /// Somebody saves one of them, or takes a name, before it is put in its place.
  @Test(arguments: [("sub/b.md", 1), ("sub/c.md", 2)])
  func whatSomebodyElseWroteStays(_ path: String, _ count: Int) throws {
    let scratch = try ScratchFolder()
    var files = try staged(scratch)
    try scratch.put(path, "theirs")
    #expect(throws: DaichoError.self) { try files.putAll() }
    #expect(files.count == count)
    #expect(try scratch.text(path) == "theirs" && scratch.text("a.md") == "new a")
    #expect(scratch.names.subtracting(["a.md", "sub", "sub/b.md", "sub/c.md"]).isEmpty)
  }

  @Test func whatIsNotWantedIsGone() throws {
    let scratch = try ScratchFolder()
    let files = try staged(scratch)
    files.discard()
    #expect(try scratch.text("a.md") == "old")
    #expect(scratch.names == ["a.md", "sub", "sub/b.md"])
  }
}
