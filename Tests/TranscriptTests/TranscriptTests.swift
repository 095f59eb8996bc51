import DaichoTestSupport
import Foundation
import Testing

/// Every file in Transcripts, run with the program built beside the tests.
///
/// `DAICHO_RECORD=1 swift test --filter Transcript` writes what the commands print now into the files;
/// read the difference with `git diff` before you commit it.
@Suite struct TranscriptTests {
  @Test(arguments: transcripts) func printsWhatItSays(_ name: String) throws {
    let path = "\(transcriptsFolder)/\(name)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let transcript: Transcript
    do {
      transcript = try Transcript(parsing: text)
    } catch {
      Issue.record("\(name):\(error.line): \(error.message)")
      return
    }
    let runner = TranscriptRunner(programs: builtPrograms, example: "\(packageFolder)/example-workspace")
    let outputs = try runner.run(transcript)

    if ProcessInfo.processInfo.environment["DAICHO_RECORD"] == "1" {
      try transcript.recording(outputs).rendered.write(toFile: path, atomically: true, encoding: .utf8)
    } else if let difference = transcript.difference(from: outputs) {
      let place = SourceLocation(
        fileID: "TranscriptTests/\(name)", filePath: path, line: difference.line, column: 1)
      Issue.record(
        """
        \(name):\(difference.line): - is expected, + was printed
        \(difference.description)
        """, sourceLocation: place)
    }
  }

  @Test func areAllFound() {
    #expect(transcripts.contains("format.transcript"))
  }
}

private let packageFolder = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

private let transcriptsFolder = "\(packageFolder)/Tests/TranscriptTests/Transcripts"

private let transcripts = (FileManager.default.subpaths(atPath: transcriptsFolder) ?? [])
  .filter { $0.hasSuffix(".transcript") }.sorted()

/// The folder SwiftPM builds the test bundle and the programs into.
private let builtPrograms: String = {
  #if os(macOS)
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
    return bundle.bundleURL.deletingLastPathComponent().path
  #else
    return Bundle.main.bundlePath
  #endif
}()
