import DaichoTestSupport
import Testing

@Suite struct SubprocessTests {
  private func bash(_ script: String, input: String = "", timeout: Duration = .seconds(60)) throws
    -> Subprocess.Result
  {
    try Subprocess.run("bash", ["-c", script], input: Array(input.utf8), timeout: timeout)
  }

  @Test func separatesOutputErrorsAndStatus() throws {
    let result = try bash("echo out; echo err >&2; exit 3")
    #expect(result.stdout == "out\n")
    #expect(result.stderr == "err\n")
    #expect(result.status == 3)
  }

  @Test func reportsSignalsAsAShellDoes() throws {
    #expect(try bash("kill -TERM $$").status == 128 + 15)
  }

  @Test func passesInputOfAnySizeAndSurvivesAProgramThatReadsNone() throws {
    let input = String(repeating: "0123456789\n", count: 200_000)
    #expect(try bash("wc -c", input: input).stdout.contains("2200000"))
    #expect(try bash("true", input: input).status == 0)
  }

  @Test func pipelinesBreakSilently() throws {
    let result = try bash("yes | head -1; echo ${PIPESTATUS[0]}")
    #expect(result.stdout == "y\n141\n")
    #expect(result.stderr == "")
  }

  @Test func killsTheWholeGroupWhenTimeIsUp() throws {
    let start = ContinuousClock.now
    #expect {
      try bash("echo begun; sleep 60; echo never", timeout: .milliseconds(300))
    } throws: { error in
      guard case Subprocess.Failure.timedOut(_, _, let stdout, _) = error else { return false }
      return stdout == "begun\n"
    }
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func doesNotWaitForAGrandchild() throws {
    let start = ContinuousClock.now
    #expect(try bash("sleep 30 & echo done").stdout == "done\n")
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test func givesTheEnvironmentAsItIs() throws {
    let result = try Subprocess.run("env", [], environment: ["PATH": "/usr/bin:/bin", "A": "台帳"])
    #expect(result.stdout.split(separator: "\n").sorted() == ["A=台帳", "PATH=/usr/bin:/bin"])
  }

  @Test func namesAProgramThatIsNotThere() {
    #expect(throws: Subprocess.Failure.notFound("no-such-program")) {
      try Subprocess.run("no-such-program")
    }
  }

  @Test(arguments: 0..<40) func runsManyAtOnce(number: Int) throws {
    #expect(try bash("echo \(number)").stdout == "\(number)\n")
  }
}
