import DaichoModel

/// Whole lines for the ledgers of events, by file.
struct ReturnLines {
  /// Each with its line feed, in the order they came.
  private(set) var byPath: [String: [[UInt8]]] = [:]
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func add(_ line: [UInt8], to path: String) {
    byPath[path, default: []].append(line)
    count += 1
  }

  /// One change a file: what it lacks goes to its end.
  var changes: [FileChange] {
    byPath.keys.sorted().map { path in
      let lines = byPath[path] ?? []
      return FileChange(path) { bytes in ReturnLines.adding(lines, to: bytes ?? []) }
    }
  }

  /// What two servers both wrote stays once.
  static func adding(_ lines: [[UInt8]], to bytes: [UInt8]) -> [UInt8] {
    let wanted = Set(lines.map { $0[...] })
    var present: Set<ArraySlice<UInt8>> = []
    var repeated: [Range<Int>] = []
    var start = bytes.startIndex
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.endIndex
      let line = bytes[start..<end]
      if wanted.contains(line), !present.insert(line).inserted { repeated.append(start..<end) }
      start = end
    }
    if present.count == wanted.count, repeated.isEmpty { return bytes }
    var result = bytes
    for range in repeated.reversed() { result.removeSubrange(range) }
    if let last = result.last, last != 0x0A { result.append(0x0A) }
    for line in lines where present.insert(line[...]).inserted { result += line }
    return result
  }
}
