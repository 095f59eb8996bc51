import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoQuery

extension Workspace {
  /// Changes fields of records and commits them as one change.
  package func set(
    _ assignments: [Assignment], in records: [FoundRecord], dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    var changes: [FileChange] = []
    var warnings: [Diagnostic] = []
    var editsByKind: [Kind: [FieldEdit]] = [:]
    for found in records {
      let kind = found.reference.kind
      let schema = settings.schema(kind)
      let before = try folder.read(found.path).bytes
      if editsByKind[kind] == nil {
        editsByKind[kind] = try assignments.map { assignment throws(DaichoError) in
          try edit(assignment, schema, isNew: false)
        }
      }
      let edits = editsByKind[kind] ?? []
      let after = try FieldEditor.apply(edits, to: before, path: found.path, schema: schema)
      warnings += try findings(before, after, found.path, kind, edited: assignments)
      if before == after { continue }
      changes.append(
        .edit(found.path) { bytes throws(DaichoError) in
          try FieldEditor.apply(edits, to: bytes, path: found.path, schema: schema)
        })
    }
    let kind = records.first?.reference.kind ?? .customers
    let what = assignments.map { $0.summary(kind) }.joined(separator: ", ")
    let summary = records.count == 1 ? what : "\(what) (\(changes.count) records)"
    let changed = changes.compactMap { change in records.first { $0.path == change.path }?.reference }
    let message = CommitMessage("set", changed, summary)
    guard !changes.isEmpty else {
      return Recorded(message: message, diff: dryRun ? "" : nil, warnings: warnings)
    }
    var recorded = try record(changes, as: message, dryRun: dryRun)
    recorded.warnings = warnings
    return recorded
  }

  /// What an assignment writes: a reference becomes the id of the one record it finds.
  func edit(_ assignment: Assignment, _ schema: KindSchema, isNew: Bool) throws(DaichoError) -> FieldEdit {
    guard let path = FieldPath(assignment.field) else { throw .badFieldName(assignment.field) }
    if assignment.field == "id" { throw .idIsFileName(isNew: isNew) }
    let type = Workspace.type(of: path, in: schema)
    if type == nil, assignment.operation != .clear { try refuseComputed(assignment.field, schema.kind) }
    let isList = type?.isList ?? false
    switch assignment.operation {
    case .clear: return .clear(path)
    case .set:
      guard isList else { return .set(path, .text(try resolved(assignment.value, type))) }
      let items = try resolved(Workspace.items(assignment.value), type)
      if items.count == 1, type?.element == .email || type?.element == .phone {
        return .set(path, .text(items[0]))
      }
      return .set(path, .list(items.map(EditValue.text)))
    case .add: return .add(path, try resolved(Workspace.items(assignment.value), type))
    case .remove:
      // What is named may be gone, or may never have been there.
      let items = Workspace.items(assignment.value)
      switch Result(catching: { () throws(DaichoError) in try resolved(items, type) }) {
      case .success(let ids): return .remove(path, items + ids.filter { !items.contains($0) })
      case .failure: return .remove(path, items)
      }
    }
  }

  static func type(of path: FieldPath, in schema: KindSchema) -> FieldType? {
    var type = schema[path.names[0]]?.type
    for name in path.names.dropFirst() {
      switch type {
      case .object(let members)?: type = members.first { $0.name == name }?.type
      case .map(let element)?: type = element
      case .structure?: return .text
      default: return nil
      }
    }
    return type
  }

