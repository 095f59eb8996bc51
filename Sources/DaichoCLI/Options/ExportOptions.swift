import ArgumentParser
import DaichoModel

/// Where an export goes.
struct ExportOptions: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Write to this file, readable by you alone; standard output, unless said.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false
}

/// How rows are written.
struct SheetOptions: ParsableArguments {
  @Option(help: "csv, tsv, json or jsonl; as the file's name ends, else csv.")
  var format: OutputFormat?

  @Flag(help: "CSV and TSV values exactly as they are, without the guard against formulas.")
  var raw = false

  /// The format asked for, by the option or the file's name.
  func format(for output: String?) throws(DaichoError) -> OutputFormat {
    if let format {
      guard [.csv, .tsv, .json, .jsonl].contains(format) else {
        throw .usage(.notForFiles(format.rawValue), hint: .oneOf(["csv", "tsv", "json", "jsonl"]))
      }
      return format
    }
    let name = (output ?? "").lowercased()
    if [".xlsx", ".xls", ".ods", ".numbers"].contains(where: name.hasSuffix) {
      throw .usage(.noWorkbooks, hint: .endInCSV)
    }
    return [OutputFormat.jsonl, .json, .tsv].first { name.hasSuffix(".\($0.rawValue)") } ?? .csv
  }
}
