import Foundation

/// The indexes of commits, `.daicho/past/TREE.sqlite`: one for each tree that was asked, so that the next
/// question about it finds it there. Only this user may read them.
package struct PastIndexes {
  /// One of them.
  package struct Kept {
    /// In hexadecimal: of the workspace's own tree.
    package let tree: String
    package let bytes: Int64
    /// Nanoseconds since 1970.
    let used: Int64
  }

  /// As many are kept, as long as they are no larger together than `mostBytes`. Two always are, for a
  /// comparison needs as many.
  package static let most = 12
  package static let mostBytes: Int64 = 1 << 30
  private static let fewest = 2

  let root: String

  package init(root: String) { self.root = root }

  var folder: String { "\(root)/\(WorkspaceIndex.cacheFolder)/past" }

  func path(of tree: String) -> String { "\(folder)/\(tree)\(PastIndexes.suffix)" }

  private static let suffix = ".sqlite"

  /// The last used first.
  package var kept: [Kept] {
    names.filter { $0.hasSuffix(PastIndexes.suffix) }.compactMap { name -> Kept? in
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
      #if canImport(Darwin)
        let time = status.st_mtimespec
      #else
        let time = status.st_mtim
      #endif
      return Kept(
        tree: String(name.dropLast(PastIndexes.suffix.count)), bytes: Int64(status.st_size),
        used: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec))
    }.sorted { ($0.used, $0.tree) > ($1.used, $1.tree) }
  }

  private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  /// What processes that were killed have left.
  var abandonedFiles: [String] {
    names.filter { $0.contains("\(PastIndexes.suffix).new-") }.sorted().map { "\(folder)/\($0)" }
  }

  /// Notes that this one was wanted just now.
  func markUsed(_ path: String) { _ = utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW) }

  /// Makes room: those go that nobody has asked for longest. Who has one open keeps it until done.
  func removeOldest(limit: Int = most, bytes: Int64 = mostBytes) {
    var (count, sum) = (0, Int64(0))
    for index in kept {
      count += 1
      sum += index.bytes
      if count > max(limit, PastIndexes.fewest) || (sum > bytes && count > PastIndexes.fewest) {
        remove(index)
      }
    }
  }

  package func removeAll() {
    for index in kept { remove(index) }
  }

  private func remove(_ index: Kept) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path(of: index.tree) + suffix) }
  }
}
