import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

extension ScoreCommand {
  struct Apply: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Hand over the records that have reached a score's threshold, once, and commit it.",
      discussion: """
        daicho score apply --dry-run                 what would be done, as a diff
        daicho score apply
        daicho score apply lead --format json
        * * * * *  daicho -C /srv/tsubame score apply       (in a crontab)

        What is done stands in the score's file: hand_off: {lifecycle: qualified, task: 'Call within a day', \
        due: 1 day}. The lifecycle rises, never falls; the task goes to the record's owner. The record keeps \
        the score's id under handed_off, so that it is done once; below the threshold the id is taken away, \
        and the next crossing counts again. Former customers and those who must not be contacted are left \
        alone.

        Nothing to do makes no commit and prints nothing, and two at once wait for one another. It does not ask.
        """)

    @Argument(
      help: "The scores; all with a hand_off, unless named.", completion: Completions.ids([.scores]))
    var scores: [String] = []

    @Flag(help: "Show what would change and change nothing.")
    var dryRun = false

    @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
    var format: OutputFormat = .table

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspaceForWriting()
      let results = try workspace.handOff(scores, dryRun: dryRun)
      if dryRun, format == .table {
        for diff in results.flatMap(\.recorded).compactMap(\.diff) {
          try session.output.write(TextSafety.visible(diff))
        }
        try session.output.flush()
      }
      let rows = results.flatMap { $0.rows(format == .table ? session.language : nil) }
      if !rows.isEmpty || format != .table {
        let options = session.options(format)
        try OutputTable(columns: ScoreCommand.Apply.columns, rows: rows).write(options, to: session.output)
      }
      try session.finish()
      tell(results, session)
      let hasFailed = results.contains { $0.failure != nil || $0.skipped.contains(where: \.isFailure) }
      if hasFailed { throw ExitCode(1) }
    }

    /// What a person wants to know besides, and nothing where there is nothing: cron mails every word.
    private func tell(_ results: [HandedOff], _ session: Session) {
      for recorded in results.flatMap(\.recorded) {
        if dryRun {
          session.messages.printNote(.dryRun(recorded.message.subject))
        } else if let commit = recorded.commit {
          session.messages.printNote(.committed(commit, recorded.message.subject))
        }
      }
      for skipped in results.flatMap(\.skipped) where skipped.isFailure {
        session.messages.printWarning(
          .handOffFailed(skipped.record.reference, skipped.reason),
          at: SourceLocation(path: skipped.record.path))
      }
      for failure in results.compactMap(\.failure) {
        session.messages.printWarning(failure.message, at: failure.location)
      }
      guard session.errorTerminal.isTerminal else { return }
      let left = results.flatMap(\.skipped).count { !$0.isFailure }
      if left > 0 { session.messages.printNote(.leftAlone(left)) }
      if results.isEmpty { session.messages.printNote(.noHandOffs) }
      if !results.isEmpty, results.allSatisfy(\.isEmpty) { session.messages.printNote(.nobodyCrossed) }
    }

    private static let columns = [
      OutputColumn("score", Wording(en: "score", ja: "スコア")), OutputColumn.machineOnly("kind"),
      OutputColumn("id", Wording(en: "id", ja: "ID")), OutputColumn("name", Wording(en: "name", ja: "名前")),
      OutputColumn("change", Wording(en: "change", ja: "変化")),
      OutputColumn.number("points", Wording(en: "points", ja: "得点")),
      OutputColumn("lifecycle", Wording(en: "lifecycle", ja: "段階")),
      OutputColumn("task", Wording(en: "task", ja: "タスク")), OutputColumn("due", Wording(en: "due", ja: "期限")),
      OutputColumn("owner", Wording(en: "owner", ja: "担当")),
    ]
  }
}

extension HandedOff {
  fileprivate var isEmpty: Bool { handedOff.isEmpty && fellBelow.isEmpty }

  /// - Parameter language: of people; `nil`: machines read it.
  fileprivate func rows(_ language: Language?) -> [OutputRow] {
    [("handed-off", handedOff), ("below", fellBelow)].flatMap { change, items in
      items.map { item in
        OutputRow(
          id: item.record.reference.id.text,
          [
            .string(score.id.text), .string(item.record.reference.kind.folder),
            .string(item.record.reference.id.text), .optional(item.record.title),
            .string(language.map { Wording.change(change)($0) } ?? change),
            .points(item.points), .optional(item.lifecycle), .optional(item.task),
            .optional(item.due?.description), .optional(item.owner),
          ])
      }
    }
  }
}
