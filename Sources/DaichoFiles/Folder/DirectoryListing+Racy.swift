extension DirectoryListing {
  /// The listing to remember. A file touched at or after `time` (nanoseconds since 1970) might be
  /// changed again within the same tick of the file system's clock and keep its size: such an entry
  /// gets the time 0, which no walk gives, so that the next refresh reads it again. Git's rule for
  /// racily clean entries.
  package func forgettingTimes(from time: Int64) -> DirectoryListing {
    guard entries.contains(where: { $0.mtime >= time }) else { return self }
    var packed = packed
    var offset = 0
    for entry in entries {
      let place = offset + 2 + entry.nameBytes.count + 1 + 8
      if entry.mtime >= time { packed.replaceSubrange(place..<place + 8, with: repeatElement(0, count: 8)) }
      offset = place + 16
    }
    return DirectoryListing(path: path, packed: packed)
  }
}
