import DaichoCLI
import DaichoModel
import Foundation
import Testing

@Suite(.serialized) struct PagerTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "daicho-pager-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func output(lines: Int, pager: Pager?) throws -> (direct: String, paged: String?) {
    defer { try? FileManager.default.removeItem(at: folder) }
    let direct = folder.appending(path: "direct")
    try Data().write(to: direct)
    let file = try FileHandle(forWritingTo: direct)
    let sink = OutputSink(descriptor: file.fileDescriptor, pager: pager, screenLines: 24)
    for number in 0..<lines { try sink.writeLine("\(number)") }
    try sink.finish()
    return (
      try String(contentsOf: direct, encoding: .utf8),
      try? String(contentsOf: folder.appending(path: "paged"), encoding: .utf8)
    )
  }

  private func lines(_ count: Int) -> String { (0..<count).map { "\($0)\n" }.joined() }

  private var recording: [String: String] {
    [
      "PATH": "/usr/bin:/bin",
      "DAICHO_PAGER": "cat > \(folder.path())/paged; echo $LESS >> \(folder.path())/paged",
    ]
  }

  @Test func aShortAnswerNeedsNoPager() throws {
    let shown = try output(lines: 23, pager: Pager(environment: recording))
    #expect(shown.direct == lines(23))
    #expect(shown.paged == nil)
  }

  @Test(arguments: [24, 50_000])
  func aLongAnswerGoesThroughIt(count: Int) throws {
    let shown = try output(lines: count, pager: Pager(environment: recording))
    #expect(shown.direct == "")
    #expect(shown.paged == lines(count) + "FRX\n")
  }

  @Test func leavingThePagerEarlyEndsQuietly() throws {
    OutputSink.ignoreBrokenPipes()
    let pager = Pager(environment: ["PATH": "/usr/bin:/bin", "PAGER": "head -n 1 > /dev/null"])
    do {
      _ = try output(lines: 500_000, pager: pager)
    } catch let error as DaichoError {
      #expect(error.isOutputClosed)
    }
  }

  @Test func theEnvironmentChooses() {
    let path = ["PATH": "/usr/bin:/bin"]
    #expect(Pager(environment: path.merging(["PAGER": ""]) { $1 }) == nil)
    #expect(Pager(environment: path.merging(["PAGER": "cat"]) { $1 }) == nil)
    #expect(Pager(environment: path.merging(["PAGER": "no-such-pager-at-all"]) { $1 }) == nil)
    #expect(Pager(environment: ["PATH": "/nowhere"]) == nil)
    #expect(Pager(environment: path.merging(["PAGER": "head", "DAICHO_PAGER": ""]) { $1 }) == nil)
    #expect(Pager(environment: path.merging(["PAGER": "head -n 3"]) { $1 }) != nil)
  }
}
