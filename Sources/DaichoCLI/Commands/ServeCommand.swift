import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import Foundation

struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Answer the links of your mails: unsubscribe, opens, clicks.",
    discussion: """
      daicho serve                            on this machine alone, port 8080
      daicho serve --host 0.0.0.0 --port 80   for everybody; better behind a proxy that speaks https
      curl -X POST -d List-Unsubscribe=One-Click http://localhost:8080/u/TOKEN

      What comes back is on the disk before it is answered, in events/YYYY-MM.jsonl, \
      and committed every minute and at the end. Nothing is lost when it is killed: \
      the next start commits the rest.

      It answers to the host of 'base_url' in daicho.yml and to this machine's own \
      names, to nobody else; put a web server with a certificate before it (the \
      manual's page Serving has recipes). The workspace's key must be here: see \
      'daicho key'.
      """)

  /// What answers; the executable gives it, since faces do not know one another.
  // Unsafe: set once before the command line is read, on the one thread there is.
  nonisolated(unsafe) static var server: CommandLineInterface.Server?

  @Option(help: ArgumentHelp("The name or address to listen on.", valueName: "host"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The port; 0 for any that is free.", valueName: "port"))
  var port = 8080

  @Option(help: ArgumentHelp("Seconds between two commits.", valueName: "seconds"))
  var commitEvery = 60

  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard (0...65_535).contains(port) else { throw DaichoError.usage(.outOfRange("--port", 0...65_535)) }
    guard (1...86_400).contains(commitEvery) else {
      throw DaichoError.usage(.outOfRange("--commit-every", 1...86_400))
    }
    let session = Session(global)
    _ = try session.workspaceForWriting()
    let (language, style) = (session.language, session.errorTerminal.style)
    let serving = Serving(
      host: host, port: port, commitEvery: commitEvery, keys: session.keyStore, open: try session.opener(),
      now: { Session.epoch },
      tell: { notice in
        let messages = MessagePrinter(
          language: language, style: style, to: OutputSink(descriptor: STDERR_FILENO))
        switch notice {
        case .note(let text): messages.printNote(text)
        case .warning(let text): messages.printWarning(text)
        case .failure(let error): messages.print(error)
        }
      })
    try ServeCommand.server?(serving)
  }
}
