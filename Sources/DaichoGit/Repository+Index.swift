import CGit2
import DaichoModel

extension Repository {
  /// The staged version of a file; `nil` where nothing is staged, or only the intent to add. A path in
  /// conflict is an error.
  package func stagedBlob(at path: String) throws(DaichoError) -> Blob? {
    guard let entry = try currentIndex().stagedEntry(at: path), entry.mode != .submodule else { return nil }
    return Blob(id: entry.id, mode: entry.mode, bytes: try bytes(of: entry.id))
  }

  /// The index as it is on disk now, read again only if it has changed.
  func currentIndex() throws(DaichoError) -> IndexFile {
    guard workDirectory != nil else { throw .bareRepository(gitDirectory) }
    let path = directories.own + "index"
    if let indexFile {
      let now = FileStatus(path: path)
      if let now, let read = indexFile.status, now.isUnchanged(since: read) { return indexFile }
      if now == nil, indexFile.status == nil { return indexFile }
    }
    let file = try IndexFile(path: path)
    indexFile = file
    return file
  }

  /// What is in memory is not what is on disk.
  func forgetIndex() { indexFile = nil }

  /// Lets libgit2 look up attributes without reading the whole index: it is given one that holds the
  /// staged `.gitattributes` alone.
  func lendAttributes() throws(DaichoError) {
    guard !hasLentAttributes, workDirectory != nil else { return }
    let index = try currentIndex()
    let lent = try Handle(free: git_index_free) { git_index_new(&$0) }
    for position in index.positions(named: ".gitattributes") {
      guard let entry = index.entry(at: position), entry.stage == 0,
        entry.extendedFlags & IndexEntry.intentToAdd == 0
      else { continue }
      var copy = git_index_entry()
      copy.id = entry.id.oid
      copy.mode = entry.mode
      let status = String(decoding: entry.path, as: UTF8.self).withCString { path in
        copy.path = path
        return git_index_add(lent.pointer, &copy)
      }
      try check(status)
    }
    try check(git_repository_set_index(pointer, lent.pointer))
    hasLentAttributes = true
  }
}
