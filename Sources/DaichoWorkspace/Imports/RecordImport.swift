import DaichoFiles
import DaichoIndex
import DaichoModel

/// Turns the rows of a file into new and changed records of one kind.
final class RecordImport {
  let workspace: Workspace
  let kind: Kind
  let schema: KindSchema
  let policy: MergePolicy
  /// Whether known records are changed.
  let updates: Bool
  let shownPath: String
  private(set) var plan: ImportPlan

  private let tombstones: Tombstones
  private let reader: RecordReader
  private let merge: FieldMerge
  private var naming: RecordNaming
  private var references: ReferenceResolver
  /// New records of this import, by their place in `drafts`.
  private var drafts: [Draft] = []
  private var problems: [CellProblem] = []

  struct Draft {
    let id: RecordID
    var incoming: IncomingRecord
  }

  init(
    _ workspace: Workspace, kind: Kind, policy: MergePolicy, updates: Bool, shownPath: String, expected: Int
  ) throws(DaichoError) {
    self.workspace = workspace
    self.kind = kind
    self.policy = policy
    self.updates = updates
    self.shownPath = shownPath
    schema = workspace.settings.schema(kind)
    plan = ImportPlan(kind: kind)
    tombstones = try workspace.tombstones()
    reader = RecordReader(settings: workspace.settings)
    merge = FieldMerge(policy: policy, schema: schema)
    naming = try RecordNaming(kind, index: workspace.index, expected: expected)
    references = ReferenceResolver(workspace, isForeign: policy == .foreign)
  }

  func remark(_ code: String, _ line: Int?, _ column: String?, _ message: Wording, hint: Wording? = nil) {
    plan.remarks.append(
      ImportRemark(code: code, line: line, column: column, message: message, hint: hint))
  }

  func countUnchanged(_ count: Int = 1) { plan.unchanged += count }
  func countUnmatched() { plan.unmatched += 1 }

  func refuseRow(_ line: Int, _ column: String, _ message: Wording) {
    problems.append(CellProblem(line: line, column: column, message: message))
  }

  /// Takes a row that names nobody by an id of ours.
  /// - Returns: the number of the new record it has made.
  func take(_ incoming: IncomingRecord, _ match: RecordMatching.Match) throws(DaichoError) -> Int? {
    switch match {
    case .known(let found):
      // A row typed below a sheet clears nothing of whom it turns out to be.
      try update(found, incoming, by: FieldMerge(policy: .foreign, schema: schema))
      return nil
    case .draft(let number):
      extend(draft: number, with: incoming)
      return nil
    case .new: return add(incoming)
    }
  }

  // MARK: New records

  /// Takes a row as a new record.
  /// - Returns: the new record's number, for rows that say more about it.
  func add(_ incoming: IncomingRecord) -> Int? {
    if let token = forgotten(incoming) {
      remark("forgotten", incoming.line, nil, .rowOfForgotten(token), hint: .forgottenStaysSo)
      return nil
    }
    var id: RecordID?
    if let typed = incoming.id, !typed.isEmpty {
      guard let read = RecordID(typed) else {
        problems.append(
          CellProblem(line: incoming.line, column: "id", message: .noID(typed), hint: .idCharacters))
        return nil
      }
      guard naming.take(read) else {
        problems.append(CellProblem(line: incoming.line, column: "id", message: .idTwice(typed)))
        return nil
      }
      id = read
    }
    let local = incoming.texts("email").first.map { String($0.prefix { $0 != "@" }) }
    id =
      id
      ?? naming.name(
        from: [incoming.text("kana")] + ["name", "title", "subject", "sku"].map(incoming.text) + [local])
    guard let id else { return nil }
    drafts.append(Draft(id: id, incoming: incoming))
    return drafts.count - 1
  }

  /// The token of whoever this is, where they have been forgotten.
  private func forgotten(_ incoming: IncomingRecord) -> String? {
    guard kind == .customers, !tombstones.isEmpty else { return nil }
    let ids = incoming.fields.filter { $0.path.names.first == "ids" }.map(\.text)
    return tombstones.token(
      of: CustomerEvidence(emails: incoming.texts("email"), phones: incoming.texts("phone")))
      ?? ids.lazy.compactMap(tombstones.token(ofSystemID:)).first
  }

