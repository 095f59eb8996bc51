import DaichoModel
import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The walk that finds what changed since the index was last refreshed: an lstat of every file, on all
/// cores, without a `String` for any of them.
package struct FolderWalk: Sendable {
  /// A folder under the root and the endings of the files that matter there: `.md`.
  package struct Top: Sendable, Hashable {
    package let folder: String
    package let suffixes: [String]

    /// Whether a file of this name is one that matters here.
    package func holds(_ name: UnsafeRawBufferPointer) -> Bool {
      suffixes.contains { FolderWalk.ends(name, with: Array($0.utf8)) }
    }

    package init(_ folder: String, suffixes: [String]) {
      self.folder = folder
      self.suffixes = suffixes
    }
  }

  package struct Result: Sendable {
    /// By path. A top folder that does not exist has none.
    package let directories: [DirectoryListing]
    /// Folders that could not be read or are nested too deep, and top folders that are symlinks.
    package let problems: [Diagnostic]

    package init(directories: [DirectoryListing], problems: [Diagnostic]) {
      self.directories = directories
      self.problems = problems
    }
  }

  package static let deepest = 64

  /// Symlinks and special files are listed whatever their ending; hidden files and those that editors
  /// leave are not.
  package static func walk(_ workspace: WorkspaceFolder, tops: [Top]) -> Result {
    var directories: [DirectoryListing] = []
    var problems: [Diagnostic] = []
    var level = tops.map { Visit(path: $0.folder, depth: 0, suffixes: $0.suffixes.map { Array($0.utf8) }) }
    while !level.isEmpty {
      let found = visit(level, in: workspace)
      var next: [Visit] = []
      for (visit, outcome) in zip(level, found) {
        problems += outcome.problems
        if let packed = outcome.packed {
          directories.append(DirectoryListing(path: visit.path, packed: packed))
        }
        for name in outcome.folders {
          next.append(
            Visit(path: visit.path + "/" + name, depth: visit.depth + 1, suffixes: visit.suffixes))
        }
      }
      level = next
    }
    directories.sort { $0.path < $1.path }
    return Result(directories: directories, problems: problems)
  }

  private struct Visit: Sendable {
    let path: String
    let depth: Int
    let suffixes: [[UInt8]]
  }

  private struct Outcome: Sendable {
    var packed: [UInt8]?
    var folders: [String] = []
    var problems: [Diagnostic] = []
  }

  /// One level of the tree at once; each core takes the next directory when it is done with one.
  private static func visit(_ visits: [Visit], in workspace: WorkspaceFolder) -> [Outcome] {
    if visits.count == 1 { return [read(visits[0], in: workspace)] }
    return [Outcome](unsafeUninitializedCapacity: visits.count) { buffer, count in
      // Each slot is written by one iteration only, and all are done when `concurrentPerform` returns.
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: visits.count) { index in
        slots.initializeElement(at: index, to: read(visits[index], in: workspace))
      }
      count = visits.count
    }
  }

  private static func read(_ visit: Visit, in workspace: WorkspaceFolder) -> Outcome {
    var outcome = Outcome()
    guard visit.depth <= deepest else {
      outcome.problems.append(tooDeep(visit.path))
      return outcome
    }
    do {
      let place = try RelativePath(visit.path)
      let folder = try workspace.openFolder(place.folders + [place.name])
      var packed: [UInt8] = []
      let number = FolderReader.eachEntry(in: folder) { name, type in
        examine(name, type, in: folder, visit, into: &packed, &outcome)
      }
      if number != 0 {
        let message = FileFailure.error(number, at: visit.path).message
        outcome.problems.append(problem("unreadable-folder", message, visit.path))
      }
      outcome.packed = packed
    } catch {
      if error.code != "file-not-found" {
        outcome.problems.append(problem("unreadable-folder", error.message, visit.path))
      }
    }
    return outcome
  }

  package static func tooDeep(_ path: String) -> Diagnostic { problem("too-deep", .tooDeep(deepest), path) }

  private static func problem(_ code: String, _ message: Wording, _ path: String) -> Diagnostic {
    Diagnostic(.warning, code, at: SourceLocation(path: path), message)
  }

  private static func examine(
    _ name: UnsafeRawBufferPointer, _ type: UInt8, in folder: borrowing Descriptor, _ visit: Visit,
    into packed: inout [UInt8], _ outcome: inout Outcome
  ) {
    if isLeftover(name) { return }
    let matches = visit.suffixes.contains { ends(name, with: $0) }
    if type == UInt8(DT_REG), !matches { return }
    if type == UInt8(DT_DIR) { return descend(name, visit, &outcome) }
    var raw = stat()
    let path = name.baseAddress?.assumingMemoryBound(to: CChar.self)
    // A name that is gone by now is simply not there.
    guard let path, fstatat(folder.raw, path, &raw, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    let status = FileStatus(raw)
    switch status.kind {
    case .folder: descend(name, visit, &outcome)
    case .file: if matches { DirectoryListing.append(name, status, to: &packed) }
    case .symlink, .other: DirectoryListing.append(name, status, to: &packed)
    }
  }

  private static func descend(_ name: UnsafeRawBufferPointer, _ visit: Visit, _ outcome: inout Outcome) {
    let text = String(decoding: name, as: UTF8.self)
    if text.utf8.elementsEqual(name) {
      outcome.folders.append(text)
    } else {
      outcome.problems.append(problem("unreadable-folder", .nameNotUTF8, visit.path + "/" + text))
    }
  }

  /// Hidden files, and what vim (`.swp`, `4913`, `~`), Emacs (`#…#`, `~`) and others leave while they save.
  package static func isLeftover(_ name: UnsafeRawBufferPointer) -> Bool {
    guard let first = name.first, let last = name.last else { return true }
    if first == UInt8(ascii: ".") || last == UInt8(ascii: "~") { return true }
    if first == UInt8(ascii: "#"), last == first, name.count > 1 { return true }
    if last == UInt8(ascii: "p"), ends(name, with: swap) { return true }
    return name.count == 4 && name.elementsEqual(vimProbe)
  }

  private static let swap = Array(".swp".utf8)
  private static let vimProbe = Array("4913".utf8)

  fileprivate static func ends(_ name: UnsafeRawBufferPointer, with suffix: [UInt8]) -> Bool {
    guard name.count > suffix.count else { return false }
    var index = name.count - suffix.count
    for byte in suffix {
      if name[index] != byte { return false }
      index += 1
    }
    return true
  }
}
