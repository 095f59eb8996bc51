import CGit2
import DaichoModel
import Foundation

/// Moves all refs of a repository at once: before it every one names the old history, after it every one the new,
/// and no moment in between.
///
/// All refs are packed into `packed-refs` as they are, their own files removed; then one file takes the place of
/// another. It can be run again after a crash at any point.
package struct RefSwitch {
  private let repository: Repository

  package init(_ repository: Repository) { self.repository = repository }

  private var path: String { repository.commonDirectory + "packed-refs" }

  /// - Parameter moves: of every ref that moves, from what it names to what it will name.
  /// - Throws: `ref-moved` where one names something else by now, and nothing has moved; `ref-locked` where another
  ///   program holds a ref.
  package func run(_ moves: [HistoryRewrite.Ref]) throws(DaichoError) {
    try repository.marking(RefSwitch.locked) { () throws(DaichoError) in try move(moves) }
  }

  private static let locked = ["packed-refs", "refs/"]

  /// Removes the locks of a run that was killed.
  package func sweep() throws(DaichoError) { try repository.marking(RefSwitch.locked) {} }

  private func move(_ moves: [HistoryRewrite.Ref]) throws(DaichoError) {
    let targets = Dictionary(moves.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let lock = try PackedRefsLock(path, timeout: repository.lockTimeout)
    defer { lock.release() }
    let refs = try HistoryRewrite.refs(of: repository)
    for (name, id) in refs {
      if let move = targets[name], id != move.old, id != move.new { throw .refMoved(name) }
    }
    try lock.replace(with: contents(refs))
    for (name, _) in refs { try removeLoose(name, refs) }
    let moved = refs.map { (name: $0.name, id: targets[$0.name]?.new ?? $0.id) }
    let bytes = try contents(moved)
    // Somebody who moves a ref now makes it loose again, and would be overtaken by nothing: it must be seen.
    for (name, _) in refs where access(repository.commonDirectory + name, F_OK) == 0 { throw .refMoved(name) }
    try lock.replace(with: bytes)
  }

  /// Whether they have all moved.
  package func isDone(_ moves: [HistoryRewrite.Ref]) throws(DaichoError) -> Bool {
    let refs = try HistoryRewrite.refs(of: repository)
    let present = Dictionary(refs.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    return moves.allSatisfy { present[$0.name] == $0.new }
  }

  /// As `git pack-refs` writes it: sorted, each annotated tag with what it stands for.
  private func contents(_ refs: [(name: String, id: ObjectID)]) throws(DaichoError) -> [UInt8] {
    var text = "# pack-refs with: peeled fully-peeled sorted \n"
    for (name, id) in refs {
      text += "\(id) \(name)\n"
      guard let object = try? repository.object(id), object.type == GIT_OBJECT_TAG else { continue }
      var pointer: OpaquePointer?
      var oid = id.oid
      try check(git_object_lookup(&pointer, repository.pointer, &oid, GIT_OBJECT_TAG))
      guard let pointer else { continue }
      let tag = Handle(pointer, free: git_object_free)
      var peeled: OpaquePointer?
      try check(git_object_peel(&peeled, tag.pointer, GIT_OBJECT_ANY))
      guard let peeled else { continue }
      let target = Handle(peeled, free: git_object_free)
      text += "^\(ObjectID(git_object_id(target.pointer).pointee))\n"
    }
    return Array(text.utf8)
  }

  /// The ref's own file, under its own lock, and only while it says what has been packed.
  private func removeLoose(
    _ name: String, _ refs: [(name: String, id: ObjectID)]
  ) throws(DaichoError) {
    let file = repository.commonDirectory + name
    guard access(file, F_OK) == 0 else { return }
    let own = open(file + ".lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard own >= 0 else {
      throw errno == EEXIST ? .refLocked(file + ".lock") : .cannotWrite(file, errno: errno)
    }
    defer {
      close(own)
      unlink(file + ".lock")
    }
    let packed = refs.first { $0.name == name }?.id
    guard let data = FileManager.default.contents(atPath: file),
      ObjectID(String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace }) == packed
    else { throw .refMoved(name) }
    guard unlink(file) == 0 || errno == ENOENT else { throw .cannotWrite(file, errno: errno) }
  }
}

/// git's lock on `packed-refs`.
private final class PackedRefsLock {
  private let path: String
  private var isHeld = true

  init(_ path: String, timeout: Int) throws(DaichoError) {
    self.path = path
    var waited = 0
    while true {
      let descriptor = open(path + ".lock", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 {
        close(descriptor)
        return
      }
      let number = errno
      isHeld = false
      guard number == EEXIST else { throw .cannotWrite(path, errno: number) }
      guard waited < timeout else { throw .refLocked(path + ".lock") }
      usleep(10_000)
      waited += 10
      isHeld = true
    }
  }

  deinit { release() }

  /// On the disk, and in place of the old one, when it returns. The lock stays.
  func replace(with bytes: [UInt8]) throws(DaichoError) {
    let new = path + ".new"
    let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard descriptor >= 0 else { throw .cannotWrite(path, errno: errno) }
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .cannotWrite(path, errno: errno) }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0, rename(new, path) == 0 else { throw .cannotWrite(path, errno: errno) }
    GitFolder.synchronize(path)
  }

  func release() {
    if isHeld { unlink(path + ".lock") }
    isHeld = false
  }
}

/// The folder of a file: its entries reach the disk.
enum GitFolder {
  static func synchronize(_ file: String) {
    let folder = String(file.reversed().drop { $0 != "/" }.reversed())
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
