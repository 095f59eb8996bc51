import DaichoFiles
import DaichoTestSupport
import Foundation
import Testing

@Suite struct AppendFileTests {
  @Test func endsALineThatWasCutOff() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.jsonl"
    try Data("{\"a\": 1}\n{\"b\": ".utf8).write(to: URL(fileURLWithPath: path))
    let file = try AppendFile(path: path)
    try file.append(Array("{\"c\": 3}\n".utf8))
    try file.synchronize()
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "{\"a\": 1}\n{\"b\": \n{\"c\": 3}\n")
  }

  @Test func addsToWhatOthersWriteMeanwhile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.jsonl"
    let (one, other) = (try AppendFile(path: path), try AppendFile(path: path))
    for number in 0..<100 { try (number % 2 == 0 ? one : other).append(Array("\(number)\n".utf8)) }
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.map(String.init) == (0..<100).map(String.init))
  }

  @Test func roomThatIsSetAsideIsNoContent() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.jsonl"
    let file = try AppendFile(path: path)
    try file.reserve(1 << 20)
    try file.append(Array("a\n".utf8))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("a\n".utf8))
  }

  @Test func noticesAnotherFileInItsPlace() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/x.jsonl"
    let file = try AppendFile(path: path)
    #expect(file.isInPlace)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    #expect(!file.isInPlace)
    try Data().write(to: URL(fileURLWithPath: path))
    #expect(!file.isInPlace)
  }
}
