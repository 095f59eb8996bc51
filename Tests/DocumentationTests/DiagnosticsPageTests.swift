import DaichoTestSupport
import Foundation
import Testing

/// Diagnostics.md against what `check` says of a workspace in which everything is wrong.
struct DiagnosticsPageTests {
  private struct Found: Decodable {
    let severity: String
    let code: String
  }

  @Test func hasEveryCode() throws {
    let page = try Document.manual("Diagnostics")
    let program = try Program.inEmptyWorkspace()
    for (path, bytes) in BrokenWorkspace.files { try program.folder.write(bytes, to: path) }
    let result = try program("check", "--format", "json")
    #expect(result.status == 1, "\(result.stderr)")
    let codes = Set(try JSONDecoder().decode([Found].self, from: Data(result.outputBytes)).map(\.code))
    #expect(codes.count > 80)
    for code in codes.sorted() {
      let isDescribed = page.text.contains("`\(code)`")
      #expect(isDescribed, "\(page.path) does not describe '\(code)'")
    }

    // What the page describes is in the sources, or was just seen.
    let sources = try DiagnosticsPageTests.sources()
    let rows = page.text.split(separator: "\n").filter { $0.hasPrefix("| `") }
    let described = rows.flatMap { row in
      row.split(separator: " |")[0].matches(of: /`([a-z0-9-]+)`/).map { String($0.output.1) }
    }
    #expect(described.count > 120)
    for code in described where !codes.contains(code) {
      let isGiven = sources.contains("\"\(code)\"")
      #expect(isGiven, "nothing gives the code '\(code)' of \(page.path)")
    }
  }

  private static func sources() throws -> String {
    let folder = Document.root.appending(path: "Sources").path
    return try (FileManager.default.subpaths(atPath: folder) ?? []).filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8) }.joined()
  }
}
