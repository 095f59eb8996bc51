import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// One thing that a record's file says, and the commit that made it say so.
package struct BlamedLine: Sendable {
  /// In the file, from 1.
  package let line: Int
  package let part: RecordChange.Part
  /// The field's dotted name, or the part's.
  package let field: String
  /// The value or entry, as the history has it.
  package let value: String
  /// The line as the file has it.
  package let text: String
  /// `nil` where no commit has it yet, or none that can be seen.
  package let commit: HistoryCommit?
  package let isUncommitted: Bool
}

extension Workspace {
  /// Each field and each entry of the log of a record as its file is now, in its order, with the commit that
  /// gave it its present value. A change of style is none, and what a merge took over is its side's doing.
  package func blame(_ file: RecordFile) throws(DaichoError) -> [BlamedLine] {
    guard let history = historyIndex, let repository else { throw .noRepository(root) }
    let bytes = try folder.read(file.path).bytes
    let now = RecordVersion.read(bytes, path: file.path)
    if now.problem != nil { throw .notBlamable(file.path) }
    let life = try history.life(of: file.path)
    let origins = BlameOrigins(life, try history.details(of: life))
    let committed = try repository.blob(at: repositoryPath(file.path)).map {
      RecordVersion.read($0.bytes, path: file.path)
    }
    let fields = Set((committed?.fields ?? []).map { [$0.name, $0.text] })
    let source = SourceText(bytes, path: file.path)
    var lines: [BlamedLine] = []
    func add(
      _ part: RecordChange.Part, _ name: String, _ value: String, at offset: Int, _ isCommitted: Bool,
      _ commit: HistoryCommit?
    ) {
      lines.append(
        BlamedLine(
          line: source.position(at: offset).line, part: part, field: name, value: value,
          text: Self.line(of: offset, in: bytes), commit: isCommitted ? commit : nil,
          isUncommitted: !isCommitted))
    }
    for field in now.fields {
      add(
        .field, field.name, field.text, at: field.range.lowerBound,
        fields.contains([field.name, field.text]),
        origins.commit(of: .field, field.name, field.text))
    }
    let entries = committed?.entries ?? []
    let texts = Set(entries.map(\.text))
    for entry in now.entries {
      let same = texts.contains(entry.text) ? entry.text : entries.first { $0.says(the: entry) }?.text
      add(
        entry.part, entry.part.rawValue, entry.text, at: entry.log.range.lowerBound, same != nil,
        origins.commit(of: entry, as: same))
    }
    return lines
  }

  private static func line(of offset: Int, in bytes: [UInt8]) -> String {
    var start = min(offset, bytes.count)
    while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
    var end = min(offset, bytes.count)
    while end < bytes.count, bytes[end] != 0x0A { end += 1 }
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }
}

/// The newest commit that gave a field or entry a value.
private struct BlameOrigins {
  private struct Value: Hashable {
    let isField: Bool
    let name: String
    let text: String
  }

  private var commits: [Value: HistoryCommit] = [:]
  private var entries: [(text: String, commit: HistoryCommit)] = []

  /// - Parameter life: newest first.
  init(_ life: [HistoryFileChange], _ details: [[RecordChange]]) {
    for (change, details) in zip(life, details) {
      for detail in details {
        guard let new = detail.new else { continue }
        let value = Self.value(detail.part, detail.field, new)
        if commits[value] == nil { commits[value] = change.commit }
        if !value.isField { entries.append((new, change.commit)) }
      }
    }
  }

  /// An entry that became a task, or was ticked, is the same name for all.
  private static func value(_ part: RecordChange.Part, _ name: String, _ text: String) -> Value {
    Value(isField: part == .field, name: part == .field ? name : "", text: RecordChange.shortened(text))
  }

  func commit(of part: RecordChange.Part, _ name: String, _ text: String) -> HistoryCommit? {
    commits[Self.value(part, name, text)]
  }

  /// - Parameter committed: the entry as HEAD has it, where that is written otherwise.
  func commit(of entry: RecordVersion.Entry, as committed: String?) -> HistoryCommit? {
    for text in [committed, entry.text].compactMap(\.self) {
      if let found = commits[Self.value(entry.part, "", text)] { return found }
    }
    // Written in another style since.
    return entries.first { entry.says($0.text) }?.commit
  }
}
