import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

struct ImportMapsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "maps",
    abstract: "List the maps there are, or print a built-in one.",
    discussion: """
      daicho import maps
      daicho import maps shopify-orders > imports/shopify-orders.yml

      A map in imports/ takes the place of the built-in one of the same name.
      """)

  @Argument(help: ArgumentHelp("Print this built-in map.", valueName: "name"))
  var name: String?

  @Option(help: "How to answer: table, json, jsonl, csv, tsv or ids.")
  var format: OutputFormat = .table

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global)
    let workspace = try session.workspace()
    let all = try workspace.importMaps()
    if let name {
      guard let text = ImportMaps.builtInText(name) else {
        throw DaichoError.noBuiltInMap(name, ImportMaps.builtIn.map(\.id))
      }
      try session.output.write(text)
      return try session.finish()
    }
    let rows = all.maps.sorted { $0.id < $1.id }.map { map in
      OutputRow(
        id: map.id,
        [
          .string(map.id), .string(map.kind.rawValue), .optional(map.name),
          map.isBuiltIn ? .null : .string(map.path),
        ])
    }
    let columns = [
      OutputColumn("id", Wording(en: "map", ja: "対応表")),
      OutputColumn("kind", Wording(en: "kind", ja: "種類")),
      OutputColumn("name", Wording(en: "name", ja: "名前")),
      OutputColumn("path", Wording(en: "file", ja: "ファイル")),
    ]
    try OutputTable(columns: columns, rows: rows).write(
      session.options(format),
      to: session.output)
    try session.finish()
    for diagnostic in all.diagnostics {
      session.messages.printWarning(diagnostic.message, at: diagnostic.location)
    }
  }
}

extension Wording {
  static let whatToImport = Wording(
    en: "say what to import: orders, customers, …, or give --watch FOLDER",
    ja: "何を取り込むか（orders、customersなど）、または --watch フォルダー を指定してください")
}

extension DaichoError {
  static func noBuiltInMap(_ name: String, _ known: [String]) -> DaichoError {
    DaichoError(
      "unknown-map", Wording(en: "there is no built-in map '\(name)'", ja: "「\(name)」という組み込みの対応表はありません"),
      hint: Suggestion.nearest(to: name, in: known).map(Wording.didYouMean)
        ?? Wording(
          en: "there are: \(known.joined(separator: ", "))", ja: "あるのは: \(known.joined(separator: ", "))"))
  }
}
