import DaichoFiles
import DaichoModel
import DaichoTemplates
import Foundation

/// The maps a workspace has: its own in `imports/`, and the built-in ones it has not replaced.
package struct ImportMaps: Sendable {
  package let maps: [ImportMap]
  /// Of the workspace's own. A map with an error is not among `maps`.
  package let diagnostics: [Diagnostic]

  package subscript(id: String) -> ImportMap? { maps.first { $0.id == id } }

  /// The text of a built-in map, to be copied and changed.
  package static func builtInText(_ id: String) -> String? { BuiltInTemplates.imports[id] }

  package static let builtIn: [ImportMap] = BuiltInTemplates.imports.sorted { $0.key < $1.key }.compactMap {
    ImportMapReader.read(Array($0.value.utf8), path: "imports/\($0.key).yml", isBuiltIn: true).0
  }
}

/// A file and the map it is read by.
package struct MappedFile: Sendable {
  package let file: SourceFile
  package let map: ImportMap
  package let table: ImportTable
}

extension Workspace {
  package static let importsFolder = "imports"

  package func importMaps() throws(DaichoError) -> ImportMaps {
    var own: [ImportMap] = []
    var diagnostics: [Diagnostic] = []
    var taken: Set<String> = []
    let folder = root + "/" + Workspace.importsFolder
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    for name in names where name.hasSuffix(".yml") && !name.hasPrefix(".") {
      let path = "\(Workspace.importsFolder)/\(name)"
      taken.insert(ImportMapReader.id(ofFile: path))
      let (map, found) = ImportMapReader.read(try self.folder.read(path).bytes, path: path)
      diagnostics += found
      if let map { own.append(map) }
    }
    return ImportMaps(
      maps: own + ImportMaps.builtIn.filter { !taken.contains($0.id) }, diagnostics: diagnostics)
  }

  /// The map for a file: the one that is named, else the one that fits. The workspace's own come before the
  /// built-in ones, and the one called like the file before all.
  ///
  /// Errors: `unknown-map`, `broken-map`, `no-map`, `several-maps`, and those of `SourceFile`.
  package func mapped(
    _ file: SourceFile, kind: ImportKind, named name: String? = nil
  ) throws(DaichoError) -> MappedFile {
    let all = try importMaps()
    if let name {
      let id = ImportMapReader.id(ofFile: name)
      if let error = all.diagnostics.first(where: {
        $0.severity == .error && ImportMapReader.id(ofFile: $0.location.path) == id
      }) {
        throw DaichoError(error.code, error.message, at: error.location, hint: error.suggestion)
      }
      guard let map = all[id] else { throw .unknownMap(id, all.maps.filter { $0.kind == kind }.map(\.id)) }
      guard map.kind == kind else { throw .mapOfOtherKind(map, kind) }
      return MappedFile(file: file, map: map, table: try table(of: file, map))
    }
    var fitting: [(map: ImportMap, table: ImportTable)] = []
    for map in all.maps {
      let table = try table(of: file, map)
      if table.has(ImportMaps.signature(map)) { fitting.append((map, table)) }
    }
    let ofKind = fitting.filter { $0.map.kind == kind }
    let stem = ImportMaps.stem(of: file)
    let best =
      [
        ofKind.filter { !$0.map.isBuiltIn && $0.map.id == stem }, ofKind.filter { !$0.map.isBuiltIn },
        ofKind.filter(\.map.isBuiltIn),
      ].first { !$0.isEmpty } ?? []
    if best.count > 1 { throw .severalMaps(best.map(\.map.id), file.shownPath) }
    guard let (map, table) = best.first else {
      if let error = all.diagnostics.first(where: { $0.severity == .error }) {
        throw DaichoError(error.code, error.message, at: error.location, hint: error.suggestion)
      }
      if let other = fitting.first?.map { throw .mapOfOtherKind(other, kind) }
      throw .noMap(file.shownPath, kind)
    }
    return MappedFile(file: file, map: map, table: table)
  }

  /// The map for a file that may hold anything; `nil` where none fits. Errors as of the other, but for
  /// `no-map`.
  package func mappedByHeadings(_ file: SourceFile) throws(DaichoError) -> MappedFile? {
    for kind in ImportKind.allCases {
      do throws(DaichoError) { return try mapped(file, kind: kind) } catch {
        if error.code != "no-map", error.code != "other-kind" { throw error }
      }
    }
    return nil
  }

  private func table(of file: SourceFile, _ map: ImportMap) throws(DaichoError) -> ImportTable {
    try ImportTable.find(
      in: file, separator: map.separator, encoding: map.encoding, wanted: ImportMaps.signature(map))
  }
}

extension ImportMaps {
  /// The headings by which a file is known to be the map's.
  static func signature(_ map: ImportMap) -> [String] {
    map.recognized.isEmpty ? map.headings.filter { !map.optional.contains($0) } : map.recognized
  }

  /// The file's name without its ending, as an id.
  package static func stem(of file: SourceFile) -> String {
    let name = file.path.split(separator: "/").last.map(String.init) ?? "import"
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    let kept = TextFolding.fold(String(stem)).split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    return kept.isEmpty ? "import" : kept
  }
}
