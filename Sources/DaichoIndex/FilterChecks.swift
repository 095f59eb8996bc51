import DaichoFiles
import DaichoModel
import DaichoQuery
import GRDB

/// Every filter that stands in a file, checked as if it were asked: segments, scores and campaigns.
struct FilterChecks {
  let questions: Questions
  let index: WorkspaceIndex

  func findings() throws -> [Diagnostic] {
    var found: [Diagnostic] = []
    for (kind, id, path) in try files() {
      guard let bytes = try? index.files.bytes(at: path) else { continue }
      found += findings(in: FrontMatter.parse(bytes, path: path), kind, id)
    }
    return found
  }

  /// Of one file, which need not be in the index as it is.
  func findings(in matter: FrontMatter, _ kind: Kind, _ id: String) -> [Diagnostic] {
    guard let root = matter.root else { return [] }
    switch kind {
    case .segments: return segment(id, root, matter.source)
    case .scores: return score(id, matter)
    case .campaigns: return root["where"].map { check($0, of: .customers, matter.source) } ?? []
    default: return []
    }
  }

  private func files() throws -> [(Kind, String, String)] {
    try [Kind.segments, .scores, .campaigns].flatMap { kind in
      try Row.fetchAll(
        questions.database,
        sql: "SELECT k.id, f.path FROM \(kind.folder) k JOIN files f ON f.id = k.record ORDER BY f.path"
      ).map { (kind, $0[0] as String, $0[1] as String) }
    }
  }

  private func segment(_ id: String, _ root: YAMLNode, _ source: SourceText) -> [Diagnostic] {
    var kind = Kind.customers
    if let of = root["of"], let text = of.text, !text.isEmpty {
      guard let typed = Kind(typed: text) else {
        let near = Suggestion.nearest(to: text, in: Kind.allCases.map(\.folder))
        return [
          Diagnostic(
            .error, "unknown-kind", at: source.location(at: of.range.lowerBound), .unknownKind(text),
            suggestion: near.map(Wording.didYouMean))
        ]
      }
      kind = typed
    }
    guard let node = root["where"], node.text != nil else {
      return [
        Diagnostic(
          .error, "missing-where", at: source.location(at: root.range.lowerBound), .segmentWithoutWhere,
          suggestion: .writeWhere)
      ]
    }
    return check(node, of: kind, source, segment: id)
  }

  private func score(_ id: String, _ matter: FrontMatter) -> [Diagnostic] {
    guard let id = RecordID(id) else { return [] }
    let score = ScoreFile.read(matter, id, path: matter.source.path)
    let comments = (matter.root?["rules"]?.items ?? []).compactMap { $0["when"] }.flatMap { node in
      node.text.map { comment(after: node, $0, matter.source) } ?? []
    }
    return ((try? questions.findings(of: score)) ?? []) + comments
  }

  private func check(
    _ node: YAMLNode, of kind: Kind, _ source: SourceText, segment: String? = nil
  ) -> [Diagnostic] {
    guard let text = node.text, !text.isEmpty else { return [] }
    return check(text, of: kind, node, source, segment: segment) + comment(after: node, text, source)
  }

  /// A comment behind a plain value that is a filter itself: `where: tags has gift # and orders.count > 3`.
  private func comment(after node: YAMLNode, _ read: String, _ source: SourceText) -> [Diagnostic] {
    guard case .scalar(_, .plain) = node.content else { return [] }
    let rest = source.bytes[node.range.upperBound...].prefix { $0 != 0x0A && $0 != 0x0D }
    guard let hash = rest.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }), rest[hash] == UInt8(ascii: "#")
    else {
      return []
    }
    var words = String(decoding: rest[(hash + 1)...], as: UTF8.self).split(whereSeparator: \.isWhitespace)
    if let first = words.first, first == "and" || first == "or" { words.removeFirst() }
    // One word, or prose without an operator, is a remark.
    guard words.count > 2, (try? Filter.parse(words.joined(separator: " "))) != nil else { return [] }
    return [
      Diagnostic(
        .warning, "yaml-filter-trap", at: source.location(at: hash), .commentLooksLikeFilter(read: read),
        suggestion: .writeAsBlock)
    ]
  }

  private func check(
    _ text: String, of kind: Kind, _ node: YAMLNode, _ source: SourceText, segment: String? = nil
  ) -> [Diagnostic] {
    let placement = FilterPlaces.placement(of: node, in: source)
    func shown(_ error: QueryError) -> Diagnostic { error.diagnostic(at: placement) }
    do throws(QueryError) {
      let filter = try Filter.parse(text)
      return try questions.check(filter, kind.folder, segment: segment.map(RecordID.key)).warnings.map(shown)
    } catch {
      return [shown(error)]
    }
  }
}

extension WorkspaceIndex {
  /// What `check` will say of the filters in a file that is about to be written.
  package func filterFindings(
    in bytes: [UInt8], path: String, _ reference: Reference
  ) throws(DaichoError) -> [Diagnostic] {
    try read { database in
      FilterChecks(questions: try Questions(database: database, index: self), index: self).findings(
        in: FrontMatter.parse(bytes, path: path), reference.kind, reference.id.text)
    }
  }

  /// Everything `check` has to say, by file and place.
  package func diagnostics() throws(DaichoError) -> [Diagnostic] {
    let walk = try files.walk(WorkspaceIndex.tops)
    return try read { database in
      var found = try walk.problems + WorkspaceIndex.stored(database, "severity <> 'note'")
      found += try CrossChecks(database: database, index: self).findings()
      let questions = try Questions(database: database, index: self)
      found += try FilterChecks(questions: questions, index: self).findings()
      return found.sorted { ($0.location, $0.code) < ($1.location, $1.code) }
    }
  }

  /// Files in which something could be written plainly, though nothing is wrong: for `check --fix`.
  package func notes() throws(DaichoError) -> [Diagnostic] {
    try read { try WorkspaceIndex.stored($0, "severity = 'note'") }
  }

  /// What each file alone gave, kept since it was read.
  private static func stored(_ database: Database, _ condition: String) throws -> [Diagnostic] {
    try Row.fetchAll(
      database, sql: "SELECT f.path, d.* FROM diagnostics d JOIN files f ON f.id = d.file WHERE \(condition)"
    ).compactMap { row in
      guard let severity = Diagnostic.Severity(rawValue: row["severity"]) else { return nil }
      var position: SourcePosition?
      if let line = row["line"] as Int?, let column = row["column"] as Int? {
        position = SourcePosition(line: line, column: column)
      }
      var suggestion: Wording?
      if let en = row["suggestion_en"] as String?, let ja = row["suggestion_ja"] as String? {
        suggestion = Wording(en: en, ja: ja)
      }
      return Diagnostic(
        severity, row["code"], at: SourceLocation(path: row["path"], position: position),
        Wording(en: row["message_en"], ja: row["message_ja"]), suggestion: suggestion)
    }
  }
}
