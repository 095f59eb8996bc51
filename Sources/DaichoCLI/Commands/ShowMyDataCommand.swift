import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ShowMyDataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show-my-data",
    abstract: "Everything the register holds on one person, to answer their request for it.",
    discussion: """
      daicho show-my-data hanako-yamada -o ../hanako.md
      daicho show-my-data hanako@example.jp -o ../hanako.json
      daicho show-my-data hanako-yamada --format json

      One readable file (GDPR article 15, Japan's APPI article 33): the record with its consents, log and tasks; \
      their company, deals and inquiries; every order line, event and mail; what binds their addresses; what is \
      derived, with the segments they are in and the rules that made their scores; who changed the record and \
      when; where else they are named. It changes nothing and records nothing.

      Read it before you hand it over. Logs and notes may tell of other people, and a company's record does so as \
      a rule: daicho cannot know who is meant by a name in a text. The last section says what the file does not \
      cover.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case markdown, json
  }

  @Argument(help: "The person.", completion: Completions.ids([.customers]))
  var reference: String

  @Option(help: "markdown or json; as the file's name ends, else markdown.")
  var format: Format?

  @OptionGroup var export: ExportOptions
  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let isJSON = export.output?.lowercased().hasSuffix(".json") ?? false
    let format = format ?? (isJSON ? .json : .markdown)
    let session = Session(global, at: past, paged: format == .markdown && export.output == nil)
    let workspace = try session.workspace()
    let found = try session.choose(reference, kinds: [.customers])
    let data = try workspace.personalData(of: found, keys: KeyStore(session.surroundings()))
    let output = try ExportOutput(export, session: session, workspace: workspace)
    switch format {
    case .json:
      let answer = PersonalDataAnswer(data, of: workspace, language: session.language)
      try output.sink.writeLine(answer.json.serialized(indent: 2))
    case .markdown:
      try PersonalDataMarkdown(data, of: workspace, session.language).write(to: output.sink)
    }
    try output.finish(.personalDataOf(found.reference), workspace: workspace)
  }
}
