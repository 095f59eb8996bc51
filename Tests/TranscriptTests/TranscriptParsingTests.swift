import DaichoTestSupport
import Testing

@Suite struct TranscriptParsingTests {
  @Test func readsDirectivesCommandsAndOutputs() throws {
    let transcript = try Transcript(
      parsing: """
        # A comment.
        @workspace example
        @mask time [0-9]+ ms

        $ cat <<'END'
        > a
        >
        > END
        a

        # Why the next one fails.
        $ false
        2> oh
        2>
        exit 1

        """)
    #expect(transcript.workspace == .example)
    #expect(transcript.masks == [.init(name: "time", pattern: "[0-9]+ ms")])
    #expect(transcript.steps.map(\.line) == [5, 12])
    #expect(transcript.steps.first?.command == ["cat <<'END'", "a", "", "END"])
    #expect(transcript.steps.first?.output == .init(stdout: "a\n"))
    #expect(transcript.steps.last?.preface == ["", "# Why the next one fails."])
    #expect(transcript.steps.last?.output == .init(stderr: "oh\n\n", status: 1))
  }

  @Test(arguments: [
    ("@workspace moon\n$ true\n", 1), ("# ok\n@mask time [\n", 2), ("daicho check\n", 1),
    ("$ true\n2> err\nout\n", 3), ("$ true\nexit 1\nexit 2\n", 3),
  ])
  func namesTheLineItCannotRead(text: String, line: Int) {
    #expect {
      try Transcript(parsing: text)
    } throws: { error in
      (error as? TranscriptError)?.line == line
    }
  }

  /// Whatever a command prints, writing and reading gives it back, and the commands around it too.
  @Test func anyOutputSurvivesWritingAndReading() throws {
    let pieces = [
      "\n", "\n\n", "$ x", "> x", ">", "2> x", "2>", "exit 1", "exit one", "\\", "\\ no newline",
      "# h", "#", "@workspace x", "台帳", " ", "\r\n", "",
    ]
    var random = SplitMix64(seed: 20_261_120)
    for _ in 0..<3_000 {
      let steps = (0..<3).map { _ in
        Transcript.Step(
          preface: [["", "# Next"], [""], []].randomElement(using: &random) ?? [], line: 0,
          command: ["cat", "", "END"],
          output: .init(
            stdout: text(of: pieces, using: &random), stderr: text(of: pieces, using: &random),
            status: [0, 0, 1, 130].randomElement(using: &random) ?? 0))
      }
      var transcript = Transcript(header: ["# Any"], steps: steps, footer: ["", "# End"])
      transcript.steps[0].preface = []
      var read = try Transcript(parsing: transcript.rendered)
      for index in read.steps.indices { read.steps[index].line = 0 }
      #expect(read == transcript, "\(transcript.rendered)")
    }
  }

  private func text(of pieces: [String], using random: inout SplitMix64) -> String {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in
      (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? "\n" : "")
    }.joined()
  }
}
