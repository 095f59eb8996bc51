import ArgumentParser

struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Bring in what other systems know.",
    subcommands: [
      ImportCustomersCommand.self, ImportCompaniesCommand.self, ImportProductsCommand.self,
      ImportInquiriesCommand.self, ImportSuppressionsCommand.self, ImportEventsCommand.self,
    ])
}
