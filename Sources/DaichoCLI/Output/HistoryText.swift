import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace

/// A history entry in words, a line for each thing that changed.
struct HistoryText {
  let language: Language

  func lines(_ entry: HistoryEntry) -> [String] {
    guard let kind = entry.kind else { return [entry.subject] }
    switch kind {
    case .added:
      let entries = entry.changes.count { $0.part == .log || $0.part == .task }
      let fields = Set(entry.changes.filter { $0.part == .field }.map(\.field)).count
      return [Wording.recordCreated(fields: fields, entries: entries)(language)]
    case .deleted: return [Wording.recordRemoved(language)]
    case .renamed:
      return [Wording.recordMoved(HistoryText.name(entry.oldPath ?? ""))(language)] + entry.changes.map(line)
    case .modified:
      return entry.changes.isEmpty ? [Wording.onlyStyle(language)] : entry.changes.map(line)
    }
  }

  func line(_ change: RecordChange) -> String {
    let (old, new) = (change.old.map(short), change.new.map(short))
    let name =
      change.part == .field
      ? change.field : Wording.entryWords[change.part.rawValue]?(language) ?? change.field
    switch change.part {
    case .text:
      func count(_ text: String?) -> Int { text.map { $0.split(separator: "\n").count } ?? 0 }
      return Wording.textLines(gone: count(change.old), come: count(change.new))(language)
    case .task:
      if let old = change.old, let new = change.new, new.dropFirst(3) == old.dropFirst(3) {
        let text = short(String(new.dropFirst(4)))
        return new.hasPrefix("[ ]")
          ? "\(name): \(short(old)) → \(short(new))" : Wording.taskDone(text)(language)
      }
    case .field, .log, .unreadable: break
    }
    switch (old, new) {
    case (let old?, let new?): return "\(name): \(old) → \(new)"
    case (nil, let new?): return "\(name) + \(new)"
    case (let old?, nil): return "\(name) − \(old)"
    case (nil, nil): return name
    }
  }

  /// The first line, and a sign that there are more.
  private func short(_ text: String) -> String {
    let line = text.prefix { !$0.isNewline }
    return line.count > 120
      ? line.prefix(119) + "…" : line.endIndex < text.endIndex ? line + " …" : String(line)
  }

  private static func name(_ path: String) -> String {
    HistoryIndex.reference(ofPath: path)?.description ?? path
  }
}
