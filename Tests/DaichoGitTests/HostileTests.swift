import DaichoModel
import Foundation
import Testing

@testable import DaichoGit

struct HostileTests {
  /// A repository in which everything that git could run leaves a mark.
  @Test func runsNothingThatARepositoryNames() throws {
    let sandbox = try Sandbox()
    let marker = sandbox.root + "/MARKER"
    let program = sandbox.root + "/program"
    try Data("#!/bin/sh\ntouch \"\(marker)\"\ncat\n".utf8).write(to: URL(fileURLWithPath: program))
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    try sandbox.write("a\n", to: "a.md")
    try sandbox.commitAll("start")
    try sandbox.git("branch", "other")
    for key in [
      "core.fsmonitor", "core.sshCommand", "core.editor", "core.pager", "core.askPass", "core.gitProxy",
      "core.alternateRefsCommand", "core.hooksPathX", "sequence.editor", "credential.helper", "gpg.program",
      "gpg.ssh.program", "diff.external", "diff.evil.textconv", "diff.evil.command", "merge.evil.driver",
      "filter.evil.clean",
      "filter.evil.smudge", "filter.evil.process", "pager.log", "alias.status", "remote.origin.uploadpack",
      "remote.origin.receivepack", "trailer.evil.command", "trailer.evil.cmd", "uploadpack.packObjectsHook",
      "interactive.diffFilter", "web.browser", "init.templateDir", "protocol.ext.allow",
      "submodule.evil.update",
    ] {
      try sandbox.git("config", key, program)
    }
    try sandbox.git("config", "commit.gpgSign", "true")
    try sandbox.git("config", "filter.evil.required", "true")
    let hooks = sandbox.path + "/.git/hooks"
    try FileManager.default.createDirectory(atPath: hooks, withIntermediateDirectories: true)
    for hook in [
      "pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "reference-transaction",
      "post-index-change",
      "fsmonitor-watchman", "post-checkout", "pre-auto-gc", "post-rewrite",
    ] {
      try? FileManager.default.removeItem(atPath: hooks + "/" + hook)
      try FileManager.default.copyItem(atPath: program, toPath: hooks + "/" + hook)
    }
    try sandbox.write("* filter=evil diff=evil merge=evil text=auto\n", to: ".gitattributes")
    try FileManager.default.createSymbolicLink(
      atPath: sandbox.path + "/.git/info/attributes", withDestinationPath: sandbox.path + "/.gitattributes")

    let repository = try sandbox.open()
    _ = try repository.head()
    _ = try repository.defaultSignature(at: 0, offsetMinutes: 0)
    let head = try repository.resolve("HEAD")
    _ = try repository.status()
    _ = try repository.normalized(Array("a\r\n".utf8), at: "a.md")
    try sandbox.write("a\nb\n", to: "a.md")
    try sandbox.write("new\n", to: "new.md")
    try repository.commit([.append("b", to: "a.md"), .append("new", to: "new.md")])
    _ = try repository.status()
    _ = try repository.isIgnored("x")
    _ = try repository.blob(at: "a.md")
    _ = try repository.stagedBlob(at: "a.md")
    _ = try repository.commits(touching: "a.md", from: try repository.resolve("other"))
    _ = try repository.commits(from: head)
    _ = try repository.changes(from: nil, to: repository.tree(of: head))
    _ = try repository.entries(of: repository.tree(of: head))
    _ = try Repository.unifiedDiff(old: [], new: Array("a\n".utf8), path: "a.md")
    #expect(!FileManager.default.fileExists(atPath: marker))
    // The trap works: git itself springs it.
    _ = try? sandbox.git("add", "--renormalize", ".")
    #expect(FileManager.default.fileExists(atPath: marker))
  }

  @Test func followsNoLinkInTheWorkTree() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a\n", to: "folder/a.md")
    try sandbox.commitAll("start")
    let outside = sandbox.root + "/outside"
    try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
    try Data("a\nb\n".utf8).write(to: URL(fileURLWithPath: outside + "/a.md"))
    try FileManager.default.removeItem(atPath: sandbox.path + "/folder")
    try FileManager.default.createSymbolicLink(atPath: sandbox.path + "/folder", withDestinationPath: outside)
    #expect(WorkTreeFile(in: sandbox.path, at: try RepositoryPath("folder/a.md")) == nil)
    let repository = try sandbox.open()
    usleep(20_000)
    try repository.commit([.append("b", to: "folder/a.md")])
    #expect(try sandbox.git("status", "--porcelain") == " D folder/a.md\n?? folder\n")
    #expect(try String(contentsOfFile: outside + "/a.md", encoding: .utf8) == "a\nb\n")
  }

  @Test func survivesDamage() throws {
    let sandbox = try Sandbox()
    try sandbox.write("a\n", to: "a.md")
    try sandbox.commitAll("start")
    let index = URL(fileURLWithPath: sandbox.path + "/.git/index")
    let bytes = [UInt8](try Data(contentsOf: index))
    var random = SplitMix64(seed: 3)
    for _ in 0..<200 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        damaged[Int.random(in: 0..<damaged.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random)) }
      try Data(damaged).write(to: index)
      _ = try? sandbox.open().status()
    }
    try Data("[core\n".utf8).write(to: URL(fileURLWithPath: sandbox.path + "/.git/config"))
    #expect(throws: DaichoError.self) { try sandbox.open() }
  }
}
