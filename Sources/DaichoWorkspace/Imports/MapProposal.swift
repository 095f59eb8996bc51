import DaichoFiles
import DaichoModel

/// A map that was guessed, for a person to review.
package struct MapProposal: Sendable {
  /// The files it reads, as the person named them: those with the same headings.
  package let files: [String]
  package let path: String
  package let text: String
  /// Our columns that are needed and not found.
  package let missing: [String]
}

extension Workspace {
  /// One map for all files with the same headings, called like the first of them.
  package func proposeMaps(
    for files: [SourceFile], kind: ImportKind
  ) throws(DaichoError) -> [MapProposal] {
    var groups: [(headings: [String], files: [SourceFile])] = []
    for file in files {
      let headings = try ImportTable.find(in: file).headings.map(ImportTable.key)
      if let index = groups.firstIndex(where: { $0.headings == headings }) {
        groups[index].files.append(file)
      } else {
        groups.append((headings, [file]))
      }
    }
    return try groups.map { group throws(DaichoError) in
      let stem = ImportMaps.stem(of: group.files[0])
      let guess = try MapGuess(group.files[0], others: Array(group.files.dropFirst()), kind: kind)
      return MapProposal(
        files: group.files.map(\.shownPath), path: "\(Workspace.importsFolder)/\(stem).yml",
        text: guess.text(named: stem, language: language), missing: guess.missing)
    }
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
