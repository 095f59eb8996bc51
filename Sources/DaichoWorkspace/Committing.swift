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
  /// the workspace's kinds are left out, unless named: these are the strays.
  package func handEdits(
    _ paths: [String]
  ) throws(DaichoError) -> (edits: [HandEdit], strays: [String]) {
    guard let repository else { throw .noRepository(root) }
    for path in paths { try refuseUnknown(path, repository) }
    let folder = prefix.isEmpty ? "" : String(prefix.dropLast())
    var (edits, strays) = ([HandEdit](), [String]())
    for entry in try repository.status(under: folder) {
      guard entry.path.hasPrefix(prefix) else { continue }
      let path = String(entry.path.dropFirst(prefix.utf8.count))
      let isNamed = paths.contains {
        $0.isEmpty || path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/")
      }
      guard isNamed || (paths.isEmpty && Workspace.isOwn(path)) else {
        if paths.isEmpty, entry.staged != nil || entry.workTree != nil { strays.append(path) }
        continue
      }
      if entry.isConflicted { throw .conflicted(path) }
      guard entry.staged != nil || entry.workTree != nil else { continue }
      edits.append(
        HandEdit(path: path, change: try change(path, repository), reference: Workspace.reference(path)))
    }
    return (edits.sorted { $0.path < $1.path }, strays.sorted())
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

  /// What a hand edit changed, as the person at the terminal may see it: every value, a line each.
  package func changes(of edit: HandEdit) throws(DaichoError) -> [String] {
    let changes = try FieldChanges(edit, in: self)
    guard edit.reference != nil, edit.change == .modified, !changes.lines.isEmpty else {
      let diff = try handDiff([edit]).split(separator: "\n", omittingEmptySubsequences: false)
      return diff.drop { !$0.hasPrefix("@@") }.map(String.init)
    }
    return changes.lines
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
    let details = try edits.map { edit throws(DaichoError) in (edit, try FieldChanges(edit, in: workspace)) }
    if let message {
      var commit = CommitMessage("edit", records, message, body: details.count > 1 ? list(details) : nil)
      commit.isAboutRecord = edits.count == 1
      return commit
    }
    if details.count == 1, let (edit, what) = details.first {
      let text = what.summary(withValues: true)
      return CommitMessage(action(edit, what), records, edit.reference == nil ? "\(edit.path) \(text)" : text)
    }
    let counts = Dictionary(grouping: edits, by: \.change).map { "\($1.count) \($0.rawValue)" }.sorted()
    var commit = CommitMessage(
      "edit", records, "\(edits.count) files (\(counts.joined(separator: ", ")))", body: list(details))
    commit.isAboutRecord = false
    return commit
  }

  /// What the command is called that would have done the same.
  private static func action(_ edit: HandEdit, _ what: FieldChanges) -> String {
    guard edit.reference != nil else { return "edit" }
    switch edit.change {
    case .added: return "new"
    case .deleted: return "rm"
    case .modified: return what.areOnlyFields ? "set" : "edit"
    }
  }

  private static func list(_ details: [(HandEdit, FieldChanges)]) -> String {
    details.prefix(100).map { "- \($0.0.path): \($0.1.summary(withValues: false))" }.joined(separator: "\n")
      + (details.count > 100 ? "\n- and \(details.count - 100) more" : "")
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
