import DaichoModel

/// Changes fields in the text of a file and nothing else in it.
///
/// Every edit touches only the lines of its own key. A new key goes right behind the field that comes
/// before it in the schema, where the file has that one, else before the closing `---`. After every edit
/// the file is read again: unless it says exactly what it said before but for the edit, the edit fails
/// and the caller keeps its bytes.
package enum FieldEditor {
  package static func apply(
    _ edits: [FieldEdit], to bytes: [UInt8], path: String, schema: KindSchema
  ) throws(DaichoError) -> [UInt8] {
    var bytes = bytes
    for edit in edits { bytes = try apply(edit, to: bytes, path: path, schema: schema) }
    return bytes
  }

  private static func apply(
    _ edit: FieldEdit, to bytes: [UInt8], path: String, schema: KindSchema
  ) throws(DaichoError) -> [UInt8] {
    let matter = FrontMatter.parse(bytes, path: path)
    if let problem = matter.problems.first {
      throw DaichoError(problem.code, problem.message, at: problem.location, hint: problem.suggestion)
    }
    let before = members(matter)
    let wanted = try located(path) { () throws(DaichoError) in
      try edit.applied(to: before, schema: schema)
    }
    if EditValue.object(before).agrees(with: .object(wanted)) || isSame(edit, before) { return bytes }

    var attempts = [EditPlan.Fallback.none, .oneLine]
    if case .clear = edit { attempts.append(.leaveKeyEmpty) }
    if case .remove = edit { attempts.append(.leaveKeyEmpty) }
    attempts.append(.rewriteValue)
    for fallback in attempts {
      var plan = EditPlan(matter, schema: schema, fallback: fallback)
      try located(path) { () throws(DaichoError) in try plan.add(edit) }
      let result = plan.result
      if verify(result, path: path, says: wanted, bodyOf: matter) { return result }
    }
    let place = matter.entries.first { $0.key == edit.path.names.first }?.keyRange.lowerBound
    throw DaichoError(
      "edit-by-hand", .cannotEdit(edit.path.description),
      at: place.map { matter.source.location(at: $0) } ?? SourceLocation(path: path), hint: .editByHand)
  }

  /// `email: a` and `email: [a]` say the same.
  private static func isSame(_ edit: FieldEdit, _ before: [EditValue.Member]) -> Bool {
    guard case .set(let path, let value) = edit else { return false }
    var members: [EditValue.Member]? = before
    for name in path.names.dropLast() {
      members = members?.first { $0.name == name }?.value.members
    }
    guard let old = members?.first(where: { $0.name == path.names.last })?.value else { return false }
    return EditValue.list(old.items).agrees(with: .list(value.items))
  }

  private static func members(_ matter: FrontMatter) -> [EditValue.Member] {
    matter.root.flatMap(EditValue.init)?.members ?? []
  }

  private static func verify(
    _ bytes: [UInt8], path: String, says wanted: [EditValue.Member], bodyOf old: FrontMatter
  ) -> Bool {
    let matter = FrontMatter.parse(bytes, path: path)
    return matter.isReadable && EditValue.object(members(matter)).agrees(with: .object(wanted))
      && bytes[matter.body] == old.source.bytes[old.body]
  }

  private static func located<T>(
    _ path: String, _ work: () throws(DaichoError) -> T
  ) throws(DaichoError) -> T {
    do throws(DaichoError) { return try work() } catch {
      var error = error
      if error.location == nil { error.location = SourceLocation(path: path) }
      throw error
    }
  }

  /// The text of a new file, fields in the schema's order, in block style.
  package static func newRecord(
    kind: Kind, schema: KindSchema, fields: [(FieldPath, EditValue)], body: [UInt8]
  ) throws(DaichoError) -> [UInt8] {
    let order = Dictionary(
      schema.fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    func rank(_ path: FieldPath) -> Int { path.names.first.flatMap { order[$0] } ?? .max }
    let sorted = fields.enumerated().sorted {
      (rank($0.element.0), $0.offset) < (rank($1.element.0), $1.offset)
    }
    if let bytes = written(sorted.map(\.element), schema, body) { return bytes }
    let edits = sorted.map { FieldEdit.set($0.element.0, $0.element.1) }
    return try apply(edits, to: Array("---\n---\n".utf8) + body, path: "", schema: schema)
  }

  /// The same written in one go and read once. `nil` where it would not say what the fields say.
  private static func written(
    _ fields: [(FieldPath, EditValue)], _ schema: KindSchema, _ body: [UInt8]
  ) -> [UInt8]? {
    var wanted: [EditValue.Member] = []
    for (path, value) in fields {
      guard let next = try? FieldEdit.set(path, value).applied(to: wanted, schema: schema) else { return nil }
      wanted = next
    }
    var text = "---\n"
    for member in wanted {
      guard let lines = BlockWriter(indent: 0).entry(member.name, member.value, schema[member.name]?.type)
      else { return nil }
      for line in lines { text += line + "\n" }
    }
    let bytes = Array(text.utf8) + Array("---\n".utf8) + body
    let matter = FrontMatter.parse(bytes, path: "")
    guard matter.isReadable, EditValue.object(members(matter)).agrees(with: .object(wanted)),
      bytes[matter.body] == body[...]
    else { return nil }
    return bytes
  }
}
