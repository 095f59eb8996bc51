import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Each line of a record, and who made it say so, when.",
    discussion: """
      daicho blame hanako-yamada
      daicho blame deals/d000012 --format json

      Each field and each entry of the log as the file is now, with the commit that gave it its present value: \
      through renames, and through merges to the side that wrote it. A value of several lines is told once, by \
      its first. What is not committed yet is marked. 'daicho history' tells how a value came about.
      """)

  @Argument(help: "The record.", completion: Completions.ids(Kind.allCases))
  var reference: String

  @Option(help: "How to answer: table, json, jsonl, csv or tsv.")
  var format: OutputFormat = .table

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, paged: format == .table)
    let workspace = try session.workspace()
    let record = try workspace.committedRecord(reference) ?? session.choose(reference).file
    let lines = try workspace.blame(record)
    let options = session.options(format)
    let table = format == .table ? readable(lines, workspace, options.language) : answer(lines)
    try table.write(options, to: session.output)
    try session.finish()
  }

  private func readable(_ lines: [BlamedLine], _ workspace: Workspace, _ language: Language) -> OutputTable {
    OutputTable(
      columns: ["commit", "at", "author", "line", "text"].map { name in
        let heading = Wording.historyColumns[name] ?? Wording(en: name, ja: name)
        return name == "line" ? .number(name, heading) : OutputColumn(name, heading)
      },
      rows: lines.map { line in
        let commit = line.commit
        return OutputRow(
          id: commit?.id ?? "",
          [
            .string(
              line.isUncommitted ? Wording.uncommitted(language) : String((commit?.id ?? "").prefix(7))),
            .string(commit.map { workspace.moment.zone.local($0.at).description } ?? ""),
            .string(commit?.author ?? ""), .integer(line.line), .string(line.text),
          ])
      })
  }

  private func answer(_ lines: [BlamedLine]) -> OutputTable {
    let names = ["line", "field", "value", "commit", "at", "author", "action", "summary"]
    return OutputTable(
      columns: names.map { OutputColumn($0, Wording.historyColumns[$0] ?? Wording(en: $0, ja: $0)) },
      rows: lines.map { line in
        let commit = line.commit
        return OutputRow(
          id: commit?.id ?? "",
          [
            .integer(line.line), .string(line.field), .string(line.value), .optional(commit?.id),
            .optional(commit.map { CommitTime.iso($0.at, offset: $0.zone) }), .optional(commit?.author),
            .optional(commit?.action), .optional(commit?.subject),
          ])
      })
  }
}
