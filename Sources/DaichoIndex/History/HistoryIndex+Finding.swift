import DaichoModel
import GRDB

/// A record and the file that is its own, or was.
package struct RecordFile: Sendable, Hashable {
  package let reference: Reference
  /// Relative to the workspace.
  package let path: String

  package init(_ reference: Reference, path: String) {
    self.reference = reference
    self.path = path
  }
}

extension FoundRecord {
  package var file: RecordFile { RecordFile(reference, path: path) }
}

extension HistoryIndex {
  /// The files that commits know for what `text` names exactly, by path, `kind/id` or id: those that are, and
  /// those that were. The last changed first.
  package func files(named text: String) throws(DaichoError) -> [RecordFile] {
    var (path, kind, key): (String?, Kind?, String?)
    if text.hasSuffix(".md") {
      path = text
    } else if let slash = text.firstIndex(of: "/") {
      guard let typed = Kind(typed: String(text[..<slash])) else { return [] }
      (kind, key) = (typed, RecordID.key(String(text[text.index(after: slash)...])))
    } else {
      key = RecordID.key(text)
    }
    return try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT f.path FROM files f JOIN file_changes fc ON fc.file = f.id JOIN commits c ON c.seq = fc.commit_seq
          WHERE \(path == nil ? "f.key = ?1" : "f.path = ?1") AND (?2 IS NULL OR f.kind = ?2)
          GROUP BY f.id ORDER BY max(c.position) DESC, f.path
          """, arguments: [path ?? key, kind?.folder]
      ).compactMap { path in
        HistoryIndex.reference(ofPath: path).map { RecordFile($0, path: path) }
      }
    }
  }

  /// The file that commits made of one, by renaming it, and of that; `nil` where none did.
  package func successor(of file: RecordFile) throws(DaichoError) -> RecordFile? {
    try read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT n.path FROM files f JOIN file_changes fc ON fc.old_file = f.id JOIN files n ON n.id = fc.file
            JOIN commits c ON c.seq = fc.commit_seq
          WHERE f.path = ? ORDER BY c.position DESC, fc.id DESC LIMIT 1
          """)
      var path = file.path
      var seen: Set<String> = [path]
      while let next = try String.fetchOne(statement, arguments: [path]), seen.insert(next).inserted {
        path = next
      }
      guard path != file.path else { return nil }
      return HistoryIndex.reference(ofPath: path).map { RecordFile($0, path: path) }
    }
  }
}
