import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation

/// What a number in a morning mail means.
package struct MorningTask: Sendable, Hashable, Codable {
  /// `kind/id`
  package let record: String
  /// ISO 8601
  package let due: String
  package let text: String

  /// `nil` for what is no task.
  init?(_ item: AgendaItem) {
    guard item.section == .tasks, let day = item.day else { return nil }
    (record, due, text) = (item.record, day.description, item.text.en)
  }

  static func line(_ tasks: [MorningTask]) -> String {
    tasks.map { "\($0.record)\t\($0.due)\t\($0.text)\n" }.joined()
  }
}

/// The tasks of one mail, kept under the git directory of the clone that sent it: no commit is worth a list
/// that is of no use after some weeks, and the reply comes back to where the mail went out.
private struct MorningNote: Codable {
  let member: String
  let tasks: [MorningTask]
}

extension Workspace {
  private static let notesKept = 400

  private func notesFolder() throws(DaichoError) -> String {
    guard let repository else { throw .noRepository(root) }
    let folder = repository.gitDirectory
    return folder + (folder.hasSuffix("/") ? "" : "/") + "daicho/today"
  }

  /// Remembers what the numbers of a mail mean, on the disk when it returns. Of the oldest notes those over
  /// 400 are forgotten.
  package func remember(_ mail: MorningMail) throws(DaichoError) {
    guard !mail.tasks.isEmpty else { return }
    let folder = try notesFolder()
    let path = "\(folder)/\(mail.key).json"
    try makeNotesFolder()
    guard let note = try? JSONEncoder().encode(MorningNote(member: mail.member.id, tasks: mail.tasks)) else {
      throw DaichoError("morning-note-not-kept", .morningNoteNotKept(path))
    }
    let file = try PrivateFile(path, replacing: true)
    try file.write(Array(note))
    try file.finish()
    forgetOldNotes(in: folder)
  }

  /// Marks that a member has had their mail of the day; only one process at a time can.
  ///
  /// - Returns: whether they had none yet.
  package func claimMorning(of member: WorkspaceSettings.Member) throws(DaichoError) -> Bool {
    let path = try morningMark(of: member)
    try makeNotesFolder()
    do {
      try PrivateFile(path, replacing: false).finish()
    } catch  where error.code == "file-exists" {
      return false
    }
    return true
  }

  /// Takes the mark away again: the mail was not sent.
  package func releaseMorning(of member: WorkspaceSettings.Member) throws(DaichoError) {
    unlink(try morningMark(of: member))
  }

  /// Whether a member has had their mail of the day from this clone.
  package func hadMorning(_ member: WorkspaceSettings.Member) throws(DaichoError) -> Bool {
    access(try morningMark(of: member), F_OK) == 0
  }

  private func morningMark(of member: WorkspaceSettings.Member) throws(DaichoError) -> String {
    let key = MessageKey(
      campaign: "daicho today sent", occurrence: moment.today.description, revision: "", address: member.id)
    return "\(try notesFolder())/\(key).sent"
  }

  private func makeNotesFolder() throws(DaichoError) {
    try? FileManager.default.createDirectory(
      atPath: notesFolder(), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  private func forgetOldNotes(in folder: String) {
    for suffix in [".json", ".sent"] { forgetOld(suffix, in: folder) }
  }

  private func forgetOld(_ suffix: String, in folder: String) {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
      $0.hasSuffix(suffix)
    }
    guard names.count > Workspace.notesKept else { return }
    let dated = names.compactMap { name -> (name: String, date: Date)? in
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return (attributes?[.modificationDate] as? Date).map { (name, $0) }
    }
    for old in dated.sorted(by: { $0.date < $1.date }).prefix(names.count - Workspace.notesKept) {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(old.name)")
    }
  }

  /// Who got the mail that a reply's token names, and the task of a number in it, from 1; `nil` where this
  /// clone did not send it, has forgotten it, or it had no such number.
  package func morningTask(
    _ number: Int, of key: MessageKey
  ) throws(DaichoError) -> (member: String, task: MorningTask)? {
    let path = "\(try notesFolder())/\(key).json"
    guard let data = FileManager.default.contents(atPath: path),
      let note = try? JSONDecoder().decode(MorningNote.self, from: data),
      note.tasks.indices.contains(number - 1)
    else { return nil }
    return (note.member, note.tasks[number - 1])
  }

  /// The record that it is written in; `nil` where that is gone.
  func record(of task: MorningTask) throws(DaichoError) -> FoundRecord? {
    try index.find(task.record, kinds: Kind.allCases, refreshed: false).first {
      $0.reference.description == task.record
    }
  }

  /// Ticks it in the bytes of its record.
  ///
  /// - Returns: `nil` where it is done already.
  /// - Throws: `task-changed` where it was taken out, or says something else since.
  func ticking(_ task: MorningTask, in bytes: [UInt8], _ path: String) throws(DaichoError) -> [UInt8]? {
    let text = TextFolding.fold(task.text)
    let same = readLog(bytes, body(of: bytes, path: path), path).filter {
      $0.isTask && $0.date.description == task.due && TextFolding.fold($0.text) == text
    }
    if let open = same.first(where: { !$0.isDone }) { return try LogEditor.tick(open, in: bytes, path: path) }
    if !same.isEmpty { return nil }
    throw DaichoError("task-changed", .morningTaskChanged, at: SourceLocation(path: path))
  }
}
