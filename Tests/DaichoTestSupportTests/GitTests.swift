import DaichoTestSupport
import Testing

@Suite struct GitTests {
  private func commit() throws -> (id: String, folder: TemporaryFolder) {
    let folder = try TemporaryFolder()
    let git = Git(in: folder.path)
    try git.initialize()
    try folder.write("山田", to: "customers/hanako.md")
    return (try git.commitAll("Start"), folder)
  }

  @Test func sameCommandsGiveTheSameCommit() throws {
    let (first, folder) = try commit()
    let (second, _) = try commit()
    #expect(first == second)
    #expect(first.count == 40)
    #expect(
      try Git(in: folder.path)("log", "--format=%an <%ae> %aI") == """
        佐藤 健 <sato@tsubame.example> 2026-11-20T09:00:00+00:00

        """)
  }

  @Test func failuresSayWhatGitSaid() throws {
    let folder = try TemporaryFolder()
    let git = Git(in: folder.path)
    #expect(throws: Git.Failure.self) { try git("log") }
    #expect(try git.attempt(["log"]).stderr.contains("not a git repository"))
  }
}
