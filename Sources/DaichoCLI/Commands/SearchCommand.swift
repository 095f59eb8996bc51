import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find text anywhere: names, kana, addresses, phone numbers, tags, prose and logs.",
    discussion: """
      daicho search ギフト
      daicho search やまだ
      daicho search 0000-1234 --kind customers

      Case, full and half width, and hiragana and katakana do not matter.
      """)

  @Argument(help: "What to look for.")
  var text: [String]

  @Option(help: "Only records of this kind. May be given several times.")
  var kind: [Kind] = []

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @Option(parsing: .unconditional, help: ArgumentHelp("Show this many at most.", valueName: "n"))
  var limit: Int?

  @OptionGroup var past: PastOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
    guard text.contains(where: { $0.contains { !$0.isWhitespace } }) else {
      throw DaichoError.usage(.emptySearch)
    }
    let session = Session(global, at: past, paged: format == .table)
    let workspace = try session.workspace()
    let kinds = kind.isEmpty ? Kind.allCases : kind
    let found = try workspace.index.search(text.joined(separator: " "), kinds: kinds)
    let shown = limit.map { Array(found.prefix($0)) } ?? found
    let columns = [
      OutputColumn("record", Wording(en: "record", ja: "記録")),
      OutputColumn("title", Wording(en: "title", ja: "名前")),
      OutputColumn("excerpt", Wording(en: "found", ja: "該当箇所")), OutputColumn.machineOnly("kind"),
      OutputColumn.machineOnly("id"), OutputColumn.machineOnly("path"),
    ]
    let rows = shown.map { record in
      OutputRow(
        id: record.reference.description,
        [
          .string(record.reference.description), .optional(record.title), .optional(record.excerpt),
          .string(record.reference.kind.folder), .string(record.reference.id.text), .string(record.path),
        ])
    }
    let options = session.options(format)
    try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
    try session.finish()
    if format == .table { session.messages.printNote(.foundCount(found.count)) }
  }
}