  /// `a, b` and `a、b` are two.
  static func items(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == "、" || $0 == "，" }.map { item in
      String(item.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }

  // MARK: References

  private func resolved(_ items: [String], _ type: FieldType?) throws(DaichoError) -> [String] {
    try items.map { item throws(DaichoError) in try resolved(item, type?.element) }
  }

  private func resolved(_ text: String, _ type: FieldType?) throws(DaichoError) -> String {
    switch type {
    case .reference(let kind)?:
      return try only(text, try find(text, kinds: [kind]), kind).reference.id.text
    case .anyReference?: return try only(text, try find(text), nil).reference.description
    default: return text
    }
  }

  private func only(_ text: String, _ found: [FoundRecord], _ kind: Kind?) throws(DaichoError) -> FoundRecord
  {
    guard let first = found.first else {
      let ids =
        try kind.map { kind throws(DaichoError) in try index.all(kind).map(\.reference.id.text) } ?? []
      throw .noReferenced(text, kind, suggestion: Suggestion.nearest(to: text, in: ids))
    }
    guard found.count == 1 else {
      throw .severalReferenced(text, found.prefix(10).map { "  \($0.reference)  \($0.title ?? "")" })
    }
    return first
  }

  private func refuseComputed(_ field: String, _ kind: Kind) throws(DaichoError) {
    let names = Vocabulary(settings: settings).entity(kind).fields.keys
    let isMetric = names.contains { $0 == field || $0.hasPrefix(field + ".") }
    if isMetric, settings.schema(kind)[String(field.prefix { $0 != "." })] == nil {
      throw .computedField(field)
    }
  }

  // MARK: Findings

  /// A value its field cannot hold is refused before it is written, in the words of `check`; what `check`
  /// only warns of is returned.
  func findings(
    _ before: [UInt8]?, _ after: [UInt8], _ path: String, _ kind: Kind, edited: [Assignment]
  ) throws(DaichoError) -> [Diagnostic] {
    let reader = RecordReader(settings: settings)
    let record = reader.read(bytes: after, path: path, kind: kind)
    let old = Set(
      before.map { reader.read(bytes: $0, path: path, kind: kind).diagnostics.map(\.message) } ?? [])
    let new = record.diagnostics.filter { !old.contains($0.message) }
    if let error = new.first(where: { $0.severity == .error }) {
      throw DaichoError(error.code, error.message, hint: error.suggestion)
    }
    try checkFilters(record, edited)
    try refuseBadFilters(before, after, record)
    return new
  }

  /// Whatever else `check` would call an error: a score's rules, a circle over several segments.
  private func refuseBadFilters(
    _ before: [UInt8]?, _ after: [UInt8], _ record: Record
  ) throws(DaichoError) {
    guard [.segments, .scores, .campaigns].contains(record.kind), let reference = record.reference
    else { return }
    let old = try before.map { bytes throws(DaichoError) in
      try index.filterFindings(in: bytes, path: record.path, reference)
    }
    let known = Set((old ?? []).map(\.message))
    let new = try index.filterFindings(in: after, path: record.path, reference)
    // What a new segment or score has not got yet is no slip.
    let unfinished = ["missing-where", "missing-rules"]
    if let error = new.first(where: {
      $0.severity == .error && !known.contains($0.message) && !unfinished.contains($0.code)
    }) {
      throw DaichoError(error.code, error.message, hint: error.suggestion)
    }
  }

  /// A filter that cannot be asked would be an error of `check`.
  private func checkFilters(_ record: Record, _ edited: [Assignment]) throws(DaichoError) {
    let fields = edited.filter { $0.operation != .clear }.map(\.field)
    guard fields.contains("where") || fields.contains("of"),
      record.kind == .segments || record.kind == .campaigns
    else { return }
    var kind = Kind.customers
    if record.kind == .segments, let of = record.value("of")?.plainText {
      guard let typed = Kind(typed: of) else {
        let near = Suggestion.nearest(to: of, in: Kind.allCases.map(\.folder))
        throw .unknownKind(of, suggestion: near)
      }
      kind = typed
    }
    guard let filter = record.value("where")?.plainText, !filter.isEmpty else { return }
    if record.kind == .segments, let id = record.reference?.id,
      TextFolding.fold(filter).filter({ !$0.isWhitespace }).contains("segment(\(id.key))")
    {
      throw .circularSegment(id.text)
    }
    _ = try index.explain(filter: filter, of: kind)
  }
}
