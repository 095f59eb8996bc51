import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace
import Foundation

struct MergeDriverCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge-driver",
    abstract: "Merge one record for git.",
    discussion: """
      git runs this by itself, in 'git merge', 'git pull', 'git rebase' and 'git cherry-pick', for the files \
      that .gitattributes names with 'merge=daicho'. 'daicho init' and 'daicho sync' set it up:

        git config merge.daicho.driver 'daicho merge-driver %O %A %B %L %P'

      The merged file takes the place of OURS. The exit status is 0 when everything could be merged, and 1 \
      when a field or a line is left in conflict, between the usual markers.
      """)

  @Argument(
    help: ArgumentHelp("The common ancestor (%O); empty where both sides made the file.", valueName: "base"))
  var base: String

  @Argument(help: ArgumentHelp("Our version (%A); the result is written here.", valueName: "ours"))
  var ours: String

  @Argument(help: ArgumentHelp("Their version (%B).", valueName: "theirs"))
  var theirs: String

  @Argument(help: ArgumentHelp("How many signs a conflict marker has (%L).", valueName: "size"))
  var markerSize: Int = 7

  @Argument(help: ArgumentHelp("The file's path in the repository (%P).", valueName: "path"))
  var path: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global)
    let merged = try MergeDriver.run(
      base: base, ours: ours, theirs: theirs, path: path ?? ours, markerSize: markerSize,
      in: session.directory)
    if !merged.isClean { throw CommandLineInterface.Status.attention }
  }
}
