import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension RecordChange {
  /// For machines.
  var json: JSONValue {
    .object([
      "part": .string(part.rawValue), "field": .string(field), "old": .optional(old), "new": .optional(new),
    ])
  }
}

extension HistoryEntry {
  /// For machines: as `history --format json` has it.
  var json: JSONValue {
    .object([
      "commit": .string(commit), "at": .string(CommitTime.iso(at, offset: offset)), "author": .string(author),
      "action": .optional(action), "record": .optional(record), "summary": .string(subject),
      "reason": .optional(reason), "changes": .array(changes.map(\.json)),
    ])
  }
}
