import DaichoFiles
import DaichoModel
import DaichoQuery
import GRDB

/// Turns what a person asks into conditions: knows the workspace's segments and scores, and looks for
/// fields that only files know when a name is found nowhere else.
struct Questions {
  let database: Database
  let index: WorkspaceIndex
  let segments: [String: SegmentDefinition]
  let scores: [ScoreFile]
  let environment: QueryEnvironment

  init(database: Database, index: WorkspaceIndex) throws {
    self.database = database
    self.index = index
    segments = try Questions.segments(database, index)
    scores = try Questions.scores(database, index)
    environment = QueryEnvironment(
      today: index.moment.today, now: index.moment.epoch, fiscalYearStart: index.settings.fiscalYearStart)
  }

  // MARK: Vocabulary

  func vocabulary(withUnknownFields: Bool) throws -> Vocabulary {
    guard withUnknownFields else {
      return Vocabulary(settings: index.settings, segments: segments, scores: scores)
    }
    var unknown: [Kind: Set<String>] = [:]
    var structures: [Kind: Set<String>] = [:]
    for kind in Kind.allCases {
      unknown[kind] = Set(try unknownFieldNames(kind))
      structures[kind] = Set(try structureNames(kind))
    }
    var ledgers: [String: Set<String>] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT DISTINCT ledger, name FROM ledger_fields") {
      ledgers[row[0], default: []].insert(row[1])
    }
    return Vocabulary(
      settings: index.settings, unknownFields: unknown, structures: structures, ledgerFields: ledgers,
      segments: segments, scores: scores)
  }

  /// For the columns of a list: with unknown fields where one is asked for.
  func vocabulary(for request: ListRequest) throws -> Vocabulary {
    let plain = try vocabulary(withUnknownFields: false)
    if request.showsAllColumns { return try vocabulary(withUnknownFields: true) }
    let entity = plain.entity(request.kind)
    let names = (request.columns ?? []) + request.sort.map { $0.hasPrefix("-") ? String($0.dropFirst()) : $0 }
    let schema = KindSchema.builtIn(request.kind)
    let isKnown = names.allSatisfy { name in
      entity.fields[name] != nil || schema[name] != nil || Questions.isOfReference(name, entity, plain)
    }
    return isKnown ? plain : try vocabulary(withUnknownFields: true)
  }

  /// `company.name`, where no file needs to be asked for what it may hold besides.
  private static func isOfReference(_ name: String, _ entity: QueryEntity, _ vocabulary: Vocabulary) -> Bool {
    guard let dot = name.firstIndex(of: "."), let reference = entity.references[String(name[..<dot])],
      let target = Kind(rawValue: reference.entity)
    else { return false }
    return vocabulary.entity(target).fields[String(name[name.index(after: dot)...])] != nil
  }

  func catalogue(_ kind: Kind, _ vocabulary: Vocabulary) -> ColumnCatalogue {
    ColumnCatalogue(kind, vocabulary: vocabulary) { key throws(DaichoError) in
      try checkedScore(key).compiled(in: environment)
    }
  }

  /// Fields outside the schema that files of the kind hold, by their names there.
  func structureNames(_ kind: Kind) throws -> [String] {
    let schema = index.settings.schema(kind)
    return try String.fetchAll(
      database,
      sql: "SELECT DISTINCT s.field FROM structures s JOIN \(kind.folder) k ON k.record = s.record ORDER BY 1"
    ).filter { schema[$0] == nil }
  }

  /// Names that stand in files of the kind and in no schema.
  func unknownFieldNames(_ kind: Kind) throws -> [String] {
    let known = Set(index.settings.schema(kind).fields.map(\.name))
    return try String.fetchAll(
      database,
      sql: """
        SELECT DISTINCT v.field FROM field_values v JOIN \(kind.folder) k ON k.record = v.record ORDER BY 1
        """
    ).filter { !known.contains($0) }
  }

  // MARK: Conditions

  /// - Parameter place: what stands before line and column in an error: an option or a file.
  func checked(_ text: String, _ kind: Kind, place: String) throws(DaichoError) -> CheckedFilter {
    do throws(QueryError) {
      let filter = try Filter.parse(text)
      return try check(filter, kind.folder)
    } catch {
      throw error.daichoError(at: FilterPlacement(path: place, block: text, firstLine: 1, column: 1))
    }
  }

  func check(_ filter: Filter, _ entity: String, segment: String? = nil) throws(QueryError) -> CheckedFilter {
    do throws(QueryError) {
      let schema = try? vocabulary(withUnknownFields: false).schema
      return try filter.checked(
        against: schema ?? QuerySchema(entities: [:]), entity: entity, segment: segment)
    } catch {
      // Also one that stands in a segment's or a score's text.
      guard ["unknown-field", "segment-invalid", "score-invalid"].contains(error.code),
        let schema = try? vocabulary(withUnknownFields: true).schema
      else { throw error }
      do throws(QueryError) {
        return try filter.checked(against: schema, entity: entity, segment: segment)
      } catch {
        throw Questions.naming(error, schema.entities[entity])
      }
    }
  }

  /// `postal_code` may mean `address.postal_code`.
  private static func naming(_ error: QueryError, _ entity: QueryEntity?) -> QueryError {
    guard error.code == "unknown-field", let entity else { return error }
    var error = error
    let scalars = Array(error.text.unicodeScalars)
    let range = error.range.clamped(to: 0..<scalars.count)
    let word = String(String.UnicodeScalarView(scalars[range]))
    let names = Array(entity.fields.keys)
    if Suggestion.nearest(to: word, in: names) == nil, let near = Suggestion.nearest(toField: word, in: names)
    {
      error.suggestion = .didYouMean(near)
    }
    return error
  }

  /// The segment called `name`. `unknown-segment` when there is none.
  func segment(_ name: String) throws(DaichoError) -> SegmentDefinition {
    guard let segment = segments[RecordID.key(name)] else {
      throw .unknownSegment(name, suggestion: Suggestion.nearest(to: name, in: segments.values.map(\.id)))
    }
    return segment
  }

  func checked(_ segment: SegmentDefinition) throws(DaichoError) -> CheckedFilter {
    do throws(QueryError) {
      let filter = try Filter.parse(segment.text)
      return try check(filter, segment.entity, segment: RecordID.key(segment.id))
    } catch {
      throw error.daichoError(at: segment.placement)
    }
  }

  /// What all of the request's filters and segments ask, over `{row}`.
  func condition(of request: ListRequest) throws(DaichoError) -> SQLTemplate {
    var parts: [SQLTemplate] = []
    for name in request.segments {
      let segment = try segment(name)
      guard segment.entity == request.kind.folder else {
        throw .segmentOfOtherKind(segment.id, of: segment.entity, asked: request.kind)
      }
      parts.append(try checked(segment).compiled(in: environment).condition)
    }
    for text in request.filters {
      parts.append(
        try checked(text, request.kind, place: request.filterPlace).compiled(in: environment).condition)
    }
    if let score = request.score {
      let target = try checkedScore(score.id.key).target(in: environment)
      if let target { parts.append(target) }
    }
    if let ids = request.ids {
      parts.append(
        SQLTemplate(
          schema: "{row}.key IN (SELECT j.value FROM json_each(?) j)", [.text(ListRequest.keys(of: ids))]))
    }
    return parts.isEmpty ? "1" : Questions.all(parts)
  }

  static func all(_ parts: [SQLTemplate]) -> SQLTemplate {
    SQLTemplate(
      schema:
        parts.map { "(\($0.text))" }.joined(separator: "\nAND "), parts.flatMap(\.arguments))
  }

  // MARK: Segments

  private static func segments(
    _ database: Database, _ index: WorkspaceIndex
  ) throws -> [String: SegmentDefinition] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT k.key, k.id, k."of", k."where", f.path FROM segments k JOIN files f ON f.id = k.record
        ORDER BY f.path DESC
        """)
    var found: [String: SegmentDefinition] = [:]
    for row in rows {
      guard let text = row[3] as String? else { continue }
      let path: String = row[4]
      let kind = (row[2] as String?).flatMap { Kind(typed: $0) } ?? .customers
      let bytes = (try? index.files.bytes(at: path)) ?? []
      found[row[0]] = SegmentDefinition(
        id: row[1], entity: kind.folder, text: text,
        placement: FilterPlaces.placement(of: "where", in: bytes, path: path))
    }
    return found
  }
}

/// Where a filter stands in a file, so that an error in it is shown at its line and column.
enum FilterPlaces {
  static func placement(of field: String, in bytes: [UInt8], path: String) -> FilterPlacement {
    let matter = FrontMatter.parse(bytes, path: path)
    guard let node = matter.root?[field] else {
      return FilterPlacement(path: path, at: SourcePosition(line: 1, column: 1))
    }
    return placement(of: node, in: matter.source)
  }

  static func placement(of node: YAMLNode, in source: SourceText) -> FilterPlacement {
    let start = source.position(at: node.range.lowerBound)
    guard case .scalar(let text, let style) = node.content else {
      return FilterPlacement(path: source.path, at: start)
    }
    if style == .literal {
      // The text begins on the line below the `|`, after its indentation.
      let lines = source.text(node.range).split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
      let first = lines.first { !$0.allSatisfy(\.isWhitespace) } ?? ""
      let indent = first.prefix { $0 == " " }.count
      return FilterPlacement(path: source.path, block: text, firstLine: start.line + 1, column: indent + 1)
    }
    let quote = style == .single || style == .double ? 1 : 0
    return FilterPlacement(
      path: source.path, at: SourcePosition(line: start.line, column: start.column + quote))
  }
}
