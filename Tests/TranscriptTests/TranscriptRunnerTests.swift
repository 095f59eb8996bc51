import DaichoTestSupport
import Foundation
import Testing

@Suite struct TranscriptRunnerTests {
  private let root: TemporaryFolder
  private let runner: TranscriptRunner

  /// A `daicho` of six lines, and an example of one file.
  init() throws {
    root = try TemporaryFolder()
    let text = try root.write(
      """
      #!/bin/sh
      case $1 in
        check) echo "1 error in $PWD"; echo 'took 12.5 ms' >&2; exit 1 ;;
        log) echo "- call: $2" >> customers/hanako.md; git commit -qam "log(hanako): call"; git rev-parse HEAD ;;
      esac

      """, to: "bin/daicho.txt")
    // Another test's thread may fork while a file is open here for writing, and a program that somebody has
    // open so cannot be run: a copy is never open in this process.
    let copied = try Subprocess.run(
      "/bin/sh", ["-c", "cp bin/daicho.txt bin/daicho && chmod 755 bin/daicho"], in: root.path)
    try #require(copied.status == 0, "\(text): \(copied.stderr)")
    try root.write("---\nname: 山田 花子\n---\n", to: "example/customers/hanako.md")
    runner = TranscriptRunner(programs: root.path(of: "bin"), example: root.path(of: "example"))
  }

  private static let session = """
    # A check and a commit.
    @workspace example
    @mask time [0-9.]+ ms

    $ daicho check
    1 error in <workspace>
    2> took <time>
    exit 1

    # The commit is there.
    $ daicho log 'ギフト箱'
    <hash>
    $ git log --format='%h %s %an'; tail -1 customers/hanako.md
    <hash> log(hanako): call 佐藤 健
    <hash> Start the register of 喫茶つばめ 佐藤 健
    - call: ギフト箱

    """

  @Test func runsTheProgramInItsWorkspace() throws {
    let transcript = try Transcript(parsing: Self.session)
    let outputs = try runner.run(transcript)
    #expect(transcript.steps.map(\.output) == outputs)
    #expect(transcript.difference(from: outputs) == nil)
  }

  @Test func recordsWhatWasPrinted() throws {
    let bare = Transcript.lines(of: Self.session).filter {
      $0.isEmpty || ["#", "@", "$"].contains($0.prefix(1))
    }.joined(separator: "\n")
    let transcript = try Transcript(parsing: bare)
    #expect(transcript.steps.allSatisfy { $0.output == .init() })
    #expect(transcript.recording(try runner.run(transcript)).rendered == Self.session)
  }

  @Test func pointsAtTheFirstLineThatDiffers() throws {
    let wrong = Self.session.replacingOccurrences(of: "log(hanako): call", with: "log(hanako): mail")
      .replacingOccurrences(of: "- call", with: "- mail")
    let transcript = try Transcript(parsing: wrong)
    let difference = try #require(transcript.difference(from: runner.run(transcript)))
    #expect(difference.line == 14)
    #expect(
      difference.description == """
        $ git log --format='%h %s %an'; tail -1 customers/hanako.md
        - <hash> log(hanako): mail 佐藤 健
        + <hash> log(hanako): call 佐藤 健
          <hash> Start the register of 喫茶つばめ 佐藤 健
        - - mail: ギフト箱
        + - call: ギフト箱
        """)
  }

  @Test func anEmptyWorkspaceIsNoRepository() throws {
    let transcript = try Transcript(parsing: "$ ls -A\n$ git status 2> /dev/null\n")
    #expect(try runner.run(transcript) == [.init(), .init(status: 128)])
  }

  @Test func replacesOnlyNamesOfObjects() throws {
    let text = try VolatileText(root: "/tmp/x", masks: [])
    let objects = ["0123456789abcdef0123456789abcdef01234567", "deadbeef00000000000000000000000000000000"]
    #expect(
      text.replaced(in: "deadbee, (deadbeef0) deadbe 0123457 xdeadbeef /tmp/x/home/a", objects: objects)
        == "<hash>, (<hash>) deadbe 0123457 xdeadbeef <home>/a")
  }
}
