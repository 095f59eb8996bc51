import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What stands in one tree, without what is below it.
package struct TreeChild: Sendable {
  /// UTF-8 wherever people behave; git promises no more than that it holds no NUL.
  package var name: [UInt8]
  package var id: ObjectID
  package var mode: FileMode
}

extension Repository {
  /// The same repository opened once more, for another thread.
  package func reopened() throws(DaichoError) -> Repository {
    let path = workDirectory ?? gitDirectory
    return Repository(
      try Handle(free: git_repository_free) {
        git_repository_open_ext(&$0, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
      })
  }

  /// In git's order.
  package func children(of tree: ObjectID) throws(DaichoError) -> [TreeChild] {
    let handle = try lookUpTree(tree)
    let count = git_tree_entrycount(handle.pointer)
    var children: [TreeChild] = []
    children.reserveCapacity(count)
    for index in 0..<count {
      guard let entry = git_tree_entry_byindex(handle.pointer, index), let name = git_tree_entry_name(entry)
      else { continue }
      children.append(
        TreeChild(
          name: Array(UnsafeRawBufferPointer(start: name, count: strlen(name))),
          id: ObjectID(git_tree_entry_id(entry).pointee),
          mode: FileMode(raw: git_tree_entry_filemode(entry).rawValue)))
    }
    return children
  }

  /// The size of a blob in bytes, told without unpacking it.
  package func size(ofBlob id: ObjectID) throws(DaichoError) -> Int64 {
    let repository = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, repository) }
    var (oid, size, type) = (id.oid, 0, GIT_OBJECT_INVALID)
    try check(git_odb_read_header(&size, &type, database.pointer, &oid))
    return Int64(size)
  }

  /// A blob to be read in pieces. It is in memory as a whole, once.
  package func contents(of blob: ObjectID) throws(DaichoError) -> BlobContents {
    let repository = pointer
    var oid = blob.oid
    return BlobContents(try Handle(free: git_blob_free) { git_blob_lookup(&$0, repository, &oid) })
  }
}

/// The bytes of a blob as libgit2 holds them.
package final class BlobContents {
  private let handle: Handle
  private var offset = 0

  init(_ handle: consuming Handle) { self.handle = handle }

  /// The next bytes, as many as there are and fit; 0 at the end.
  package func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let all = UnsafeRawBufferPointer(
      start: git_blob_rawcontent(handle.pointer), count: Int(git_blob_rawsize(handle.pointer)))
    let count = min(buffer.count, all.count - offset)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: all[offset..<offset + count]))
    offset += count
    return count
  }
}
