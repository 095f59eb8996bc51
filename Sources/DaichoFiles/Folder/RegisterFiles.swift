import DaichoModel

/// The files of a workspace to be read, wherever they are: in a folder, or in a commit. No link is ever
/// followed. Paths are relative to the workspace and `/`-separated.
package protocol RegisterFiles: Sendable {
  /// Names all the files and their contents where they can never change; `nil` where only a walk can tell.
  var snapshot: String? { get }

  /// Errors: `file-not-found`, `symlink-refused`, `not-a-file`, `file-too-large` and those of the disk.
  func bytes(at path: String) throws(DaichoError) -> [UInt8]

  /// A reader of a file of any size, in pieces. Errors as of `bytes`.
  func stream(at path: String) throws(DaichoError) -> any ByteStream

  /// Two walks that find the same files as they were give equal listings.
  func walk(_ tops: [FolderWalk.Top]) throws(DaichoError) -> FolderWalk.Result

  /// `bytes` for many files one after the other, on one thread, where neighbours cost less.
  func reading() -> (String) throws(DaichoError) -> [UInt8]

  /// What has kept a file from being read that must be there: whatever was made of the rest is of a part.
  var failure: DaichoError? { get }
}

extension RegisterFiles {
  /// `nil` where there is no such file.
  package func bytesIfThere(_ path: String) throws(DaichoError) -> [UInt8]? {
    do throws(DaichoError) {
      return try bytes(at: path)
    } catch  where error.code == "file-not-found" {
      return nil
    }
  }

  /// Of the files below a folder, sorted.
  package func paths(under folder: String, ending suffix: String) throws(DaichoError) -> [String] {
    try walk([FolderWalk.Top(folder, suffixes: [suffix])]).directories.flatMap { listing in
      listing.entries.filter { $0.kind == .file }.map { "\(listing.path)/\($0.name)" }
    }.sorted()
  }
}

extension WorkspaceFolder: RegisterFiles {
  package var snapshot: String? { nil }
  package var failure: DaichoError? { nil }

  package func bytes(at path: String) throws(DaichoError) -> [UInt8] { try read(path).bytes }

  package func stream(at path: String) throws(DaichoError) -> any ByteStream { try stream(path) }

  package func walk(_ tops: [FolderWalk.Top]) -> FolderWalk.Result { FolderWalk.walk(self, tops: tops) }

  package func reading() -> (String) throws(DaichoError) -> [UInt8] {
    let reader = SequentialReader(self)
    return { path throws(DaichoError) in try reader.read(path).bytes }
  }
}
