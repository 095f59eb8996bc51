import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation

/// Which send: a campaign, and of a repeating one the occurrence. With it go the places of its files.
package struct SendName: Sendable, Hashable {
  /// The campaign's id.
  package let campaign: String
  /// `2026-12`, `2026-11-24`, or a channel; `nil` for a campaign that is sent once.
  package let occurrence: String?

  package init(_ campaign: RecordID, occurrence: String? = nil) {
    self.campaign = campaign.text
    self.occurrence = occurrence
  }

  package init(_ campaign: RecordID, _ channel: SendChannel) {
    self.init(campaign, occurrence: channel.rawValue)
  }

  /// Of a list that was handed over; `nil` where daicho mails itself.
  package var channel: SendChannel? { occurrence.flatMap(SendChannel.init(rawValue:)) }

  /// As people read it: `birthday-coupon@2026-11-24`.
  package var text: String { campaign + (occurrence.map { "@" + $0 } ?? "") }

  /// Of the journal, in the workspace.
  package var path: String { "sends/\(text).jsonl" }

  /// What names the send in git's folder and on remotes, where an id's letters may be too much.
  var stem: String { RecordID.key(campaign) + (occurrence.map { "@" + $0 } ?? "") }
}

extension Workspace {
  /// Whether the last commit of a send, which a crashed command had begun, was made when this one began.
  package func hasFinished(_ name: SendName) -> Bool {
    recovered.contains { $0.hasPrefix("send(\(name.text)): ") }
  }
}

/// What daicho keeps of sends in the git directory, where neither stash nor clean nor reset reaches: the
/// twins of the journals, locks, pauses, and the name of this clone.
struct SendFolder {
  let path: String

  /// Made where there is none, for this user alone.
  init(_ repository: Repository) throws(DaichoError) {
    path = repository.commonDirectory + "daicho/sends/"
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { throw .sendFolderUnusable(path) }
  }

  func twin(of name: SendName) -> String { "\(path)\(name.stem).jsonl" }
  /// One lock for all occurrences of a campaign.
  func lock(of name: SendName) -> String { "\(path)\(RecordID.key(name.campaign)).lock" }
  func examined(_ campaign: String) -> String { "\(path)\(RecordID.key(campaign)).examined" }
  func pauseMark(of campaign: String) -> String { "\(path)\(RecordID.key(campaign)).paused" }

  /// Sixteen letters that no other clone has. A copy of the folder is another clone: it may hold an older
  /// journal.
  func clone(random: () -> String) throws(DaichoError) -> String {
    let file = path + "clone"
    for _ in 0..<3 {
      var status = stat()
      if lstat(file, &status) == 0,
        let text = FileManager.default.contents(atPath: file).map({ String(decoding: $0, as: UTF8.self) })
      {
        let words = text.split(separator: " ").map { $0.filter { !$0.isNewline } }
        if words.count == 2, words[1] == String(status.st_ino) { return words[0] }
        unlink(file)
      }
      let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { continue }
      defer { close(descriptor) }
      guard fstat(descriptor, &status) == 0 else { continue }
      let line = "\(random()) \(status.st_ino)\n"
      _ = line.withCString { write(descriptor, $0, strlen($0)) }
      fsync(descriptor)
    }
    throw .sendFolderUnusable(file)
  }
}
