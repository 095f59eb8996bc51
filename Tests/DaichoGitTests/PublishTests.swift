import DaichoModel
import Foundation
import Testing

@testable import DaichoGit

struct PublishTests {
  func start() throws -> (Sandbox, Repository) {
    let sandbox = try Sandbox()
    try sandbox.write("a\n", to: "a.md")
    try sandbox.write("b\n", to: "b.md")
    try sandbox.commitAll("start")
    return (sandbox, try sandbox.open())
  }

  func prepare(_ repository: Repository, _ line: String = "x") throws -> PreparedCommit {
    try #require(
      try repository.prepare(
        [.append(line, to: "a.md")], message: "log(a): x", author: .sato, committer: .sato))
  }

  /// As if the process had been killed between the ref and the index.
  func halfPublish(_ prepared: PreparedCommit, in repository: Repository) throws {
    let lock = try IndexLock(of: repository.directories, timeout: 0)
    try repository.move(prepared, lock: lock)
    lock.release()
  }

  @Test func movesNothingUntilPublished() throws {
    let (sandbox, repository) = try start()
    let before = try sandbox.git("rev-parse", "HEAD", "HEAD^{tree}") + sandbox.git("ls-files", "--stage")
    _ = try prepare(repository)
    #expect(
      try sandbox.git("rev-parse", "HEAD", "HEAD^{tree}") + sandbox.git("ls-files", "--stage") == before)
  }

  @Test func finishesAfterACrashBetweenRefAndIndex() throws {
    let (sandbox, repository) = try start()
    let prepared = try prepare(repository)
    try sandbox.write("a\nx\n", to: "a.md")
    let journal = try JSONEncoder().encode(prepared)
    try halfPublish(prepared, in: repository)
    #expect(try sandbox.git("diff", "--cached") != "")

    let restarted = try sandbox.open()
    let again = try JSONDecoder().decode(PreparedCommit.self, from: journal)
    #expect(again == prepared)
    try restarted.publish(again)
    #expect(try sandbox.git("status", "--porcelain") == "")
    try restarted.publish(again)
    #expect(try sandbox.git("log", "--format=%s") == "log(a): x\nstart\n")
    #expect(try sandbox.git("status", "--porcelain") == "")
  }

  @Test func finishesAfterOthersHaveCommittedOnTop() throws {
    let (sandbox, repository) = try start()
    let prepared = try prepare(repository)
    try sandbox.write("a\nx\n", to: "a.md")
    try halfPublish(prepared, in: repository)
    try sandbox.write("b\ny\n", to: "b.md")
    try sandbox.git("commit", "--quiet", "-m", "theirs", "--only", "b.md")
    try sandbox.open().publish(prepared)
    #expect(try sandbox.git("log", "--format=%s") == "theirs\nlog(a): x\nstart\n")
    #expect(try sandbox.git("status", "--porcelain") == "")
  }

  @Test func leavesAStagedVersionAloneThatWasChangedSince() throws {
    let (sandbox, repository) = try start()
    let prepared = try prepare(repository)
    try halfPublish(prepared, in: repository)
    try sandbox.write("staged by hand\n", to: "a.md")
    try sandbox.git("add", "a.md")
    try sandbox.open().publish(prepared)
    #expect(try sandbox.git("show", ":a.md") == "staged by hand\n")
  }

  @Test func refusesWhenHeadOrIndexMoved() throws {
    let (sandbox, repository) = try start()
    let first = try prepare(repository)
    try sandbox.write("staged by hand\n", to: "a.md")
    try sandbox.git("add", "a.md")
    var error = #expect(throws: DaichoError.self) { try repository.publish(first) }
    #expect(error?.code == "index-changed")
    try sandbox.git("commit", "--quiet", "-m", "theirs")
    error = #expect(throws: DaichoError.self) { try repository.publish(first) }
    #expect(error?.code == "head-moved")
    #expect(try sandbox.git("log", "-1", "--format=%s") == "theirs\n")
    #expect(try sandbox.git("status", "--porcelain") == "")

    let second = try prepare(repository)
    try sandbox.git("switch", "--quiet", "-c", "other")
    error = #expect(throws: DaichoError.self) { try repository.publish(second) }
    #expect(error?.code == "head-moved")
  }

  @Test func twoFirstCommitsDoNotOverwriteEachOther() throws {
    let sandbox = try Sandbox()
    let (one, two) = (try sandbox.open(), try sandbox.open())
    let (first, second) = (try prepare(one, "one"), try prepare(two, "two"))
    try one.publish(first)
    let error = #expect(throws: DaichoError.self) { try two.publish(second) }
    #expect(error?.code == "head-moved")
  }

  @Test func waitsForAGitThatHoldsTheIndex() throws {
    let (sandbox, repository) = try start()
    let prepared = try prepare(repository)
    let lock = sandbox.path + "/.git/index.lock"
    _ = FileManager.default.createFile(atPath: lock, contents: nil)
    repository.lockTimeout = 100
    let error = #expect(throws: DaichoError.self) { try repository.publish(prepared) }
    #expect(error?.code == "index-locked")
    #expect(error?.message.en.contains(lock) == true)
    #expect(error?.hint?.en.contains(lock) == true)
    #expect(try sandbox.git("log", "--format=%s") == "start\n")
    #expect(FileManager.default.fileExists(atPath: lock))

    repository.lockTimeout = 5_000
    Thread.detachNewThread {
      usleep(200_000)
      unlink(lock)
    }
    try repository.publish(prepared)
    try sandbox.git("checkout", "--quiet", "a.md")
    #expect(try sandbox.git("log", "--format=%s") == "log(a): x\nstart\n")
    #expect(try sandbox.git("status", "--porcelain") == "")
  }

  @Test func refusesABranchThatIsLocked() throws {
    let (sandbox, repository) = try start()
    let prepared = try prepare(repository)
    _ = FileManager.default.createFile(atPath: sandbox.path + "/.git/refs/heads/main.lock", contents: nil)
    repository.lockTimeout = 50
    let error = #expect(throws: DaichoError.self) { try repository.publish(prepared) }
    #expect(error?.code == "ref-locked")
    #expect(!FileManager.default.fileExists(atPath: sandbox.path + "/.git/index.lock"))
  }

  @Test func takesOverTheLockOfADeadDaichoOnly() throws {
    let (sandbox, repository) = try start()
    let directory = sandbox.path + "/.git/"
    let living = try IndexLock(of: repository.directories, timeout: 0)
    let content = try Data(contentsOf: URL(fileURLWithPath: directory + "index.lock"))
    #expect(throws: DaichoError.self) { try IndexLock(of: repository.directories, timeout: 20) }
    living.release()
    #expect(!FileManager.default.fileExists(atPath: directory + "index.lock"))

    // It died while it locked the branch, too.
    try (content + Data("refs/heads/main\n".utf8)).write(to: URL(fileURLWithPath: directory + "index.lock"))
    try Data().write(to: URL(fileURLWithPath: directory + "refs/heads/main.lock"))
    repository.lockTimeout = 0
    try repository.publish(try prepare(repository))
    #expect(try sandbox.git("log", "-1", "--format=%s") == "log(a): x\n")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory).allSatisfy {
        !$0.hasPrefix("daicho-lock") && $0 != "index.lock"
      })
  }

  @Test func leavesNothingBehind() throws {
    func use() throws -> Sandbox {
      let (sandbox, repository) = try start()
      try repository.commit([.append("x", to: "a.md")])
      _ = try repository.status()
      return sandbox
    }
    let sandbox = try use()
    let directory = sandbox.path + "/.git"
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: directory).filter { $0.contains("daicho") } == [])
  }

  @Test func keepsTheStatOfUnchangedFilesAndTheTreeCache() throws {
    let (sandbox, repository) = try start()
    try sandbox.write("a\nx\n", to: "a.md")
    usleep(20_000)
    try repository.commit([.append("x", to: "a.md")])
    // Without --refresh, diff-files compares stat data only.
    #expect(try sandbox.git("diff-files", "--name-only") == "")
    #expect(try sandbox.git("ls-files", "--debug", "a.md").contains("size: 4"))
    #expect(try sandbox.git("write-tree") == sandbox.git("rev-parse", "HEAD^{tree}"))
  }

  /// A git that keeps whole seconds would take the file for unchanged once the index is a second newer.
  @Test func anEditInTheIndexsOwnSecondStaysSeen() throws {
    let (sandbox, repository) = try start()
    try sandbox.write("b\n", to: "b.md")
    try sandbox.git("add", "b.md")
    usleep(20_000)
    try sandbox.write("c\n", to: "b.md")
    try repository.commit([.append("x", to: "a.md")])
    usleep(1_100_000)
    try repository.commit([.append("y", to: "a.md")])
    #expect(try sandbox.git("diff", "--name-only", "--", "b.md") == "b.md\n")
    _ = try repository.status()
    #expect(try sandbox.git("diff", "--name-only", "--", "b.md") == "b.md\n")
  }

  @Test func seesAWorkTreeFileThatDiffersFromTheStagedOne() throws {
    let (sandbox, repository) = try start()
    try sandbox.write("a\ny\n", to: "a.md")
    try repository.commit([.append("x", to: "a.md")])
    #expect(try sandbox.git("status", "--porcelain") == " M a.md\n")
  }

  @Test func fourWritersLoseNothing() async throws {
    let (sandbox, _) = try start()
    let failures = await withTaskGroup(of: String?.self) { group in
      for writer in 0..<4 {
        group.addTask {
          await withCheckedContinuation { continuation in
            Thread.detachNewThread {
              do {
                let repository = try sandbox.open()
                repository.lockTimeout = 60_000
                for number in 0..<50 {
                  try repository.commit(
                    [.append("w\(writer) n\(number)", to: "shared.md")], message: "w\(writer) n\(number)")
                }
                continuation.resume(returning: nil)
              } catch {
                continuation.resume(returning: "\(error)")
              }
            }
          }
        }
      }
      return await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
    }
    #expect(failures == [])
    #expect(try sandbox.git("rev-list", "--count", "HEAD") == "201\n")
    let lines = try sandbox.git("show", "HEAD:shared.md").split(separator: "\n")
    #expect(lines.count == 200 && Set(lines).count == 200)
    for writer in 0..<4 {
      #expect(lines.filter { $0.hasPrefix("w\(writer) ") } == (0..<50).map { "w\(writer) n\($0)" })
    }
    #expect(try sandbox.git("show", ":shared.md") == sandbox.git("show", "HEAD:shared.md"))
    #expect(try sandbox.fsck() == "")
  }

  @Test func worksBesideARunningGit() async throws {
    let (sandbox, repository) = try start()
    let done = Task.detached {
      var failures = 0
      for number in 0..<20 {
        try sandbox.write("b\n\(number)\n", to: "b.md")
        while (try? sandbox.git("commit", "--quiet", "-m", "theirs \(number)", "--", "b.md")) == nil {
          failures += 1
          guard failures < 2_000 else { throw Sandbox.Failure(message: "git never got its turn") }
        }
      }
    }
    for number in 0..<20 {
      try repository.commit([.append("\(number)", to: "ours.md")], message: "ours \(number)")
    }
    try await done.value
    let subjects = try sandbox.git("log", "--format=%s").split(separator: "\n").map(String.init)
    #expect(subjects.filter { $0.hasPrefix("ours") } == (0..<20).reversed().map { "ours \($0)" })
    #expect(subjects.filter { $0.hasPrefix("theirs") } == (0..<20).reversed().map { "theirs \($0)" })
    #expect(try sandbox.git("show", "HEAD:b.md") == "b\n19\n")
    #expect(try sandbox.git("status", "--porcelain") == " D ours.md\n")
    #expect(try sandbox.fsck() == "")
  }
}
