import Foundation

/// A folder of its own for one test, removed with everything in it when the value goes away.
///
/// Paths given to its methods are relative to it; folders on the way are made as needed.
package final class TemporaryFolder: Sendable {
  /// Absolute and free of symbolic links, as the system reports it to a process working in it.
  package let path: String

  package init(named name: String = "daicho-test") throws {
    let template = FileManager.default.temporaryDirectory.appending(path: "\(name).XXXXXX").path
    var bytes = template.utf8CString.map { $0 }
    guard mkdtemp(&bytes) != nil else { throw CocoaError(.fileWriteUnknown) }
    let made = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    path = URL(filePath: made).resolvingSymlinksInPath().path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  package var url: URL { URL(filePath: path, directoryHint: .isDirectory) }

  package func path(of file: String) -> String { url.appending(path: file).path }

  package func exists(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: path(of: file))
  }

  @discardableResult
  package func makeFolder(_ folder: String) throws -> String {
    let folder = path(of: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    return folder
  }

  /// Writes a file, replacing what was there, and returns its absolute path.
  @discardableResult
  package func write(_ text: String, to file: String) throws -> String {
    try write(Array(text.utf8), to: file)
  }

  /// Writes a file, replacing what was there, and returns its absolute path.
  @discardableResult
  package func write(_ bytes: [UInt8], to file: String) throws -> String {
    let target = url.appending(path: file)
    try FileManager.default.createDirectory(
      at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: target)
    return target.path
  }

  package func append(_ text: String, to file: String) throws {
    try write(exists(file) ? readBytes(file) + Array(text.utf8) : Array(text.utf8), to: file)
  }

  /// The file's text; bytes that are not UTF-8 are an error.
  package func read(_ file: String) throws -> String {
    guard let text = String(validating: try readBytes(file), as: UTF8.self) else {
      throw CocoaError(.fileReadInapplicableStringEncoding)
    }
    return text
  }

  package func readBytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appending(path: file)))
  }

  package func remove(_ file: String) throws {
    try FileManager.default.removeItem(atPath: path(of: file))
  }

  /// The paths of all files and symbolic links below `folder`, sorted; what lies in `.git` is left out.
  package func list(_ folder: String = "") throws -> [String] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: path(of: folder))
    return names.filter { name in
      guard !name.split(separator: "/").contains(".git") else { return false }
      let file = path(of: folder.isEmpty ? name : "\(folder)/\(name)")
      let type = try? FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
      return type != .typeDirectory
    }.sorted()
  }

  /// Copies a folder's contents, hidden files included, into this one.
  package func copyContents(of folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
      try FileManager.default.copyItem(atPath: "\(folder)/\(name)", toPath: path(of: name))
    }
  }
}
