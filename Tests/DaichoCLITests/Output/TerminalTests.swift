import DaichoCLI
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct TerminalTests {
  /// A real terminal of 72 columns and 30 lines.
  private func withTerminal(_ body: (Int32) -> Void) throws {
    var (main, terminal): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 30, ws_col: 72, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&main, &terminal, nil, nil, &size) == 0)
    defer { for end in [main, terminal] { close(end) } }
    body(terminal)
  }

  @Test func asksTheTerminalForItsSize() throws {
    try withTerminal { descriptor in
      let terminal = Terminal(descriptor: descriptor, environment: ["TERM": "xterm"])
      #expect(terminal.isTerminal && terminal.isColored && terminal.canRewriteLines)
      #expect(terminal.width == 72)
      #expect(terminal.height == 30)
    }
  }

  @Test func theEnvironmentOutranksIt() throws {
    try withTerminal { descriptor in
      #expect(Terminal(descriptor: descriptor, environment: ["COLUMNS": "100"]).width == 100)
      #expect(Terminal(descriptor: descriptor, environment: ["COLUMNS": "wide"]).width == 72)
      #expect(!Terminal(descriptor: descriptor, environment: ["NO_COLOR": "1"]).isColored)
      #expect(Terminal(descriptor: descriptor, environment: ["NO_COLOR": ""]).isColored)
      let dumb = Terminal(descriptor: descriptor, environment: ["TERM": "dumb"])
      #expect(dumb.isTerminal && !dumb.isColored && !dumb.canRewriteLines)
    }
  }

  @Test func theOptionOutranksTheEnvironment() throws {
    try withTerminal { descriptor in
      #expect(Terminal(descriptor: descriptor, environment: ["NO_COLOR": "1"], color: .always).isColored)
      #expect(!Terminal(descriptor: descriptor, environment: [:], color: .never).isColored)
    }
  }

  @Test func aFileIsNoTerminal() throws {
    let file = open("/dev/null", O_WRONLY)
    defer { close(file) }
    let terminal = Terminal(descriptor: file, environment: ["COLUMNS": "40"])
    #expect(!terminal.isTerminal && !terminal.isColored && terminal.width == nil)
    #expect(Terminal(descriptor: file, environment: [:], color: .always).isColored)
  }

  @Test func styleIsOnlySeenInColour() {
    #expect(Style(isColored: true)("山", .bold, .red) == "\u{1B}[1;31m山\u{1B}[0m")
    #expect(Style(isColored: true)("", .bold) == "")
    #expect(Style.plain("山", .bold, .red) == "山")
  }
}
