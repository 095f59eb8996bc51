import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation

/// The new content of a file that is too large to hold, and the one it is made of: what HEAD has.
struct LargeContent {
  /// `nil`: there is no such file yet.
  let base: ObjectID?
  let status: FileStatus?
  let blob: ObjectID
  let sink: ByteSink
}

/// One file of the work tree on its way from one content to another.
struct WorkTreeStep {
  enum Old {
    case absent
    case bytes([UInt8])
    /// As HEAD has it: the bytes are in git.
    case committed(FileStatus, ObjectID)

    init(_ contents: FileContents?) { self = contents.map { .bytes($0.bytes) } ?? .absent }

    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
  }

  enum New {
    case absent
    case bytes([UInt8])
    case large(LargeContent)

    init(_ bytes: [UInt8]?) { self = bytes.map { .bytes($0) } ?? .absent }

    var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }
  }

  let path: String
  let old: Old
  let new: New

  init(path: String, old: Old, new: New) {
    self.path = path
    self.old = old
    self.new = new
  }

  init(path: String, _ content: LargeContent) {
    self.path = path
    old =
      if let status = content.status, let base = content.base { .committed(status, base) } else { .absent }
    new = .large(content)
  }

  /// For the journal; `committed` are the blobs that the commit brings in.
  func journaled(_ committed: Set<ObjectID>) throws(DaichoError) -> PendingChange.File {
    var before: String?
    switch old {
    case .absent: before = nil
    case .bytes(let bytes): before = try Repository.blobID(of: bytes).description
    case .committed(_, let id): before = id.description
    }
    switch new {
    case .absent: return PendingChange.File(path: path, old: before, new: nil)
    case .large(let content):
      return PendingChange.File(path: path, old: before, new: nil, blob: content.blob.description)
    case .bytes(let bytes):
      let id = try Repository.blobID(of: bytes)
      if committed.contains(id) {
        return PendingChange.File(path: path, old: before, new: nil, blob: id.description)
      }
      return PendingChange.File(path: path, old: before, new: Data(bytes))
    }
  }

  func apply(to folder: WorkspaceFolder) throws(DaichoError) {
    let expecting: FileExpectation =
      switch old {
      case .absent: .absent
      case .bytes(let bytes): .bytes(bytes)
      case .committed(let status, _): .state(status)
      }
    if case .absent = old {
      if case .absent = new { return }
      if let slash = path.lastIndex(of: "/") { try folder.makeDirectory(String(path[..<slash])) }
    }
    switch new {
    case .absent: try folder.remove(path, expecting: expecting)
    case .bytes(let bytes): try folder.write(path, bytes, expecting: expecting)
    case .large(let content): try folder.write(path, from: content.sink.stream(), expecting: expecting)
    }
  }

  /// Puts the old content back where the new one still stands.
  func revert(in folder: WorkspaceFolder, _ repository: Repository?) throws(DaichoError) {
    let expecting: FileExpectation
    switch new {
    case .absent: expecting = .absent
    case .bytes(let bytes): expecting = .bytes(bytes)
    case .large(let content):
      guard let status = try folder.status(path),
        try Repository.blobID(ofFile: folder.root + "/" + path) == content.blob
      else { return }
      expecting = .state(status)
    }
    switch old {
    case .absent:
      if case .absent = new { return }
      try folder.remove(path, expecting: expecting)
    case .bytes(let bytes): try folder.write(path, bytes, expecting: expecting)
    case .committed(_, let id):
      if let bytes = try repository?.bytes(of: id) { try folder.write(path, bytes, expecting: expecting) }
    }
  }
}
