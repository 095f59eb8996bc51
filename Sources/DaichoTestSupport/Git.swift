import Foundation

/// Runs git in one folder, the same on every machine: nobody's configuration, a fixed author and
/// clock, English messages. The same commands give the same commit ids.
package struct Git: Sendable {
  /// A git command that ended with a status other than 0.
  package struct Failure: Error, CustomStringConvertible {
    package let arguments: [String]
    package let result: Subprocess.Result

    package var description: String {
      "git \(arguments.joined(separator: " ")) ended with \(result.status): \(result.stderr)"
    }
  }

  package let folder: String
  package var environment: [String: String]

  /// - Parameter date: The author's and committer's date of every commit.
  package init(in folder: String, date: String = "2026-11-20T09:00:00+0000") {
    self.folder = folder
    environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": "/nonexistent",
      "LC_ALL": "C.UTF-8",
      "TZ": "UTC",
      "GIT_CONFIG_NOSYSTEM": "1",
      "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_TERMINAL_PROMPT": "0",
      "GIT_AUTHOR_NAME": "佐藤 健",
      "GIT_AUTHOR_EMAIL": "sato@tsubame.example",
      "GIT_AUTHOR_DATE": date,
      "GIT_COMMITTER_NAME": "佐藤 健",
      "GIT_COMMITTER_EMAIL": "sato@tsubame.example",
      "GIT_COMMITTER_DATE": date,
    ]
  }

  /// Makes the folder a repository on branch `main`, with an identity in its own configuration for
  /// programs that do not read git's environment.
  package func initialize() throws {
    try self("init", "--quiet", "--initial-branch=main")
    try self("config", "user.name", "佐藤 健")
    try self("config", "user.email", "sato@tsubame.example")
  }

  /// Commits everything in the folder and returns the commit's id.
  @discardableResult
  package func commitAll(_ message: String) throws -> String {
    try self("add", "--all")
    try self("commit", "--quiet", "--allow-empty", "--message", message)
    return try self("rev-parse", "HEAD").trimmingCharacters(in: .newlines)
  }

  /// Runs git and returns its standard output.
  @discardableResult
  package func callAsFunction(_ arguments: String..., input: [UInt8] = []) throws -> String {
    let result = try attempt(arguments, input: input)
    guard result.status == 0 else { throw Failure(arguments: arguments, result: result) }
    return result.stdout
  }

  /// Runs git whatever status it ends with.
  package func attempt(_ arguments: [String], input: [UInt8] = []) throws -> Subprocess.Result {
    try Subprocess.run("git", arguments, in: folder, environment: environment, input: input)
  }
}
