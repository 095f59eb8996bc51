import DaichoFiles
import DaichoModel

/// A few records of a commit, with all its products, segments and scores: enough for a mail to one person,
/// at no cost that grows with the register.
final class ChosenFiles: RegisterFiles {
  private static let wholeFolders: Set<String> = ["products", "segments", "scores"]

  private let all: CommitFiles
  private let paths: Set<String>

  /// - Parameter paths: of records of other kinds than those that are taken whole.
  init(of all: CommitFiles, _ paths: Set<String>) {
    self.all = all
    self.paths = paths
  }

  var snapshot: String? { all.snapshot.map { "\($0)-part" } }
  var failure: DaichoError? { all.failure }

  func bytes(at path: String) throws(DaichoError) -> [UInt8] { try all.bytes(at: path) }
  func stream(at path: String) throws(DaichoError) -> any ByteStream { try all.stream(at: path) }
  func reading() -> (String) throws(DaichoError) -> [UInt8] { all.reading() }

  func walk(_ tops: [FolderWalk.Top]) throws(DaichoError) -> FolderWalk.Result {
    let whole = try all.walk(tops.filter { ChosenFiles.wholeFolders.contains($0.folder) })
    let asked = Set(tops.map(\.folder)).subtracting(ChosenFiles.wholeFolders)
    var folders: [String: [String]] = [:]
    for path in paths where asked.contains(String(path.prefix { $0 != "/" })) {
      guard let slash = path.lastIndex(of: "/") else { continue }
      folders[String(path[..<slash]), default: []].append(String(path[path.index(after: slash)...]))
    }
    let chosen = folders.map { folder, names in
      var packed: [UInt8] = []
      for name in names.sorted() {
        Array(name.utf8).withUnsafeBytes {
          DirectoryListing.append($0, .file, size: 0, mtime: 0, inode: 0, to: &packed)
        }
      }
      return DirectoryListing(path: folder, packed: packed)
    }
    return FolderWalk.Result(
      directories: (whole.directories + chosen).sorted { $0.path < $1.path }, problems: whole.problems)
  }
}
