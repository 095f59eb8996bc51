import DaichoModel
import GRDB

/// A record as a command line or a chooser knows it.
package struct FoundRecord: Sendable, Hashable {
  package let row: Int64
  package let reference: Reference
  package let path: String
  /// Its name, title or subject.
  package let title: String?
  /// Where a search found the text, if not in the title.
  package var excerpt: String?

  package init(row: Int64, reference: Reference, path: String, title: String?, excerpt: String? = nil) {
    self.row = row
    self.reference = reference
    self.path = path
    self.title = title
    self.excerpt = excerpt
  }
}

/// Finds records by whatever a person has at hand, best evidence first.
struct Lookup {
  let database: Database

  /// The records that `text` may mean: by id or `kind/id`; else by e-mail address, phone number or foreign
  /// id; else by whole name or kana; else by part of a name, kana or id. The first of these that
  /// finds anything is the answer.
  func find(_ text: String, kinds: [Kind]) throws -> [FoundRecord] {
    if let slash = text.firstIndex(of: "/") {
      guard let kind = Kind(typed: String(text[..<slash])), kinds.contains(kind) else { return [] }
      return try byKey(RecordID.key(String(text[text.index(after: slash)...])), kinds: [kind])
    }
    let steps: [() throws -> [FoundRecord]] = [
      { try byKey(RecordID.key(text), kinds: kinds) }, { try byHandle(text, kinds: kinds) },
      { try byName(text, kinds: kinds, whole: true) }, { try byName(text, kinds: kinds, whole: false) },
    ]
    for step in steps {
      let found = try step()
      if !found.isEmpty { return found }
    }
    return []
  }

  func byKey(_ key: String, kinds: [Kind]) throws -> [FoundRecord] {
    try kinds.flatMap { try records($0, where: "k.key = ?", [key]) + unreadable($0, key) }
  }

