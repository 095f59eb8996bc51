import DaichoQuery
import Foundation

/// The `sqlite3` command: runs a script, gives its lines.
enum SQLiteShell {
  struct Failure: Error { let output: String }

  static func run(_ script: String) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(path: "daicho-\(UUID().uuidString).sql")
    try script.write(to: file, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sqlite3", "-batch", "-bail", ":memory:", ".read '\(file.path)'"]
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, complaint.isEmpty else { throw Failure(output: complaint) }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// The statement with its values written in, in the order of its `?`.
  static func filled(_ sql: String, _ arguments: [SQLValue]) -> String {
    var values = arguments.makeIterator()
    return sql.reduce(into: "") { out, character in
      out += character == "?" ? values.next()?.literal ?? "?" : String(character)
    }
  }
}
