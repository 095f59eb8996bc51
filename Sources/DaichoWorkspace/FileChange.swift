import DaichoFiles
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

  /// The same change for a file too large to hold: writes the new content, or `false` for the file as it
  /// is. The old one can be read as often as asked; `nil`: there is none. `isWorkTree`: it is what the work
  /// tree holds, byte for byte; it might be HEAD's or the staged one otherwise.
  package typealias Rewrite = (
    _ old: (() throws(DaichoError) -> any ByteStream)?, _ isWorkTree: Bool, _ new: ByteSink
  ) throws(DaichoError) -> Bool

  /// Of any size: git takes over what the work tree holds.
  package private(set) var isAsItStands = false

  /// A file that has been written already, for git to learn of.
  package static func asItStands(_ path: String) -> FileChange {
    var change = FileChange(path, touchesWorkTree: false) { bytes throws(DaichoError) in bytes }
    change.isAsItStands = true
    return change
  }

  /// Where the file is the same in the work tree and in HEAD, it is used in `transform`'s place.
  package private(set) var rewrite: Rewrite?

  /// A file that is written anew piece by piece, made where there is none.
  package static func rewrite(_ path: String, _ rewrite: @escaping Rewrite) -> FileChange {
    var change = FileChange(path) { bytes throws(DaichoError) in
      let sink = ByteSink()
      var old: (() throws(DaichoError) -> any ByteStream)?
      if let bytes { old = { () throws(DaichoError) -> any ByteStream in MemoryStream(bytes) } }
      return try rewrite(old, false, sink) ? sink.bytes : bytes
    }
    change.rewrite = rewrite
    return change
  }

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
