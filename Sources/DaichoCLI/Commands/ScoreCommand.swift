import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Points by rules: who is ripe, why, and handing them over.",
    discussion: """
      daicho score                                 every score, how many have it, how many are over
      daicho score show lead                       who, the highest first
      daicho score explain lead hanako-yamada      rule by rule
      daicho score apply                           hand over who has reached the threshold, once

      A score is a file in scores/. It is computed whenever it is asked for, and never stored; in filters, \
      columns and sort keys it is score.NAME: \
      daicho list customers --where 'score.lead >= 50' --columns name,score.lead --sort -score.lead
      """,
    subcommands: [List.self, Show.self, Explain.self, Apply.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "All scores, how many records have each, and how many have reached its threshold (the default).")

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, at: past, paged: format == .table)
      let workspace = try session.workspace()
      let columns = [
        OutputColumn("id", Wording(en: "id", ja: "ID")), OutputColumn("name", Wording(en: "name", ja: "名前")),
        OutputColumn("of", Wording(en: "of", ja: "対象")),
        OutputColumn.number("threshold", Wording(en: "threshold", ja: "しきい値")),
        OutputColumn.number("having", Wording(en: "have it", ja: "該当")),
        OutputColumn.number("over", Wording(en: "over", ja: "到達")),
        OutputColumn.machineOnly("path"),
      ]
      var rows: [OutputRow] = []
      var isWhole = true
      for score in try workspace.index.scores() {
        do {
          let summary = try workspace.index.summary(of: score)
          rows.append(
            OutputRow(
              id: score.id.text,
              [
                .string(score.id.text), .optional(score.name), .string(score.of ?? score.kind.folder),
                .points(score.threshold), .integer(summary.having),
                summary.over.map { .integer($0) } ?? .null, .string(score.path),
              ]))
        } catch {
          isWhole = false
          session.messages.printWarning(error.message, at: error.location)
        }
      }
      let options = session.options(format)
      try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
      try session.finish()
      if !isWhole { throw ExitCode(1) }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Who has a score, the highest first.",
      discussion: """
        daicho score show lead --limit 20
        daicho score show lead --columns name,owner,score.lead,last_contact --format csv
        """)

    @Argument(help: "The score.", completion: Completions.ids([.scores]))
    var score: String

    @OptionGroup var list: ListOptions
    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, at: past, paged: list.format == .table)
      let workspace = try session.workspace()
      let score = try workspace.index.score(score)
      var columns = list.columnNames
      if list.format == .ids { columns = ["id", score.fieldName] }
      var request = ListRequest(
        score.kind, columns: columns ?? ScoreCommand.columns(of: score),
        sort: list.sort == nil ? ["-" + score.fieldName] : list.sortNames, limit: list.limit)
      request.score = score
      _ = try RecordList(session: session, workspace: workspace, options: session.options(list))
        .write(request, isWhole: false)
      try session.finish()
      guard list.format == .table else { return }
      let summary = try workspace.index.summary(of: score)
      session.messages.printNote(.recordCount(summary.having, score.kind))
      if let threshold = score.threshold, let over = summary.over {
        session.messages.printNote(.overThreshold(over, JSONValue.points(threshold)))
      }
    }
  }

  /// What a table shows of who has a score.
  private static func columns(of score: ScoreFile) -> [String] {
    switch score.kind {
    case .customers: ["id", "name", "lifecycle", "owner", score.fieldName]
    case .companies: ["id", "name", "owner", score.fieldName]
    case .deals: ["id", "title", "stage", "owner", score.fieldName]
    case .inquiries: ["id", "subject", "status", "owner", score.fieldName]
    default: ["id", "name", score.fieldName]
    }
  }
}

extension JSONValue {
  /// A number of points: whole, or with its decimals.
  static func points(_ points: Double?) -> JSONValue {
    guard let points, points.isFinite else { return .null }
    if points == points.rounded(), points.magnitude < 1e15 { return .integer(Int64(points)) }
    return .number("\(points)")
  }

  /// Points given in tenths, exactly.
  static func points(tenths: Int64) -> JSONValue {
    tenths % 10 == 0 ? .integer(tenths / 10) : .decimal(ExactDecimal(units: tenths, scale: 1))
  }
}
