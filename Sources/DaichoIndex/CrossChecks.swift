import DaichoFiles
import DaichoModel
import DaichoQuery
import GRDB

/// What is wrong between files, where each alone is in order. Places are filled in by reading the few
/// files concerned again.
struct CrossChecks {
  let database: Database
  let index: WorkspaceIndex
  private let locator: FieldLocator

  init(database: Database, index: WorkspaceIndex) {
    self.database = database
    self.index = index
    locator = FieldLocator(files: index.files)
  }

  /// The most findings of one sort that are listed one by one.
  private static let most = 100

  func findings() throws -> [Diagnostic] {
    try duplicateIDs() + sharedAddresses() + danglingReferences() + unmatchedOrders() + ambiguousLines()
      + withoutRate() + secrets()
  }

  // MARK: Records

  private func duplicateIDs() throws -> [Diagnostic] {
    try Kind.allCases.flatMap { kind in
      let rows = try Row.fetchAll(
        database,
        sql: """
          WITH k AS (SELECT record, id, key FROM \(kind.folder)
            UNION ALL SELECT record, id, key FROM unreadable WHERE kind = '\(kind.folder)')
          SELECT k.id, f.path, k.key FROM k JOIN files f ON f.id = k.record
          WHERE k.key IN (SELECT key FROM k GROUP BY key HAVING count(*) > 1) ORDER BY k.key, f.path
          """)
      var first: [String: String] = [:]
      return rows.compactMap { row -> Diagnostic? in
        let (id, path, key) = (row[0] as String, row[1] as String, row[2] as String)
        guard let other = first[key] else {
          first[key] = path
          return nil
        }
        return Diagnostic(
          .error, "duplicate-id",
          at: SourceLocation(path: path, position: SourcePosition(line: 1, column: 1)),
          .duplicateID(id, other: other), suggestion: .renameOne)
      }
    }
  }

