import DaichoModel

/// Chooses how a file of the workspace is merged, by its place.
package enum FileMerge {
  /// - Parameters:
  ///   - base: `nil` where both sides made the file.
  ///   - path: relative to the workspace; `nil` for a file outside of it.
  package static func merge(
    base: [UInt8]?, ours: [UInt8], theirs: [UInt8], path: String?, settings: WorkspaceSettings,
    style: MarkerStyle = MarkerStyle()
  ) -> MergedFile {
    guard let path else { return TextMerge.lines(base: base, ours: ours, theirs: theirs, style: style) }
    let folder = path.firstIndex(of: "/").map { String(path[..<$0]) }
    if let folder, let kind = Kind(rawValue: folder), path.hasSuffix(".md") {
      return RecordMerge.merge(
        base: base, ours: ours, theirs: theirs, path: path, schema: settings.schema(kind), style: style)
    }
    switch folder {
    case "orders" where path.hasSuffix(".csv"):
      return LedgerMerge.orders(base: base, ours: ours, theirs: theirs)
    case "events" where path.hasSuffix(".jsonl"), "sends" where path.hasSuffix(".jsonl"):
      return LedgerMerge.jsonLines(base: base, ours: ours, theirs: theirs)
    case nil where path == "daicho.yml", "imports" where path.hasSuffix(".yml"):
      return RecordMerge.settings(base: base, ours: ours, theirs: theirs, style: style)
    default: return TextMerge.lines(base: base, ours: ours, theirs: theirs, style: style)
    }
  }
}
