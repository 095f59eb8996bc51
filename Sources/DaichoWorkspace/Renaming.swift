import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// Gives a record another id, in its file's name and in every record that names it, as one commit.
  /// Ledgers stay as they are, being append-only: the old id of a customer is kept among its `ids`.
  package func rename(_ found: FoundRecord, to typed: String, dryRun: Bool) throws(DaichoError) -> Recorded {
    guard let id = RecordID(typed) else { throw .badID(typed) }
    if try repository?.blob(at: repositoryPath(found.path)) == nil { throw .notCommittedYet(found.path) }
    let old = found.reference
    let new = Reference(old.kind, id)
    let others = try index.find(new.description, kinds: [old.kind])
    if others.contains(where: { $0.path != found.path }) { throw .idTaken(new) }
    let folder = found.path.lastIndex(of: "/").map { found.path[...$0] } ?? ""
    let path = "\(folder)\(id.text).md"
    let schema = settings.schema(old.kind)
    let isInLedgers =
      old.kind == .customers || old.kind == .companies ? try !index.ledgerLines(naming: old).isEmpty : false
    var changes = [
      FileChange(path, from: found.path) { bytes throws(DaichoError) in
        guard let bytes else { throw .notCommittedYet(found.path) }
        guard isInLedgers, let field = FieldPath("ids.daicho") else { return bytes }
        return try FieldEditor.apply(
          [.set(field, .text(old.id.text))], to: bytes, path: found.path, schema: schema)
      }
    ]
    changes += try referenceChanges(from: old, to: new, except: [found.path])
    let message = CommitMessage(
      "rename", [old, new], "\(old.id.text) → \(id.text)", trailers: [("Renamed-To", new.description)])
    return try record(changes, as: message, dryRun: dryRun)
  }

  /// The edits that make every other record name `new` where it names `old`.
  func referenceChanges(
    from old: Reference, to new: Reference, except own: Set<String>
  ) throws(DaichoError) -> [FileChange] {
    var byPath: [String: Set<String>] = [:]
    for row in try index.references(to: old) where !own.contains(row.path) {
      byPath[row.path, default: []].insert(row.field)
    }
    var changes: [FileChange] = []
    for (path, fields) in byPath.sorted(by: { $0.key < $1.key }) {
      guard let kind = Workspace.reference(path)?.kind else { continue }
      changes.append(
        .edit(path) { [self] bytes throws(DaichoError) in
          try replaceReferences(fields.sorted(), from: old, to: new, in: bytes, path: path, kind: kind)
        })
    }
    return changes
  }

  private func replaceReferences(
    _ fields: [String], from old: Reference, to new: Reference, in bytes: [UInt8], path: String, kind: Kind
  ) throws(DaichoError) -> [UInt8] {
    let schema = settings.schema(kind)
    let record = RecordReader(settings: settings).read(bytes: bytes, path: path, kind: kind)
    var edits: [FieldEdit] = []
    for name in fields {
      guard let field = FieldPath(name), let value = record.value(name) else { continue }
      if case .list(let items) = value {
        // Where both were named, one is left.
        var texts: [String] = []
        for item in items {
          var text = item.plainText
          if case .reference(let named) = item, named.id == old.id || named.id == new.id {
            text = new.id.text
          }
          if !texts.contains(text) { texts.append(text) }
        }
        edits.append(.set(field, .list(texts.map(EditValue.text))))
      } else if case .reference(let named) = value, named.id == old.id {
        edits.append(.set(field, .text(new.id.text)))
      }
    }
    return try FieldEditor.apply(edits, to: bytes, path: path, schema: schema)
  }

  /// Removes a record's file. `references` to it are told, not followed. Refuses where git does not have
  /// what is in the file: `never-committed`, `uncommitted-edits`.
  package func remove(_ found: FoundRecord, dryRun: Bool) throws(DaichoError) -> Recorded {
    let message = CommitMessage("rm", [found.reference], "removed")
    return try record([try removal(of: found)], as: message, dryRun: dryRun)
  }

  func removal(of found: FoundRecord) throws(DaichoError) -> FileChange {
    try FileChange(found.path, transform: requiringCommitted(found.path) { _ throws(DaichoError) in nil })
  }

  /// An edit that refuses a file with more in it than git has: `never-committed`, `uncommitted-edits`.
  func requiringCommitted(
    _ path: String, _ edit: @escaping ([UInt8]) throws(DaichoError) -> [UInt8]?
  ) throws(DaichoError) -> FileChange.Transform {
    guard let repository else { throw .noRepository(root) }
    guard let committed = try repository.blob(at: repositoryPath(path))?.bytes else {
      throw .neverCommitted(path)
    }
    return { [self] present throws(DaichoError) in
      guard let present else { return nil }
      if present != committed, try repository.normalized(present, at: repositoryPath(path)) != committed {
        throw .uncommittedEdits(path)
      }
      return try edit(present)
    }
  }
}
