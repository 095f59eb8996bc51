import ArgumentParser
import DaichoWorkspace

extension ImportCommand {
  struct Everything: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A whole register that 'daicho export everything' wrote.",
      discussion: """
        daicho init new-register
        daicho -C new-register import everything ../register-2026-11-20

        Into an empty workspace only: records, ledgers, segments, campaigns and settings, as one commit. \
        The spreadsheets may have been edited in between.
        """)

    @Argument(help: ArgumentHelp("The folder of the export.", valueName: "folder"), completion: .directory)
    var folder: String

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      let path = ExportOutput.absolute(folder, in: session.directory)
      let imported = try workspace.importEverything(from: path, dryRun: write.dryRun)
      try session.report(imported.recorded)
      if !write.dryRun {
        session.messages.printNote(.importedRegister(records: imported.records, files: imported.files))
      }
    }
  }
}
