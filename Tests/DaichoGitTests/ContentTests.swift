import DaichoGit
import DaichoModel
import Foundation
import Testing

struct ContentTests {
  @Test(arguments: ["true", "input", "false"])
  func normalizesAsGitAddDoes(autocrlf: String) throws {
    let sandbox = try Sandbox()
    try sandbox.git("config", "core.autocrlf", autocrlf)
    try sandbox.write("*.txt text\n*.bin -text\n*.crlf text eol=crlf\n", to: ".gitattributes")
    let repository = try sandbox.open()
    for name in ["a.md", "a.txt", "a.bin", "a.crlf", "花/a.md"] {
      for text in ["a\r\nb\r\n", "a\nb\r\n", "a\n", "", "\u{0}\r\n", "\u{FEFF}a\r\n"] {
        let normalized = try repository.normalized(Array(text.utf8), at: name)
        let expected = try sandbox.git(
          ["hash-object", "--stdin", "--path", name], in: sandbox.path, input: text)
        #expect(
          try Repository.blobID(of: normalized).description + "\n" == expected,
          "\(name) \(text.debugDescription)")
      }
    }
  }

  @Test func printsDiffsAsGitDoes() throws {
    let sandbox = try Sandbox()
    let old = (1...20).map { "\($0)\n" }.joined()
    let new = old.replacingOccurrences(of: "10\n", with: "ten\n")
    try sandbox.write(old, to: "a.md")
    try sandbox.commitAll("start")
    try sandbox.write(new, to: "a.md")
    let expected = try sandbox.git("diff").split(separator: "\n").dropFirst(2)
    let diff = try Repository.unifiedDiff(old: Array(old.utf8), new: Array(new.utf8), path: "a.md")
    #expect(diff.split(separator: "\n").dropFirst(2) == expected)
    #expect(try Repository.unifiedDiff(old: Array(old.utf8), new: Array(old.utf8), path: "a.md") == "")
    #expect(
      try Repository.unifiedDiff(old: nil, new: Array("a\n".utf8), path: "a.md").contains(
        "--- /dev/null\n+++ b/a.md\n"))
    #expect(
      try Repository.unifiedDiff(old: Array("a\n".utf8), new: nil, path: "a.md").contains("+++ /dev/null"))
    #expect(try Repository.unifiedDiff(old: nil, new: [], path: "a.md").contains("new file"))
    #expect(try Repository.unifiedDiff(old: [], new: Array("a\n".utf8), path: "a.md").contains("+a"))
  }

  @Test func listsAndComparesTreesAsGitDoes() throws {
    let sandbox = try Sandbox()
    var random = SplitMix64(seed: 7)
    let repository = try sandbox.open()
    var trees: [ObjectID?] = [nil]
    for round in 0..<8 {
      for _ in 0..<12 {
        let path =
          ["a", "b", "a.b", "花", "a/b", "a/c/d"].randomElement(using: &random).map {
            $0 + "/\(UInt8.random(in: 0..<9, using: &random)).md"
          } ?? ""
        if Bool.random(using: &random) {
          try sandbox.write("\(round)\n", to: path)
        } else {
          try? sandbox.remove(path)
        }
      }
      try sandbox.commitAll("\(round)")
      trees.append(try repository.tree(of: repository.resolve("HEAD")))
    }
    let empty = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    for old in trees {
      for new in trees {
        for folder in ["", "a", "a/b", "花"] {
          let raw = try sandbox.git(
            [
              "-c", "core.quotepath=false", "diff-tree", "-r", "--no-renames", "--name-status",
              old?.description ?? empty, new?.description ?? empty, "--", folder.isEmpty ? "." : folder,
            ], in: sandbox.path)
          let changes = try repository.changes(from: old, to: new, under: folder).map { change in
            (change.old == nil ? "A" : change.new == nil ? "D" : "M") + "\t" + change.path
          }
          #expect(changes.sorted() == raw.split(separator: "\n").map(String.init).sorted())
        }
      }
      guard let old else { continue }
      let listed = try sandbox.git(
        "-c", "core.quotepath=false", "ls-tree", "-r", "--format=%(objectname) %(path)", old.description)
      #expect(try repository.entries(of: old).map { "\($0.id) \($0.path)\n" }.joined() == listed)
    }
    let head = try repository.resolve("HEAD")
    let file = try #require(try repository.entries(of: repository.tree(of: head), under: "a").first)
    #expect(try repository.blob(at: file.path, in: head)?.id == file.id)
    #expect(try repository.blob(at: "a") == nil)
    #expect(try repository.blob(at: "none/none") == nil)
  }
}
