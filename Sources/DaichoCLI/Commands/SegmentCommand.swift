import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

struct SegmentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "segment",
    abstract: "Saved questions: who is in them, and why.",
    subcommands: [List.self, Show.self, Explain.self, Diff.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "All segments with the number of their members (the default).")

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
        OutputColumn.number("matching", Wording(en: "matching", ja: "該当")),
        OutputColumn.number("mailable", Wording(en: "mailable", ja: "配信可")),
        OutputColumn.machineOnly("where"),
        OutputColumn.machineOnly("path"),
      ]
      var rows: [OutputRow] = []
      let segments = try workspace.index.all(.segments)
      // All of them are told of the same files, and looking at these takes as long as counting.
      workspace.index.isFrozen = true
      for segment in segments {
        do {
          let summary = try workspace.index.segmentSummary(segment.reference.id.text, withReasons: false)
          rows.append(
            OutputRow(
              id: summary.id,
              [
                .string(summary.id), .optional(segment.title), .string(summary.kind.folder),
                .integer(summary.matching),
                summary.mailable.map { .integer($0) } ?? .null, .string(summary.text), .string(segment.path),
              ]))
        } catch {
          session.messages.printWarning(error.message, at: error.location)
        }
      }
      let options = session.options(format)
      try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
      try session.finish()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Who is in a segment; how many can be mailed, and why not the rest.")

    @Argument(help: "The segment.", completion: Completions.ids([.segments]))
    var segment: String

    @OptionGroup var list: ListOptions
    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, at: past, paged: list.format == .table)
      let workspace = try session.workspace()
      let summary = try workspace.index.segmentSummary(segment)
      let isWhole = (list.format == .json || list.format == .jsonl) && list.columns == nil
      let request = ListRequest(
        summary.kind, segments: [summary.id], columns: list.format == .ids ? ["id"] : list.columnNames,
        showsAllColumns: isWhole, sort: list.sortNames, limit: list.limit)
      _ = try RecordList(session: session, workspace: workspace, options: session.options(list))
        .write(request, isWhole: isWhole)
      try session.finish()
      guard list.format == .table else { return }
      session.messages.printNote(.segmentCount(summary.matching, mailable: summary.mailable))
      for (reason, count) in summary.unmailable {
        session.messages.printNote(Wording(en: "  \(count) \(reason.en)", ja: "  \(count)人 \(reason.ja)"))
      }
    }
  }

  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "How a segment or filter comes out, clause by clause, and its SQL.",
      discussion: """
        daicho segment explain lapsed-regulars
        daicho segment explain --where 'orders.count >= 3 and consent.email'
        """)

    @Argument(help: "The segment.", completion: Completions.ids([.segments]))
    var segment: String?

    @Option(
      name: [.customLong("where"), .customShort("w")], parsing: .unconditional,
      help: ArgumentHelp("A filter instead.", valueName: "filter"))
    var filter: String?

    @Option(help: "The kind of records --where speaks of.")
    var kind: Kind = .customers

    @Option(help: "How to answer: table or json.")
    var format: OutputFormat = .table

    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      guard [.table, .json, .jsonl].contains(format) else {
        throw DaichoError.usage(.tableOrJSON(format.rawValue, hasLines: true))
      }
      if (segment == nil) == (filter == nil) { throw DaichoError.usage(.segmentOrFilter) }
      let session = Session(global, at: past, paged: format == .table)
      let workspace = try session.workspace()
      let explanation =
        if let filter {
          try workspace.index.explain(filter: filter, of: kind)
        } else {
          try workspace.index.explain(segment: segment ?? "")
        }
      try ExplanationView(session: session, explanation: explanation).write(format)
      try session.finish()
    }
  }
}

/// What `segment explain` shows.
struct ExplanationView {
  let session: Session
  let explanation: FilterExplanation

  func write(_ format: OutputFormat) throws {
    switch format {
    case .json, .jsonl: try writeJSON(indent: format == .json ? 2 : nil)
    default: try writeText()
    }
  }

  private func writeText() throws {
    let columns = [
      OutputColumn("clause", Wording(en: "clause", ja: "条件")),
      OutputColumn.number("alone", Wording(en: "alone", ja: "単独")),
      OutputColumn.number("left", Wording(en: "left", ja: "残り")),
    ]
    let total = OutputRow(
      id: "",
      [
        .string(explanation.kind.label(session.language)), .integer(explanation.total),
        .integer(explanation.total),
      ])
    let rows = explanation.clauses.map { clause in
      OutputRow(id: "", [.string(clause.source), .integer(clause.alone), .integer(clause.left)])
    }
    let options = session.options(.table)
    try OutputTable(columns: columns, rows: [total] + rows).write(options, to: session.output)
    for note in explanation.notes {
      try session.output.writeLine("\n" + CellText.line(note(session.language)))
    }
    try session.output.writeLine("\n" + TextSafety.visible(explanation.sql))
    let arguments = explanation.arguments.joined(separator: ", ")
    try session.output.writeLine("-- " + CellText.line(arguments))
  }

  private func writeJSON(indent: Int?) throws {
    let clauses = explanation.clauses.map { clause in
      JSONValue.object([
        "clause": .string(clause.source), "alone": .integer(clause.alone), "left": .integer(clause.left),
      ])
    }
    let object = JSONValue.object([
      "of": .string(explanation.kind.folder), "total": .integer(explanation.total),
      "clauses": .array(clauses),
      "notes": .array(explanation.notes.map { .string($0(session.language)) }),
      "sql": .string(explanation.sql),
      "arguments": .array(explanation.arguments.map(JSONValue.string)),
    ])
    try session.output.writeLine(object.serialized(indent: indent))
  }
}