  private func sharedAddresses() throws -> [Diagnostic] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT coalesce(v.folded, v.value) AS address, f.path, v.position, v.value
        FROM field_values v JOIN customers k ON k.record = v.record JOIN files f ON f.id = v.record
        WHERE v.field = 'email' AND coalesce(v.folded, v.value) IN (
          SELECT coalesce(w.folded, w.value) FROM field_values w JOIN customers c ON c.record = w.record
          WHERE w.field = 'email' GROUP BY 1 HAVING count(DISTINCT w.record) > 1)
        ORDER BY address, f.path
        """)
    var first: [String: String] = [:]
    return rows.compactMap { row -> Diagnostic? in
      let (address, path) = (row[0] as String, row[1] as String)
      guard let other = first[address], other != path else {
        first[address] = path
        return nil
      }
      return Diagnostic(
        .warning, "shared-email", at: locator.place(of: "email", item: row[2], in: path),
        .sharedAddress(row[3], other: other), suggestion: .sharedAddressMeans)
    }
  }

  private func danglingReferences() throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    for kind in Kind.allCases {
      for field in ReferenceField.all(kind, custom: index.settings.customFields[kind] ?? []) {
        let rows = try Row.fetchAll(database, sql: field.sources(named: false))
        guard !rows.isEmpty else { continue }
        let ids = try String.fetchAll(database, sql: "SELECT id FROM \(field.target.folder)")
        for row in rows {
          let (path, text) = (row[1] as String, row[2] as String)
          let near = rows.count <= 200 ? Suggestion.nearest(to: text, in: ids) : nil
          found.append(
            Diagnostic(
              .error, "dangling-reference", at: locator.place(of: field.name, value: text, in: path),
              .dangling(text, field.target), suggestion: near.map(Wording.didYouMean)))
        }
      }
    }
    return found
  }

  // MARK: Ledgers

  private func unmatchedOrders() throws -> [Diagnostic] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.path, o.line, p.handle, o.order_id FROM order_rows o JOIN parties p ON p.id = o.party
        JOIN files f ON f.id = o.file WHERE p.record IS NULL ORDER BY f.path, o.line
        """)
    var found = rows.prefix(CrossChecks.most).map { row in
      Diagnostic(
        .warning, "unknown-customer",
        at: SourceLocation(path: row[0], position: SourcePosition(line: row[1], column: 1)),
        .unmatchedOrder(row[3], customer: row[2]), suggestion: .unmatchedOrderMeans)
    }
    if rows.count > CrossChecks.most, let row = rows.last {
      found.append(
        Diagnostic(
          .warning, "unknown-customer", at: SourceLocation(path: row[0]),
          .moreUnmatched(rows.count - CrossChecks.most)))
    }
    return found
  }

  /// Two lines of one order with the same sku and no line number, that say different things: one of
  /// them will be taken for an update of the other.
  private func ambiguousLines() throws -> [Diagnostic] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.path, o.line, o.order_id, w.text FROM order_rows o JOIN files f ON f.id = o.file
        LEFT JOIN words w ON w.id = o.sku
        WHERE o.superseded AND o.order_line IS NULL AND EXISTS (
          SELECT 1 FROM order_rows x WHERE x.key = o.key AND x.id <> o.id
          AND (x.amount IS NOT o.amount OR x.quantity IS NOT o.quantity))
        ORDER BY f.path, o.line LIMIT \(CrossChecks.most)
        """)
    return rows.map { row in
      Diagnostic(
        .warning, "ambiguous-order-line",
        at: SourceLocation(path: row[0], position: SourcePosition(line: row[1], column: 1)),
        .ambiguousLine(row[2], sku: row[3]), suggestion: .giveLineNumbers)
    }
  }

  /// Orders in currencies that daicho.yml gives no rate for: once a currency, at its first line.
  private func withoutRate() throws -> [Diagnostic] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.path, o.line, w.text, count(*) OVER (PARTITION BY o.currency) FROM order_rows o
        JOIN files f ON f.id = o.file JOIN words w ON w.id = o.currency
        WHERE o.amount IS NULL AND o.counts AND NOT o.superseded ORDER BY w.text, f.path, o.line
        """)
    var seen: Set<String> = []
    return rows.compactMap { row in
      let currency: String = row[2]
      guard seen.insert(currency).inserted else { return nil }
      return Diagnostic(
        .warning, "no-rate",
        at: SourceLocation(path: row[0], position: SourcePosition(line: row[1], column: 1)),
        .withoutRate(currency, lines: row[3]), suggestion: .giveRate(currency))
    }
  }

  // MARK: Secrets

  /// What looks like a key or a password in a record.
  private func secrets() throws -> [Diagnostic] {
    let marks = CrossChecks.secretMarks
    let test = { (column: String) in
      marks.map { "instr(\(column), '\($0)') > 0" }.joined(separator: " OR ")
    }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT f.path, l.line, l.text FROM log_entries l JOIN files f ON f.id = l.record WHERE \(test("l.text"))
        UNION ALL
        SELECT f.path, NULL, v.value FROM field_values v JOIN files f ON f.id = v.record WHERE \(test("v.value"))
          OR v.field IN ('password', 'api_key', 'secret', 'token')
        UNION ALL
        SELECT f.path, NULL, p.text FROM prose p JOIN files f ON f.id = p.record WHERE \(test("p.text"))
        """)
    return rows.compactMap { row in
      let line = row[1] as Int?
      let text = (row[2] as String?) ?? ""
      let isNamed = !marks.contains { text.contains($0) }
      guard isNamed || CrossChecks.looksSecret(text, marks) else { return nil }
      return Diagnostic(
        .error, "secret-in-workspace",
        at: secretPlace(row[0], line: line, text: text, mark: isNamed ? text : nil),
        .secretInRecord, suggestion: .moveSecret)
    }
  }

  private static let secretMarks = [
    "-----BEGIN", "sk_live_", "rk_live_", "AKIA", "ghp_", "github_pat_", "xoxb-", "xoxp-", "AIza",
    "daicho-key-",
  ]

  /// Where the secret stands in its file: the mark it was known by, or the whole value of a field with a
  /// telling name.
  private func secretPlace(_ path: String, line: Int?, text: String, mark: String?) -> SourceLocation {
    let marks = mark.map { [$0] } ?? CrossChecks.secretMarks.filter { text.contains($0) }
    let lines = ((try? index.files.bytes(at: path)) ?? []).split(
      separator: 0x0A, omittingEmptySubsequences: false)
    for (number, bytes) in lines.enumerated() where number + 1 >= line ?? 1 {
      let content = String(decoding: bytes, as: UTF8.self)
      for mark in marks where !mark.isEmpty {
        guard let range = content.firstRange(of: mark) else { continue }
        let column = content[..<range.lowerBound].unicodeScalars.count + 1
        return SourceLocation(path: path, position: SourcePosition(line: number + 1, column: column))
      }
    }
    return SourceLocation(path: path, position: line.map { SourcePosition(line: $0, column: 1) })
  }

  /// A mark followed by a run of at least 16 letters and digits, or the head of a private key.
  private static func looksSecret(_ text: String, _ marks: [String]) -> Bool {
    if text.contains("-----BEGIN"), text.contains("PRIVATE KEY") { return true }
    return marks.dropFirst().contains { mark in
      guard let start = text.firstRange(of: mark)?.upperBound else { return false }
      let run = text[start...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
      return run.count >= 16
    }
  }
}

/// Finds where a field stands in a file.
struct FieldLocator {
  let files: any RegisterFiles

  func place(of field: String, item: Int = 0, in path: String) -> SourceLocation {
    place(field, path) { items in items.indices.contains(item) ? items[item] : items.first }
  }

  func place(of field: String, value: String, in path: String) -> SourceLocation {
    place(field, path) { items in items.first { $0.text == value } ?? items.first }
  }

  private func place(_ field: String, _ path: String, _ choose: ([YAMLNode]) -> YAMLNode?) -> SourceLocation {
    guard let bytes = try? files.bytes(at: path) else { return SourceLocation(path: path) }
    let matter = FrontMatter.parse(bytes, path: path)
    guard let node = matter.root?[field] else {
      return SourceLocation(path: path, position: SourcePosition(line: 1, column: 1))
    }
    let chosen = node.items.flatMap(choose) ?? node
    return matter.source.location(at: chosen.range.lowerBound)
  }
}