  /// Files that cannot be read are found by their id alone, to be edited or removed.
  private func unreadable(_ kind: Kind, _ key: String) throws -> [FoundRecord] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT u.record, u.id, f.path FROM unreadable u JOIN files f ON f.id = u.record
        WHERE u.kind = ? AND u.key = ? ORDER BY f.path
        """, arguments: [kind.folder, key]
    ).compactMap { row in
      guard let id = RecordID(row[1] as String) else { return nil }
      return FoundRecord(row: row[0], reference: Reference(kind, id), path: row[2], title: nil)
    }
  }

  private func byHandle(_ text: String, kinds: [Kind]) throws -> [FoundRecord] {
    var handles = [TextFolding.fold(text)]
    let digits = TextFolding.phoneDigits(text)
    if digits.utf8.count >= 6, text.unicodeScalars.allSatisfy(Lookup.isPhoneCharacter) {
      handles.append(digits)
    }
    let marks = handles.map { _ in "?" }.joined(separator: ", ")
    return try kinds.flatMap { kind in
      try records(
        kind,
        where: """
          k.record IN (SELECT record FROM field_values WHERE coalesce(folded, value) IN (\(marks)) AND is_handle)
          """, handles)
    }
  }

  private static func isPhoneCharacter(_ scalar: Unicode.Scalar) -> Bool {
    TextFolding.digit(scalar) != nil || " -+()　－ー＋（）".unicodeScalars.contains(scalar)
  }

  private func byName(_ text: String, kinds: [Kind], whole: Bool) throws -> [FoundRecord] {
    let folded = TextFolding.fold(text).filter { !$0.isWhitespace }
    guard !folded.isEmpty else { return [] }
    return try kinds.flatMap { kind in
      let columns = Lookup.nameColumns(kind).map { "replace(\(Lookup.folded($0)), ' ', '')" }
      let test = { (column: String) in whole ? "\(column) = ?" : "instr(\(column), ?) > 0" }
      let tests = (columns + (whole ? [] : ["k.key"])).map(test)
      return try records(
        kind, where: tests.joined(separator: " OR "), Array(repeating: folded, count: tests.count))
    }
  }

  /// Every record in which `text` stands: its names, addresses, tags and other values, prose and log.
  func search(_ text: String, kinds: [Kind]) throws -> [FoundRecord] {
    let folded = TextFolding.fold(text)
    guard folded.contains(where: { !$0.isWhitespace }) else { return [] }
    var found = try find(text, kinds: kinds)
    var seen = Set(found.map(\.row))
    let digits = TextFolding.phoneDigits(text)
    let sources: [(sql: String, arguments: [String])] = [
      (
        """
        SELECT v.record, v.field || ': ' || v.value FROM field_values v JOIN files f ON f.id = v.record
        WHERE instr(coalesce(v.folded, v.value), ?) > 0 ORDER BY f.path, v.field, v.position
        """, [folded]
      ),
      (
        """
        SELECT v.record, v.value FROM field_values v JOIN files f ON f.id = v.record
        WHERE v.field = 'phone' AND ? <> '' AND instr(coalesce(v.folded, v.value), ?) > 0
        ORDER BY f.path, v.position
        """, [digits.utf8.count >= 4 ? digits : "", digits]
      ),
      (
        """
        SELECT l.record, l.text FROM log_entries l JOIN files f ON f.id = l.record
        WHERE instr(coalesce(l.folded, l.text), ?) > 0 ORDER BY f.path, l.line
        """, [folded]
      ),
      (
        """
        SELECT p.record, p.text FROM prose p JOIN files f ON f.id = p.record
        WHERE instr(coalesce(p.folded, p.text), ?) > 0 ORDER BY f.path
        """, [folded]
      ),
    ]
    var rows: [(Int64, String)] = []
    for kind in kinds {
      let columns = (KindTable.all[kind]?.columns ?? []).filter {
        if case .text = $0.storage { true } else { false }
      }
      guard !columns.isEmpty else { continue }
      let tests = columns.map { "instr(\(Lookup.folded($0.name)), ?) > 0" }
      // The first field that holds the text, with its name.
      let cases = zip(columns, tests).map { "WHEN \($1) THEN '\($0.field): ' || k.\"\($0.name)\"" }
      let sql = """
        SELECT k.record, CASE \(cases.joined(separator: " ")) END FROM \(kind.folder) k
        WHERE \(tests.joined(separator: " OR ")) ORDER BY k.key
        """
      rows += try pairs(sql, Array(repeating: folded, count: 2 * tests.count))
    }
    for source in sources { rows += try pairs(source.sql, source.arguments) }
    var excerpts: [Int64: String] = [:]
    for (row, text) in rows where !text.isEmpty && excerpts[row] == nil {
      excerpts[row] = Lookup.excerpt(of: text, around: folded)
    }
    for index in found.indices { found[index].excerpt = excerpts[found[index].row] }
    for (row, _) in rows where seen.insert(row).inserted {
      guard var record = try record(row), kinds.contains(record.reference.kind) else { continue }
      record.excerpt = excerpts[row]
      found.append(record)
    }
    return found
  }

  private static func folded(_ column: String) -> String {
    "coalesce(k.\"\(column)_folded\", k.\"\(column)\")"
  }

  /// Some forty characters around the place where `folded` stands.
  private static func excerpt(of text: String, around folded: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).first { TextFolding.fold(String($0)).contains(folded) }
    let shown = line.map(String.init) ?? text
    let foldedLine = TextFolding.fold(shown)
    guard shown.count > 60, let start = foldedLine.firstRange(of: folded)?.lowerBound else {
      return String(shown.prefix(60))
    }
    let distance = foldedLine.distance(from: foldedLine.startIndex, to: start)
    let from = max(0, distance - 20)
    return (from > 0 ? "…" : "") + String(shown.dropFirst(from).prefix(58)) + "…"
  }

  private func pairs(_ sql: String, _ arguments: [String]) throws -> [(Int64, String)] {
    try Row.fetchAll(database, sql: sql, arguments: StatementArguments(arguments)).map {
      ($0[0] as Int64, ($0[1] as String?) ?? "")
    }
  }

  func record(_ row: Int64) throws -> FoundRecord? {
    guard
      let kindName = try String.fetchOne(
        database, sql: "SELECT kind FROM files WHERE id = ?", arguments: [row]),
      let kind = Kind(rawValue: kindName)
    else { return nil }
    return try records(kind, where: "k.record = ?", [row]).first
  }

  func records(
    _ kind: Kind, where condition: String, _ arguments: [(any DatabaseValueConvertible)?]
  ) throws -> [FoundRecord] {
    let title = KindSchema.builtIn(kind).titleField
    let sql = """
      SELECT k.record, k.id, f.path, k."\(title)" FROM \(kind.folder) k JOIN files f ON f.id = k.record
      WHERE \(condition) ORDER BY k.key, f.path
      """
    return try Row.fetchAll(database, sql: sql, arguments: StatementArguments(arguments)).compactMap { row in
      guard let id = RecordID(row[1] as String) else { return nil }
      return FoundRecord(row: row[0], reference: Reference(kind, id), path: row[2], title: row[3])
    }
  }

  private static func nameColumns(_ kind: Kind) -> [String] {
    switch kind {
    case .customers: ["name", "kana"]
    case .companies: ["name", "kana", "domain"]
    case .products: ["name", "sku"]
    default: [KindSchema.builtIn(kind).titleField]
    }
  }
}
