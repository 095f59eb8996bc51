#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct FileError: Error {
  let path: String
  let reason: String
}

/// Writes new files below a new folder.
final class FileWriter {
  private(set) var count = 0
  private(set) var bytes = 0
  private let root: String
  private var folders: Set<String> = []

  init(root: String) throws(FileError) {
    self.root = root
    guard mkdir(root, 0o755) == 0 else { throw FileWriter.failure(root) }
  }

  func write(_ text: String, to path: String) throws(FileError) {
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    let descriptor = open("\(root)/\(path)", O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else { throw FileWriter.failure(path) }
    defer { close(descriptor) }
    var text = text
    let isWritten = text.withUTF8 { content in
      var rest = UnsafeRawBufferPointer(content)[...]
      while !rest.isEmpty {
        let written = UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
          #if canImport(Glibc)
            Glibc.write(descriptor, $0.baseAddress, $0.count)
          #else
            Darwin.write(descriptor, $0.baseAddress, $0.count)
          #endif
        }
        if written < 0 { return false }
        rest = rest.dropFirst(written)
      }
      return true
    }
    guard isWritten else { throw FileWriter.failure(path) }
    count += 1
    bytes += text.utf8.count
  }

  private func makeFolder(_ path: String) throws(FileError) {
    guard folders.insert(path).inserted else { return }
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
    guard mkdir("\(root)/\(path)", 0o755) == 0 || errno == EEXIST else { throw FileWriter.failure(path) }
  }

  private static func failure(_ path: String) -> FileError {
    FileError(path: path, reason: String(cString: strerror(errno)))
  }
}
