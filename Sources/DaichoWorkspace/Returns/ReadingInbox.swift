import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel

extension Workspace {
  /// Takes down what mails say: unsubscribes, bounces, complaints, done tasks, and letters of and to people who are
  /// in the register. All of it is one commit.
  ///
  /// - Parameter reader: reads one mail, confined.
  package func readInbox(
    _ box: MailBox, keys: KeyRing?, reader: ConfinedReader, dryRun: Bool
  ) throws(DaichoError) -> InboxResult {
    guard let repository else { throw .noRepository(root) }
    let memory = InboxMemory(gitDirectory: repository.gitDirectory)
    // Once for all mails: the files do not change while they are sorted.
    _ = try index.count(of: .customers)
    var sorting = InboxSorting(self, keys: keys, known: memory.keys)
    try box.each(isKnown: { sorting.isKnown($0) }) { item throws(DaichoError) in
      switch Result(catching: { () throws(DaichoError) in try reader.read(item.bytes) }) {
      case .success(let mail): try sorting.sort(mail, item)
      case .failure(let error): sorting.skip(item, error.message)
      }
    }
    var result = sorting.result
    try commit(&sorting, into: &result, dryRun: dryRun)
    if !dryRun { try memory.add(sorting.readKeys) }
    return result
  }

  private func commit(
    _ sorting: inout InboxSorting, into result: inout InboxResult, dryRun: Bool
  ) throws(DaichoError) {
    while true {
      let changes = sorting.changes(self)
      guard !changes.isEmpty else {
        result.items = sorting.result.items
        return
      }
      let message = sorting.message
      switch Result(catching: { () throws(DaichoError) in try record(changes, as: message, dryRun: dryRun) })
      {
      case .success(let recorded):
        result.items = sorting.result.items
        result.recorded = recorded
        return
      case .failure(let error):
        // One record that cannot be changed does not keep the others waiting.
        guard let path = error.location?.path, sorting.giveUp(path, prefix, because: error.message) else {
          throw error
        }
      }
    }
  }
}
