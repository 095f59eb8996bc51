import CGit2
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Repository {
  /// Writes everything that refs and `roots` reach into one file that `git clone` takes (gitformat-bundle(5), version
  /// 2), readable by this user alone. Whole and on the disk when it returns; a file that is there is not replaced.
  package func writeBundle(to path: String, roots: [ObjectID] = []) throws(DaichoError) {
    let file = try BundleFile(path)
    do throws(DaichoError) {
      try writeBundle(to: file, roots)
      try file.finish()
    } catch {
      unlink(path)
      throw error
    }
  }

  private func writeBundle(to file: BundleFile, _ roots: [ObjectID]) throws(DaichoError) {
    let owner = pointer
    var refs = try HistoryRewrite.refs(of: self)
    var header = "# v2 git bundle\n"
    if let head = try head().id { header += "\(head) HEAD\n" }
    for (name, id) in refs { header += "\(id) \(name)\n" }
    for (place, id) in roots.enumerated() {
      header += "\(id) refs/daicho-stash/\(place)\n"
      refs.append(("", id))
    }
    file.write(Array((header + "\n").utf8))
    let builder = try Handle(free: git_packbuilder_free) { git_packbuilder_new(&$0, owner) }
    _ = git_packbuilder_set_threads(builder.pointer, 0)
    let walk = try Handle(free: git_revwalk_free) { git_revwalk_new(&$0, owner) }
    for (_, id) in refs { try insert(id, builder.pointer, walk.pointer) }
    try check(git_packbuilder_insert_walk(builder.pointer, walk.pointer))
    try check(
      git_packbuilder_foreach(
        builder.pointer,
        { bytes, count, file in
          guard let bytes, let file else { return 0 }
          let sink = Unmanaged<BundleFile>.fromOpaque(file).takeUnretainedValue()
          sink.write(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
          return sink.failure == 0 ? 0 : -1
        }, Unmanaged.passUnretained(file).toOpaque()))
    guard file.failure == 0 else { throw .cannotWrite(file.path, errno: file.failure) }
  }
}

private final class BundleFile {
  let path: String
  private let descriptor: Int32
  private(set) var failure: Int32 = 0

  init(_ path: String) throws(DaichoError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .cannotWrite(path, errno: errno) }
  }

  deinit { close(descriptor) }

  func finish() throws(DaichoError) {
    guard fsync(descriptor) == 0 else { throw .cannotWrite(path, errno: errno) }
  }

  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, failure == 0 {
      #if canImport(Glibc)
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if count < 0, errno == EINTR { continue }
      if count <= 0 { failure = count == 0 ? EIO : errno }
      rest = rest.dropFirst(max(count, 0))
    }
  }
}
