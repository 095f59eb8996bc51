/// The index's own record (`TREE`) of the tree objects that its folders are known to be. With it `git
/// commit` and `git status` need not look at every entry.
struct TreeCache: Equatable {
  var name: [UInt8]
  /// Entries below, at any depth; −1 where the tree is not known.
  var count: Int
  var id: ObjectID?
  var children: [TreeCache] = []

  /// Folders deeper than this are nobody's.
  private static let deepest = 1000

  init(name: [UInt8], count: Int, id: ObjectID?) {
    (self.name, self.count, self.id) = (name, count, id)
  }

  // MARK: Bytes

  /// `nil` where the bytes are not a whole cache: it is then left out, and git makes it anew.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var offset = 0
    guard let cache = TreeCache(bytes, &offset, depth: 0), offset == bytes.count else { return nil }
    self = cache
  }

  private init?(_ bytes: UnsafeRawBufferPointer, _ offset: inout Int, depth: Int) {
    guard depth < Self.deepest, let name = Self.text(bytes, &offset, to: 0),
      let count = Self.number(bytes, &offset, to: UInt8(ascii: " ")), count >= -1,
      let children = Self.number(bytes, &offset, to: UInt8(ascii: "\n")), children >= 0
    else { return nil }
    (self.name, self.count) = (Array(name), count)
    if count >= 0 {
      guard offset + 20 <= bytes.count else { return nil }
      id = ObjectID(bytes: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + 20]))
      offset += 20
    }
    for _ in 0..<children {
      guard let child = TreeCache(bytes, &offset, depth: depth + 1) else { return nil }
      self.children.append(child)
    }
  }

  private static func text(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, to end: UInt8
  ) -> Slice<UnsafeRawBufferPointer>? {
    guard let stop = bytes[offset...].firstIndex(of: end) else { return nil }
    defer { offset = stop + 1 }
    return bytes[offset..<stop]
  }

  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ offset: inout Int, to end: UInt8
  ) -> Int? {
    text(bytes, &offset, to: end).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
  }

  func append(to bytes: inout [UInt8]) {
    bytes += name + [0] + Array("\(id == nil ? -1 : count) \(children.count)\n".utf8)
    if let id { bytes += id.bytes }
    for child in children { child.append(to: &bytes) }
  }

  // MARK: Following a commit

  /// An entry that has been added (+1), removed (−1) or replaced (0).
  struct Change {
    var components: ArraySlice<[UInt8]>
    var growth: Int
  }

  /// What a folder was in the commit before and is in the commit after; `nil`: not there.
  struct Trees {
    var old: ObjectID?
    var new: ObjectID?
  }

  /// Takes over the trees a commit has made.
  ///
  /// A folder whose cached tree was the one of the commit before held no staged edits; where the same
  /// changes were made in the index as in the commit, it is now the tree of the commit after. What held
  /// others is unknown from now on.
  /// - Parameter below: the trees of a subfolder, asked for those alone that change.
  mutating func follow(
    _ changes: [Change], _ trees: Trees, below: (Trees, _ name: [UInt8]) -> Trees
  ) {
    let wasKnown = count >= 0 && id == trees.old
    var growth = 0
    var folders: [[UInt8]: [Change]] = [:]
    for change in changes {
      growth += change.growth
      guard let name = change.components.first, change.components.count > 1 else { continue }
      folders[name, default: []].append(
        Change(components: change.components.dropFirst(), growth: change.growth))
    }
    for (name, changes) in folders {
      let subtrees = below(trees, name)
      var position = children.firstIndex { $0.name == name }
      if position == nil, subtrees.new != nil, wasKnown, subtrees.old == nil {
        children.append(TreeCache(name: name, count: 0, id: nil))
        position = children.count - 1
      }
      guard let position else { continue }
      children[position].follow(changes, subtrees, below: below)
      if subtrees.new == nil, wasKnown { children.remove(at: position) }
    }
    let isKnown = wasKnown && trees.new != nil && count + growth >= 0
    count = isKnown ? count + growth : -1
    id = isKnown ? trees.new : nil
  }
}
