import DaichoGit
import DaichoModel
import Foundation
import Testing

struct StatusTests {
  func letters(_ entry: StatusEntry) -> String {
    if entry.workTree == .untracked, entry.staged == nil { return "?? \(entry.path)" }
    func letter(_ change: StatusEntry.Change?) -> String {
      switch change {
      case nil, .untracked: " "
      case .added: "A"
      case .modified: "M"
      case .deleted: "D"
      case .typeChanged: "T"
      }
    }
    return letter(entry.staged) + letter(entry.workTree) + " " + entry.path
  }

  @Test func saysWhatGitSays() throws {
    let sandbox = try Sandbox()
    for name in ["a", "b", "c", "d", "e", "f"] { try sandbox.write("\(name)\n", to: "customers/\(name).md") }
    try sandbox.write("x\n", to: "customersX.md")
    try sandbox.write("*.log\n", to: ".gitignore")
    try sandbox.commitAll("start")
    try sandbox.write("changed\n", to: "customers/a.md")
    try sandbox.write("staged\n", to: "customers/b.md")
    try sandbox.git("add", "customers/b.md")
    try sandbox.write("both\n", to: "customers/b.md")
    try sandbox.remove("customers/c.md")
    try sandbox.git("rm", "--quiet", "customers/d.md")
    try sandbox.write("new\n", to: "customers/new/山田.md")
    try sandbox.write("new\n", to: "customers/[ab].md")
    try sandbox.write("added\n", to: "customers/added.md")
    try sandbox.git("add", "customers/added.md")
    try sandbox.write("log\n", to: "customers/x.log")
    try sandbox.write("y\n", to: "customersX.md")
    let repository = try sandbox.open()
    for folder in ["", "customers", "customers/new", "customers/[ab].md"] {
      let arguments = ["-c", "core.quotepath=false", "status", "--porcelain", "-uall", "--no-renames"]
      let expected = try sandbox.git(
        arguments + (folder.isEmpty ? [] : ["--", ":(literal)" + folder]), in: sandbox.path)
      let entries = try repository.status(under: folder)
      #expect(entries.map(letters).sorted() == expected.split(separator: "\n").map(String.init).sorted())
    }
    #expect(try repository.isIgnored("customers/x.log"))
    #expect(try !repository.isIgnored("customers/a.md"))
  }

  @Test func remembersTouchedFilesUnlessTheIndexIsLocked() throws {
    let sandbox = try Sandbox()
    for number in 0..<20 { try sandbox.write("\(number)\n", to: "a\(number).md") }
    try sandbox.commitAll("start")
    let repository = try sandbox.open()
    let index = URL(fileURLWithPath: sandbox.path + "/.git/index")
    func touch(_ time: TimeInterval) throws {
      for number in 0..<20 {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSince1970: time)],
          ofItemAtPath: sandbox.path + "/a\(number).md")
      }
    }
    try touch(1_600_000_000)
    let before = try Data(contentsOf: index)
    let lock = URL(fileURLWithPath: sandbox.path + "/.git/index.lock")
    try Data().write(to: lock)
    #expect(try repository.status() == [])
    #expect(try Data(contentsOf: index) == before)
    try FileManager.default.removeItem(at: lock)
    try touch(1_600_000_001)
    #expect(try sandbox.git("diff-files", "--name-only") != "")
    #expect(try repository.status() == [])
    #expect(try Data(contentsOf: index) != before)
    #expect(try sandbox.git("diff-files", "--name-only") == "")
    #expect(try repository.status() == [])
  }

  @Test func seesWhatOthersStageMeanwhile() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a\n", to: "a.md")
    try sandbox.commitAll("start")
    let repository = try sandbox.open()
    #expect(try repository.stagedBlob(at: "a.md")?.bytes == Array("a\n".utf8))
    try sandbox.write("b\n", to: "a.md")
    try sandbox.git("add", "a.md")
    #expect(try repository.stagedBlob(at: "a.md")?.bytes == Array("b\n".utf8))
    #expect(try repository.status().map(\.staged) == [.modified])
    #expect(try repository.stagedBlob(at: "none.md") == nil)
  }
}
