import DaichoModel

/// What `--format` of a report may say.
enum ReportFormat: String, Sendable, CaseIterable {
  case table, json, jsonl, csv, tsv, html

  /// `nil` for the page.
  var ofRows: OutputFormat? { OutputFormat(rawValue: rawValue) }

  var isForPeople: Bool { self == .table || self == .html }

  /// What a file's name ends in; `nil` where that says nothing.
  init?(endingOf path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".htm") {
      self = .html
      return
    }
    guard let dot = name.lastIndex(of: "."),
      let format = ReportFormat(rawValue: String(name[name.index(after: dot)...])),
      format != .table
    else { return nil }
    self = format
  }
}
