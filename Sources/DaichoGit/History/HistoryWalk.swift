import CGit2
import DaichoModel

/// Goes through history commit by commit and tells what each changed, at a cost that follows the change:
/// trees are compared as bytes, and what has the same id as in any parent is not looked at.
package final class HistoryWalk {
  let repository: Repository
  private let database: Handle
  /// From the repository's root, without a slash at its end; empty for all of it.
  private let folder: String
  private let selection: PathSelection
  /// The parent's trees are most often the last commit's.
  private var trees: [ObjectID: TreeObject] = [:]
  private var treeBytes = 0

  private static let keptTreeBytes = 48 << 20

  /// - Parameter prefix: the folder whose files are told, as `Repository` has it: empty or ending in `/`.
  package init(_ repository: Repository, prefix: String, selection: PathSelection) throws(DaichoError) {
    self.repository = repository
    folder = String(prefix.last == "/" ? prefix.dropLast() : prefix[...])
    self.selection = selection
    let pointer = repository.pointer
    database = try Handle(free: git_odb_free) { git_repository_odb(&$0, pointer) }
  }

  // MARK: Which commits

  package struct NewCommits: Sendable {
    /// Parents before their children.
    package var commits: [ObjectID] = []
    /// Known ones among their parents, or the start itself.
    package var met: Set<ObjectID> = []

    package init() {}
  }

  /// The commits reachable from `start` through none that is known. `isKnown` must hold for every ancestor
  /// of a commit it holds for.
  package func newCommits(
    from start: ObjectID, isKnown: (ObjectID) throws(DaichoError) -> Bool
  ) throws(DaichoError) -> NewCommits {
    var found = NewCommits()
    if try isKnown(start) {
      found.met = [start]
      return found
    }
    var seen: Set<ObjectID> = [start]
    var stack: [(id: ObjectID, parents: [ObjectID], next: Int)] = [(start, try parents(of: start), 0)]
    while let top = stack.last {
      guard top.next < top.parents.count else {
        found.commits.append(top.id)
        stack.removeLast()
        continue
      }
      stack[stack.count - 1].next += 1
      let parent = top.parents[top.next]
      guard seen.insert(parent).inserted else { continue }
      if try isKnown(parent) {
        found.met.insert(parent)
      } else if exists(parent) {
        stack.append((parent, try parents(of: parent), 0))
      }
    }
    return found
  }

  private func parents(of id: ObjectID) throws(DaichoError) -> [ObjectID] {
    let commit = try repository.lookUpCommit(id)
    return (0..<git_commit_parentcount(commit.pointer)).compactMap { index in
      git_commit_parent_id(commit.pointer, index).map { ObjectID($0.pointee) }
    }
  }

  package func exists(_ id: ObjectID) -> Bool {
    var oid = id.oid
    return git_odb_exists(database.pointer, &oid) == 1
  }

  // MARK: What one changed

  package func step(_ id: ObjectID) throws(DaichoError) -> HistoryStep {
    let handle = try repository.lookUpCommit(id)
    var step = HistoryStep(commit: CommitInfo(handle.pointer))
    step.signature = Self.signature(handle.pointer)
    var olds: [ObjectID?] = []
    for parent in step.commit.parents {
      guard exists(parent) else {
        step.missingParents.append(parent)
        continue
      }
      olds.append(try root(repository.tree(of: parent)))
    }
    if olds.isEmpty { olds = [nil] }
    step.folder = try root(step.commit.tree)
    step.parentFolders = olds
    do throws(DaichoError) {
      step.files = try files(of: step.folder, against: olds)
    } catch  where error.code == Self.missingTree {
      step.isUnreadable = true
      step.files = []
    }
    return step
  }

  /// The tree of the folder; `nil` where the commit has none.
  private func root(_ tree: ObjectID) throws(DaichoError) -> ObjectID? {
    folder.isEmpty
      ? tree : try repository.entry(at: folder, in: tree).flatMap { $0.mode == .tree ? $0.id : nil }
  }

  private static func signature(_ commit: OpaquePointer) -> HistoryStep.SignatureFormat? {
    guard let header = git_commit_raw_header(commit).map({ String(cString: $0) }),
      let start = header.firstRange(of: "\ngpgsig ")
    else { return nil }
    let armour = header[start.upperBound...]
    if armour.hasPrefix("-----BEGIN SSH") { return .ssh }
    return armour.hasPrefix("-----BEGIN SIGNED MESSAGE") ? .x509 : .openpgp
  }

  static let missingTree = "missing-tree"

  private func tree(_ id: ObjectID?) throws(DaichoError) -> TreeObject {
    guard let id else { return TreeObject() }
    if let known = trees[id] { return known }
    guard let tree = try TreeObject(id, in: database.pointer) else {
      throw DaichoError(Self.missingTree, .gitFailed("no tree \(id)"))
    }
    if treeBytes > Self.keptTreeBytes {
      trees = [:]
      treeBytes = 0
    }
    trees[id] = tree
    treeBytes += tree.bytes.count
    return tree
  }

  /// A place in one tree for each side: the new one and its parents'.
  private struct Sides {
    let trees: [TreeObject]
    var cursors: [TreeCursor]
    /// Whether each has the entry that is looked at.
    var isHere: [Bool]

    init(_ trees: [TreeObject]) {
      self.trees = trees
      cursors = trees.map(\.cursor)
      isHere = trees.map { _ in false }
    }

    /// Goes to the next entry that differs from every parent's; `false` where there is none.
    mutating func next() -> Bool {
      while true {
        for index in isHere.indices where isHere[index] {
          cursors[index].advance()
          isHere[index] = false
        }
        if cursors.count == 2 {
          while !cursors[0].isAtEnd, cursors[0].isSame(as: cursors[1]) {
            cursors[0].advance()
            cursors[1].advance()
          }
        }
        var first: Int?
        for index in cursors.indices where !cursors[index].isAtEnd {
          guard let leader = first else {
            first = index
            continue
          }
          if cursors[index].order(cursors[leader]) < 0 { first = index }
        }
        guard let first else { return false }
        let least = cursors[first]
        for index in cursors.indices where !cursors[index].isAtEnd {
          isHere[index] = index == first || cursors[index].order(least) == 0
        }
        let isTaken = cursors.indices.dropFirst().contains { index in
          isHere[index] == isHere[0] && (!isHere[0] || cursors[index].isSame(as: cursors[0]))
        }
        if !isTaken { return true }
      }
    }

    private var some: Int { isHere.firstIndex(of: true) ?? 0 }
    var isTree: Bool { cursors[some].isTree }
    var name: String { String(decoding: cursors[some].nameBytes, as: UTF8.self) }

    func id(_ side: Int) -> ObjectID? { isHere[side] ? cursors[side].id : nil }
    func file(_ side: Int) -> ObjectID? { isHere[side] && cursors[side].isFile ? cursors[side].id : nil }
    var parents: Range<Int> { 1..<max(1, cursors.count) }
  }

  private func sides(_ new: ObjectID?, _ olds: [ObjectID?]) throws(DaichoError) -> Sides? {
    if olds.contains(new) { return nil }
    var trees = [try tree(new)]
    for old in olds { trees.append(try tree(old)) }
    return Sides(trees)
  }

  /// What differs from every one of some versions of the folder.
  func files(
    of new: ObjectID?, against olds: [ObjectID?]
  ) throws(DaichoError) -> [HistoryStep.File] {
    var files: [HistoryStep.File] = []
    guard var sides = try sides(new, olds) else { return files }
    while sides.next() {
      let name = sides.name
      if sides.isTree, let endings = selection.folders[name] {
        try compare(
          sides.id(0), sides.parents.map(sides.id), prefix: name + "/", endings: endings, into: &files,
          depth: 1)
      } else if !sides.isTree, selection.files.contains(name) {
        Self.add(sides, path: name, to: &files)
      }
    }
    return files
  }

  private func compare(
    _ new: ObjectID?, _ olds: [ObjectID?], prefix: String, endings: [String],
    into files: inout [HistoryStep.File], depth: Int
  ) throws(DaichoError) {
    guard depth < Repository.deepestTree else { throw .treeTooDeep() }
    guard var sides = try sides(new, olds) else { return }
    while sides.next() {
      let name = sides.name
      if sides.isTree {
        try compare(
          sides.id(0), sides.parents.map(sides.id), prefix: prefix + name + "/", endings: endings,
          into: &files,
          depth: depth + 1)
      } else if endings.isEmpty || endings.contains(where: name.hasSuffix) {
        Self.add(sides, path: prefix + name, to: &files)
      }
    }
  }

  private static func add(_ sides: Sides, path: String, to files: inout [HistoryStep.File]) {
    let (new, olds) = (sides.file(0), sides.parents.map(sides.file))
    // A link or submodule that came or went is no file.
    if new == nil, olds.allSatisfy({ $0 == nil }) { return }
    files.append(HistoryStep.File(path: path, new: new, olds: olds))
  }

  // MARK: Contents

  package enum Content: Sendable {
    case bytes([UInt8])
    /// The repository does not have the object: a partial clone, or a damaged one.
    case missing
    case tooLarge
  }

  package func content(of blob: ObjectID, atMost limit: Int) throws(DaichoError) -> Content {
    var oid = blob.oid
    var pointer: OpaquePointer?
    var (size, type) = (0, GIT_OBJECT_ANY)
    guard try found(git_odb_read_header(&size, &type, database.pointer, &oid)) else { return .missing }
    guard size <= limit else { return .tooLarge }
    guard try found(git_odb_read(&pointer, database.pointer, &oid)), let pointer else { return .missing }
    let object = Handle(pointer, free: git_odb_object_free)
    return .bytes(
      Array(
        UnsafeRawBufferPointer(
          start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer))))
  }
}
