import DaichoTestSupport
import Foundation
import Testing

/// Against a real sshd. `make test` installs one; without it the tests are skipped.
@Suite(.enabled(if: LoopbackSSH.isAvailable, "no sshd on this machine: install openssh-server"))
struct SyncOverSSHTests {
  private static let hanako = "customers/hanako-yamada.md"

  @Test func bothLogOnOneCustomer() throws {
    let server = try LoopbackSSH()
    let team = try Team(home: server.home, url: server.url)
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.")
    try team.suzuki.daicho("log", "hanako-yamada", "email", "About the price.")

    // An unknown host is not spoken to.
    let refused = try team.sato.daicho("sync", expecting: 2)
    #expect(refused.stderr.contains(try server.fingerprint()))
    #expect(refused.stderr.contains("ssh-keyscan -p \(server.port) 127.0.0.1"))

    try server.trust()
    try team.sato.daicho("sync")
    try team.suzuki.daicho("sync")
    try team.sato.daicho("sync")
    for clone in [team.sato, team.suzuki] {
      let text = try clone.read(Self.hanako)
      #expect(text.contains("About the boxes.") && text.contains("About the price."))
      #expect(try clone.status() == "")
      #expect(try clone.isSound())
    }
    #expect(try team.hub("rev-parse", "main") == team.sato.git("rev-parse", "HEAD"))
  }

  @Test func aForeignKeyIsNotLetIn() throws {
    let (server, other) = (try LoopbackSSH(), try LoopbackSSH())
    let team = try Team(home: other.home, url: server.url)
    try other.trust()
    #expect(try team.sato.daicho("sync", expecting: 2).stderr.contains("known_hosts"))
  }
}
