import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation

/// A file that a person changed by hand and has not committed.
package struct HandEdit: Sendable {
  package enum Change: String, Sendable {
    case added, modified, deleted
  }

  /// Relative to the workspace.
  package let path: String
  package let change: Change
  /// `nil` for ledgers, settings and templates.
  package let reference: Reference?
}

extension Workspace {
  /// The hand edits of the workspace's own files, all or under the given paths. Files that are none of
  /// the workspace's kinds are left out, unless named.
  package func handEdits(_ paths: [String]) throws(DaichoError) -> [HandEdit] {
    guard let repository else { throw .noRepository(root) }
    for path in paths { try refuseUnknown(path, repository) }
    let folder = prefix.isEmpty ? "" : String(prefix.dropLast())
    var edits: [HandEdit] = []
    for entry in try repository.status(under: folder) {
      guard entry.path.hasPrefix(prefix) else { continue }
      let path = String(entry.path.dropFirst(prefix.utf8.count))
      let isNamed = paths.contains {
        $0.isEmpty || path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/")
      }
      guard isNamed || (paths.isEmpty && Workspace.isOwn(path)) else { continue }
      if entry.isConflicted { throw .conflicted(path) }
      guard entry.staged != nil || entry.workTree != nil else { continue }
      edits.append(
        HandEdit(path: path, change: try change(path, repository), reference: Workspace.reference(path)))
    }
    return edits.sorted { $0.path < $1.path }
  }

  /// A path that neither the work tree nor git has is a slip of the fingers.
  private func refuseUnknown(_ path: String, _ repository: Repository) throws(DaichoError) {
    guard !path.isEmpty, !FileManager.default.fileExists(atPath: root + "/" + path) else { return }
    if let head = try repository.head().id,
      try repository.entry(at: repositoryPath(path), in: repository.tree(of: head)) != nil
    {
      return
    }
    throw .noSuchPath(path)
  }

  /// Refuses a path that is not there, for commands that only look.
  package func requireFile(_ path: String) throws(DaichoError) {
    guard path.isEmpty || FileManager.default.fileExists(atPath: root + "/" + path) else {
      throw .noSuchPath(path)
    }
  }

  private func change(_ path: String, _ repository: Repository) throws(DaichoError) -> HandEdit.Change {
    let isInHead = try repository.blob(at: repositoryPath(path)) != nil
    let isThere = try folder.status(path) != nil
    return !isThere ? .deleted : isInHead ? .modified : .added
  }

  static let ownFolders = Set(
    Kind.allCases.map(\.folder) + ["imports", "templates", "orders", "events", "sends"])

  /// Whether a path is one of SPEC's places for the workspace's own files.
  static func isOwn(_ path: String) -> Bool {
    guard let slash = path.firstIndex(of: "/") else {
      return path == settingsFile || path == ".gitattributes" || path == ".gitignore"
    }
    return ownFolders.contains(String(path[..<slash]))
  }

  static func reference(_ path: String) -> Reference? {
    guard let slash = path.firstIndex(of: "/"), let kind = Kind(rawValue: String(path[..<slash])),
      path.hasSuffix(".md"), let id = RecordReader.id(ofFile: path)
    else { return nil }
    return Reference(kind, id)
  }

  /// Commits hand edits as they stand in the work tree.
  package func commit(_ edits: [HandEdit], message: String?, dryRun: Bool) throws(DaichoError) -> Recorded {
    let changes = edits.map { edit in
      FileChange(edit.path, touchesWorkTree: false) { [self] _ throws(DaichoError) in
        try contents(edit.path)?.bytes
      }
    }
    if repository?.operation == .merge { throw .mergeWaits() }
    let text = try CommitMessage.ofHandEdits(edits, message: message, workspace: self)
    guard !dryRun else {
      return Recorded(message: text, diff: try handDiff(edits))
    }
    return try record(changes, as: text)
  }

  /// After an editor: the file is still there, with fields where it had some. A file that is gone is put
  /// back, for removing a record asks more.
  package func requireKept(_ before: OpenRecord) throws(DaichoError) {
    guard try contents(before.path) != nil else {
      try folder.write(before.path, before.bytes, expecting: .absent)
      throw .editorRemoved(before.reference, before.path)
    }
    try requireFields(HandEdit(path: before.path, change: .modified, reference: before.reference))
  }

  /// Refuses a record that has lost all its fields: `fields-lost`.
  package func requireFields(_ edit: HandEdit) throws(DaichoError) {
    guard let kind = edit.reference?.kind, edit.change == .modified,
      let committed = try repository?.blob(at: repositoryPath(edit.path))?.bytes,
      let present = try contents(edit.path)?.bytes
    else { return }
    let reader = RecordReader(settings: settings)
    let new = reader.read(bytes: present, path: edit.path, kind: kind)
    guard new.isReadable, new.fields.isEmpty,
      !reader.read(bytes: committed, path: edit.path, kind: kind).fields.isEmpty
    else { return }
    throw .fieldsLost(edit.path)
  }

