import DaichoFiles
import DaichoModel
import Foundation
import Testing

struct FolderWalkTests {
  private let scratch: ScratchFolder
  private let folder: WorkspaceFolder
  private let tops = [
    FolderWalk.Top("customers", suffixes: [".md"]), FolderWalk.Top("orders", suffixes: [".csv"]),
    FolderWalk.Top("missing", suffixes: [".md"]),
  ]

  init() throws {
    scratch = try ScratchFolder()
    folder = try WorkspaceFolder(root: scratch.path)
  }

  @Test func listsWhatMattersAndNothingElse() throws {
    let outside = try ScratchFolder()
    for name in ["a.md", "か/山田.md", "か/deep/b.md", "notes.txt", ".hidden.md", "a.md~", "#a.md#", ".#a.md"] {
      try scratch.put("customers/" + name, name)
    }
    for name in ["4913", ".a.md.swp", "b.md.swp", ".git/x.md", ".daicho-1.tmp"] {
      try scratch.put("customers/" + name, name)
    }
    try scratch.put("orders/2026-11.csv", "date\n")
    try scratch.put("orders/2026-11.md", "")
    try scratch.link("customers/link.md", to: "a.md")
    try scratch.link("customers/out", to: outside.path)
    #expect(mkfifo(scratch.path + "/customers/pipe", 0o600) == 0)
    let result = FolderWalk.walk(folder, tops: tops)
    #expect(result.problems.isEmpty)
    var found: [String: FileStatus.Kind] = [:]
    for directory in result.directories {
      for entry in directory.entries { found[directory.path + "/" + entry.name] = entry.kind }
    }
    #expect(
      found == [
        "customers/a.md": .file, "customers/か/山田.md": .file, "customers/か/deep/b.md": .file,
        "customers/link.md": .symlink, "customers/out": .symlink, "customers/pipe": .other,
        "orders/2026-11.csv": .file,
      ])
    #expect(result.directories.map(\.path) == ["customers", "customers/か", "customers/か/deep", "orders"])
  }

  @Test func entriesAgreeWithTheSystem() throws {
    for number in 0..<500 { try scratch.put("customers/\(number).md", String(repeating: "x", count: number)) }
    let result = FolderWalk.walk(folder, tops: tops)
    var count = 0
    for entry in result.directories.flatMap({ Array($0.entries) }) {
      let status = try #require(try folder.status("customers/" + entry.name))
      #expect(entry.size == status.size && entry.mtime == status.touched && entry.inode == status.inode)
      #expect("\(entry.size).md" == entry.name)
      count += 1
    }
    #expect(count == 500)
  }

  @Test func onlyTheChangedDirectoryDiffers() throws {
    for number in 0..<50 { try scratch.put("customers/\(number % 5)/\(number).md", "x") }
    let before = FolderWalk.walk(folder, tops: tops)
    #expect(FolderWalk.walk(folder, tops: tops).directories == before.directories)
    try scratch.put("customers/3/13.md", "changed")
    let after = FolderWalk.walk(folder, tops: tops)
    let differing = zip(before.directories, after.directories).filter { $0.packed != $1.packed }
    #expect(differing.map(\.0.path) == ["customers/3"])
  }

  @Test func linkedTopsAndDepthsAreReported() throws {
    let outside = try ScratchFolder()
    try outside.put("a.csv", "")
    try scratch.link("orders", to: outside.path)
    try scratch.put("customers/" + String(repeating: "d/", count: 70) + "a.md", "")
    let result = FolderWalk.walk(folder, tops: tops)
    #expect(Set(result.problems.map(\.code)) == ["unreadable-folder", "too-deep"])
    #expect(result.directories.count == 65)
    #expect(result.directories.allSatisfy { $0.packed.isEmpty })
  }

  @Test func damagedBytesEndTheList() throws {
    try scratch.put("customers/a.md", "x")
    let listing = try #require(FolderWalk.walk(folder, tops: tops).directories.first)
    #expect(Array(listing.entries).count == 1)
    for cut in 0..<listing.packed.count {
      let torn = DirectoryListing(path: "customers", packed: Array(listing.packed[..<cut]))
      #expect(Array(torn.entries).isEmpty)
    }
  }
}
