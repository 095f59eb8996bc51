import CGit2
import DaichoModel

extension Repository {
  /// Writes a blob of which only a piece is in memory at a time. `read` fills the buffer from its start and
  /// tells how much it has; fewer bytes than fit mean the end, which must be at `size`.
  package func write(
    blobOf size: Int64, _ read: (UnsafeMutableRawBufferPointer) throws(DaichoError) -> Int
  ) throws(DaichoError) -> ObjectID {
    let repository = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, repository) }
    var stream: UnsafeMutablePointer<git_odb_stream>?
    try check(git_odb_open_wstream(&stream, database.pointer, git_object_size_t(size), GIT_OBJECT_BLOB))
    defer { git_odb_stream_free(stream) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 8)
    defer { buffer.deallocate() }
    while true {
      let count = try read(buffer)
      if count > 0 {
        try check(
          git_odb_stream_write(stream, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), count))
      }
      if count < buffer.count { break }
    }
    var oid = git_oid()
    try check(git_odb_stream_finalize_write(&oid, stream))
    return ObjectID(oid)
  }

  /// The id that a file's bytes have as a blob, whatever its size. `nil` where it cannot be read.
  package static func blobID(ofFile path: String) throws(DaichoError) -> ObjectID? {
    try Library.start()
    var oid = git_oid()
    return git_odb_hashfile(&oid, path, GIT_OBJECT_BLOB) == 0 ? ObjectID(oid) : nil
  }

  /// The id of a file as HEAD has it.
  package func committedID(at path: String) throws(DaichoError) -> ObjectID? {
    guard let head = try head().id, let entry = try entry(at: path, in: tree(of: head)), entry.mode.isFile
    else { return nil }
    return entry.id
  }
}
