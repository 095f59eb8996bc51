import DaichoFiles
import DaichoGit
import DaichoModel

/// What a hand edit changed: `stage proposal → negotiation, next_step, log +1`.
struct FieldChanges {
  private struct Field {
    let name: String
    let before: FieldValue?
    let after: FieldValue?
  }

  private let kind: Kind?
  private var fields: [Field] = []
  /// `log +1`, `text`; or all there is to say: `added`, `unreadable`.
  private var others: [String] = []

  /// Whether it could have been done by `daicho set`.
  var areOnlyFields: Bool { !fields.isEmpty && others.isEmpty }

  init(_ edit: HandEdit, in workspace: Workspace) throws(DaichoError) {
    kind = edit.reference?.kind
    guard edit.change == .modified, let reference = edit.reference, let repository = workspace.repository,
      let old = try repository.blob(at: workspace.repositoryPath(edit.path))?.bytes,
      let new = try workspace.contents(edit.path)?.bytes
    else {
      others = [edit.change.rawValue]
      return
    }
    let reader = RecordReader(settings: workspace.settings)
    let before = reader.read(bytes: old, path: edit.path, kind: reference.kind)
    let after = reader.read(bytes: new, path: edit.path, kind: reference.kind)
    guard before.isReadable, after.isReadable else {
      others = [after.isReadable ? "readable again" : "unreadable"]
      return
    }
    var seen: Set<String> = []
    for name in (before.fields + after.fields).map(\.name) where seen.insert(name).inserted {
      let field = Field(name: name, before: before.value(name), after: after.value(name))
      if field.before?.plainText != field.after?.plainText { fields.append(field) }
    }
    others = FieldChanges.log(
      workspace.readLog(old, before.body, edit.path), workspace.readLog(new, after.body, edit.path))
    if others.isEmpty, old[before.body] != new[after.body] { others.append("text") }
    if others.isEmpty, fields.isEmpty { others.append("style") }
  }

  // MARK: In a message

  /// - Parameter withValues: of fields that tell nothing about a person.
  func summary(withValues: Bool) -> String {
    let parts = fields.flatMap { field in
      guard withValues, let kind, Disclosure.mayName(valueOf: field.name, kind) else {
        return FieldChanges.names(field)
      }
      return [
        "\(field.name) \(FieldChanges.short(field.before?.plainText)) → "
          + FieldChanges.short(field.after?.plainText)
      ]
    }
    return (parts + others).joined(separator: ", ")
  }

  /// `address.city` where one member of an object differs, the field's name otherwise.
  private static func names(_ field: Field) -> [String] {
    guard case .object(let old)? = field.before, case .object(let new)? = field.after else {
      return [field.name]
    }
    var seen: Set<String> = []
    return (old + new).map(\.name).filter { name in
      seen.insert(name).inserted && field.before?[name]?.plainText != field.after?[name]?.plainText
    }.map { "\(field.name).\($0)" }
  }

  private static func short(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "-" }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 30 ? line.prefix(29) + "…" : line
  }

  // MARK: On a terminal

  /// Every value as it is; empty where nothing but the style or the text differs.
  var lines: [String] {
    guard !fields.isEmpty || others.contains(where: { $0.hasPrefix("log") }) else { return [] }
    return fields.map { field in
      "\(field.name): \(field.before?.plainText ?? "-") → \(field.after?.plainText ?? "-")"
    } + others
  }

  // MARK: The log

  /// How many entries came, went or were changed.
  private static func log(_ old: [LogEntry], _ new: [LogEntry]) -> [String] {
    func lines(_ entries: [LogEntry]) -> [String: Int] {
      let texts = entries.map { entry in
        let head = "\(entry.date) \(entry.minute ?? -1) \(entry.channel?.rawValue ?? "")"
        return
          "\(head) \(entry.direction?.rawValue ?? "") \(entry.members.map(\.typed)) \(entry.isDone) \(entry.text)"
      }
      return Dictionary(texts.map { ($0, 1) }, uniquingKeysWith: +)
    }
    let (a, b) = (lines(old), lines(new))
    let added = b.reduce(0) { $0 + max(0, $1.value - a[$1.key, default: 0]) }
    let removed = a.reduce(0) { $0 + max(0, $1.value - b[$1.key, default: 0]) }
    var parts: [String] = []
    if added > removed { parts.append("log +\(added - removed)") }
    if removed > added { parts.append("log -\(removed - added)") }
    if min(added, removed) > 0 { parts.append("log changed") }
    return parts
  }
}
