import DaichoFiles
import DaichoModel
import DaichoWorkspace

extension Session {
  /// Proposes a map for the files, one for those with the same headings, shows it and, unless it is a dry run,
  /// writes it for review. Nothing is committed: `daicho commit` does that once it is right.
  func guess(
    _ files: [SourceFile], kind: ImportKind, _ write: WriteOptions, in workspace: Workspace
  ) throws(DaichoError) {
    for proposal in try workspace.proposeMaps(for: files, kind: kind) {
      try output.write(TextSafety.visible(proposal.text))
      try output.flush()
      if write.dryRun {
        messages.printNote(.mapNotWritten(proposal.path))
      } else {
        try workspace.write(proposal)
        messages.printNote(.mapWritten(proposal.path))
      }
      if proposal.files.count > 1 { messages.printNote(.mapReads(proposal.files)) }
      for missing in proposal.missing { messages.printWarning(.guessLacks(missing)) }
    }
    try finish()
  }
}

extension Wording {
  static func mapWritten(_ path: String) -> Wording {
    Wording(
      en: "wrote \(path): look through it, then import the file; nothing is imported yet",
      ja: "\(path)を書きました。内容を確かめてから取り込んでください（まだ何も取り込んでいません）")
  }

  static func mapNotWritten(_ path: String) -> Wording {
    Wording(en: "would write \(path)", ja: "\(path)に書きます（--dry-runのため書いていません）")
  }

  static func mapReads(_ files: [String]) -> Wording {
    let names = files.map(CellText.line).joined(separator: ", ")
    return Wording(
      en: "it reads all \(files.count) files, which have the same headings: \(names)",
      ja: "同じ見出しの\(files.count)ファイルを、この対応表で読みます：\(names)")
  }

  static func guessLacks(_ column: String) -> Wording {
    Wording(
      en: "found no heading for '\(column)': write one in the map",
      ja: "「\(column)」に当たる見出しが見つかりません。対応表に書いてください")
  }
}
