import DaichoTestSupport
import Testing

/// The commands shown in the documents do run.
struct ExampleTests {
  @Test(arguments: ["README.md", "README.ja.md", "\(Document.catalogue)/Commands.md"])
  func runs(_ path: String) throws {
    let commands = try Document(path).commands.filter { $0.hasPrefix("daicho ") }
    #expect(commands.count >= 8)
    let program = try Program.inExample()
    for command in commands {
      let result = try program.shell(command)
      #expect(result.status == 0, "\(path): \(command)\n\(result.stderr)")
    }
  }
}
