import ArgumentParser

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Bring in what a shop system or another program has exported.",
    discussion: """
      daicho import orders ~/Downloads/orders_export.csv
      daicho import orders --guess 受注.csv          (proposes a map, imports nothing)
      daicho import customers contacts.vcf

      A map says which column of the file is which of ours. Those of several shop systems are built in; \
      your own are imports/*.yml. The one whose headings the file has is chosen by itself.
      """,
    subcommands: [
      ImportOrdersCommand.self, ImportCustomersCommand.self, ImportCompaniesCommand.self,
      ImportProductsCommand.self, ImportInquiriesCommand.self, ImportSuppressionsCommand.self,
      ImportEventsCommand.self,
    ])
}
