import DaichoModel

/// A change of one path, `/`-separated and relative to the repository's root.
///
/// The same transformation is applied to HEAD's version and to the staged one. The work tree's version is
/// the caller's to write.
package struct PathEdit {
  package var path: String
  /// Where the old version is read from, and what is removed: the path before a rename.
  package var oldPath: String?
  /// The bytes as git stores them in and out. `nil` in: absent; `nil` out: remove. A file that is new is
  /// stored as `git add` would (`Repository.normalized`).
  package var transform: ([UInt8]?) throws(DaichoError) -> [UInt8]?
  /// The blob that takes the place of another, written already: for content too large to hold. `nil` where
  /// it knows none for this version, and `transform` is to make it.
  package var replacement: ((ObjectID?) -> ObjectID?)?
  /// The mode of a new file. An existing one keeps its own.
  package var mode: FileMode

  package init(
    _ path: String, mode: FileMode = .regular,
    transform: @escaping ([UInt8]?) throws(DaichoError) -> [UInt8]?
  ) {
    self.path = path
    self.mode = mode
    self.transform = transform
  }

  package static func remove(_ path: String) -> PathEdit {
    PathEdit(path) { _ throws(DaichoError) in nil }
  }

  /// Moves the file, mode and staged edits with it. The new path must not exist.
  package static func rename(
    _ oldPath: String, to path: String,
    transform: @escaping ([UInt8]?) throws(DaichoError) -> [UInt8]? = { bytes throws(DaichoError) in bytes }
  ) -> PathEdit {
    var edit = PathEdit(path, transform: transform)
    edit.oldPath = oldPath
    return edit
  }
}

/// The modes git knows.
package enum FileMode: UInt32, Sendable, Hashable, Codable {
  case tree = 0o040000
  case regular = 0o100644
  case executable = 0o100755
  case symlink = 0o120000
  case submodule = 0o160000

  /// Group-writable files of very old repositories count as regular.
  init(raw: UInt32) {
    self = FileMode(rawValue: raw) ?? (raw & 0o170000 == 0o040000 ? .tree : .regular)
  }

  package var isFile: Bool { self == .regular || self == .executable }
}
