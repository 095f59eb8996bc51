import ArgumentParser
import DaichoModel

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring in what a shop system or another program has exported.",
    discussion: """
      daicho import orders ~/Downloads/orders_export.csv
      daicho import orders --guess 受注.csv          (proposes a map, imports nothing)
      daicho import customers contacts.vcf
      daicho import everything ../register-2026     (what `export everything` wrote)
      daicho import maps                            (which there are)
      daicho import --watch ~/shop-exports          (takes files as they appear, until ^C)

      A map says which column of the file is which of ours. Those of several shop systems are built in; \
      your own are imports/*.yml. The one whose headings the file has is chosen by itself.
      """,
    subcommands: [
      ImportOrdersCommand.self, ImportCustomersCommand.self, ImportCompaniesCommand.self,
      ImportProductsCommand.self, ImportInquiriesCommand.self, ImportSuppressionsCommand.self,
      ImportEventsCommand.self, Everything.self, ImportMapsCommand.self,
    ])

  @Option(
    help: ArgumentHelp(
      "Import every file that appears in this folder, by the map its headings fit.", valueName: "folder"),
    completion: .directory)
  var watch: String?

  @OptionGroup var bytes: EncodingOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    guard let watch else { throw DaichoError.usage(.whatToImport) }
    try FolderImport(folder: watch, encoding: bytes.encoding, global: global).run()
  }
}
