import DaichoDigest
import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation

/// Remembers, under the git directory, of which state of the register a campaign's mails were all examined and
/// found good, so that sending what was approved a minute ago need not make every mail once more before the
/// first.
struct ExaminedMails {
  /// Where it is remembered.
  private let file: String
  /// Names the state: the campaign's revision, the day, and every file that a mail may depend on, as HEAD and the
  /// work tree both have it.
  private let state: String

  /// `nil` where nothing names the state: files are changed and not committed, or nobody can write there.
  init?(_ workspace: Workspace, _ campaign: Campaign) {
    guard let repository = workspace.repository, let places = try? SendFolder(repository),
      let head = try? repository.head().id, let tree = try? repository.tree(of: head),
      let changed = try? repository.status(under: String(workspace.prefix.dropLast()))
    else { return nil }
    let campaigns = workspace.repositoryPath(Kind.campaigns.folder) + "/"
    guard changed.allSatisfy({ $0.path.hasPrefix(campaigns) }) else { return nil }
    var parts = [campaign.revision, workspace.moment.today.description]
    for folder in Workspace.ownFolders.sorted() + [Workspace.settingsFile]
    where folder != Kind.campaigns.folder {
      guard let entry = try? repository.entry(at: workspace.repositoryPath(folder), in: tree) else {
        continue
      }
      parts.append("\(folder) \(entry.id)")
    }
    file = places.examined(campaign.id.text)
    state = Digest.hexadecimal(Digest.sha256(parts.joined(separator: "\0").utf8))
  }

  var areKnown: Bool {
    FileManager.default.contents(atPath: file) == Data(state.utf8)
  }

  /// That they could not be remembered costs time, later, and nothing else.
  func remember() { try? PrivateFile.replace(file, with: Array(state.utf8)) }
}
