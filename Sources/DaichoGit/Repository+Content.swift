import CGit2
import DaichoModel

extension Repository {
  /// What git would store for these bytes of the work tree: line endings by `.gitattributes` and
  /// `core.autocrlf`, `$Id$` collapsed. Filter programs are never run.
  package func normalized(_ bytes: [UInt8], at path: String) throws(DaichoError) -> [UInt8] {
    try lendAttributes()
    var list: OpaquePointer?
    try check(
      git_filter_list_load(
        &list, pointer, nil, path, GIT_FILTER_TO_ODB, GIT_FILTER_ALLOW_UNSAFE.rawValue))
    guard let list else { return bytes }
    let filters = Handle(list, free: git_filter_list_free)
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    let status = bytes.withUnsafeBytes { raw in
      let start = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
      return git_filter_list_apply_to_buffer(&buffer, filters.pointer, start, raw.count)
    }
    try check(status)
    return Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
  }

  /// The id these bytes have as a blob. Nothing is written.
  package static func blobID(of bytes: [UInt8]) throws(DaichoError) -> ObjectID {
    try Library.start()
    var oid = git_oid()
    try check(bytes.withUnsafeBytes { git_odb_hash(&oid, $0.baseAddress, $0.count, GIT_OBJECT_BLOB) })
    return ObjectID(oid)
  }

  /// Writes a blob without anything that points to it.
  func write(blob bytes: [UInt8]) throws(DaichoError) -> ObjectID {
    var oid = git_oid()
    try check(
      bytes.withUnsafeBytes { git_blob_create_from_buffer(&oid, pointer, $0.baseAddress, $0.count) })
    return ObjectID(oid)
  }

  /// A patch as `git diff` prints it; `nil` stands for no file, and the result is empty where nothing
  /// differs. Three lines of context.
  package static func unifiedDiff(
    old: [UInt8]?, new: [UInt8]?, path: String
  ) throws(DaichoError) -> String {
    try Library.start()
    var options = git_diff_options()
    try check(git_diff_options_init(&options, UInt32(GIT_DIFF_OPTIONS_VERSION)))
    let oldBytes = old ?? []
    let newBytes = new ?? []
    let patch = try Handle(free: git_patch_free) { patch in
      oldBytes.withUnsafeBytes { a in
        newBytes.withUnsafeBytes { b in
          git_patch_from_buffers(
            &patch, old == nil ? nil : a.baseAddress ?? UnsafeRawPointer(bitPattern: 1), a.count, path,
            new == nil ? nil : b.baseAddress ?? UnsafeRawPointer(bitPattern: 1), b.count, path, &options)
        }
      }
    }
    var buffer = git_buf()
    defer { git_buf_dispose(&buffer) }
    try check(git_patch_to_buf(&buffer, patch.pointer))
    return String(
      decoding: UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size), as: UTF8.self)
  }

  /// Whether git's ignore rules leave the path out. A tracked file may be ignored, too.
  package func isIgnored(_ path: String) throws(DaichoError) -> Bool {
    var ignored: Int32 = 0
    try check(git_ignore_path_is_ignored(&ignored, pointer, path))
    return ignored == 1
  }
}
