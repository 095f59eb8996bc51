import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation

/// One file for git's merge driver: three versions in, one out.
package enum MergeDriver {
  /// Merges the three files git has written, and puts the result where ours is.
  ///
  /// - Parameters:
  ///   - base: empty where both sides made the file, as git does it.
  ///   - path: of the file in the repository, to know what it is; relative to `directory`.
  ///   - directory: the top of the work tree, where git runs its drivers.
  package static func run(
    base: String, ours: String, theirs: String, path: String, markerSize: Int, in directory: String
  ) throws(DaichoError) -> MergedFile {
    func read(_ file: String) throws(DaichoError) -> [UInt8] {
      let full = URL(fileURLWithPath: file, relativeTo: URL(fileURLWithPath: directory, isDirectory: true))
        .path
      guard let data = FileManager.default.contents(atPath: full) else { throw .cannotRead(file) }
      return Array(data)
    }
    let (old, mine, yours) = (try read(base), try read(ours), try read(theirs))
    let place = Workspace.place(of: path, below: directory)
    let merged = FileMerge.merge(
      base: old.isEmpty ? nil : old, ours: mine, theirs: yours, path: place?.path,
      settings: place?.settings ?? WorkspaceSettings(), style: MarkerStyle(size: markerSize))
    let target = URL(fileURLWithPath: ours, relativeTo: URL(fileURLWithPath: directory, isDirectory: true))
    guard (try? Data(merged.bytes).write(to: target)) != nil else {
      throw .journalUnwritable(ours, String(cString: strerror(errno)))
    }
    return merged
  }
}

extension Workspace {
  /// Where a file of a repository is in the workspace that holds it, and that workspace's settings: those
  /// every workspace has, where its own cannot be read (they may be in conflict themselves).
  static func place(
    of path: String, below directory: String
  ) -> (path: String, settings: WorkspaceSettings)? {
    let names = path.split(separator: "/").map(String.init)
    for depth in names.indices.reversed() {
      let folder = ([directory] + names[..<depth]).joined(separator: "/")
      guard let data = FileManager.default.contents(atPath: folder + "/" + settingsFile) else { continue }
      let read = SettingsReader.readAll(Array(data), path: settingsFile)
      return (names[depth...].joined(separator: "/"), read.settings)
    }
    return nil
  }

  /// Merges three versions of a file by its place in the workspace.
  func merge(
    _ path: String, base: [UInt8]?, ours: [UInt8], theirs: [UInt8], style: MarkerStyle
  ) -> MergedFile {
    let own = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.utf8.count)) : nil
    return FileMerge.merge(
      base: base, ours: ours, theirs: theirs, path: own, settings: settings, style: style)
  }
}

/// A place in a file that waits for a person.
package struct OpenConflict: Sendable, Hashable {
  package enum What: Sendable, Hashable {
    case field(String)
    case text
    /// One side has removed the file, the other has changed it.
    case removed(byUs: Bool)
    /// No file of text: a picture, say.
    case binary
  }

  /// Relative to the workspace; from the repository's root for a file outside of it.
  package let path: String
  package let line: Int?
  package let what: What

  package var location: SourceLocation {
    SourceLocation(path: path, position: line.map { SourcePosition(line: $0, column: 1) })
  }

  init(path: String, line: Int?, what: What) { (self.path, self.line, self.what) = (path, line, what) }

  init(_ path: String, _ conflict: MergeConflict) {
    self.init(
      path: path, line: conflict.line,
      what: conflict.line == nil ? .binary : conflict.field.map(What.field) ?? .text)
  }
}
