import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// Adds an entry to a record's log, and with it a task if one is given.
  package func log(
    _ entry: LogEntryDraft, task: LogEntryDraft?, to found: FoundRecord, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    let what = [entry.channel?.rawValue, entry.direction?.rawValue].compactMap(\.self).joined(separator: " ")
    var trailers: [(String, String)] = []
    if let channel = entry.channel { trailers.append(("Channel", channel.rawValue)) }
    if let direction = entry.direction { trailers.append(("Direction", direction.rawValue)) }
    if task != nil { trailers.append(("Task", "added")) }
    let message = CommitMessage("log", [found.reference], what, trailers: trailers)
    return try append([entry] + (task.map { [$0] } ?? []), to: found, as: message, dryRun: dryRun)
  }

  package func addTask(_ task: LogEntryDraft, to found: FoundRecord, dryRun: Bool) throws(DaichoError)
    -> Recorded
  {
    let message = CommitMessage("task", [found.reference], "due \(task.date)", trailers: [("Task", "added")])
    return try append([task], to: found, as: message, dryRun: dryRun)
  }

  private func append(
    _ drafts: [LogEntryDraft], to found: FoundRecord, as message: CommitMessage, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    let heading = language == .ja ? "履歴" : "Log"
    let path = found.path
    let change = FileChange.edit(path) { [self] bytes throws(DaichoError) in
      var bytes = bytes
      for draft in drafts {
        bytes = try LogEditor.append(
          draft, to: bytes, body: body(of: bytes, path: path), heading: heading, path: path
        )
        .bytes
      }
      return bytes
    }
    return try record([change], as: message, dryRun: dryRun)
  }

  /// Marks the one open task whose words contain `words` as done.
  package func finishTask(_ words: String, of found: FoundRecord, dryRun: Bool) throws(DaichoError)
    -> Recorded
  {
    let path = found.path
    _ = try openTask(words, in: try folder.read(path).bytes, path)
    let change = FileChange.edit(path) { [self] bytes throws(DaichoError) in
      let task: LogEntry
      switch Result(catching: { () throws(DaichoError) in try openTask(words, in: bytes, path) }) {
      case .success(let found): task = found
      case .failure(let error): throw error.code == "no-such-task" ? .taskEdited(words, path) : error
      }
      return try LogEditor.tick(task, in: bytes, path: path)
    }
    let message = CommitMessage("task", [found.reference], "done", trailers: [("Task", "done")])
    return try record([change], as: message, dryRun: dryRun)
  }

  private func openTask(_ words: String, in bytes: [UInt8], _ path: String) throws(DaichoError) -> LogEntry {
    let open = readLog(bytes, body(of: bytes, path: path), path).filter { $0.isTask && !$0.isDone }
    let folded = TextFolding.fold(words)
    let matching = open.filter { TextFolding.fold("\($0.date) \($0.text)").contains(folded) }
    let exact = matching.filter { TextFolding.fold($0.text) == folded }
    if exact.count == 1 { return exact[0] }
    guard matching.count == 1 else {
      let shown = (matching.isEmpty ? open : matching).map { "  \($0.date) \($0.text)" }
      throw matching.isEmpty ? .noSuchTask(words, open: shown) : .severalTasks(words, shown)
    }
    return matching[0]
  }

  /// The member that acts: named, or the one whose e-mail address git's author has.
  package func actingMember(_ typed: String?) throws(DaichoError) -> String? {
    if let typed {
      guard let member = settings.member(typed: typed) else {
        throw .unknownMember(typed, members: settings.members.map(\.id))
      }
      return member.id
    }
    var email = identity.authorEmail
    if email == nil { email = try repository?.configuration("user.email") }
    return settings.members.first { $0.email != nil && $0.email == email }?.id
  }
}
