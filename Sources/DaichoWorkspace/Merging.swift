import DaichoFiles
import DaichoIndex
import DaichoModel

/// How one field of two records becomes one.
package struct MergedField: Sendable {
  package let name: String
  package let kept: EditValue?
  package let merged: EditValue?
  package var result: EditValue?
  /// Both have a value, they differ, and only one can stay: worth asking about.
  package var isConflict = false
}

/// What a merge of one record into another will do.
package struct MergePlan {
  package let kept: OpenRecord
  package let merged: OpenRecord
  package var fields: [MergedField]
  /// What somebody should look at afterwards: filters that name the merged record.
  package let warnings: [Diagnostic]
  /// Channels that the kept record allowed and the merged one forbids.
  package let forbidden: [String]
}

extension Workspace {
  /// What `merge` would do with two records of one kind: `kept` takes in `merged`.
  package func planMerge(
    of merged: FoundRecord, into kept: FoundRecord
  ) throws(DaichoError) -> MergePlan {
    guard kept.reference != merged.reference else { throw .sameRecord(kept.reference) }
    guard kept.reference.kind == merged.reference.kind else {
      throw .otherKind(kept.reference, merged.reference)
    }
    let (a, b) = (try open(kept), try open(merged))
    for record in [a, b] {
      if let problem = record.record.diagnostics.first(where: { _ in !record.record.isReadable }) {
        throw DaichoError(problem.code, problem.message, at: problem.location, hint: problem.suggestion)
      }
    }
    let merging = FieldMerging(a, b, schema: settings.schema(kept.reference.kind), today: moment.today)
    var fields = merging.fields
    if try !index.ledgerLines(naming: merged.reference).isEmpty {
      fields = merging.keepingID(merged.reference.id, in: fields)
    }
    return MergePlan(
      kept: a, merged: b, fields: fields, warnings: try filterWarnings(merged.reference),
      forbidden: merging.forbiddenChannels)
  }

  /// Takes another value for a field than the plan proposes: `A`, `B` or what is typed.
  package func take(_ typed: String, in plan: inout MergePlan) throws(DaichoError) {
    guard let equals = typed.firstIndex(where: { $0 == "=" || $0 == "＝" }), equals > typed.startIndex
    else { throw .badTake(typed) }
    let (name, choice) = (String(typed[..<equals]), String(typed[typed.index(after: equals)...]))
    if name == "consent" || name == "do_not_contact" { throw .mergeKeepsProhibitions(name) }
    guard let index = plan.fields.firstIndex(where: { $0.name == name }) else {
      throw .noFieldToTake(name, plan.fields.map(\.name))
    }
    switch choice {
    case "A", "a": plan.fields[index].result = plan.fields[index].kept
    case "B", "b": plan.fields[index].result = plan.fields[index].merged
    case "": plan.fields[index].result = nil
    default:
      let schema = settings.schema(plan.kept.reference.kind)
      guard let assignment = Assignment(typed) else { throw .badTake(typed) }
      if case .set(_, let value) = try edit(assignment, schema, isNew: false) {
        plan.fields[index].result = value
      }
    }
    plan.fields[index].isConflict = false
  }

  /// Merges two records as one commit: fields by the plan, log and prose joined, the other file gone, and
  /// whatever named it naming the one that stays. Ledgers stay as they are, being append-only: they find
  /// their customer by its e-mail addresses and by the old id among its `ids`.
  package func merge(_ plan: MergePlan, dryRun: Bool) throws(DaichoError) -> Recorded {
    let (kept, merged) = (plan.kept, plan.merged)
    let schema = settings.schema(kept.reference.kind)
    let edits = plan.fields.flatMap { $0.edits(schema) }
    let edit = { [self] (bytes: [UInt8]) throws(DaichoError) -> [UInt8]? in
      let edited = try FieldEditor.apply(edits, to: bytes, path: kept.path, schema: schema)
      return try BodyMerger.merge(
        merged.bytes, body: merged.record.body, into: edited, body: body(of: edited, path: kept.path),
        path: kept.path)
    }
    var warnings = plan.warnings
    if let after = try edit(kept.bytes) {
      warnings += try mergeFindings(plan, after)
    }
    var changes = [
      FileChange(kept.path, transform: try requiringCommitted(kept.path, edit)),
      try removal(of: merged.found),
    ]
    changes += try referenceChanges(
      from: merged.reference, to: kept.reference, except: [kept.path, merged.path])
    var message = CommitMessage(
      "merge", [kept.reference, merged.reference],
      "\(merged.reference.id.text) into \(kept.reference.id.text)",
      trailers: [("Merged-Into", kept.reference.description)])
    message.scope = kept.reference.id.text
    var recorded = try record(changes, as: message, dryRun: dryRun)
    recorded.warnings = warnings
    return recorded
  }

  /// What `check` says of the result and of neither part: errors refuse.
  private func mergeFindings(_ plan: MergePlan, _ after: [UInt8]) throws(DaichoError) -> [Diagnostic] {
    let reader = RecordReader(settings: settings)
    let record = reader.read(bytes: after, path: plan.kept.path, kind: plan.kept.reference.kind)
    let old = Set((plan.kept.record.diagnostics + plan.merged.record.diagnostics).map(\.message))
    let new = record.diagnostics.filter { !old.contains($0.message) }
    if let error = new.first(where: { $0.severity == .error }) {
      throw DaichoError(error.code, error.message, hint: error.suggestion)
    }
    return new
  }

  /// Filters in which the id of a record stands as a word: they are text, and follow nobody.
  private func filterWarnings(_ reference: Reference) throws(DaichoError) -> [Diagnostic] {
    try index.filters(naming: reference.id).map { path in
      Diagnostic(
        .warning, "filter-names-record", at: SourceLocation(path: path), .filterNames(reference.id),
        suggestion: .editFilter(path))
    }
  }
}

extension MergedField {
  /// The edits of the kept record.
  fileprivate func edits(_ schema: KindSchema) -> [FieldEdit] {
    guard let path = FieldPath(name), result != kept else { return [] }
    guard let result else { return kept == nil ? [] : [.clear(path)] }
    switch (kept, result) {
    case (.list(let old)?, .list(let new)) where new.starts(with: old):
      return new.dropFirst(old.count).map { .append(path, $0) }
    case (.object(let old)?, .object(let new)) where new.starts(with: old):
      return new.dropFirst(old.count).compactMap { member in
        FieldPath(names: path.names + [member.name]).map { .set($0, member.value) }
      }
    default: return [.set(path, result)]
    }
  }
}
