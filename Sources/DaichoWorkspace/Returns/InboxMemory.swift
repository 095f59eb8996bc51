import DaichoFiles
import DaichoModel
import Foundation

/// Which mails this clone has read, under the git directory. It only saves time and keeps what a person has
/// edited since from being filed anew: events and log entries say themselves what they were made of.
struct InboxMemory {
  private let path: String
  private(set) var keys: Set<String>

  init(gitDirectory: String) {
    path = gitDirectory + "daicho-inbox.txt"
    let data = FileManager.default.contents(atPath: path) ?? Data()
    keys = Set(String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init))
  }

  func add(_ new: [String]) throws(DaichoError) {
    let fresh = new.filter { !keys.contains($0) }
    if fresh.isEmpty { return }
    let file = try AppendFile(path: path)
    try file.append(Array(fresh.map { $0 + "\n" }.joined().utf8))
    try file.synchronize()
  }
}
