import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Many files that are replaced or made together. Each is whole or not at all, as with
/// `WorkspaceFolder.write`, but they wait for the disk once and not one by one.
package struct ManyFiles {
  private struct Staged {
    let path: String
    let place: RelativePath
    let expecting: FileExpectation
    let temporary: WorkspaceFolder.Temporary
  }

  private let folder: WorkspaceFolder
  private var staged: [Staged] = []
  /// How many stand in their places.
  package private(set) var count = 0

  package init(_ folder: WorkspaceFolder) { self.folder = folder }

  /// Whether this system can wait for a whole file system at once.
  package static var isPossible: Bool { SyncedFileSystem.isPossible }

  /// Writes a file beside its place. Errors as of `WorkspaceFolder.write`.
  package mutating func stage(
    _ path: String, _ bytes: [UInt8], expecting: FileExpectation
  ) throws(DaichoError) {
    let place = try RelativePath(path)
    let parent = try folder.openFolder(place.folders)
    let temporary = try folder.prepare(
      place, .bytes(bytes), expecting: expecting, syncs: false, in: parent, path: path)
    staged.append(Staged(path: path, place: place, expecting: expecting, temporary: temporary))
  }

  /// Puts all of them in their places, in their order, once their content is on the disk. Where one cannot
  /// be, `count` tells how many have been, and the others are gone.
  package mutating func putAll() throws(DaichoError) {
    do {
      try SyncedFileSystem.sync(folder.descriptor, path: folder.root)
      for file in staged {
        let parent = try folder.openFolder(file.place.folders)
        try folder.put(file.temporary, file.place, expecting: file.expecting, in: parent, path: file.path)
        count += 1
      }
      for folders in Set(staged.map(\.place.folders)) {
        try folder.sync(folder.openFolder(folders), path: folders.joined(separator: "/"))
      }
    } catch {
      discard()
      throw error
    }
  }

  /// Removes what has not been put in its place.
  package func discard() {
    for file in staged[count...] {
      if let parent = try? folder.openFolder(file.place.folders) {
        unlinkat(parent.raw, file.temporary.name, 0)
      }
    }
  }
}

/// `syncfs`: everything written to a file system so far is on its disk when the call returns.
private enum SyncedFileSystem {
  #if canImport(Darwin)
    static let isPossible = false

    static func sync(_ descriptor: Int32, path: String) throws(DaichoError) {}
  #else
    private typealias Function = @convention(c) (Int32) -> Int32

    /// glibc declares it only under `_GNU_SOURCE`, which Swift's module of it leaves off.
    private static let function: Function? = dlsym(nil, "syncfs").map {
      unsafeBitCast($0, to: Function.self)
    }

    static var isPossible: Bool { function != nil }

    static func sync(_ descriptor: Int32, path: String) throws(DaichoError) {
      guard let function, function(descriptor) != 0 else { return }
      throw FileFailure.error(errno, at: path)
    }
  #endif
}
