import ArgumentParser
import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Make one record of two, wherever they are named, and commit it.",
    discussion: """
      daicho merge hanako-yamada yamada-hanako-2
      daicho merge hanako-yamada yamada-hanako-2 --take name=B --take address=A
      daicho merge hanako-yamada yamada-hanako-2 --dry-run

      The first record, A, stays; the second, B, is merged into it and goes. E-mail addresses, phones, tags, \
      ids and consents are united, the logs become one, B's prose follows A's, and deals, inquiries and other \
      records that named B name A. Orders and events are append-only and stay: they find A by B's addresses \
      and old id. What either record forbids stays forbidden. Where only one value can stay the fuller is \
      proposed; on a terminal you are asked. 'git revert' of the commit gives back both.
      """)

  @Argument(help: "The record that stays, A.", completion: Completions.ids([.customers, .companies]))
  var kept: String

  @Argument(
    help: "The record that is merged into it, B.", completion: Completions.ids([.customers, .companies]))
  var merged: String

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Whose value a field gets: FIELD=A, FIELD=B, or FIELD=VALUE. May be given several times.",
      valueName: "field=a|b|value"))
  var take: [String] = []

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    let a = try session.choose(kept, kinds: [.customers, .companies])
    let b = try session.choose(merged, kinds: [.customers, .companies])
    var plan = try workspace.planMerge(of: b, into: a)
    for choice in take { try workspace.take(choice, in: &plan) }
    try show(plan, session)
    if !write.dryRun {
      try askAboutConflicts(&plan, session, workspace)
      guard try Confirmation(.mergeRecords(b.reference, into: a.reference)).ask(session.interaction) else {
        throw DaichoError.notChosen()
      }
    }
    try session.report(workspace.merge(plan, dryRun: write.dryRun))
  }

  /// Each field that changes or could have another value, on standard error.
  private func show(_ plan: MergePlan, _ session: Session) throws {
    for field in plan.fields where field.isConflict || field.result != field.kept {
      session.messages.printNote(.mergedField(field.name))
      for (side, value) in [("A", field.kept), ("B", field.merged), ("=", field.result)] {
        guard let value else { continue }
        session.messages.printNote(.mergedValue(side, value.shown))
      }
    }
    if !plan.forbidden.isEmpty { session.messages.printNote(.staysForbidden(plan.forbidden)) }
  }

  private func askAboutConflicts(_ plan: inout MergePlan, _ session: Session, _ workspace: Workspace) throws {
    let interaction = session.interaction
    guard interaction.isPossible, !interaction.assumesYes else { return }
    for field in plan.fields where field.isConflict {
      let proposed = field.result == field.merged ? "B" : "A"
      let question = Wording.takeWhich(
        field.name, field.kept?.shown ?? "", field.merged?.shown ?? "", proposed)
      guard let answer = try interaction.ask(CellText.line(question(session.language))) else {
        throw DaichoError.notChosen()
      }
      if !answer.isEmpty { try workspace.take("\(field.name)=\(answer)", in: &plan) }
    }
  }
}

extension EditValue {
  /// On one line.
  fileprivate var shown: String {
    switch self {
    case .text(let text): text
    case .list(let items): items.map(\.shown).joined(separator: ", ")
    case .object(let members):
      "{" + members.map { "\($0.name): \($0.value.shown)" }.joined(separator: ", ") + "}"
    }
  }
}
