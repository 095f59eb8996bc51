import DaichoGit
import DaichoIndex
import DaichoModel

/// A commit that touched a record, or the workspace.
package struct HistoryEntry: Sendable {
  package let commit: String
  package let at: Int64
  /// Minutes east of UTC, as the author's clock had it.
  package let offset: Int
  package let author: String
  package let authorEmail: String
  /// From the `Action:` trailer; `nil` for commits made outside daicho.
  package let action: String?
  package let record: String?
  package let subject: String
}

extension Workspace {
  /// The commits that touched a record, newest first, across renames; of a customer, the mails they were
  /// sent among them, each with the commit whose text it was.
  package func history(of found: FoundRecord, limit: Int?) throws(DaichoError) -> [HistoryEntry] {
    guard let repository else { throw .noRepository(root) }
    guard let head = try repository.head().id else { return [] }
    let commits = try repository.commits(touching: repositoryPath(found.path), from: head, limit: limit)
    let changes = commits.map { entry($0.commit, record: found.reference.description) }
    guard found.reference.kind == .customers else { return changes }
    let mails = try index.mails(to: found.reference.id).map { mail in
      let seconds = mail.at / 1000
      let channel = mail.occurrence.flatMap(SendChannel.init(rawValue:))
      let name = mail.campaign + (channel == nil ? mail.occurrence.map { "@" + $0 } ?? "" : "")
      let state = channel == nil ? mail.state : "exported"
      return HistoryEntry(
        commit: mail.commit ?? "", at: seconds, offset: moment.zone.offset(at: seconds) / 60,
        author: "daicho",
        authorEmail: "", action: channel?.rawValue ?? "mail", record: found.reference.description,
        subject: "\(channel?.rawValue ?? "mail")(\(name)): \(state)"
          + (mail.variant.map { ", variant \($0)" } ?? ""))
    }
    let all = (changes + mails).enumerated().sorted {
      ($0.element.at, -$0.offset) > ($1.element.at, -$1.offset)
    }
    return all.prefix(limit ?? all.count).map(\.element)
  }

  /// The commits of the whole workspace, newest first.
  package func history(limit: Int?) throws(DaichoError) -> [HistoryEntry] {
    guard let repository else { throw .noRepository(root) }
    guard let head = try repository.head().id else { return [] }
    guard prefix.isEmpty else {
      return try repository.commits(under: String(prefix.dropLast()), from: head, limit: limit)
        .map { entry($0, record: nil) }
    }
    return try repository.commits(from: head, limit: limit).map { entry($0, record: nil) }
  }

  private func entry(_ commit: CommitInfo, record: String?) -> HistoryEntry {
    HistoryEntry(
      commit: commit.id.description, at: commit.author.when, offset: commit.author.offset,
      author: commit.author.name,
      authorEmail: commit.author.email, action: commit.trailer("Action"),
      record: record ?? commit.trailer("Renamed-To") ?? commit.trailer("Record"), subject: commit.subject)
  }
}
