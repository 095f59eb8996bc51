import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace

struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index",
    abstract: "Refresh the index; make it anew, or prove it right.",
    discussion: """
      The index is a cache in .daicho. Every command refreshes it; it may be deleted at any time. --rebuild \
      also throws away the indexes of past commits that --at has made.
      """)

  @Flag(help: "Read every file again.")
  var rebuild = false

  @Flag(help: "Compare the index, row for row, with one made anew.")
  var verify = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global)
    let workspace = try session.workspace()
    if rebuild {
      PastIndexes(root: workspace.root).removeAll()
      try workspace.index.remake()
    } else {
      _ = try workspace.index.count(of: .customers)
    }
    guard verify else {
      try session.finish()
      return
    }
    let differences = try workspace.index.verify()
    for difference in differences.prefix(100) {
      let side = difference.isOnlyInKept ? "-" : "+"
      try session.output.writeLine("\(side) \(difference.table): \(CellText.line(difference.row))")
    }
    try session.finish()
    session.messages.printNote(.verified(differences: differences.count))
    if !differences.isEmpty { throw CommandLineInterface.Status.attention }
  }
}
