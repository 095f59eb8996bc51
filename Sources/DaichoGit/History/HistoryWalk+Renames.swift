import DaichoModel

extension HistoryWalk {
  /// Joins a file that a commit removed and one that it added into one that it moved: those it declares, those
  /// of the same content, then the most similar pairs of at least half.
  ///
  /// - Parameter declared: new paths and their old ones, as the commit's own message has them.
  package func joinRenames(_ step: inout HistoryStep, declared: [String: String]) throws(DaichoError) {
    step.files = try joined(step.files, declared: declared)
    guard step.parentFolders.count > 1 else { return }
    for side in step.parentFolders.indices { try findRenamed(&step, side) }
  }

  /// A merge's file that one of its sides has under another path.
  private func findRenamed(_ step: inout HistoryStep, _ side: Int) throws(DaichoError) {
    func isOpen(_ file: HistoryStep.File) -> Bool {
      file.new != nil && file.olds[side] == nil && file.olds.contains { $0 != nil }
    }
    guard step.files.contains(where: isOpen) else { return }
    let all = try joined(files(of: step.folder, against: [step.parentFolders[side]]), declared: [:])
    let moved = Dictionary(
      all.filter { $0.oldPath != nil }.map { ($0.path, $0.olds[0]) }, uniquingKeysWith: { first, _ in first })
    for index in step.files.indices where isOpen(step.files[index]) {
      step.files[index].olds[side] = moved[step.files[index].path] ?? nil
    }
  }

  private func joined(
    _ files: [HistoryStep.File], declared: [String: String]
  ) throws(DaichoError) -> [HistoryStep.File] {
    let removed = files.indices.filter { files[$0].new == nil }
    let added = files.indices.filter { index in
      files[index].new != nil && files[index].olds.allSatisfy { $0 == nil }
    }
    guard !removed.isEmpty, !added.isEmpty else { return files }
    var pairs = RenamePairs(files, removed: removed, added: added)
    pairs.joinDeclared(declared)
    pairs.joinSameContent()
    var contents: [ObjectID: Similarity] = [:]
    func similarity(_ blob: ObjectID) throws(DaichoError) -> Similarity? {
      if let known = contents[blob] { return known }
      guard case .bytes(let bytes) = try content(of: blob, atMost: Self.largestCompared) else { return nil }
      let similarity = Similarity(bytes)
      contents[blob] = similarity
      return similarity
    }
    for (old, new) in pairs.candidates {
      guard let was = files[old].olds.lazy.compactMap(\.self).first, let now = files[new].new,
        let before = try similarity(was), let after = try similarity(now)
      else { continue }
      pairs.note(old, new, before.percent(to: after))
    }
    pairs.joinSimilar()
    var files = files
    for (new, old) in pairs.joined {
      files[new].oldPath = files[old].path
      files[new].olds = files[old].olds
    }
    let gone = Set(pairs.joined.values)
    return files.indices.filter { !gone.contains($0) }.map { files[$0] }
  }

  private static let largestCompared = 4 << 20
}

/// Which of the files that came is which of those that went.
private struct RenamePairs {
  private let files: [HistoryStep.File]
  private var removed: [Int]
  private var added: [Int]
  /// Of a file that came, the one it was.
  private(set) var joined: [Int: Int] = [:]
  private var similar: [(percent: Int, hasSameName: Bool, old: Int, new: Int)] = []

  /// Of more pairs than this, only those are compared whose files have the same name.
  private static let mostCompared = 20_000

  init(_ files: [HistoryStep.File], removed: [Int], added: [Int]) {
    (self.files, self.removed, self.added) = (files, removed, added)
  }

  mutating func joinDeclared(_ declared: [String: String]) {
    guard !declared.isEmpty else { return }
    let places = Dictionary(removed.map { (files[$0].path, $0) }, uniquingKeysWith: { first, _ in first })
    for new in added {
      if let old = declared[files[new].path].flatMap({ places[$0] }), !joined.values.contains(old) {
        joined[new] = old
      }
    }
    settle()
  }

  mutating func joinSameContent() {
    var byBlob: [ObjectID: [Int]] = [:]
    for old in removed {
      for blob in Set(files[old].olds.compactMap(\.self)) { byBlob[blob, default: []].append(old) }
    }
    var taken: Set<Int> = []
    for wantsName in [true, false] {
      for new in added where joined[new] == nil {
        guard let blob = files[new].new, let olds = byBlob[blob] else { continue }
        let old = olds.first { old in
          !taken.contains(old) && (!wantsName || name(old).elementsEqual(name(new)))
        }
        guard let old else { continue }
        taken.insert(old)
        joined[new] = old
      }
    }
    settle()
  }

  /// Pairs whose contents are to be compared.
  var candidates: [(old: Int, new: Int)] {
    let isFew = removed.count <= Self.mostCompared / max(1, added.count)
    guard isFew else {
      let byName = Dictionary(grouping: removed) { String(Substring(name($0))) }
      return added.flatMap { new in (byName[String(Substring(name(new)))] ?? []).prefix(8).map { ($0, new) } }
    }
    return added.flatMap { new in removed.map { ($0, new) } }
  }

  mutating func note(_ old: Int, _ new: Int, _ percent: Int) {
    guard percent >= 50 else { return }
    similar.append((percent, name(old).elementsEqual(name(new)), old, new))
  }

  mutating func joinSimilar() {
    similar.sort { a, b in
      if a.percent != b.percent { return a.percent > b.percent }
      if a.hasSameName != b.hasSameName { return a.hasSameName }
      return (files[a.new].path, files[a.old].path) < (files[b.new].path, files[b.old].path)
    }
    var taken: Set<Int> = []
    for pair in similar where joined[pair.new] == nil && taken.insert(pair.old).inserted {
      joined[pair.new] = pair.old
    }
  }

  private mutating func settle() {
    let gone = Set(joined.values)
    removed.removeAll { gone.contains($0) }
    added.removeAll { joined[$0] != nil }
  }

  private func name(_ index: Int) -> Substring.UTF8View {
    let path = files[index].path.utf8
    let start = path.lastIndex(of: UInt8(ascii: "/")).map { path.index(after: $0) } ?? path.startIndex
    return path[start...]
  }
}
