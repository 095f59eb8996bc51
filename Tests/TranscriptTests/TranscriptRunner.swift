import DaichoTestSupport
import Foundation

/// Runs a transcript's commands, each by `bash -c`, in a fresh workspace with nobody's settings.
///
/// Beside the workspace lies an empty home with a git identity; `..` is theirs alone, so a command may
/// make a clone or a remote there. The terminal is none, the time zone Asia/Tokyo.
struct TranscriptRunner {
  /// The folder of the `daicho` to be found first on the PATH.
  let programs: String
  /// The folder copied for `@workspace example`.
  let example: String

  func run(_ transcript: Transcript) throws -> [Transcript.Output] {
    let root = try TemporaryFolder(named: "daicho-transcript")
    let workspace = try root.makeFolder("workspace")
    try root.write(
      """
      [user]
        name = 佐藤 健
        email = sato@tsubame.example
      [init]
        defaultBranch = main

      """, to: "home/.gitconfig")
    if transcript.workspace == .example {
      for name in try FileManager.default.contentsOfDirectory(atPath: example) {
        try FileManager.default.copyItem(atPath: "\(example)/\(name)", toPath: "\(workspace)/\(name)")
      }
      let git = Git(in: workspace, date: Self.date)
      try git("init", "--quiet", "--initial-branch=main")
      try git.commitAll("Start the register of 喫茶つばめ")
    }

    let volatile = try VolatileText(root: root.path, masks: transcript.masks)
    let environment = environment(home: root.path(of: "home"))
    return try transcript.steps.map { step in
      let result = try Subprocess.run(
        "bash", ["-c", step.command.joined(separator: "\n")], in: workspace, environment: environment)
      let objects = try Self.objects(in: root.path, environment: environment)
      return Transcript.Output(
        stdout: volatile.replaced(in: result.stdout, objects: objects),
        stderr: volatile.replaced(in: result.stderr, objects: objects), status: result.status)
    }
  }

  /// What git's own commits in a transcript are dated.
  private static let date = "2026-11-20T09:00:00+0900"

  private func environment(home: String) -> [String: String] {
    [
      "PATH": programs + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"),
      "HOME": home,
      "TZ": "Asia/Tokyo",
      "LC_ALL": "C.UTF-8",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_DATE": Self.date,
      "GIT_COMMITTER_DATE": Self.date,
    ]
  }

  /// The ids of all objects of the repositories directly in `root`, sorted.
  private static func objects(in root: String, environment: [String: String]) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: root).flatMap { name -> [Substring] in
      let folder = "\(root)/\(name)"
      let isRepository = [".git", "HEAD"].contains {
        FileManager.default.fileExists(atPath: "\(folder)/\($0)")
      }
      guard isRepository else { return [] }
      let arguments = ["cat-file", "--batch-all-objects", "--batch-check=%(objectname)"]
      return try Subprocess.run("git", arguments, in: folder, environment: environment).stdout
        .split(separator: "\n")
    }.map(String.init).sorted()
  }
}
