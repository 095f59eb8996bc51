import DaichoFiles
import DaichoModel

/// The links of campaigns, as their journals have them: what a click leads to was written down before the first
/// mail went out, and nothing in a request can change it.
struct CampaignLinks {
  private struct Journal {
    var readBytes = 0
    var links: [String] = []
  }

  private let folder: WorkspaceFolder
  private var journals: [String: Journal] = [:]

  init(folder: WorkspaceFolder) { self.folder = folder }

  /// Link number `number` of the campaign whose journal is `path`; `nil` where there is none.
  mutating func link(_ number: Int, in path: String) throws(DaichoError) -> String? {
    if let known = journals[path]?.links, known.indices.contains(number) { return known[number] }
    guard let status = try folder.status(path) else { return nil }
    if let known = journals[path], known.readBytes == Int(status.size) { return nil }
    let links = try JournalLinks.read(folder.stream(path), path: path)
    journals[path] = Journal(readBytes: Int(status.size), links: links)
    return links.indices.contains(number) ? links[number] : nil
  }
}
