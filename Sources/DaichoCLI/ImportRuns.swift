import DaichoFiles
import DaichoModel
import DaichoWorkspace
import Foundation

/// An import of records: the plan, what would change of known ones, the question, the commit.
struct RecordImportRun {
  let kind: Kind
  let options: ImportFileOptions
  let write: WriteOptions
  let updates: Bool
  var asks = true

  /// Changed records that are shown before the question; `--dry-run` shows all.
  private static let shown = 20

  func run(_ global: GlobalOptions) throws {
    try options.refuseOtherFormats()
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let file = try session.sourceFile(options.file, options.bytes.encoding)
    if options.guess {
      return try session.guess(
        [file], kind: ImportKind(rawValue: kind.folder) ?? .customers, write, in: workspace)
    }
    let plan = try workspace.planRecords(kind, from: file, map: options.map, updates: updates)
    session.progressEnded()
    if options.format == .json { return try runJSON(session, workspace, plan) }
    for remark in plan.remarks.summary { session.messages.print(remark, in: file.shownPath) }
    if mustAsk(plan) {
      try show(plan.changed.prefix(RecordImportRun.shown), session.output, workspace.language)
      try session.output.flush()
      let more = plan.changed.count - RecordImportRun.shown
      if more > 0 { session.messages.printNote(.moreRecords(more)) }
      guard try Confirmation(.takeChanges(plan.changed.count, kind)).ask(session.interaction) else {
        throw DaichoError.notChosen()
      }
    }
    if write.dryRun { try show(plan.changed[...], session.output, workspace.language) }
    let recorded = try workspace.record(plan, dryRun: write.dryRun)
    if plan.isEmpty {
      try session.finish()
    } else {
      try session.report(recorded)
    }
    session.messages.printNote(.recordsImported(plan))
    if plan.differing > 0 { session.messages.printHint(.giveUpdate) }
  }

  /// A refusal is heeded without a question: all that changes of known people without `--update`.
  private func mustAsk(_ plan: ImportPlan) -> Bool {
    asks && updates && !plan.changed.isEmpty && !write.dryRun
  }

  private func show(
    _ changed: ArraySlice<RecordDifference>, _ output: OutputSink, _ language: Language
  ) throws(DaichoError) {
    for record in changed {
      let title = record.title.map { "  " + CellText.line($0) } ?? ""
      try output.writeLine(CellText.line(record.reference.id.text) + title)
      for field in record.fields {
        try output.writeLine(
          "  \(CellText.line(field.field)): \(RecordImportRun.shown(field.old)) → \(RecordImportRun.shown(field.new))"
        )
      }
    }
  }

  private static func shown(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "-" }
    let line = CellText.line(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    return line.count > 60 ? line.prefix(59) + "…" : line
  }

  private func runJSON(_ session: Session, _ workspace: Workspace, _ plan: ImportPlan) throws {
    if mustAsk(plan) {
      guard try Confirmation(.takeChanges(plan.changed.count, kind)).ask(session.interaction) else {
        throw DaichoError.notChosen()
      }
    }
    let recorded = write.dryRun ? nil : try workspace.record(plan, dryRun: false)
    try session.output.writeLine(ImportAnswer(plan, commit: recorded?.commit).json.serialized(indent: 2))
    try session.finish()
  }
}

/// An import into `events/`.
struct EventImportRun {
  let options: ImportFileOptions
  let write: WriteOptions
  let kind: ImportKind

  func run(_ global: GlobalOptions, plan: (Workspace, SourceFile) throws -> EventPlan) throws {
    try options.refuseOtherFormats()
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let file = try session.sourceFile(options.file, options.bytes.encoding)
    if options.guess { return try session.guess([file], kind: kind, write, in: workspace) }
    let plan = try plan(workspace, file)
    session.progressEnded()
    if options.format == .json {
      let recorded = write.dryRun ? nil : try workspace.record(plan, dryRun: false)
      try session.output.writeLine(ImportAnswer(plan, commit: recorded?.commit).json.serialized(indent: 2))
      return try session.finish()
    }
    for remark in plan.remarks.summary { session.messages.print(remark, in: file.shownPath) }
    let recorded = try workspace.record(plan, dryRun: write.dryRun)
    if plan.isEmpty {
      try session.finish()
    } else {
      try session.report(recorded)
    }
    session.messages.printNote(.eventsImported(plan))
  }
}

extension ImportFileOptions {
  func refuseOtherFormats() throws(DaichoError) {
    guard format == .table || format == .json else {
      throw .usage(.tableOrJSON(format.rawValue))
    }
  }
}

extension Session {
  /// A file as it is named on the command line: relative to where the command runs.
  func sourceFile(_ typed: String, _ encoding: SourceEncoding) throws(DaichoError) -> SourceFile {
    let base = URL(fileURLWithPath: directory, isDirectory: true)
    return try SourceFile(
      URL(fileURLWithPath: typed, relativeTo: base).standardizedFileURL.path, shownAs: typed,
      encoding: encoding)
  }
}

extension [ImportRemark] {
  /// The first few of each code, and how many more there are.
  var summary: [(remark: ImportRemark, more: Int)] {
    let limit = 5
    var counts: [String: Int] = [:]
    for remark in self { counts[remark.code, default: 0] += 1 }
    var seen: [String: Int] = [:]
    return compactMap { remark in
      seen[remark.code, default: 0] += 1
      let (place, count) = (seen[remark.code] ?? 0, counts[remark.code] ?? 0)
      guard place <= limit else { return nil }
      return (remark, place == limit ? count - limit : 0)
    }
  }
}

extension MessagePrinter {
  func print(_ item: (remark: ImportRemark, more: Int), in path: String) {
    let position = item.remark.line.map { SourcePosition(line: $0, column: 1) }
    let message = Wording.remark(item.remark)
    printWarning(message, at: SourceLocation(path: path, position: position))
    if item.more > 0 { printNote(.moreRemarks(item.more)) }
    if let hint = item.remark.hint, item.more == 0 { printHint(hint) }
  }
}
