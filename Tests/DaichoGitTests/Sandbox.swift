import DaichoGit
import DaichoModel
import Foundation

/// A real repository in a temporary folder, and plain git to look at it.
final class Sandbox: Sendable {
  let root: String
  let path: String

  /// - Parameter name: the work tree's folder inside the temporary one.
  init(_ name: String = "shop", arguments: [String] = []) throws {
    let temporary = FileManager.default.temporaryDirectory.appendingPathComponent(
      "daicho-git-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    root = temporary.resolvingSymlinksInPath().path
    path = root + "/" + name
    try git(["init", "--quiet", "--initial-branch=main"] + arguments + [path], in: root)
    try git("config", "user.name", "佐藤 健")
    try git("config", "user.email", "sato@tsubame.example")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  struct Failure: Error { var message: String }

  @discardableResult
  func git(_ arguments: String...) throws -> String { try git(arguments, in: path) }

  /// Runs git without the machine's or the user's configuration, at a date that follows from `date`.
  @discardableResult
  func git(
    _ arguments: [String], in directory: String, date: Int = 1_700_000_000, input: String? = nil
  ) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git"] + arguments
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.environment = [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin",
      "HOME": root, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "LC_ALL": "C",
      "GIT_AUTHOR_DATE": "\(date) +0900", "GIT_COMMITTER_DATE": "\(date) +0900", "GIT_EDITOR": "true",
    ]
    let output = Pipe()
    let errors = root + "/stderr-\(UUID().uuidString)"
    _ = FileManager.default.createFile(atPath: errors, contents: nil)
    defer { try? FileManager.default.removeItem(atPath: errors) }
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: errors)
    let standardInput = Pipe()
    process.standardInput = standardInput
    try process.run()
    if let input { standardInput.fileHandleForWriting.write(Data(input.utf8)) }
    try standardInput.fileHandleForWriting.close()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
      throw Failure(message: "git \(arguments.joined(separator: " ")): \(message)")
    }
    return String(decoding: data, as: UTF8.self)
  }

  func write(_ text: String, to file: String) throws {
    let url = URL(fileURLWithPath: path + "/" + file)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  func read(_ file: String) throws -> String {
    try String(contentsOfFile: path + "/" + file, encoding: .utf8)
  }

  func remove(_ file: String) throws { try FileManager.default.removeItem(atPath: path + "/" + file) }

  func commitAll(_ message: String, date: Int = 1_700_000_000) throws {
    try git(["add", "--all"], in: path)
    try git(["commit", "--quiet", "--allow-empty", "-m", message], in: path, date: date)
  }

  func open() throws -> Repository {
    guard let repository = try Repository.discover(from: path) else {
      throw Failure(message: "no repository")
    }
    return repository
  }

  /// What `git fsck` finds wrong.
  func fsck() throws -> String {
    try git("fsck", "--full", "--strict", "--no-dangling", "--no-progress")
  }
}

extension Signature {
  static let sato = Signature(name: "佐藤 健", email: "sato@tsubame.example", when: 1_700_000_100, offset: 540)
}

extension Repository {
  /// What a use case does: prepare and publish, again if somebody else was faster.
  @discardableResult
  func commit(_ edits: [PathEdit], message: String = "log(a): call") throws(DaichoError) -> PreparedCommit? {
    while true {
      guard let prepared = try prepare(edits, message: message, author: .sato, committer: .sato) else {
        return nil
      }
      do throws(DaichoError) {
        try publish(prepared)
        return prepared
      } catch  where error.asksToPrepareAgain {
        continue
      }
    }
  }
}

extension PathEdit {
  /// Replaces the one line `old`; refuses where it is not there exactly once.
  static func replaceLine(_ old: String, with new: String, in path: String) -> PathEdit {
    PathEdit(path) { bytes throws(DaichoError) in
      guard let bytes else { throw DaichoError("gone", Wording(en: "the file is gone", ja: "ファイルがありません")) }
      var lines = String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n")
      let places = lines.indices.filter { lines[$0] == old }
      guard let place = places.first, places.count == 1 else {
        throw DaichoError("no-line", Wording(en: "no such line", ja: "その行がありません"))
      }
      lines[place] = new
      return Array(lines.joined(separator: "\n").utf8)
    }
  }

  static func append(_ line: String, to path: String) -> PathEdit {
    PathEdit(path) { bytes throws(DaichoError) in (bytes ?? []) + Array("\(line)\n".utf8) }
  }
}

struct SplitMix64: RandomNumberGenerator {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
