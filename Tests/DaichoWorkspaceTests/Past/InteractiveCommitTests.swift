import DaichoTestSupport
import Foundation
import Testing

/// `daicho commit --interactive` on a terminal.
struct InteractiveCommitTests {
  private let shop: Shop

  init() throws {
    shop = try Shop()
    try shop.replace("amount: 1000", "amount: 2000", in: "deals/d1.md")
    try shop.replace("owner: sato", "owner: suzuki", in: "customers/hanako-yamada.md")
    try shop.replace("name: 大野 太郎", "name: 大野 次郎", in: "customers/taro-ono.md")
    try shop.write("mine", "notes.txt")
  }

  /// Runs the command on a pseudo-terminal and answers each question with the next of `answers`.
  private func commit(_ answers: [String]) throws -> (status: Int32, screen: String) {
    let script = """
      import os, pty, select, sys, time
      answers = \(answers)
      pid, terminal = pty.fork()
      if pid == 0:
          os.execvp("daicho", ["daicho", "commit", "--interactive"])
      screen, asked = "", 0
      while True:
          ready, _, _ = select.select([terminal], [], [], 60)
          if not ready: sys.exit("silent: " + screen)
          try: piece = os.read(terminal, 4096)
          except OSError: break
          if not piece: break
          screen += piece.decode("utf-8", "replace")
          while screen.count("[y/n/q]") > asked and asked < len(answers):
              os.write(terminal, (answers[asked] + "\\n").encode())
              asked += 1
      print(screen)
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
      """
    let result = try Subprocess.run(
      "python3", ["-c", script], in: shop.path(""), environment: shop.environment)
    return (result.status, result.stdout)
  }

  @Test func commitsWhatThePersonTakes() throws {
    let (status, screen) = try commit(["n", "what?", "y", "y"])
    #expect(status == 0)
    #expect(screen.contains("owner: sato → suzuki") && screen.contains("amount: 1000 → 2000"))
    #expect(screen.contains("notes.txt"))
    #expect(try shop.subjects()[0] == "edit: 2 files (2 modified)")
    #expect(try shop.status() == " M customers/hanako-yamada.md\n?? notes.txt\n")
  }

  @Test func leavesTheRestOfIt() throws {
    _ = try commit(["y", "q"])
    #expect(try shop.subjects()[0] == "set(hanako-yamada): owner")
    #expect(try shop.status() == " M customers/taro-ono.md\n M deals/d1.md\n?? notes.txt\n")
    _ = try commit(["q"])
    #expect(try shop.subjects().count == 2)
  }

  @Test func needsATerminal() throws {
    let result = try shop.daicho("commit", "--interactive")
    #expect(result.status == 64 && result.stderr.contains("terminal"))
    #expect(try shop.subjects().count == 1)
  }
}
