import DaichoIndex
import DaichoModel
import DaichoTestSupport
import DaichoWorkspace
import Foundation

/// A small workspace in a real repository, and the program that was built beside the tests.
final class Shop: WorkProgress {
  let repository: TemporaryFolder
  let git: Git
  /// From the repository's root to the workspace: empty, or ending in `/`.
  let prefix: String

  static let customer = """
    ---
    # one of the first
    name: 山田 花子
    kana: やまだ はなこ
    owner: sato
    tags: [gift]
    note: one
    ---
    Likes light roasts.

    ## 履歴

    - 2026-11-01 10:00 call in @sato: First call
    - [ ] 2026-11-27 @sato: Send the price list

    """

  /// - Parameter commits: False leaves the repository without a commit.
  init(in subfolder: String = "", commits: Bool = true) throws {
    repository = try TemporaryFolder(named: "daicho-shop")
    git = Git(in: repository.path)
    prefix = subfolder.isEmpty ? "" : subfolder + "/"
    try git.initialize()
    try repository.write(
      """
      name: Tsubame
      timezone: Asia/Tokyo
      locale: en
      members:
        sato: {name: 佐藤 健, email: sato@tsubame.example}
        suzuki: {name: 鈴木 舞}

      """, to: prefix + "daicho.yml")
    try write(Shop.customer, "customers/hanako-yamada.md")
    try write("---\nname: 大野 太郎\n---\n", "customers/taro-ono.md")
    try write(
      "---\ntitle: Gift boxes\ncustomer: hanako-yamada\nstage: proposal\namount: 1000\n---\n", "deals/d1.md")
    if commits { try git.commitAll("Start") }
  }

  func path(_ file: String) -> String { repository.path(of: prefix + file) }
  func read(_ file: String) throws -> String { try repository.read(prefix + file) }
  func write(_ text: String, _ file: String) throws { try repository.write(text, to: prefix + file) }

  func replace(_ old: String, _ new: String, in file: String) throws {
    try write(read(file).replacing(old, with: new), file)
  }

  // MARK: The program

  var environment: [String: String] {
    var environment = git.environment
    environment["PATH"] = Shop.builtPrograms + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["DAICHO_LOCALE"] = "en"
    return environment
  }

  func daicho(_ arguments: String...) throws -> Subprocess.Result {
    try Subprocess.run("daicho", arguments, in: path(""), environment: environment)
  }

  func shell(_ script: String) throws -> Subprocess.Result {
    try Subprocess.run(
      "bash", ["-c", script], in: path(""), environment: environment, timeout: .seconds(400))
  }

  /// The folder SwiftPM builds the test bundle and the programs into.
  static let builtPrograms: String = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
      return bundle.bundleURL.deletingLastPathComponent().path
    #else
      return Bundle.main.bundlePath
    #endif
  }()

  // MARK: The library

  /// 2026-11-20 12:00 in Tokyo.
  func open() throws -> Workspace {
    try Workspace(
      containing: path(""), epoch: 1_795_143_600_000, today: nil,
      identity: Identity(
        authorName: "佐藤 健", authorEmail: "sato@tsubame.example", committerName: "佐藤 健",
        committerEmail: "sato@tsubame.example"), progress: self)
  }

  func progress(_ work: Wording, done: Int, of total: Int) {}
  func progressEnded() {}

  // MARK: What git says

  func subjects() throws -> [String] {
    try git("log", "--format=%s").split(separator: "\n").map(String.init)
  }

  func status() throws -> String { try git("status", "--short") }

  /// The changed lines of a diff, without what moves them about: places, ids and context.
  func changedLines(_ arguments: String...) throws -> [String] {
    let result = try git.attempt(arguments + ["-U0", "--no-renames"])
    let lines = result.stdout.split(separator: "\n").map(String.init)
    let heads = ["+++ ", "--- a", "--- /"]
    return lines.filter { line in
      (line.hasPrefix("+") || line.hasPrefix("-")) && !heads.contains { line.hasPrefix($0) }
    }
  }

  func isSound() throws -> Bool {
    let result = try git.attempt(["fsck", "--strict", "--no-dangling"])
    return result.status == 0 && result.stdout.isEmpty && !result.stderr.contains("error")
  }
}
