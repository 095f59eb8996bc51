import CGit2
import DaichoModel

extension Repository {
  /// A commit of this many files or more is written as one pack: a loose object costs a file and a sync
  /// each.
  static let packedFrom = 200

  /// Gathers the objects that `body` writes in memory, and puts them into the repository as one pack that is
  /// on the disk when this returns. Where `body` throws, none is.
  func packing<Result>(_ body: () throws(DaichoError) -> Result) throws(DaichoError) -> Result {
    let repository = pointer
    let original = try Handle(free: git_odb_free) { git_repository_odb(&$0, repository) }
    let objects = commonDirectory + "objects"
    let gathering = try Handle(free: git_odb_free) { git_odb_open(&$0, objects) }
    var backend: UnsafeMutablePointer<git_odb_backend>?
    try check(git_mempack_new(&backend))
    guard let backend else { throw .gitFailed("libgit2: no object") }
    // From here on the database owns it.
    try check(git_odb_add_backend(gathering.pointer, backend, 1_000))
    try check(git_repository_set_odb(repository, gathering.pointer))
    defer { git_repository_set_odb(repository, original.pointer) }
    let result = try body()
    var pack = git_buf()
    defer { git_buf_dispose(&pack) }
    try check(git_mempack_dump(&pack, repository, backend))
    try write(pack, to: original.pointer)
    return result
  }

  private func write(_ pack: git_buf, to database: OpaquePointer) throws(DaichoError) {
    guard pack.size > 0 else { return }
    var writer: UnsafeMutablePointer<git_odb_writepack>?
    try check(git_odb_write_pack(&writer, database, nil, nil))
    guard let writer, let append = writer.pointee.append, let commit = writer.pointee.commit else {
      throw .gitFailed("libgit2: no object")
    }
    defer { writer.pointee.free?(writer) }
    var progress = git_indexer_progress()
    try check(append(writer, pack.ptr, pack.size, &progress))
    try check(commit(writer, &progress))
    try check(git_odb_refresh(database))
  }
}
