import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show one record: its fields, what follows from orders and contacts, and its log.",
    discussion: """
      daicho show hanako-yamada
      daicho show 090-0000-1234
      daicho show やまだ
      daicho show deals/d000012 --format json

      Whatever finds one record will do: an id, kind/id, an e-mail address, a phone number, a name or kana, or \
      a part of them.
      """)

  @Argument(help: "The record.", completion: Completions.ids(Kind.allCases))
  var reference: String

  @Option(help: "How to answer: table or json.")
  var format: OutputFormat = .table

  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard [.table, .json, .jsonl].contains(format) else {
      throw DaichoError.usage(.tableOrJSON(format.rawValue, hasLines: true))
    }
    let session = Session(global, at: past, paged: format == .table)
    let workspace = try session.workspace()
    let found = try session.choose(reference)
    let view = RecordView(session: session, workspace: workspace, record: try workspace.open(found))
    switch format {
    case .json, .jsonl: try view.writeJSON(indent: format == .json ? 2 : nil)
    default: try view.writeText()
    }
    try session.finish()
  }
}
