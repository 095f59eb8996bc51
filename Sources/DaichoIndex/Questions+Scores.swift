import DaichoFiles
import DaichoModel
import DaichoQuery
import GRDB

/// The scores of the workspace.
extension Questions {
  /// Of several files with one id, the first.
  static func scores(_ database: Database, _ index: WorkspaceIndex) throws -> [ScoreFile] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT k.key, k.id, f.path FROM scores k JOIN files f ON f.id = k.record ORDER BY k.key, f.path")
    var found: [ScoreFile] = []
    for row in rows {
      guard let id = RecordID(row[1] as String), id.key != found.last?.id.key else { continue }
      let path: String = row[2]
      let bytes = (try? index.files.bytes(at: path)) ?? []
      found.append(ScoreFile.read(FrontMatter.parse(bytes, path: path), id, path: path))
    }
    return found
  }

  /// The score called `name`. `unknown-score` when there is none.
  func score(_ name: String) throws(DaichoError) -> ScoreFile {
    let key = RecordID.key(name)
    guard let score = scores.first(where: { $0.id.key == key }) else {
      throw .unknownScore(name, suggestion: Suggestion.nearest(to: name, in: scores.map(\.id.text)))
    }
    return score
  }

  /// Its rules, ready to be computed; an error in them at its place.
  func checkedScore(_ key: String) throws(DaichoError) -> CheckedScore {
    let first = Result { () throws(DaichoError) in try schema(withUnknownFields: false).checked(score: key) }
    switch first {
    case .success(let score): return score
    case .failure: return try schema(withUnknownFields: true).checked(score: key)
    }
  }

  func schema(withUnknownFields: Bool) throws(DaichoError) -> QuerySchema {
    do {
      return try vocabulary(withUnknownFields: withUnknownFields).schema
    } catch {
      throw DaichoError(indexing: error)
    }
  }

  /// What `check` says of a score.
  func findings(of score: ScoreFile) throws(DaichoError) -> [Diagnostic] {
    let plain = try schema(withUnknownFields: false).findings(of: score.definition)
    guard plain.contains(where: { $0.severity == .error }) else { return score.findings + plain }
    return score.findings + (try schema(withUnknownFields: true).findings(of: score.definition))
  }
}
