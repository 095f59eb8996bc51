import DaichoFiles
import DaichoGit
import DaichoModel
import Synchronization

/// The files of a workspace as a commit has them, straight from git's objects. Whatever a tree may hold that
/// no work tree can, or that leads elsewhere, is not there: links, submodules, `..`, names with a slash.
package final class CommitFiles: RegisterFiles {
  /// The workspace's own tree: of the commit, or of a folder in it.
  package let tree: ObjectID
  private let desks: ReadingDesks
  /// Where the last walk has been, so that a file it found needs no search.
  private let places = Mutex<[String: ObjectID]>([:])
  private let fault = Mutex<DaichoError?>(nil)

  /// - Parameter prefix: from the repository's root to the workspace; empty, or ending in `/`.
  /// - Returns: `nil` where the commit has no such folder.
  package init?(_ repository: Repository, _ commit: CommitInfo, prefix: String) throws(DaichoError) {
    if prefix.isEmpty {
      tree = commit.tree
    } else {
      guard let entry = try repository.entry(at: String(prefix.dropLast()), in: commit.tree),
        entry.mode == .tree
      else { return nil }
      tree = entry.id
    }
    desks = ReadingDesks(beside: repository)
  }

  package var snapshot: String? { tree.description }

  package var failure: DaichoError? { fault.withLock { $0 } }

  // MARK: Reading

  package func bytes(at path: String) throws(DaichoError) -> [UInt8] {
    let id = try place(of: path)
    return try recording { () throws(DaichoError) in
      try desks.use { repository throws(DaichoError) in
        guard try repository.size(ofBlob: id) <= WorkspaceFolder.largestRecord else {
          throw FileFailure.tooLarge(path)
        }
        return try repository.bytes(of: id)
      }
    }
  }

  package func stream(at path: String) throws(DaichoError) -> any ByteStream {
    let id = try place(of: path)
    return try recording { () throws(DaichoError) in
      try desks.use { repository throws(DaichoError) in BlobStream(try repository.contents(of: id)) }
    }
  }

  package func reading() -> (String) throws(DaichoError) -> [UInt8] {
    { [self] path throws(DaichoError) in try bytes(at: path) }
  }

  private func place(of path: String) throws(DaichoError) -> ObjectID {
    if let id = places.withLock({ $0[path] }) { return id }
    let entry = try recording { () throws(DaichoError) in
      try desks.use { repository throws(DaichoError) in try repository.entry(at: path, in: tree) }
    }
    switch entry?.mode {
    case .regular, .executable: if let entry { return entry.id }
    case .symlink: throw FileFailure.symlink(at: path)
    case .tree, .submodule: throw FileFailure.notAFile(path)
    case nil: break
    }
    throw FileFailure.missing(path)
  }

  /// An object that git cannot give is no fault of the one file: what is made without it would be kept.
  private func recording<Answer>(
    _ body: () throws(DaichoError) -> Answer
  ) throws(DaichoError) -> Answer {
    do throws(DaichoError) {
      return try body()
    } catch {
      if error.code == "git-failed" {
        fault.withLock { $0 = .objectMissing(error) }
        throw .objectMissing(error)
      }
      throw error
    }
  }

  // MARK: Walking

  package func walk(_ tops: [FolderWalk.Top]) throws(DaichoError) -> FolderWalk.Result {
    try recording { () throws(DaichoError) in
      try desks.use { repository throws(DaichoError) in
        var walk = TreeWalk(repository)
        let roots = try repository.children(of: tree)
        for top in tops {
          let names = top.folder.split(separator: "/").map { Array($0.utf8) }
          try walk.visit(top, names[...], among: roots, path: "")
        }
        let found = walk.places
        places.withLock { $0.merge(found) { first, _ in first } }
        return walk.result
      }
    }
  }
}

/// One walk through a tree, by the same rules as a walk through a folder.
private struct TreeWalk {
  private let repository: Repository
  private var directories: [DirectoryListing] = []
  private var problems: [Diagnostic] = []
  private(set) var places: [String: ObjectID] = [:]

