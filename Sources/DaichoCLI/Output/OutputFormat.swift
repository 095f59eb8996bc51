import DaichoModel

/// What `--format` may say.
package enum OutputFormat: String, Sendable, CaseIterable {
  case table, json, jsonl, csv, tsv, ids

  /// Reads the word of `--format`, in any case.
  package init(typed word: String) throws(DaichoError) {
    guard let format = OutputFormat(rawValue: word.lowercased()) else {
      throw DaichoError("unknown-format", .unknownFormat(word), hint: .knownFormats)
    }
    self = format
  }

  /// `table, json, jsonl, csv, tsv, ids`
  package static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