  private func handDiff(_ edits: [HandEdit]) throws(DaichoError) -> String {
    var text = ""
    for edit in edits {
      text += try Repository.unifiedDiff(
        old: repository?.blob(at: repositoryPath(edit.path))?.bytes, new: contents(edit.path)?.bytes,
        path: repositoryPath(edit.path))
    }
    return text
  }
}

extension CommitMessage {
  /// One record: what of it changed, field by field. Several: how many, and a list.
  static func ofHandEdits(
    _ edits: [HandEdit], message: String?, workspace: Workspace
  ) throws(DaichoError) -> CommitMessage {
    let records = edits.compactMap(\.reference)
    let details = try edits.map { edit throws(DaichoError) in
      (edit, try FieldChanges.describe(edit, in: workspace, withValues: edits.count == 1))
    }
    if let message {
      var commit = CommitMessage("edit", records, message, body: details.count > 1 ? list(details) : nil)
      commit.isAboutRecord = edits.count == 1
      return commit
    }
    if details.count == 1, let (edit, what) = details.first {
      return CommitMessage("edit", records, edit.reference == nil ? "\(edit.path) \(what)" : what)
    }
    let counts = Dictionary(grouping: edits, by: \.change).map { "\($1.count) \($0.rawValue)" }.sorted()
    var commit = CommitMessage(
      "edit", records, "\(edits.count) files (\(counts.joined(separator: ", ")))", body: list(details))
    commit.isAboutRecord = false
    return commit
  }

  private static func list(_ details: [(HandEdit, String)]) -> String {
    details.prefix(100).map { "- \($0.0.path): \($0.1)" }.joined(separator: "\n")
      + (details.count > 100 ? "\n- and \(details.count - 100) more" : "")
  }
}

/// What a hand edit changed, in a line: `stage proposal → negotiation, next_step, log +1`. Of people and
/// companies only the fields' names.
enum FieldChanges {
  static func describe(
    _ edit: HandEdit, in workspace: Workspace, withValues: Bool
  ) throws(DaichoError) -> String {
    guard edit.change == .modified, let reference = edit.reference, let repository = workspace.repository,
      let old = try repository.blob(at: workspace.repositoryPath(edit.path))?.bytes,
      let new = try workspace.contents(edit.path)?.bytes
    else { return edit.change.rawValue }
    let reader = RecordReader(settings: workspace.settings)
    let (a, b) = (
      reader.read(bytes: old, path: edit.path, kind: reference.kind),
      reader.read(bytes: new, path: edit.path, kind: reference.kind)
    )
    guard b.isReadable else { return "unreadable" }
    guard a.isReadable else { return "readable again" }
    var parts: [String] = []
    var seen: Set<String> = []
    for name in (a.fields + b.fields).map(\.name) where seen.insert(name).inserted {
      let (before, after) = (a.value(name), b.value(name))
      guard before?.plainText != after?.plainText else { continue }
      if withValues, Disclosure.mayName(valueOf: name, reference.kind) {
        parts.append("\(name) \(short(before?.plainText)) → \(short(after?.plainText))")
      } else {
        parts += names(name, before, after)
      }
    }
    parts += log(workspace.readLog(old, a.body, edit.path), workspace.readLog(new, b.body, edit.path))
    if parts.isEmpty, old[a.body] != new[b.body] { parts.append("text") }
    if parts.isEmpty { parts.append("style") }
    return parts.joined(separator: ", ")
  }

  /// `address.city` where one member of an object differs, the field's name otherwise.
  private static func names(_ name: String, _ before: FieldValue?, _ after: FieldValue?) -> [String] {
    guard case .object(let old)? = before, case .object(let new)? = after else { return [name] }
    var seen: Set<String> = []
    return (old + new).map(\.name).filter {
      seen.insert($0).inserted && before?[$0]?.plainText != after?[$0]?.plainText
    }.map { "\(name).\($0)" }
  }

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

  private static func short(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "-" }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 30 ? line.prefix(29) + "…" : line
  }
}

extension Workspace {
  /// Commits files that were just made, as the first of a workspace.
  package func commitNewFiles(_ paths: [String]) throws(DaichoError) -> Recorded {
    if let repository { _ = try setUpMergeDriver(repository) }
    let changes = paths.map { path in
      FileChange(path, touchesWorkTree: false) { [self] _ throws(DaichoError) in try contents(path)?.bytes }
    }
    return try record(
      changes + [Workspace.attributesChange],
      as: CommitMessage("init", [], settings.name.isEmpty ? "workspace" : settings.name))
  }

  /// A path as typed in `directory`, relative to the workspace. `outside-workspace` when it leads out.
  package func relativePath(_ typed: String, from directory: String) throws(DaichoError) -> String {
    let base = URL(fileURLWithPath: directory, isDirectory: true)
    let full = URL(fileURLWithPath: typed, relativeTo: base).standardizedFileURL
    let folder = full.deletingLastPathComponent().resolvingSymlinksInPath().path
    let path = folder == "/" ? "/" + full.lastPathComponent : folder + "/" + full.lastPathComponent
    if path == root || full.resolvingSymlinksInPath().path == root { return "" }
    guard path.hasPrefix(root + "/") else { throw .outsideWorkspace(typed) }
    return String(path.dropFirst(root.utf8.count + 1))
  }
}
