import DaichoCLI
import DaichoModel
import Foundation
import Testing

struct OutputSinkTests {
  @Test func aReaderThatWentAwayIsItsOwnError() throws {
    OutputSink.ignoreBrokenPipes()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let sink = OutputSink(descriptor: pipe.fileHandleForWriting.fileDescriptor)
    try sink.write("x")
    let error = #expect(throws: DaichoError.self) { try sink.finish() }
    #expect(error?.isOutputClosed == true)

    let errors = OutputSink()
    if let error { MessagePrinter(language: .en, to: errors).print(error) }
    #expect(errors.text == "")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnErrorWithItsReason() throws {
    let full = try FileHandle(forWritingTo: URL(filePath: "/dev/full"))
    let sink = OutputSink(descriptor: full.fileDescriptor)
    let error = #expect(throws: DaichoError.self) {
      for _ in 0..<10_000 { try sink.write("0123456789") }
      try sink.finish()
    }
    #expect(error?.code == "output-failed")
    #expect(error?.message.en.contains("No space left") == true)
  }

  @Test func everythingArrivesInOrder() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "daicho-sink-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: url) }
    try Data().write(to: url)
    let file = try FileHandle(forWritingTo: url)
    let sink = OutputSink(descriptor: file.fileDescriptor)
    for number in 0..<50_000 { try sink.writeLine("行\(number)") }
    try sink.finish()
    let text = try String(contentsOf: url, encoding: .utf8)
    #expect(text == (0..<50_000).map { "行\($0)\n" }.joined())
  }
}