  /// The id that a new record will have.
  func id(ofDraft index: Int) -> RecordID { drafts[index].id }

  /// Adds what another row says about a new record: fields it lacks, items of lists.
  func extend(draft index: Int, with incoming: IncomingRecord) {
    plan.repeated += 1
    for field in incoming.fields where !field.text.isEmpty {
      let name = field.path.description
      if let present = drafts[index].incoming.fields.firstIndex(where: { $0.path.description == name }) {
        guard field.type?.isList ?? false else { continue }
        let old = drafts[index].incoming.fields[present]
        let text = old.text.isEmpty ? field.text : old.text + "; " + field.text
        drafts[index].incoming.fields[present] = .init(
          path: old.path, type: old.type, column: old.column, text: text)
      } else {
        drafts[index].incoming.fields.append(field)
      }
    }
    drafts[index].incoming.consents += incoming.consents.filter {
      !drafts[index].incoming.consents.contains($0)
    }
  }

  private func bytes(of draft: Draft) throws(DaichoError) -> [UInt8]? {
    var fields: [(field: IncomingRecord.Field?, path: FieldPath, value: EditValue)] = []
    for field in draft.incoming.fields {
      // A plain no forbids nothing, and need not be written.
      if field.type == .prohibition, CellReading.truth(field.text) == false { continue }
      switch CellReading.value(field, line: draft.incoming.line) {
      case .failure(let problem): refuse(problem)
      case .success(let value?):
        if let value = try references.resolved(value, field, line: draft.incoming.line, refuse) {
          fields.append((field, field.path, value))
        }
      case .success(nil): continue
      }
    }
    if !draft.incoming.consents.isEmpty, let path = FieldPath("consent") {
      fields.append((nil, path, .list(draft.incoming.consents.map(\.value))))
    }
    if schema["created"] != nil, !fields.contains(where: { $0.path.names == ["created"] }),
      let path = FieldPath("created")
    {
      fields.append((nil, path, .text(workspace.moment.today.description)))
    }
    let body = draft.incoming.body
    let text = body.isEmpty ? "" : "\n" + body + (body.hasSuffix("\n") ? "" : "\n")
    while true {
      let bytes = try FieldEditor.newRecord(
        kind: kind, schema: schema, fields: fields.map { ($0.path, $0.value) }, body: Array(text.utf8))
      let record = reader.read(bytes: bytes, path: naming.path(of: draft.id), kind: kind)
      guard let error = record.diagnostics.first(where: { $0.severity == .error }) else { return bytes }
      guard let culprit = fields.firstIndex(where: { isRefused($0.path, $0.value) }) else {
        refuse(
          CellProblem(line: draft.incoming.line, column: "", message: error.message, hint: error.suggestion))
        return nil
      }
      refuse(
        CellProblem(
          line: draft.incoming.line, column: fields[culprit].field?.column ?? "", message: error.message,
          hint: error.suggestion))
      fields.remove(at: culprit)
    }
  }

  /// Whether the field alone would be an error of `check`.
  private func isRefused(_ path: FieldPath, _ value: EditValue) -> Bool {
    guard
      let bytes = try? FieldEditor.newRecord(
        kind: kind, schema: schema, fields: [(path, value)], body: [])
    else { return true }
    return reader.read(bytes: bytes, path: "\(kind.folder)/x.md", kind: kind).diagnostics
      .contains { $0.severity == .error }
  }

  /// A cell that cannot be used: a sheet of ours is to be mended, of a file from elsewhere the rest is taken.
  private func refuse(_ problem: CellProblem) {
    if policy == .sheet { return problems.append(problem) }
    remark("left-out", problem.line, problem.column, problem.message, hint: problem.hint)
  }

  // MARK: Known records

