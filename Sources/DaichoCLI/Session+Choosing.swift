import DaichoIndex
import DaichoModel
import DaichoWorkspace

extension Session {
  /// The one record that `text` means; of several the person chooses. `not-found`, `ambiguous`.
  func choose(_ text: String, kinds: [Kind] = Kind.allCases) throws(DaichoError) -> FoundRecord {
    let found = try workspace().find(text, kinds: kinds)
    switch found.count {
    case 0: throw .notFound(text, kinds: kinds)
    case 1: return found[0]
    default:
      let choices = found.map { Chooser.Choice(id: $0.reference.description, description: $0.title ?? "") }
      guard let index = try Chooser(.whichOne(text, found.count), choices: choices).ask(interaction) else {
        throw .notChosen()
      }
      return found[index]
    }
  }

  /// Likewise for a question to history alone, which knows records that are no longer there too.
  func chooseOfHistory(_ text: String) throws(DaichoError) -> RecordFile {
    let workspace = try workspace()
    if let record = try workspace.committedRecord(text) { return record }
    let found = try workspace.find(text)
    let former = found.isEmpty ? try workspace.formerRecords(text) : []
    switch former.count {
    case 0: return try choose(text).file
    case 1: return former[0]
    default:
      let choices = former.map { Chooser.Choice(id: $0.reference.description, description: $0.path) }
      guard let index = try Chooser(.whichOne(text, former.count), choices: choices).ask(interaction) else {
        throw .notChosen()
      }
      return former[index]
    }
  }

  /// Says what a command changed: the commit, or, for a dry run, the diff.
  func report(_ recorded: Recorded) throws(DaichoError) {
    if let diff = recorded.diff {
      try output.write(TextSafety.visible(diff))
      try output.flush()
      messages.printNote(diff.isEmpty ? .nothingWouldChange : .dryRun(recorded.message.subject))
    } else if let commit = recorded.commit {
      try output.writeLine("[\(commit.prefix(7))] \(CellText.line(recorded.message.subject))")
    } else {
      messages.printNote(.nothingChanged)
    }
    try finish()
    for warning in recorded.warnings {
      messages.printWarning(warning.message, at: warning.location)
      if let suggestion = warning.suggestion { messages.printHint(suggestion) }
    }
  }
}
