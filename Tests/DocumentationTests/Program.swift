import DaichoTestSupport
import Foundation

/// The `daicho` built beside the tests, run in a folder of its own with nobody's settings.
struct Program {
  let folder: TemporaryFolder
  private let home: TemporaryFolder

  /// In a folder with nothing in it but a daicho.yml.
  static func inEmptyWorkspace() throws -> Program {
    let program = try Program()
    try program.folder.write("name: x\nlocale: en\n", to: "daicho.yml")
    return program
  }

  /// In a copy of example-workspace, committed in a repository of its own.
  static func inExample() throws -> Program {
    let program = try Program()
    try program.folder.copyContents(of: Document.root.appending(path: "example-workspace").path)
    if program.folder.exists(".daicho") { try program.folder.remove(".daicho") }
    let git = Git(in: program.folder.path)
    try git.initialize()
    try git.commitAll("Start the register of 喫茶つばめ")
    return program
  }

  private init() throws {
    folder = try TemporaryFolder(named: "daicho-documents")
    home = try TemporaryFolder(named: "daicho-home")
  }

  func callAsFunction(_ arguments: String...) throws -> Subprocess.Result {
    try Subprocess.run("daicho", arguments, in: folder.path, environment: environment)
  }

  /// Runs a line as a reader would type it.
  func shell(_ line: String) throws -> Subprocess.Result {
    try Subprocess.run("bash", ["-c", line], in: folder.path, environment: environment)
  }

  private var environment: [String: String] {
    [
      "PATH": Program.builtPrograms + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
      "HOME": home.path, "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_AUTHOR_NAME": "佐藤 健", "GIT_AUTHOR_EMAIL": "sato@tsubame.example",
      "GIT_COMMITTER_NAME": "佐藤 健", "GIT_COMMITTER_EMAIL": "sato@tsubame.example",
    ]
  }

  /// The folder SwiftPM builds the test bundle and the programs into.
  private static let builtPrograms: String = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
      return bundle.bundleURL.deletingLastPathComponent().path
    #else
      return Bundle.main.bundlePath
    #endif
  }()
}
