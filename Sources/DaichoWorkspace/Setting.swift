import DaichoFiles
import DaichoIndex
import DaichoModel

/// `FIELD=VALUE`, `FIELD=`, `FIELD+=VALUE` or `FIELD-=VALUE` as a person types it.
package struct Assignment: Sendable, Hashable {
  package enum Operation: Sendable, Hashable {
    case set, clear, add, remove
  }

  package let field: String
  package let operation: Operation
  package let value: String

  /// `nil` when the text holds no `=` behind a field's name.
  package init?(_ text: String) {
    guard let equals = text.firstIndex(where: { $0 == "=" || $0 == "＝" }), equals > text.startIndex
    else { return nil }
    var name = text[..<equals]
    value = String(text[text.index(after: equals)...])
    switch name.last {
    case "+", "＋":
      operation = .add
      name.removeLast()
    case "-", "－":
      operation = .remove
      name.removeLast()
    default: operation = value.isEmpty ? .clear : .set
    }
    guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
    field = String(name)
  }
}

extension Workspace {
  /// Changes fields of records and commits them as one change.
  package func set(
    _ assignments: [Assignment], in records: [FoundRecord], dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    var changes: [FileChange] = []
    for found in records {
      let kind = found.reference.kind
      let schema = settings.schema(kind)
      let edits = try assignments.map { assignment throws(DaichoError) in try edit(assignment, schema) }
      let before = try folder.read(found.path).bytes
      let after = try FieldEditor.apply(edits, to: before, path: found.path, schema: schema)
      try refuseNewErrors(before, after, found.path, kind)
      if before == after { continue }
      changes.append(
        .edit(found.path) { bytes throws(DaichoError) in
          try FieldEditor.apply(edits, to: bytes, path: found.path, schema: schema)
        })
    }
    let what = assignments.map(Workspace.describe).joined(separator: ", ")
    let summary = records.count == 1 ? what : "\(what) (\(changes.count) records)"
    let changed = changes.compactMap { change in records.first { $0.path == change.path }?.reference }
    let message = CommitMessage("set", changed, summary)
    guard !changes.isEmpty else { return Recorded(message: message, diff: dryRun ? "" : nil) }
    return try record(changes, as: message, dryRun: dryRun)
  }

  private static func describe(_ assignment: Assignment) -> String {
    switch assignment.operation {
    case .set: "\(assignment.field) = \(assignment.value)"
    case .clear: "\(assignment.field) cleared"
    case .add: "\(assignment.field) + \(assignment.value)"
    case .remove: "\(assignment.field) - \(assignment.value)"
    }
  }

  func edit(_ assignment: Assignment, _ schema: KindSchema) throws(DaichoError) -> FieldEdit {
    guard let path = FieldPath(assignment.field) else { throw .badFieldName(assignment.field) }
    let isList = schema[path.names[0]].map { path.names.count == 1 && $0.type.isList } ?? false
    switch assignment.operation {
    case .clear: return .clear(path)
    case .set:
      return .set(
        path, isList ? .list(Workspace.items(assignment.value).map(EditValue.text)) : .text(assignment.value))
    case .add: return .add(path, Workspace.items(assignment.value))
    case .remove: return .remove(path, Workspace.items(assignment.value))
    }
  }

  /// `a, b` and `a、b` are two.
  static func items(_ text: String) -> [String] {
    text.split { $0 == "," || $0 == "、" || $0 == "，" }.map { item in
      String(item.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }.filter { !$0.isEmpty }
  }

  /// A value its field cannot hold is refused before it is written, in the words of `check`.
  func refuseNewErrors(_ before: [UInt8]?, _ after: [UInt8], _ path: String, _ kind: Kind) throws(DaichoError)
  {
    let reader = RecordReader(settings: settings)
    func errors(_ bytes: [UInt8]) -> [Diagnostic] {
      reader.read(bytes: bytes, path: path, kind: kind).diagnostics.filter { $0.severity == .error }
    }
    let old = Set(before.map { errors($0).map(\.message) } ?? [])
    guard let new = errors(after).first(where: { !old.contains($0.message) }) else { return }
    throw DaichoError(new.code, new.message, hint: new.suggestion)
  }
}
