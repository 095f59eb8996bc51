/// The entries of a tree, to be changed and written again.
struct RawTree {
  struct Entry: Hashable {
    /// Octal digits as git writes them: `100644`, `40000`.
    var mode: [UInt8]
    var name: [UInt8]
    var id: ObjectID
    let isTree: Bool
    /// A commit of another repository.
    let isSubmodule: Bool

    init(_ cursor: TreeCursor) {
      (mode, name, id) = (Array(cursor.modeBytes), Array(cursor.nameBytes), cursor.id)
      (isTree, isSubmodule) = (cursor.isTree, cursor.isSubmodule)
    }
  }

  var entries: [Entry] = []

  init(_ tree: TreeObject) {
    defer { withExtendedLifetime(tree) {} }
    var cursor = tree.cursor
    while !cursor.isAtEnd {
      entries.append(Entry(cursor))
      cursor.advance()
    }
  }

  /// In git's order: a folder's name counts with a slash at its end.
  var bytes: [UInt8] {
    func key(_ entry: Entry) -> [UInt8] { entry.isTree ? entry.name + [0x2F] : entry.name }
    let sorted = entries.sorted { key($0).lexicographicallyPrecedes(key($1)) }
    var out: [UInt8] = []
    out.reserveCapacity(entries.count * 48)
    for entry in sorted {
      out += entry.mode
      out.append(0x20)
      out += entry.name
      out.append(0)
      out += entry.id.bytes
    }
    return out
  }

  /// Numbers those of its entries that were renamed to a name that is taken: a tree has each name once.
  mutating func separateNames(from old: [Entry]) {
    let before = Set(old.map(\.name))
    guard !entries.allSatisfy({ before.contains($0.name) }) else { return }
    var taken = Set(entries.map(\.name).filter(before.contains))
    for index in entries.indices where !before.contains(entries[index].name) {
      let name = entries[index].name
      let dot = name.lastIndex(of: UInt8(ascii: ".")) ?? name.endIndex
      var number = 1
      while !taken.insert(entries[index].name).inserted {
        number += 1
        entries[index].name = name[..<dot] + Array("-\(number)".utf8) + name[dot...]
      }
    }
  }
}
