import ArgumentParser
import DaichoModel
import DaichoWorkspace

/// What the imports of one file take.
struct ImportFileOptions: ParsableArguments {
  @Argument(help: ArgumentHelp("The file.", valueName: "file"), completion: .file())
  var file: String

  @Option(
    help: ArgumentHelp(
      "How the file's columns map to ours: a map of imports/ or a built-in one; found by the headings where it is not said.",
      valueName: "name"))
  var map: String?

  @Flag(help: "Propose a map for the file, write it to imports/ for review, and import nothing.")
  var guess = false

  @OptionGroup var bytes: EncodingOptions

  @Option(help: "How to tell what was done: table or json.")
  var format: OutputFormat = .table
}

struct ImportCustomersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customers",
    abstract: "Bring in customers: a CSV file, an address book, or a sheet of ours that was edited.",
    discussion: """
      daicho import customers shopify-customers.csv
      daicho import customers contacts.vcf --update
      daicho list customers --format csv --excel > customers.csv
                                   (edit it in Excel, then)
      daicho import customers customers.csv --update

      New people become records. Known ones, by an id, an e-mail address, or a phone number and name, stay \
      as they are; with --update the fields in which the file differs are shown and, once you say yes, \
      changed. Who does not want mail is heeded in any case. A yes without its day is no consent.
      """)

  @Flag(help: "Change known customers too, field by field, after showing what.")
  var update = false

  @OptionGroup var options: ImportFileOptions
  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try RecordImportRun(kind: .customers, options: options, write: write, updates: update).run(global)
  }
}

struct ImportCompaniesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "companies", abstract: "Bring in companies, known by their names.",
    discussion: """
      daicho import companies companies.csv
      daicho import companies companies.csv --update

      As 'import customers'. (株), ㈱ and 株式会社 are the same.
      """)

  @Flag(help: "Change known companies too, field by field, after showing what.")
  var update = false

  @OptionGroup var options: ImportFileOptions
  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try RecordImportRun(kind: .companies, options: options, write: write, updates: update).run(global)
  }
}

struct ImportProductsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "products", abstract: "Bring in products and their stock, known by their SKU.",
    discussion: """
      daicho import products stock.csv
      daicho import products stock.csv --dry-run

      A product is known by its sku; new ones are made, of known ones the fields that the file has are \
      changed and no others: a file of 'sku,stock' changes the stock alone.
      """)

  @OptionGroup var options: ImportFileOptions
  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try RecordImportRun(kind: .products, options: options, write: write, updates: true, asks: false)
      .run(global)
  }
}

struct ImportInquiriesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inquiries", abstract: "Bring in questions, requests and complaints.",
    discussion: """
      daicho import inquiries form-posts.csv
      daicho import inquiries tickets.csv --update

      Columns: subject, customer (an id, an e-mail address or a name), opened, status, type, and body for \
      the text. A row is known by its 'id'; without one an id is made of what the row says, so that the \
      same file twice makes nothing twice.
      """)

  @Flag(help: "Change known inquiries too, field by field, after showing what.")
  var update = false

  @OptionGroup var options: ImportFileOptions
  @OptionGroup var write: WriteOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    try RecordImportRun(kind: .inquiries, options: options, write: write, updates: update).run(global)
  }
}
