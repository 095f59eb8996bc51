import DaichoFiles
import DaichoModel
import Foundation
import Testing

/// Bad luck and ill will: a full disk, a kill, a folder swapped for a link while a call runs.
struct WorkspaceFolderFaultTests {
  #if os(Linux)
    private static let canMount: Bool = {
      guard geteuid() == 0, let scratch = try? ScratchFolder() else { return false }
      return mount("tmpfs", scratch.path, "tmpfs", 0, "size=1m") == 0 && umount(scratch.path) == 0
    }()

    @Test(.enabled(if: canMount)) func aFullDiskLeavesTheOldFile() throws {
      let scratch = try ScratchFolder()
      try #require(mount("tmpfs", scratch.path, "tmpfs", 0, "size=1m") == 0)
      defer { umount2(scratch.path, Int32(MNT_DETACH)) }
      let folder = try WorkspaceFolder(root: scratch.path)
      let old = [UInt8](repeating: 1, count: 600_000)
      let stamp = try folder.write("a.md", old, expecting: .absent)
      #expect {
        try folder.write("a.md", [UInt8](repeating: 2, count: 600_000), expecting: .stamp(stamp))
      } throws: {
        ($0 as? DaichoError)?.code == "disk-full"
      }
      #expect(try folder.read("a.md").bytes == old)
      #expect(scratch.names == ["a.md"])
      #expect(mount("tmpfs", scratch.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "") == 0)
      #expect {
        try folder.write("a.md", [3], expecting: .stamp(stamp))
      } throws: {
        ($0 as? DaichoError)?.code == "read-only-disk"
      }
      #expect(try folder.read("a.md").bytes == old)
    }
  #endif

  /// Fifty children die by SIGKILL while they write; each finds the file whole, and so do we.
  @Test func aKillLeavesTheFileWhole() async throws {
    let scratch = try ScratchFolder()
    let root = scratch.path
    try scratch.put("a.md", String(repeating: "a", count: 20_000))
    var random = SeededNumbers(seed: 7)
    for _ in 0..<50 {
      let delay = UInt32.random(in: 200...6_000, using: &random)
      await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String, delay = delay as UInt32] in
        let folder = try WorkspaceFolder(root: root)
        let killer = Thread {
          usleep(delay)
          kill(getpid(), SIGKILL)
        }
        killer.start()
        var letter = UInt8(ascii: "a")
        while true {
          let read = try folder.read("a.md")
          guard read.bytes.count == 20_000, Set(read.bytes).count == 1 else { exit(1) }
          letter = letter == UInt8(ascii: "z") ? UInt8(ascii: "a") : letter + 1
          try folder.write(
            "a.md", [UInt8](repeating: letter, count: 20_000), expecting: .stamp(read.stamp))
        }
      }
      let text = try scratch.text("a.md")
      #expect(text.utf8.count == 20_000 && Set(text.utf8).count == 1)
    }
  }

  /// A thread keeps replacing `customers` by a link to a folder outside and back.
  @Test func aSwappedFolderLeadsNowhere() throws {
    let (scratch, outside) = (try ScratchFolder(), try ScratchFolder())
    try outside.put("a.md", "outside")
    try outside.put("sub/a.md", "outside")
    try scratch.put("customers/a.md", "inside")
    try scratch.put("customers/sub/a.md", "inside")
    let folder = try WorkspaceFolder(root: scratch.path)
    let (real, aside) = (scratch.path + "/customers", scratch.path + "/aside")
    let link = scratch.path + "/link"
    let stop = StopSign()
    let swapper = Thread {
      while !stop.isUp {
        rename(real, aside)
        symlink(outside.path, real)
        usleep(50)
        rename(real, link)
        unlink(link)
        rename(aside, real)
        usleep(50)
      }
      stop.acknowledge()
    }
    swapper.start()
    var (done, refused) = (0, 0)
    for turn in 0..<3_000 {
      let path = turn % 2 == 0 ? "customers/a.md" : "customers/sub/a.md"
      do {
        let read = try folder.read(path)
        #expect(read.bytes.starts(with: "inside".utf8))
        try folder.write(path, Array("inside \(turn)".utf8), expecting: .stamp(read.stamp))
        try folder.write("customers/new-\(turn).md", [1], expecting: .absent)
        done += 1
      } catch {
        refused += 1
      }
    }
    stop.raise()
    #expect(done > 0 && refused > 0)
    #expect(outside.names == ["a.md", "sub", "sub/a.md"])
    #expect(try outside.text("a.md") == "outside")
    #expect(try outside.text("sub/a.md") == "outside")
  }

  /// An editor saves by rename again and again; each of its saves is kept until we have read it.
  @Test func anEditorsSaveIsNeverOverwritten() throws {
    let scratch = try ScratchFolder()
    try scratch.put("a.md", "editor 0")
    let folder = try WorkspaceFolder(root: scratch.path)
    let file = scratch.path + "/a.md"
    let stop = StopSign()
    let editor = Thread {
      var number = 1
      while !stop.isUp {
        let temporary = file + ".editor"
        try? Data("editor \(number)".utf8).write(to: URL(fileURLWithPath: temporary))
        rename(temporary, file)
        number += 1
        usleep(300)
      }
      stop.acknowledge()
    }
    editor.start()
    var (done, refused) = (0, 0)
    for turn in 0..<1_500 {
      do {
        let read = try folder.read("a.md")
        let text = String(decoding: read.bytes, as: UTF8.self)
        #expect(text.hasPrefix("editor ") || text.hasPrefix("daicho "))
        try folder.write("a.md", Array("daicho \(turn)".utf8), expecting: .stamp(read.stamp))
        done += 1
      } catch {
        #expect(error.code == "file-changed")
        refused += 1
      }
    }
    stop.raise()
    #expect(done > 0)
    #expect(scratch.names == ["a.md"])
  }
}

/// Asks a thread to stop, and waits until it has.
final class StopSign: @unchecked Sendable {  // `up` is only touched under `lock`
  private let lock = NSLock()
  private let stopped = DispatchSemaphore(value: 0)
  private var up = false

  var isUp: Bool { lock.withLock { up } }
  func acknowledge() { stopped.signal() }
  func raise() {
    lock.withLock { up = true }
    stopped.wait()
  }
}
