import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation

/// The redo journal of an erasure: kept from the moment all new objects are written until nothing of the old is left.
/// Whoever comes next after a crash finishes it where the branches have moved, and drops it where they have not.
struct PendingErasure: Codable {
  struct Renamed: Codable {
    let old: ObjectID
    let new: ObjectID
  }

  let person: ErasedPerson
  let refs: [HistoryRewrite.Ref]
  /// What HEAD named before and names then, and its branch.
  let head: Renamed
  let branch: String
  let stashes: [Renamed]
  /// From then on the old objects go, and are not asked for.
  var isWorkTreeDone = false

  static func path(in gitDirectory: String) -> String { gitDirectory + "daicho-erasure.json" }

  static func isThere(in gitDirectory: String) -> Bool {
    FileManager.default.fileExists(atPath: path(in: gitDirectory))
  }

  static func load(from gitDirectory: String) -> PendingErasure? {
    guard let data = FileManager.default.contents(atPath: path(in: gitDirectory)) else { return nil }
    return try? JSONDecoder().decode(PendingErasure.self, from: data)
  }

  func save(in gitDirectory: String) throws(DaichoError) {
    try Journal.write(self, to: PendingErasure.path(in: gitDirectory))
  }

  static func remove(from gitDirectory: String) { unlink(path(in: gitDirectory)) }
}