  /// Takes a row as news of a known record.
  /// - Parameter chosen: the row's fields that may differ; `nil`: any.
  func update(
    _ found: FoundRecord, _ incoming: IncomingRecord, chosen: Set<Int>? = nil, by merge: FieldMerge? = nil
  ) throws(DaichoError) {
    let before = try workspace.folder.read(found.path).bytes
    let record = reader.read(bytes: before, path: found.path, kind: kind)
    guard record.isReadable else {
      plan.unmatched += 1
      return remark("unreadable-record", incoming.line, nil, .recordUnreadable(found.path), hint: .runCheck)
    }
    var differences: [FieldDifference]
    switch (merge ?? self.merge).differences(incoming, record, chosen: chosen) {
    case .failure(let problem): return refuse(problem)
    case .success(let found): differences = found
    }
    differences = try references.news(among: differences, schema)
    let all = differences.count
    if !updates {
      // Who does not want mail is not mailed, whatever else is left alone.
      differences = differences.filter(\.isProhibition)
      if all > differences.count { plan.differing += 1 }
    }
    if differences.isEmpty {
      if all == 0 || updates { plan.unchanged += 1 }
      return
    }
    try change(found, record, before, &differences, incoming.line)
  }

  private func change(
    _ found: FoundRecord, _ record: Record, _ before: [UInt8], _ differences: inout [FieldDifference],
    _ line: Int
  ) throws(DaichoError) {
    var edits: [FieldEdit] = []
    for difference in differences {
      if let edit = try references.resolved(difference, schema, line: line, refuse) { edits.append(edit) }
    }
    let old = Set(record.diagnostics.map(\.message))
    let (path, schema) = (found.path, schema)
    while true {
      let after: [UInt8]
      switch Result(catching: { () throws(DaichoError) in
        try FieldEditor.apply(edits, to: before, path: path, schema: schema)
      }) {
      case .success(let bytes): after = bytes
      case .failure(let error):
        return refuse(CellProblem(line: line, column: "", message: error.message, hint: error.hint))
      }
      if after == before {
        plan.unchanged += 1
        return
      }
      let new = reader.read(bytes: after, path: path, kind: kind).diagnostics
      guard let error = new.first(where: { $0.severity == .error && !old.contains($0.message) }) else {
        break
      }
      let culprit = edits.firstIndex { edit in
        if case .set(let path, let value) = edit { isRefused(path, value) } else { false }
      }
      let column = culprit.flatMap { index in
        differences.first { $0.field == edits[index].path.description }?.column
      }
      refuse(CellProblem(line: line, column: column ?? "", message: error.message, hint: error.suggestion))
      guard policy == .foreign, let culprit else { return }
      edits.remove(at: culprit)
    }
    let paths = Set(edits.map(\.path))
    plan.changed.append(
      RecordDifference(
        reference: found.reference, path: path, title: record.value(schema.titleField)?.plainText,
        fields: differences.filter { paths.contains($0.edit.path) }))
    plan.changes.append(
      .edit(path) { [edits] bytes throws(DaichoError) in
        try FieldEditor.apply(edits, to: bytes, path: path, schema: schema)
      })
  }

  // MARK: The end

  /// The whole plan. Throws what is wrong with the file, all of it together: `bad-cells`.
  func finished() throws(DaichoError) -> ImportPlan {
    var reported = 0
    for draft in drafts {
      guard let bytes = try bytes(of: draft) else { continue }
      plan.created.append(Reference(kind, draft.id))
      plan.changes.append(.create(naming.path(of: draft.id), bytes))
      reported += 1
      if reported % 500 == 0 {
        workspace.progress?.progress(.preparingRecords, done: reported, of: drafts.count)
      }
    }
    let companies = try references.newCompanies()
    plan.changes += companies.map { FileChange.create($0.path, $0.bytes) }
    plan.companions = companies.map(\.reference)
    guard let first = problems.first else { return plan }
    let lines = problems.prefix(20).map { problem in
      "  \(problem.line)\(problem.column.isEmpty ? "" : " [\(problem.column)]"): "
        + problem.message(workspace.language)
    }
    let more = problems.count > 20 ? ["  … \(problems.count - 20)"] : []
    throw DaichoError(
      "bad-cells", .badCells(problems.count),
      at: SourceLocation(path: shownPath, position: SourcePosition(line: first.line, column: 1)),
      hint: first.hint ?? .nothingImported, details: lines + more)
  }
}

extension FieldDifference {
  /// A withdrawal, or do_not_contact: taken from a file even where nothing else of a known record is.
  var isProhibition: Bool {
    switch edit {
    case .append(let path, .object(let members)) where path.names == ["consent"]:
      members.contains { $0.name == "withdrawn" }
    case .set(let path, .text(let text)) where path.names == ["do_not_contact"]: text != "false"
    default: false
    }
  }
}
