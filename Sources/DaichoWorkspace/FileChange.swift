import DaichoModel

/// A change of one file that a command makes and records: the same edit, applied to the work tree's
/// version, to HEAD's and to the staged one.
package struct FileChange {
  package typealias Transform = ([UInt8]?) throws(DaichoError) -> [UInt8]?

  /// Relative to the workspace.
  package let path: String
  /// The path before, for a rename.
  package let oldPath: String?
  package let transform: Transform
  /// `false`: the work tree has the change already; only git is to learn of it.
  package let touchesWorkTree: Bool

  package init(
    _ path: String, from oldPath: String? = nil, touchesWorkTree: Bool = true,
    transform: @escaping Transform
  ) {
    self.path = path
    self.oldPath = oldPath
    self.touchesWorkTree = touchesWorkTree
    self.transform = transform
  }

  /// A new file; it must not exist.
  package static func create(_ path: String, _ bytes: [UInt8]) -> FileChange {
    FileChange(path) { present throws(DaichoError) in
      if present != nil { throw .fileExists(path) }
      return bytes
    }
  }

  package static func edit(
    _ path: String, _ edit: @escaping ([UInt8]) throws(DaichoError) -> [UInt8]
  ) -> FileChange {
    FileChange(path) { present throws(DaichoError) in
      guard let present else { throw .notCommittedYet(path) }
      return try edit(present)
    }
  }
}
