import DaichoFiles
import DaichoModel

/// What a walk found to differ from what the index remembers.
struct ChangedFiles {
  /// Added or touched since.
  var present: [IndexedFile] = []
  /// Paths that are gone.
  var removed: [String] = []
  /// Directories whose listing differs, as they are now.
  var listings: [DirectoryListing] = []
  var removedFolders: [String] = []

  var isEmpty: Bool { listings.isEmpty && removedFolders.isEmpty }

  init(stored: [String: [UInt8]], found: [DirectoryListing]) {
    var seen: Set<String> = []
    for listing in found {
      seen.insert(listing.path)
      if let old = stored[listing.path] {
        if old == listing.packed { continue }
        compare(DirectoryListing(path: listing.path, packed: old), listing)
      } else {
        for entry in listing.entries { add(entry, in: listing.path) }
      }
      listings.append(listing)
    }
    for (path, packed) in stored where !seen.contains(path) {
      removedFolders.append(path)
      for entry in DirectoryListing(path: path, packed: packed).entries {
        removed.append(path + "/" + entry.name)
      }
    }
  }

  private mutating func compare(_ old: DirectoryListing, _ new: DirectoryListing) {
    var before: [ArraySlice<UInt8>: DirectoryListing.Entry] = [:]
    for entry in old.entries { before[entry.nameBytes] = entry }
    for entry in new.entries {
      let known = before.removeValue(forKey: entry.nameBytes)
      if let known, known.mtime == entry.mtime, known.size == entry.size, known.inode == entry.inode,
        known.kind == entry.kind
      {
        continue
      }
      add(entry, in: new.path)
    }
    for entry in before.values { removed.append(new.path + "/" + entry.name) }
  }

  private mutating func add(_ entry: DirectoryListing.Entry, in folder: String) {
    present.append(IndexedFile(path: folder + "/" + entry.name, isFile: entry.kind == .file))
  }
}

/// A file that the index is to hold, and what it is by its top folder.
struct IndexedFile: Sendable {
  enum Content: Sendable, Hashable {
    case record(Kind)
    case orders, events, sends, other
  }

  let path: String
  /// Not a symlink, pipe or device.
  let isFile: Bool

  var content: Content {
    let top = path.prefix { $0 != "/" }
    if let kind = Kind(rawValue: String(top)) { return .record(kind) }
    switch top {
    case "orders": return .orders
    case "events": return .events
    case "sends": return .sends
    default: return .other
    }
  }

  /// What `files.kind` says.
  var kindName: String { String(path.prefix { $0 != "/" }) }
}
