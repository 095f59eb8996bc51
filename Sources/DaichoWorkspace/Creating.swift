import DaichoFiles
import DaichoIndex
import DaichoModel
import Foundation

/// A record that is about to be made.
package struct NewRecord: Sendable {
  package let reference: Reference
  package let path: String
  package let bytes: [UInt8]
  package let warnings: [Diagnostic]
}

extension Workspace {
  /// Past this many files in a kind, new ones go into subfolders: a flat folder makes every commit slow.
  static let shardingThreshold = 1_000

  /// Prepares a new record: its id from `id`, else from kana, name or title; its file by the kind's
  /// filing; its fields in the schema's order.
  package func newRecord(
    _ kind: Kind, id: String?, _ assignments: [Assignment], body: String?
  ) throws(DaichoError) -> NewRecord {
    let schema = settings.schema(kind)
    var fields: [(FieldPath, EditValue)] = []
    for assignment in assignments {
      switch try edit(assignment, schema, isNew: true) {
      case .set(let path, let value): fields.append((path, value))
      case .add(let path, let items): fields.append((path, .list(items.map(EditValue.text))))
      default: continue
      }
    }
    if schema["created"] != nil, !fields.contains(where: { $0.0.names == ["created"] }),
      let created = FieldPath("created")
    {
      fields.append((created, .text(moment.today.description)))
    }
    let recordID = try chooseID(kind, typed: id, assignments)
    let reference = Reference(kind, recordID)
    let path = try newPath(reference)
    let text = body.map { "\n" + $0 + ($0.hasSuffix("\n") ? "" : "\n") } ?? ""
    let bytes = try FieldEditor.newRecord(kind: kind, schema: schema, fields: fields, body: Array(text.utf8))
    var warnings = try findings(nil, bytes, path, kind, edited: assignments)
    if kind == .customers {
      let record = RecordReader(settings: settings).read(bytes: bytes, path: path, kind: kind)
      let addresses = (record.value("email")?.items ?? []).map(\.plainText)
      warnings += try index.sharedAddresses(addresses, at: SourceLocation(path: path))
    }
    return NewRecord(reference: reference, path: path, bytes: bytes, warnings: warnings)
  }

  package func create(_ new: NewRecord, dryRun: Bool) throws(DaichoError) -> Recorded {
    let message = CommitMessage("new", [new.reference], new.reference.kind.singular)
    var recorded = try record([.create(new.path, new.bytes)], as: message, dryRun: dryRun)
    recorded.warnings = new.warnings
    return recorded
  }

  private func chooseID(_ kind: Kind, typed: String?, _ assignments: [Assignment]) throws(DaichoError)
    -> RecordID
  {
    if let typed {
      guard let id = RecordID(typed) else { throw .badID(typed) }
      guard try !isTaken(id, kind) else { throw .idTaken(Reference(kind, id)) }
      return id
    }
    func value(_ field: String) -> String? { assignments.first { $0.field == field }?.value }
    let source =
      value("kana").flatMap { Romaji.id(from: $0) }
      ?? [value("name"), value("title"), value("subject")].lazy.compactMap { $0 }.compactMap(Romaji.id).first
    guard let base = source, let first = RecordID(base) else { throw .noIDSource(kind) }
    if try !isTaken(first, kind) { return first }
    for number in 2...10_000 {
      if let next = RecordID("\(base)-\(number)"), try !isTaken(next, kind) { return next }
    }
    throw .idTaken(Reference(kind, first))
  }

  private func isTaken(_ id: RecordID, _ kind: Kind) throws(DaichoError) -> Bool {
    try index.find("\(kind.folder)/\(id.text)", kinds: [kind]).isEmpty == false
  }

  /// `customers/hanako.md`, or `customers/ha/hanako.md` once the kind is large.
  private func newPath(_ reference: Reference) throws(DaichoError) -> String {
    let folder = reference.kind.folder
    let count = try index.count(of: reference.kind)
    guard count >= Workspace.shardingThreshold else { return "\(folder)/\(reference.id.text).md" }
    return "\(folder)/\(reference.id.key.prefix(2))/\(reference.id.text).md"
  }
}
