import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct SetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set",
    abstract: "Change fields of a record, or of many, and commit it.",
    discussion: """
      daicho set d000012 stage=negotiation amount=520000
      daicho set hanako-yamada tags+=gift tags-=trial
      daicho set hanako-yamada owner=              (clears the field)
      daicho set hanako-yamada address.city=台東区
      daicho set --where 'tags has "trial"' lifecycle=lead
      daicho set --kind deals --where 'stage = won' tags+=done

      Only the lines of these fields change. Many records are one commit, and are confirmed first.
      """)

  @Argument(
    help: ArgumentHelp(
      "The record, unless --where is given, and the assignments.", valueName: "ref field=value"),
    completion: Completions.ids(Kind.allCases))
  var words: [String]

  @Option(
    name: [.customLong("where"), .customShort("w")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Change every record that fulfils this filter.", valueName: "filter"))
  var filters: [String] = []

  @Option(help: "The kind of records --where speaks of.")
  var kind: Kind = .customers

  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, yes: write.yes)
    let workspace = try session.workspaceForWriting()
    var words = words[...]
    let records: [FoundRecord]
    if filters.isEmpty {
      guard let reference = words.popFirst(),
        Assignment(reference) == nil || words.isEmpty == false && !reference.contains("=")
      else { throw DaichoError.usage(.nameRecord) }
      records = [try session.choose(reference)]
    } else {
      records = try workspace.index.matching(filters, kind)
    }
    let assignments = try words.map { word in
      guard let assignment = Assignment(word) else {
        throw DaichoError.usage(.noAssignment(word))
      }
      return assignment
    }
    guard !assignments.isEmpty else { throw DaichoError.usage(.nothingToSet) }
    if records.isEmpty {
      session.messages.printNote(.recordCount(0, kind))
      return
    }
    if records.count > 1, !write.dryRun {
      guard try Confirmation(.changeMany(records.count)).ask(session.interaction) else {
        throw DaichoError.notChosen()
      }
    }
    try session.report(workspace.set(assignments, in: records, dryRun: write.dryRun))
  }
}
