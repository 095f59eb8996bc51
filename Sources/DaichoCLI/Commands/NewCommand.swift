import ArgumentParser
import DaichoModel
import DaichoWorkspace

struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Create a record and commit it.",
    discussion: """
      daicho new customers hanako-yamada name=山田花子 email=hanako@example.com
      daicho new customer name=山田花子 kana='やまだ はなこ'
                                   (the id comes from the kana: yamada-hanako)
      daicho new deal title='Office coffee' customer=hanako-yamada amount=120000

      Where a field names another record, whatever finds that one will do.
      """)

  @Argument(help: "What to create.", completion: .list(Kind.allCases.map(\.folder)))
  var kind: Kind

  @Argument(
    help: ArgumentHelp("An id, if you want to choose it, and FIELD=VALUE pairs.", valueName: "id field=value")
  )
  var words: [String] = []

  @Option(help: ArgumentHelp("The text below the front matter.", valueName: "text"))
  var body: String?

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    var words = words[...]
    var id: String?
    if let first = words.first, Assignment(first) == nil {
      id = first
      words = words.dropFirst()
    }
    let assignments = try words.map { word in
      guard let assignment = Assignment(word), assignment.operation == .set || assignment.operation == .add
      else {
        throw DaichoError.usage(.noAssignment(word))
      }
      return assignment
    }
    let record = try workspace.newRecord(kind, id: id, assignments, body: body)
    let recorded = try workspace.create(record, dryRun: write.dryRun)
    if recorded.commit != nil { try session.output.writeLine(record.path) }
    try session.report(recorded)
  }
}
