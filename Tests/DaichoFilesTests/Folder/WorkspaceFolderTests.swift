import DaichoFiles
import DaichoModel
import Foundation
import Testing

struct WorkspaceFolderTests {
  private let scratch: ScratchFolder
  private let folder: WorkspaceFolder

  init() throws {
    scratch = try ScratchFolder()
    folder = try WorkspaceFolder(root: scratch.path)
  }

  private func code(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch {
      return (error as? DaichoError)?.code
    }
  }

  @Test func writesAndReadsBack() throws {
    try folder.makeDirectory("customers/あ行")
    let made = try folder.write("customers/あ行/hanako.md", Array("一".utf8), expecting: .absent)
    #expect(try folder.read("customers/あ行/hanako.md").stamp == made)
    let next = try folder.write("customers/あ行/hanako.md", Array("二".utf8), expecting: .stamp(made))
    #expect(try scratch.text("customers/あ行/hanako.md") == "二")
    try folder.write("customers/あ行/hanako.md", [], expecting: .stamp(next))
    #expect(try folder.read("customers/あ行/hanako.md").bytes.isEmpty)
    #expect(scratch.names == ["customers", "customers/あ行", "customers/あ行/hanako.md"])
  }

  @Test func refusesWhatAnEditorChanged() throws {
    try scratch.put("a.md", "read")
    let read = try folder.read("a.md")
    try scratch.put("a.md", "edit")
    #expect(code { try folder.write("a.md", [1], expecting: .stamp(read.stamp)) } == "file-changed")
    #expect(code { try folder.write("a.md", [1], expecting: .bytes(read.bytes)) } == "file-changed")
    #expect(code { try folder.remove("a.md", expecting: .stamp(read.stamp)) } == "file-changed")
    #expect(code { try folder.write("a.md", [1], expecting: .absent) } == "file-exists")
    #expect(try scratch.text("a.md") == "edit")
    try FileManager.default.removeItem(atPath: scratch.path + "/a.md")
    #expect(code { try folder.write("a.md", [1], expecting: .stamp(read.stamp)) } == "file-changed")
    #expect(scratch.names.isEmpty)
  }

  @Test func sameContentUnderAnotherTimeIsNoChange() throws {
    try scratch.put("a.md", "same")
    let read = try folder.read("a.md")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: scratch.path + "/a.md")
    try folder.write("a.md", Array("new".utf8), expecting: .stamp(read.stamp))
    #expect(try scratch.text("a.md") == "new")
  }

  @Test func keepsTheMode() throws {
    try scratch.put("a.md", "1")
    let path = scratch.path + "/a.md"
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    try folder.write("a.md", Array("2".utf8), expecting: .bytes(Array("1".utf8)))
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o640)
    try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: path)
    #expect(code { try folder.write("a.md", [], expecting: .anything) } == "file-read-only")
  }

  @Test(arguments: [
    "", "/", "/etc/passwd", "..", "../a.md", "customers/../../a.md", "a//b.md", "a/", "./a.md", "a\0.md",
    ".git/config", "x/.GIT/config", ".",
  ])
  func refusesThePath(_ path: String) {
    #expect(code { _ = try folder.read(path) } == "path-refused")
    #expect(code { try folder.write(path, [1], expecting: .anything) } == "path-refused")
    #expect(code { try folder.remove(path, expecting: .anything) } == "path-refused")
    #expect(code { try folder.makeDirectory(path) } == "path-refused")
    #expect(code { try folder.move("a.md", to: path) } == "path-refused")
  }

  @Test func followsNoLink() throws {
    let outside = try ScratchFolder()
    try outside.put("secret.md", "secret")
    try outside.put("folder/x.md", "secret")
    try scratch.put("customers/real.md", "real")
    try scratch.link("customers/file.md", to: outside.path + "/secret.md")
    try scratch.link("customers/inside.md", to: "real.md")
    try scratch.link("customers/sub", to: outside.path + "/folder")
    try scratch.link("customers/loop", to: "loop")
    try scratch.link("deals", to: outside.path)
    for path in [
      "customers/file.md", "customers/inside.md", "customers/sub/x.md", "customers/loop/x.md",
      "deals/secret.md", "customers/loop",
    ] {
      #expect(code { _ = try folder.read(path) } == "symlink-refused", "\(path)")
      #expect(code { _ = try folder.stream(path) } == "symlink-refused")
      #expect(code { try folder.write(path, [1], expecting: .anything) } == "symlink-refused")
      #expect(code { try folder.remove(path, expecting: .anything) } == "symlink-refused")
      #expect(code { try folder.move(path, to: "customers/moved.md") } == "symlink-refused")
    }
    #expect(code { try folder.move("customers/real.md", to: "deals/moved.md") } == "symlink-refused")
    #expect(code { try folder.makeDirectory("deals/new") } == "symlink-refused")
    #expect(try outside.text("secret.md") == "secret")
    #expect(outside.names == ["secret.md", "folder", "folder/x.md"])
  }

  @Test func opensNoPipe() throws {
    #expect(mkfifo(scratch.path + "/pipe.md", 0o600) == 0)
    #expect(code { _ = try folder.read("pipe.md") } == "not-a-file")
    #expect(code { _ = try folder.read("missing.md") } == "file-not-found")
    #expect(try folder.status("missing/x.md") == nil)
    #expect(try folder.status("pipe.md")?.kind == .other)
  }

  @Test func refusesTheHugeButStreamsIt() throws {
    let path = scratch.path + "/huge.csv"
    try scratch.put("huge.csv", "")
    #expect(truncate(path, off_t(WorkspaceFolder.largestRecord + 1)) == 0)
    #expect(code { _ = try folder.read("huge.csv") } == "file-too-large")
    let stream = try folder.stream("huge.csv")
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 8)
    defer { buffer.deallocate() }
    var total = 0
    while true {
      let count = try stream.read(into: buffer)
      total += count
      if count < buffer.count { break }
    }
    #expect(total == Int(WorkspaceFolder.largestRecord) + 1)
  }

  @Test func movesWithoutReplacing() throws {
    try scratch.put("a.md", "a")
    try scratch.put("x/b.md", "b")
    #expect(code { try folder.move("a.md", to: "x/b.md") } == "file-exists")
    try folder.move("a.md", to: "x/a.md")
    #expect(scratch.names == ["x", "x/a.md", "x/b.md"])
    try folder.remove("x/a.md", expecting: .bytes(Array("a".utf8)))
    #expect(scratch.names == ["x", "x/b.md"])
  }

  @Test func sweepsLeftoversOfTheDead() throws {
    try scratch.put(".daicho-old.tmp", "torn")
    try scratch.put(".daicho-new.tmp", "in use")
    try scratch.put(".daicho-notes", "not ours")
    for name in [".daicho-old.tmp", ".daicho-notes"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -4000)], ofItemAtPath: scratch.path + "/" + name)
    }
    try folder.write("a.md", [1], expecting: .absent)
    #expect(scratch.names == ["a.md", ".daicho-new.tmp", ".daicho-notes"])
  }

  @Test func twoWritersLoseNothing() async throws {
    try scratch.put("count.md", "0")
    let folder = self.folder
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<4 {
        group.addTask {
          var done = 0
          while done < 50 {
            do {
              let read = try folder.read("count.md")
              let number = Int(String(decoding: read.bytes, as: UTF8.self)) ?? -1_000_000
              try folder.write("count.md", Array(String(number + 1).utf8), expecting: .stamp(read.stamp))
              done += 1
            } catch {
              await Task.yield()
            }
          }
        }
      }
    }
    #expect(try scratch.text("count.md") == "200")
  }
}
