import ArgumentParser
import DaichoIndex
import DaichoInsight
import DaichoModel
import DaichoWorkspace

struct DuplicatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "duplicates",
    abstract: "Find customers or companies that are probably in the register twice.",
    discussion: """
      daicho duplicates
      daicho duplicates --kind companies
      daicho duplicates --where 'created in last 7 days' --min-score 0.5
      daicho duplicates --dismiss hanako-yamada hanako-yamada-2

      Each pair comes with its probability, what speaks for it and against it, and the command that makes \
      one record of the two. A family on one landline, or colleagues on one switchboard, score low: what is \
      a person's own (given name, birthday, mobile phone, e-mail) tells them apart.

      --dismiss remembers that two records are two, as 'not_duplicate' in the first; they are not shown again.
      """)

  @Option(help: "customers or companies.", completion: .list(["customers", "companies"]))
  var kind: Kind = .customers

  @Option(
    name: [.customLong("where"), .customShort("w")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only pairs of which one fulfils this filter. May be given several times.", valueName: "filter"))
  var filters: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Only pairs that are this probable, 0 to 1.", valueName: "p"))
  var minScore = 0.8

  @Option(parsing: .unconditional, help: ArgumentHelp("Show this many at most.", valueName: "n"))
  var limit: Int?

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @Option(
    parsing: .upToNextOption, help: ArgumentHelp("Two records that are not the same.", valueName: "a b"),
    completion: Completions.ids([.customers, .companies]))
  var dismiss: [String] = []

  @OptionGroup var write: WriteOptions
  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard kind == .customers || kind == .companies else { throw DaichoError.usage(.duplicateKinds) }
    guard (0...1).contains(minScore) else { throw DaichoError.usage(.scoreRange) }
    if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
    if dismiss.isEmpty { try show() } else { try dismissPair() }
  }

  private func dismissPair() throws {
    guard dismiss.count == 2 else { throw DaichoError.usage(.nameTwoRecords) }
    let session = Session(global, at: past, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let first = try session.choose(dismiss[0], kinds: [.customers, .companies])
    let second = try session.choose(dismiss[1], kinds: [first.reference.kind])
    try session.report(workspace.dismissDuplicate(first, second, dryRun: write.dryRun))
  }

  private func show() throws {
    let session = Session(global, at: past, paged: format == .table)
    let workspace = try session.workspace()
    let answer = try workspace.duplicates(
      DuplicateRequest(kind, filters: filters, minimumScore: minScore, limit: limit), progress: session)
    let options = session.options(format)
    let rows = answer.candidates.map { row($0, session.language) }
    try OutputTable(columns: DuplicatesCommand.columns, rows: rows).write(options, to: session.output)
    try session.finish()
    guard format == .table else { return }
    session.messages.printNote(
      .duplicateCount(answer.total, shown: answer.candidates.count, of: kind, answer.compared))
    if answer.dismissed > 0 { session.messages.printNote(.dismissedCount(answer.dismissed)) }
    if let first = answer.candidates.first {
      session.messages.printHint(.dismissHint(first.kept.reference.id, first.merged.reference.id))
    }
  }

  private static let columns = [
    OutputColumn.number("score", Wording(en: "score", ja: "確度")),
    OutputColumn.machineOnly("kind"), OutputColumn.machineOnly("a.id"),
    OutputColumn("a.name", Wording(en: "name", ja: "名前")), OutputColumn.machineOnly("a.path"),
    OutputColumn.machineOnly("b.id"), OutputColumn("b.name", Wording(en: "and", ja: "もう一方")),
    OutputColumn.machineOnly("b.path"), OutputColumn.machineOnly("reasons"),
    OutputColumn("why", Wording(en: "why", ja: "理由")), OutputColumn("next", Wording(en: "next", ja: "次の操作")),
  ]

  private func row(_ pair: DuplicateCandidate, _ language: Language) -> OutputRow {
    let (a, b) = (pair.kept.reference.id.text, pair.merged.reference.id.text)
    let why = pair.reasons.map { $0.label(language) }.joined(separator: language == .ja ? "、" : ", ")
    // Cut, not rounded: what is not certain does not read 1.
    let score = Double(Int(pair.score * 100)) / 100
    return OutputRow(
      id: "\(a) \(b)",
      [
        .number("\(score)"), .string(kind.folder), .string(a), .string(pair.kept.name),
        .string(pair.kept.path),
        .string(b), .string(pair.merged.name), .string(pair.merged.path),
        .array(pair.reasons.map { .string($0.code) }), .string(why), .string("daicho merge \(a) \(b)"),
      ])
  }
}