  init(_ repository: Repository) { self.repository = repository }

  var result: FolderWalk.Result {
    FolderWalk.Result(directories: directories.sorted { $0.path < $1.path }, problems: problems)
  }

  /// Goes down to a top folder.
  mutating func visit(
    _ top: FolderWalk.Top, _ names: ArraySlice<[UInt8]>, among children: [TreeChild], path: String
  ) throws(DaichoError) {
    guard let name = names.first, let child = children.first(where: { $0.name == name }) else { return }
    let place =
      path.isEmpty
      ? String(decoding: name, as: UTF8.self) : path + "/" + String(decoding: name, as: UTF8.self)
    switch child.mode {
    case .submodule: return
    case .regular, .executable, .symlink:
      let error = child.mode == .symlink ? FileFailure.symlink(at: place) : FileFailure.notAFile(place)
      problems.append(
        Diagnostic(.warning, "unreadable-folder", at: SourceLocation(path: place), error.message))
    case .tree:
      if names.count == 1 {
        try read(child.id, top, path: place, depth: 0)
      } else {
        try visit(top, names.dropFirst(), among: repository.children(of: child.id), path: place)
      }
    }
  }

  private mutating func read(
    _ tree: ObjectID, _ top: FolderWalk.Top, path: String, depth: Int
  ) throws(DaichoError) {
    guard depth <= FolderWalk.deepest else { return problems.append(FolderWalk.tooDeep(path)) }
    var packed: [UInt8] = []
    var seen: Set<[UInt8]> = []
    let holdsLedgers = !top.suffixes.contains(".md")
    for child in try repository.children(of: tree) {
      let (isLeftover, matches) = child.name.withUnsafeBytes { (FolderWalk.isLeftover($0), top.holds($0)) }
      let name = String(decoding: child.name, as: UTF8.self)
      guard !isLeftover, !child.name.contains(UInt8(ascii: "/")), child.mode != .submodule,
        seen.insert(child.name).inserted
      else { continue }
      let place = path + "/" + name
      if child.mode == .tree {
        try read(child.id, top, path: place, depth: depth + 1)
        continue
      }
      let isFile = child.mode.isFile
      if isFile, !matches { continue }
      if isFile, name.utf8.elementsEqual(child.name) { places[place] = child.id }
      let size = isFile && holdsLedgers ? try repository.size(ofBlob: child.id) : 0
      let (first, second) = child.id.words
      child.name.withUnsafeBytes {
        DirectoryListing.append(
          $0, isFile ? .file : .symlink, size: size, mtime: Int64(first >> 1), inode: second, to: &packed)
      }
    }
    directories.append(DirectoryListing(path: path, packed: packed))
  }
}

/// A file of a commit, read from start to end.
private struct BlobStream: ByteStream {
  private let contents: BlobContents

  init(_ contents: BlobContents) { self.contents = contents }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { contents.read(into: buffer) }
}

/// Repositories to read from, as many as there are threads that read at once.
private final class ReadingDesks: Sendable {
  /// Unchecked: each is at one thread's hands at a time, and at nobody's while it is free.
  private struct Desk: @unchecked Sendable {
    let repository: Repository
  }

  private let original: Mutex<Desk>
  private let free = Mutex<[Desk]>([])

  init(beside repository: Repository) { original = Mutex(Desk(repository: repository)) }

  func use<Answer>(
    _ body: (Repository) throws(DaichoError) -> Answer
  ) throws(DaichoError) -> Answer {
    let desk = if let idle = free.withLock({ $0.popLast() }) { idle } else { try reopened() }
    defer { free.withLock { $0.append(desk) } }
    return try body(desk.repository)
  }

  /// Only the paths of the original are asked for, which never change.
  private func reopened() throws(DaichoError) -> Desk {
    try original.withLock { original throws(DaichoError) in
      Desk(repository: try original.repository.reopened())
    }
  }
}
