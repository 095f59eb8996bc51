import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension SegmentCommand {
  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Who entered a segment and who left it, between two moments or by another rule.",
      discussion: """
        daicho segment diff lapsed-regulars --from 2026-10-20
        daicho segment diff lapsed-regulars --from 2026-10-20 --to 2026-11-20 --format json
        daicho segment diff lapsed-regulars --from HEAD~10
        daicho segment diff lapsed-regulars --from main --to origin/main --today 2026-11-20
        daicho segment diff lapsed-regulars --where 'orders.count >= 2 and last_order older than 60 days'

        A past date means the last commit of that local day, asked as of that day; where history begins \
        later, it means the files as they are now, asked as of that day, and so does a day to come. Anything \
        else is a revision of git, asked on its own day unless --today says otherwise. Each side is asked by \
        its own version of the segment. Without --to it is the files as they are, today.
        """)

    @Argument(help: "The segment.", completion: Completions.ids([.segments]))
    var segment: String

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The moment before: a date or a revision.", valueName: "moment"))
    var from: String?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The moment after; now, unless said.", valueName: "moment"))
    var to: String?

    @Option(
      name: [.customLong("where"), .customShort("w")], parsing: .unconditional,
      help: ArgumentHelp("Instead of two moments: another rule for the segment.", valueName: "filter"))
    var filter: String?

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @Option(parsing: .unconditional, help: ArgumentHelp("Show this many of each at most.", valueName: "n"))
    var limit: Int?

    @OptionGroup var global: GlobalOptions

    func run() throws {
      if let limit, limit < 0 { throw DaichoError.usage(.negative("--limit")) }
      guard (from == nil) != (filter == nil), to == nil || from != nil else {
        throw DaichoError.usage(.momentOrRule)
      }
      let session = Session(global, paged: format == .table)
      let workspace = try session.workspace()
      let difference =
        if let filter {
          try workspace.compare(segment: segment, with: filter)
        } else {
          try workspace.compare(
            segment: segment, from: Workspace.PointInTime(typed: from ?? ""),
            to: to.map { Workspace.PointInTime(typed: $0) },
            today: global.today == nil ? nil : workspace.moment.today)
        }
      let rows = [("entered", difference.entered), ("left", difference.left)].flatMap { change, records in
        records.prefix(limit ?? .max).map { record in
          OutputRow(
            id: record.reference.id.text,
            [
              .string(format == .table ? Wording.change(change)(session.language) : change),
              .string(record.reference.id.text), .optional(record.title),
            ])
        }
      }
      let options = session.options(format)
      if format == .json {
        try session.output.writeLine(difference.json(rows).serialized(indent: 2))
      } else {
        try OutputTable(columns: SegmentCommand.Diff.columns, rows: rows).write(options, to: session.output)
      }
      try session.finish()
      for note in difference.notes { session.messages.printNote(note) }
      if format == .table {
        session.messages.printNote(
          .segmentDifference(
            difference.entered.count, difference.left.count, difference.stayed, isProposal: filter != nil))
      }
    }

    private static let columns = [
      OutputColumn("change", Wording(en: "change", ja: "変化")),
      OutputColumn("id", Wording(en: "id", ja: "ID")),
      OutputColumn("name", Wording(en: "name", ja: "名前")),
    ]
  }
}

extension SegmentDifference {
  /// For machines; the counts are of all, the changes as many as are shown.
  fileprivate func json(_ rows: [OutputRow]) -> JSONValue {
    .object([
      "segment": .string(segment), "kind": .string(kind.folder), "from": from.json, "to": to.json,
      "entered": .integer(entered.count), "left": .integer(left.count), "stayed": .integer(stayed),
      "changes": .array(
        rows.map { row in
          .object(["change": row.cell(0), "id": row.cell(1), "name": row.cell(2)])
        }),
    ])
  }
}

extension SegmentDifference.Side {
  fileprivate var json: JSONValue {
    .object([
      "as_of": .string(day.description), "commit": .optional(commit), "where": .string(rule),
    ])
  }
}
