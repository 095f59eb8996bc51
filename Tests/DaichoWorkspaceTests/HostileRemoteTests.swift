import DaichoTestSupport
import Foundation
import Testing

/// A repository that somebody else has prepared: nothing it names is run, and nothing of ours is sent to it.
struct HostileRemoteTests {
  @Test func noProgramOfTheRepositoryIsRun() throws {
    let team = try Team()
    let marker = team.folder.path(of: "ran")
    let script = "touch \(marker)"
    for (key, value) in [
      ("core.sshCommand", script), ("credential.helper", "!\(script)"), ("core.fsmonitor", script),
      ("core.hooksPath", team.folder.path(of: "hooks")), ("core.askPass", script), ("core.editor", script),
      ("filter.evil.clean", script), ("filter.evil.smudge", script), ("merge.evil.driver", script),
      ("remote.origin.uploadpack", script), ("remote.origin.receivepack", script), ("gpg.program", script),
      ("commit.gpgSign", "true"), ("protocol.ext.allow", "always"),
    ] { try team.suzuki.git("config", key, value) }
    for hook in [
      "post-merge", "pre-push", "post-commit", "pre-commit", "post-checkout", "reference-transaction",
    ] {
      try team.folder.write("#!/bin/sh\n\(script)\n", to: "hooks/\(hook)")
      chmod(team.folder.path(of: "hooks/\(hook)"), 0o755)
    }
    try team.suzuki.write("*.md filter=evil merge=evil\n", ".git/info/attributes")
    try team.sato.daicho("log", "hanako-yamada", "call", "One.")
    try team.sato.daicho("sync")
    try team.suzuki.daicho("log", "hanako-yamada", "call", "Two.")
    try team.suzuki.daicho("sync")
    #expect(!FileManager.default.fileExists(atPath: marker))
    #expect(try team.suzuki.read("customers/hanako-yamada.md").contains("One."))
  }

  @Test(arguments: [
    "ext::sh -c touch% ran", "http://127.0.0.1/x.git", "git://127.0.0.1/x.git", "-oProxyCommand=x:y",
    "fd::3", "ftp://127.0.0.1/x.git", "ssh://-oProxyCommand=x/y", "file:relative",
  ])
  func otherAddressesAreRefused(_ address: String) throws {
    let team = try Team()
    try team.sato.git("config", "remote.origin.url", address)
    let result = try team.sato.daicho("sync", expecting: 2)
    #expect(result.stderr.contains("does not go to this address") || result.stderr.contains("cannot reach"))
    #expect(!FileManager.default.fileExists(atPath: team.sato.git.folder + "/ran"))
  }

  /// `insteadOf` of the repository does not lead elsewhere; the person's own does.
  @Test func addressesAreRewrittenByThePersonAlone() throws {
    let team = try Team()
    let elsewhere = team.folder.path(of: "elsewhere.git")
    try team.hub("clone", "--quiet", "--bare", team.hub.folder, elsewhere)
    try team.sato.git("config", "url.\(elsewhere).insteadOf", team.hub.folder)
    try team.sato.daicho("log", "hanako-yamada", "call", "One.")
    try team.sato.daicho("sync")
    #expect(try team.hub("rev-parse", "main") == team.sato.git("rev-parse", "HEAD"))

    try team.sato.git("config", "remote.origin.url", "shop:register")
    try team.folder.write("[url \"\(team.folder.path)/\"]\n\tinsteadOf = shop:\n", to: "home/.gitconfig")
    try team.hub("clone", "--quiet", "--bare", team.hub.folder, team.folder.path(of: "register"))
    try team.sato.daicho("log", "hanako-yamada", "call", "Two.")
    try team.sato.daicho("sync")
    #expect(
      try Git(in: team.folder.path(of: "register"))("rev-parse", "main") == team.sato.git("rev-parse", "HEAD")
    )
  }

  /// What a commit of others holds never leaves the work tree, and never reaches git's own folder.
  @Test func hostileTreesAreRefused() throws {
    let team = try Team()
    let outside = try team.folder.makeFolder("outside")
    try team.sato.git("rm", "-r", "--quiet", "orders")
    try FileManager.default.createSymbolicLink(
      atPath: team.sato.git.folder + "/orders", withDestinationPath: outside)
    try team.sato.git("add", "--all")
    try team.sato.git("commit", "--quiet", "-m", "A link for a folder")
    try team.sato.git("push", "--quiet")
    let refused = try team.suzuki.daicho("sync", expecting: 2)
    #expect(refused.stderr.contains("a link or a submodule"))
    #expect(try team.suzuki.status() == "")
    #expect(try FileManager.default.contentsOfDirectory(atPath: outside) == [])

    for name in [".git", ".GIT", "..", "git~1"] {
      let blob = try team.hub("hash-object", "-w", "--stdin", input: Array("[core]\n".utf8)).prefix(40)
      let inner = try team.hub("mktree", input: Array("100644 blob \(blob)\tconfig\n".utf8)).prefix(40)
      let lines = try team.hub("ls-tree", "main~1") + "040000 tree \(inner)\t\(name)\n"
      let tree = try team.hub("mktree", input: Array(lines.utf8)).prefix(40)
      let commit = try team.hub("commit-tree", String(tree), "-p", "main~1", "-m", "evil").prefix(40)
      try team.hub("update-ref", "refs/heads/main", String(commit))
      let before = try team.suzuki.read(".git/config")
      #expect(try team.suzuki.daicho("sync", expecting: 2).stderr.contains("error"))
      #expect(try team.suzuki.read(".git/config") == before)
      try team.hub("update-ref", "refs/heads/main", "main~1")
      try team.hub("update-ref", "refs/heads/main", team.sato.tip())
    }
  }
}
