import DaichoGit
import DaichoModel
import Foundation
import Testing

struct RepositoryTests {
  @Test func findsTheRepositoryAboveAFolder() throws {
    let sandbox = try Sandbox()
    try sandbox.write("x\n", to: "register/customers/a.md")
    let repository = try #require(try Repository.discover(from: sandbox.path + "/register/customers"))
    #expect(repository.workDirectory == sandbox.path + "/")
    #expect(repository.gitDirectory == sandbox.path + "/.git/")
    #expect(try Repository.discover(from: sandbox.root) == nil)
    #expect(try Repository.discover(from: sandbox.root + "/nowhere") == nil)
    #expect(throws: DaichoError.self) { try Repository.discover(from: sandbox.path + "/.git/refs") }
  }

  @Test func initializes() throws {
    let sandbox = try Sandbox()
    let path = sandbox.root + "/new/日本語"
    let repository = try Repository.initialize(at: path)
    #expect(try repository.head() == .unborn(ref: "refs/heads/main"))
    #expect(try sandbox.git(["status", "--porcelain=v2", "--branch"], in: path).contains("branch.head main"))
    let error = #expect(throws: DaichoError.self) { try Repository.initialize(at: path) }
    #expect(error?.code == "repository-exists")
  }

  @Test func refusesAWorkTreeElsewhere() throws {
    let sandbox = try Sandbox()
    try sandbox.git("config", "core.worktree", sandbox.root + "/elsewhere")
    try FileManager.default.createDirectory(
      atPath: sandbox.root + "/elsewhere", withIntermediateDirectories: true)
    let error = #expect(throws: DaichoError.self) { try Repository.discover(from: sandbox.path) }
    #expect(error?.code == "outside-work-tree")
  }

  @Test func namesWhatItCannotRead() throws {
    let sha256 = try Sandbox(arguments: ["--object-format=sha256"])
    var error = #expect(throws: DaichoError.self) { try sha256.open() }
    #expect(error?.code == "unsupported-repository")

    let bare = try Sandbox(arguments: ["--bare"])
    let repository = try bare.open()
    #expect(repository.workDirectory == nil)
    error = #expect(throws: DaichoError.self) { try repository.status() }
    #expect(error?.code == "bare-repository")
    error = #expect(throws: DaichoError.self) { try repository.commit([.append("x", to: "a.md")]) }
    #expect(error?.code == "bare-repository")

    let split = try Sandbox()
    try split.write("a\n", to: "a.md")
    try split.commitAll("start")
    try split.git("update-index", "--split-index")
    error = #expect(throws: DaichoError.self) { try split.open().stagedBlob(at: "a.md") }
    #expect(error?.code == "unsupported-index")
    try split.git("update-index", "--no-split-index")
    #expect(try split.open().stagedBlob(at: "a.md")?.bytes == Array("a\n".utf8))

    // What index.skipHash writes: no checksum.
    let index = split.path + "/.git/index"
    let data = try Data(contentsOf: URL(fileURLWithPath: index))
    try (data.dropLast(20) + Data(count: 20)).write(to: URL(fileURLWithPath: index))
    error = #expect(throws: DaichoError.self) { try split.open().status() }
    #expect(error?.code == "index-without-hash")
  }

  @Test(.enabled(if: getuid() == 0)) func refusesAnotherUsersRepository() throws {
    let sandbox = try Sandbox()
    for path in ["", "/.git"] { #expect(chown(sandbox.path + path, 12345, 12345) == 0) }
    let error = #expect(throws: DaichoError.self) { try sandbox.open() }
    #expect(error?.code == "unsafe-repository")
    #expect(error?.hint?.en.contains("safe.directory") == true)
  }

  @Test func takesTheAuthorFromGit() throws {
    let sandbox = try Sandbox()
    let repository = try sandbox.open()
    let signature = try repository.defaultSignature(at: 5, offsetMinutes: 540)
    #expect(signature == Signature(name: "佐藤 健", email: "sato@tsubame.example", when: 5, offset: 540))
    try sandbox.git("config", "author.email", "author@tsubame.example")
    #expect(try repository.defaultSignature(at: 5, offsetMinutes: 0).email == "author@tsubame.example")
    #expect(
      try repository.defaultSignature(at: 5, offsetMinutes: 0, role: .committer).email
        == "sato@tsubame.example")
    try sandbox.git("config", "author.email", " ")
    try sandbox.git("config", "user.email", "")
    var error = #expect(throws: DaichoError.self) { try repository.defaultSignature(at: 5, offsetMinutes: 0) }
    #expect(error?.code == "no-identity")
    try sandbox.git("config", "user.email", "a<b")
    error = #expect(throws: DaichoError.self) {
      try repository.defaultSignature(at: 5, offsetMinutes: 0, role: .committer)
    }
    #expect(error?.code == "invalid-identity")
  }

  @Test func resolvesRevisionsAndReadsCommits() throws {
    let sandbox = try Sandbox()
    try sandbox.commitAll("log(a): call\n\nShe asked\nabout boxes.\n\nRecord: customers/a\nAction: log")
    try sandbox.commitAll("second")
    try sandbox.git("tag", "-a", "v1", "-m", "tag", "HEAD~1")
    let repository = try sandbox.open()
    let first = try repository.resolve("v1")
    #expect(try first.description == sandbox.git("rev-parse", "HEAD~1").trimmingCharacters(in: .newlines))
    #expect(try repository.resolve(String(first.description.prefix(12))) == first)
    let commit = try repository.commit(first)
    #expect(commit.subject == "log(a): call")
    #expect(commit.body.hasPrefix("She asked\nabout boxes."))
    #expect(commit.trailers.map(\.key) == ["Record", "Action"])
    #expect(commit.trailer("record") == "customers/a")
    #expect(commit.author.offset == 540 && commit.author.when == 1_700_000_000)
    #expect(
      try repository.commits(from: repository.resolve("HEAD"), hiding: [first]).map(\.subject) == ["second"])
    for revision in ["nothing", "HEAD:x", "", "HEAD~9", "^{tree}", "@{-1}"] {
      let error = #expect(throws: DaichoError.self) { try repository.resolve(revision) }
      #expect(error?.code == "unknown-revision", "\(revision)")
    }
  }

  @Test func readsAShallowClone() throws {
    let sandbox = try Sandbox()
    for number in 1...3 {
      try sandbox.write("\(number)\n", to: "a.md")
      try sandbox.commitAll("\(number)", date: 1_700_000_000 + number)
    }
    try sandbox.git(
      ["clone", "--quiet", "--depth=2", "file://" + sandbox.path, sandbox.root + "/shallow"], in: sandbox.root
    )
    let repository = try #require(try Repository.discover(from: sandbox.root + "/shallow"))
    #expect(repository.isShallow)
    let head = try repository.resolve("HEAD")
    #expect(try repository.commits(touching: "a.md", from: head).map(\.commit.subject) == ["3", "2"])
    let error = #expect(throws: DaichoError.self) { try repository.resolve("HEAD~2") }
    #expect(error?.hint?.en.contains("unshallow") == true)
    try repository.commit([.append("x", to: "b.md")])
    #expect(try sandbox.git(["fsck", "--strict"], in: sandbox.root + "/shallow") == "")
  }
}
