import DaichoModel
import GRDB

extension HistoryIndex {
  /// Ids that a customer's record had, and those of records that were merged into it, by what commits say of
  /// themselves; not the given ones.
  package func earlierIDs(of ids: [RecordID]) throws(DaichoError) -> [RecordID] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT \(HistoryCommit.columns) FROM commits c
          WHERE c.trailers LIKE '%Merged-Into: customers/%' OR c.trailers LIKE '%Renamed-To: customers/%'
          """)
      var found: [RecordID] = []
      var known = Set(ids)
      var isMore = true
      while isMore {
        isMore = false
        for commit in rows.map(HistoryCommit.init) {
          let written = commit.trailer("Merged-Into") ?? commit.trailer("Renamed-To")
          guard let target = written.flatMap({ Reference($0) }), known.contains(target.id) else { continue }
          for line in (commit.trailers ?? "").split(separator: "\n") where line.hasPrefix("Record: ") {
            guard let named = Reference(String(line.dropFirst(8))), named.kind == .customers,
              known.insert(named.id).inserted
            else { continue }
            found.append(named.id)
            isMore = true
          }
        }
      }
      return found
    }
  }

  /// Deals and inquiries whose `customer` was ever written as one of these, with the paths of their files.
  package func records(everOf handles: Set<String>) throws(DaichoError) -> Set<String> {
    try read { database in
      var paths: Set<String> = []
      for handle in handles {
        paths.formUnion(
          try String.fetchAll(
            database,
            sql: """
              SELECT f.path FROM changes ch JOIN file_changes fc ON fc.id = ch.file_change
                JOIN files f ON f.id = fc.file
              WHERE ch.field = 'customer' AND (lower(ch.new) = ?1 OR lower(ch.old) = ?1)
                AND f.kind IN ('deals', 'inquiries')
              """, arguments: [handle.lowercased()]))
      }
      return paths
    }
  }
}
