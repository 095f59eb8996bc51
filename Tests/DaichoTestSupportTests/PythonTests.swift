import DaichoTestSupport
import Testing

@Suite(.enabled(if: Python.isAvailable)) struct PythonTests {
  @Test func runsAScriptWithArgumentsAndInput() throws {
    let script = "import sys; print(sys.argv[1], sys.stdin.read().upper(), end='')"
    #expect(try Python.run(script, ["台帳"], input: Array("crm".utf8)) == "台帳 CRM")
  }

  @Test func failuresCarryTheTraceback() {
    #expect {
      try Python.run("raise ValueError('no')")
    } throws: { error in
      (error as? Python.Failure)?.description.contains("ValueError: no") == true
    }
  }
}
