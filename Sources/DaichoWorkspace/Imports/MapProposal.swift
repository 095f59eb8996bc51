import DaichoFiles
import DaichoModel

/// A map that was guessed, for a person to review.
package struct MapProposal: Sendable {
  package let path: String
  package let text: String
  /// Our columns that are needed and not found.
  package let missing: [String]
}

extension Workspace {
  package func proposeMap(for file: SourceFile, kind: ImportKind) throws(DaichoError) -> MapProposal {
    let stem = ImportMaps.stem(of: file)
    let guess = try MapGuess(file, kind: kind)
    return MapProposal(
      path: "\(Workspace.importsFolder)/\(stem).yml", text: guess.text(named: stem, language: language),
      missing: guess.missing)
  }

  /// Writes it where there is none of that name yet.
  package func write(_ proposal: MapProposal) throws(DaichoError) {
    if try folder.status(proposal.path) != nil { throw .mapExists(proposal.path) }
    try folder.makeDirectory(Workspace.importsFolder)
    try folder.write(proposal.path, Array(proposal.text.utf8), expecting: .absent)
  }
}

extension DaichoError {
  static func mapExists(_ path: String) -> DaichoError {
    DaichoError(
      "file-exists", Wording(en: "the map is there already", ja: "対応表がすでにあります"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "import the file by it, or remove it for a new proposal; '--dry-run' only shows one",
        ja: "そのまま取り込むか、作り直すなら削除してください。「--dry-run」なら案を表示するだけです"))
  }
}
