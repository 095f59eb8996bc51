import DaichoGit
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoWorkspace

/// A send that has handed over everything, and could not make its last commit.
@Suite(.enabled(if: SMTPPeer.isAvailable)) struct StoppedCloseTests {
  @Test func theSameCommandMakesTheMissingCommit() throws {
    // While the server thinks about the second mail, another git begins.
    let shop = try MailShop(customers: 2, [.wait(8, at: .end).for("c2@").times(1)])
    try shop.approve()
    let process = try shop.sendInBackground()
    try shop.waitForMails(1)
    let lock = shop.shop.path(".git/index.lock")
    try Data().write(to: URL(filePath: lock))
    process.waitUntilExit()
    #expect(process.terminationStatus == 2)
    #expect(try shop.mailed().count == 2)
    let locked = try shop.send(2)
    #expect(locked.stderr.contains("index.lock"))
    #expect(locked.stderr.contains("the same command makes the missing commit"))
    try FileManager.default.removeItem(atPath: lock)
    try shop.send()
    #expect(try shop.mailed().count == 2)
    #expect(try shop.shop.subjects().first == "send(sale): 2 accepted")
    #expect(try shop.shop.status().isEmpty)
  }

  /// The process died within the commit: opening the workspace finishes it, and the send says so.
  @Test func whatTheNextCommandFinishesIsNoError() throws {
    let shop = try MailShop(customers: 2)
    try shop.approve()
    try shop.send()
    let paths = ["campaigns/sale.md", "sends/sale.jsonl"]
    let finished = try paths.map { Array(try shop.shop.read($0).utf8) }
    try shop.shop.git("reset", "-q", "--hard", "HEAD~1")
    let before = try paths.map { try Repository.blobID(of: Array(try shop.shop.read($0).utf8)).description }
    let repository = try #require(try Repository.discover(from: shop.shop.path("")))
    let author = Signature(name: "佐藤 健", email: "sato@tsubame.example", when: 1_795_143_600, offset: 540)
    let edits = zip(paths, finished).map { path, bytes in PathEdit(path) { _ throws(DaichoError) in bytes } }
    let commit = try repository.prepare(
      edits, message: "send(sale): 2 accepted\n\nRecord: campaigns/sale\nAction: send\n", author: author,
      committer: author)
    let files = zip(zip(paths, before), finished).map { place, bytes in
      PendingChange.File(path: place.0, old: place.1, new: Data(bytes))
    }
    try PendingChange(commit: try #require(commit), files: files).save(in: repository.gitDirectory)

    let result = try shop.send()
    #expect(result.stderr.contains("interrupted: send(sale): 2 accepted"))
    #expect(result.stdout.contains("sale: sent, 2 recipients"))
    #expect(result.stderr.contains("made now"))
    #expect(try shop.mailed().count == 2)
    #expect(try shop.shop.status().isEmpty)
    // From then on it has been sent.
    #expect(try shop.send(2).stderr.contains("has been sent"))
  }
}
