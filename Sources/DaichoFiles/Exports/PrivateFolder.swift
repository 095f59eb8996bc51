import DaichoModel
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of files with personal data, made under another name beside its own, which it gets with
/// `finish`: it is there whole or not at all. Only its owner may look into it.
package final class PrivateFolder {
  /// Absolute, without a trailing slash.
  package let path: String
  private let temporary: String
  private var isFinished = false

  /// Errors: `folder-not-empty` where the folder holds something, and those of the disk.
  package init(_ path: String) throws(DaichoError) {
    self.path = path
    var status = stat()
    if lstat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else { throw FileFailure.error(EEXIST, at: path) }
      guard (try? FileManager.default.contentsOfDirectory(atPath: path))?.isEmpty ?? false else {
        throw DaichoError(
          "folder-not-empty", .exportFolderNotEmpty, at: SourceLocation(path: path), hint: .nameNewFolder)
      }
    }
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    temporary = parent + TemporaryName.make()
    guard mkdir(temporary, 0o700) == 0 else { throw FileFailure.error(errno, at: path) }
  }

  deinit {
    if !isFinished { try? FileManager.default.removeItem(atPath: temporary) }
  }

  /// A new file of the folder, by its path there.
  package func file(_ relative: String) throws(DaichoError) -> PrivateFile {
    let place = try RelativePath(relative)
    var folder = temporary
    for name in place.folders {
      folder += "/" + name
      guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw FileFailure.error(errno, at: relative) }
    }
    return try PrivateFile(folder + "/" + place.name, replacing: false)
  }

  package func write(_ relative: String, _ bytes: [UInt8]) throws(DaichoError) {
    let file = try file(relative)
    try file.write(bytes)
    try file.finish()
  }

  /// Gives the folder its name; an empty folder that has it makes way.
  package func finish() throws(DaichoError) {
    guard rename(temporary, path) == 0 else { throw FileFailure.error(errno, at: path) }
    isFinished = true
  }
}
