import CGit2
import DaichoModel

/// What is to become of the files and messages of a history.
package struct RewriteRules {
  /// What a file becomes.
  package struct File {
    /// The last part of its path.
    package var name: String
    /// `nil`: it is taken away.
    package var bytes: [UInt8]?

    package init(name: String, bytes: [UInt8]?) { (self.name, self.bytes) = (name, bytes) }
  }

  /// Whether some file with this content could change. Asked once for each content.
  package var concerns: (UnsafeRawBufferPointer) -> Bool
  /// Whether a file or folder of this name, the last part of a path, may change whatever it holds.
  package var concernsName: (String) -> Bool
  /// What becomes of a file that concerns it; `nil`: it stays. Asked once for each path and content.
  package var file: (_ path: String, _ bytes: [UInt8]) throws(DaichoError) -> File?
  /// What becomes of a folder's name; `nil`: it stays.
  package var folder: (_ name: [UInt8]) -> [UInt8]?
  /// What becomes of a commit's or tag's message; `nil`: it stays.
  package var message: ([UInt8]) -> [UInt8]?

  package init(
    concerns: @escaping (UnsafeRawBufferPointer) -> Bool, concernsName: @escaping (String) -> Bool,
    file: @escaping (_ path: String, _ bytes: [UInt8]) throws(DaichoError) -> File?,
    folder: @escaping (_ name: [UInt8]) -> [UInt8]? = { _ in nil },
    message: @escaping ([UInt8]) -> [UInt8]?
  ) {
    (self.concerns, self.concernsName) = (concerns, concernsName)
    (self.file, self.folder, self.message) = (file, folder, message)
  }
}

extension RewriteRules {
  /// Nothing changes.
  package static var none: RewriteRules {
    RewriteRules(
      concerns: { _ in false }, concernsName: { _ in false }, file: { _, _ in nil }, message: { _ in nil })
  }
}

/// Makes every commit that a repository can reach anew where files or messages are to change, and leaves all others
/// as they are, to the id: authors, dates and every other file stay.
///
/// New objects only are written. Nothing refers to them before `RefSwitch` has run.
package final class HistoryRewrite {
  package struct Ref: Sendable, Hashable, Codable {
    package var name: String
    package var old: ObjectID
    package var new: ObjectID
  }

  /// What was found to change, before anything is written.
  package struct Survey: Sendable {
    package var commits = 0
    /// Paths with a version that changes, and how many versions.
    package var files: [String: Int] = [:]
    /// Paths with a version that is taken away.
    package var removed: Set<String> = []
    package var messages = 0
    package var refs = 0
  }

  package struct Outcome: Sendable {
    /// Of the commits that are other ones now.
    package var commits: [ObjectID: ObjectID] = [:]
    package var refs: [Ref] = []
    /// The old commits that changed though none of their parents did: whoever has one has the old history.
    package var firsts: [ObjectID] = []
    package var lostSignatures = 0
    /// Of `refs/stash`, whose older entries are known to its log alone.
    package var stashes: [ObjectID: ObjectID] = [:]
  }

  let repository: Repository
  let rules: RewriteRules
  /// By name: few names, in many trees.
  private var concernedNames: [ArraySlice<UInt8>: Bool] = [:]
  private let database: Handle
  private let progress: (_ done: Int, _ total: Int) -> Void

  /// By tree: whether anything in it could change.
  private var concernedTrees: [ObjectID: Bool] = [:]
  private var concernedBlobs: [ObjectID: Bool] = [:]
  private struct Place: Hashable {
    let id: ObjectID
    let path: String
  }
  private var trees: [Place: ObjectID?] = [:]
  private var files: [Place: RewriteRules.File?] = [:]
  private var blobs: [Place: ObjectID?] = [:]
  private(set) var outcome = Outcome()
  private var tags: [ObjectID: ObjectID] = [:]
  /// While commits are rewritten, their objects go here; the few others straight into the repository.
  private var pack: PackWriter?
  private var depth = 0

  package init(
    _ repository: Repository, _ rules: RewriteRules,
    progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(DaichoError) {
    self.repository = repository
    self.rules = rules
    self.progress = progress
    let owner = repository.pointer
    database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
  }

  // MARK: What is there

  /// Every ref that names an object, by name; symbolic ones follow those they name.
  package static func refs(of repository: Repository) throws(DaichoError) -> [(name: String, id: ObjectID)] {
    var list = git_strarray()
    try check(git_reference_list(&list, repository.pointer))
    defer { git_strarray_dispose(&list) }
    var refs: [(name: String, id: ObjectID)] = []
    for index in 0..<list.count {
      guard let pointer = list.strings[index] else { continue }
      var reference: OpaquePointer?
      guard try found(git_reference_lookup(&reference, repository.pointer, pointer)), let reference
      else { continue }
      let handle = Handle(reference, free: git_reference_free)
      guard let target = git_reference_target(handle.pointer) else { continue }
      refs.append((String(cString: pointer), ObjectID(target.pointee)))
    }
    return refs.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// All commits, parents before their children. Notes apart: they are named after commits.
  func commits(
    _ refs: [(name: String, id: ObjectID)], stashes: [ObjectID]
  ) throws(DaichoError) -> [ObjectID] {
    let owner = repository.pointer
    let walk = try Handle(free: git_revwalk_free) { git_revwalk_new(&$0, owner) }
    try check(
      git_revwalk_sorting(
        walk.pointer, GIT_SORT_TOPOLOGICAL.rawValue | GIT_SORT_TIME.rawValue | GIT_SORT_REVERSE.rawValue))
    for id in refs.filter({ !HistoryRewrite.isNotes($0.name) }).map(\.id) + stashes {
      var target: OpaquePointer?
      var oid = id.oid
      guard git_object_lookup(&target, owner, &oid, GIT_OBJECT_ANY) == 0, let target else { continue }
      let object = Handle(target, free: git_object_free)
      var commit: OpaquePointer?
      guard git_object_peel(&commit, object.pointer, GIT_OBJECT_COMMIT) == 0, let commit else { continue }
      let peeled = Handle(commit, free: git_object_free)
      try check(git_revwalk_push(walk.pointer, git_object_id(peeled.pointer)))
    }
    var ids: [ObjectID] = []
    var oid = git_oid()
    while true {
      let status = git_revwalk_next(&oid, walk.pointer)
      if status == GIT_ITEROVER.rawValue { return ids }
      try check(status)
      ids.append(ObjectID(oid))
    }
  }

  static func isNotes(_ ref: String) -> Bool { ref.hasPrefix("refs/notes/") }

  // MARK: Surveying

  /// Looks through every file and message. What it finds is kept for `run`.
  ///
  /// - Parameter stashes: commits that the log of `refs/stash` names.
  package func survey(stashes: [ObjectID] = []) throws(DaichoError) -> Survey {
    var survey = Survey()
    let refs = try HistoryRewrite.refs(of: repository)
    survey.refs = refs.count
    let all = try commits(refs, stashes: stashes)
    survey.commits = all.count
    var seen: Set<ObjectID> = []
    for (done, id) in all.enumerated() {
      if done % 64 == 0 { progress(done, all.count) }
      let commit = RawCommit(try repository.object(id).bytes)
      if rules.message(commit.message) != nil { survey.messages += 1 }
      for tree in commit.ids(of: "tree") where try isConcerned(tree: tree) {
        try list(tree, "", &seen, &survey)
      }
    }
    progress(all.count, all.count)
    return survey
  }

  private func list(
    _ tree: ObjectID, _ path: String, _ seen: inout Set<ObjectID>, _ survey: inout Survey
  ) throws(DaichoError) {
    guard seen.insert(tree).inserted else { return }
    for entry in RawTree(try self.tree(tree)).entries {
      let place = path + String(decoding: entry.name, as: UTF8.self)
      if entry.isTree {
        if try isConcerned(tree: entry.id) { try list(entry.id, place + "/", &seen, &survey) }
      } else if try isConcerned(entry), files[Place(id: entry.id, path: place)] == nil {
        if let file = try file(entry.id, place) {
          survey.files[place, default: 0] += 1
          if file.bytes == nil { survey.removed.insert(place) }
        }
      }
    }
  }

  func tree(_ id: ObjectID) throws(DaichoError) -> TreeObject {
    guard let tree = try TreeObject(id, in: database.pointer) else { throw .missingObject(id.description) }
    return tree
  }

  private func isConcerned(tree id: ObjectID) throws(DaichoError) -> Bool {
    if let known = concernedTrees[id] { return known }
    guard depth < Repository.deepestTree else { throw .treeTooDeep() }
    depth += 1
    defer { depth -= 1 }
    let tree = try tree(id)
    defer { withExtendedLifetime(tree) {} }
    var isConcerned = false
    var cursor = tree.cursor
    while !cursor.isAtEnd {
      if cursor.isTree {
        if try self.isConcerned(tree: cursor.id) || rules.folder(Array(cursor.nameBytes)) != nil {
          isConcerned = true
        }
      } else if !cursor.isSubmodule {
        let isOld = try self.isConcerned(blob: cursor.id)
        if isOld || self.isConcerned(name: cursor.nameBytes) { isConcerned = true }
      }
      cursor.advance()
    }
    concernedTrees[id] = isConcerned
    return isConcerned
  }

  private func isConcerned(_ entry: RawTree.Entry) throws(DaichoError) -> Bool {
    guard !entry.isTree, !entry.isSubmodule else { return false }
    if entry.name.withUnsafeBytes(isConcerned(name:)) { return true }
    return try isConcerned(blob: entry.id)
  }

  private func isConcerned(name: UnsafeRawBufferPointer) -> Bool {
    let bytes = Array(name)[...]
    if let known = concernedNames[bytes] { return known }
    let isConcerned = rules.concernsName(String(decoding: name, as: UTF8.self))
    concernedNames[bytes] = isConcerned
    return isConcerned
  }

  private func isConcerned(blob: ObjectID) throws(DaichoError) -> Bool {
    if let known = concernedBlobs[blob] { return known }
    let isConcerned = try repository.withObject(blob) { bytes in rules.concerns(bytes) } ?? false
    concernedBlobs[blob] = isConcerned
    return isConcerned
  }

  private func file(_ blob: ObjectID, _ path: String) throws(DaichoError) -> RewriteRules.File? {
    let place = Place(id: blob, path: path)
    if let known = files[place] { return known }
    let result = try rules.file(path, try repository.object(blob).bytes)
    files[place] = .some(result)
    return result
  }

  // MARK: Rewriting

  /// Writes the new objects, in packs. `survey` has run.
  ///
  /// - Parameter finish: called with the new id of what HEAD names: what it returns takes that one's place, a commit on
  ///   top of it.
  package func run(
    stashes: [ObjectID] = [], head: String?,
    finish: (_ head: ObjectID, _ outcome: Outcome) throws(DaichoError) -> ObjectID
  ) throws(DaichoError) -> Outcome {
    let refs = try HistoryRewrite.refs(of: repository)
    let all = try commits(refs, stashes: stashes)
    let pack = try PackWriter(repository)
    self.pack = pack
    for (done, id) in all.enumerated() {
      if done % 64 == 0 { progress(done, all.count) }
      try rewrite(commit: id)
    }
    self.pack = nil
    try pack.finish()
    for id in stashes { outcome.stashes[id] = outcome.commits[id] ?? id }
    for (name, id) in refs {
      var new = HistoryRewrite.isNotes(name) ? try rewrite(notes: id) : try rewrite(target: id)
      if name == head { new = try finish(new, outcome) }
      if new != id { outcome.refs.append(Ref(name: name, old: id, new: new)) }
    }
    progress(all.count, all.count)
    return outcome
  }

  private func rewrite(commit id: ObjectID) throws(DaichoError) {
    var commit = RawCommit(try repository.object(id).bytes)
    var hasChanged = false
    let parents = commit.ids(of: "parent")
    let isFirst = parents.allSatisfy { outcome.commits[$0] == nil }
    if !isFirst {
      hasChanged = true
      commit.replaceIDs(of: "parent") { outcome.commits[$0] ?? $0 }
    }
    if let tree = commit.ids(of: "tree").first {
      let new = try rewrite(root: tree)
      if new != tree {
        hasChanged = true
        commit.replaceIDs(of: "tree") { _ in new }
      }
    }
    if let message = rules.message(commit.message) {
      hasChanged = true
      commit.message = message
    }
    guard hasChanged else { return }
    commit.message = renamed(commit.message)
    if commit.dropSignatures() { outcome.lostSignatures += 1 }
    outcome.commits[id] = try write(commit.bytes, GIT_OBJECT_COMMIT)
    if isFirst { outcome.firsts.append(id) }
  }

  /// With the new ids of commits that a message names in full: of what it reverts, for one.
  private func renamed(_ message: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    var start = 0
    while start < message.count {
      let end = message[start...].firstIndex { !HistoryRewrite.isHexadecimal($0) } ?? message.count
      let run = message[start..<end]
      if run.count == 40, let id = ObjectID(String(decoding: run, as: UTF8.self)), let new = outcome.commits[id] {
        out += new.description.utf8
      } else {
        out += run
      }
      if end < message.count { out.append(message[end]) }
      start = end + 1
    }
    return out
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
  }

  private func write(
    _ bytes: [UInt8], _ type: git_object_t, series: String? = nil
  ) throws(DaichoError) -> ObjectID {
    if let pack { return try pack.add(bytes, type, series: series) }
    return try repository.write(bytes, type)
  }

  /// A commit whose last file goes has an empty tree.
  private func rewrite(root: ObjectID) throws(DaichoError) -> ObjectID {
    if let tree = try rewrite(tree: root, "") { return tree }
    return try write([], GIT_OBJECT_TREE)
  }

  /// - Returns: `nil` where nothing is left in it.
  private func rewrite(tree: ObjectID, _ path: String) throws(DaichoError) -> ObjectID? {
    guard try isConcerned(tree: tree) else { return tree }
    let place = Place(id: tree, path: path)
    if let known = trees[place] { return known }
    var result = RawTree(try self.tree(tree))
    let old = result.entries
    result.entries.removeAll()
    var hasChanged = false
    for entry in old {
      let name = String(decoding: entry.name, as: UTF8.self)
      var new = entry
      if entry.isTree {
        guard let id = try rewrite(tree: entry.id, path + name + "/") else {
          hasChanged = true
          continue
        }
        new.id = id
        if let other = rules.folder(entry.name) { new.name = other }
      } else if try isConcerned(entry), let file = try file(entry.id, path + name) {
        guard let id = try blob(file, Place(id: entry.id, path: path + name)) else {
          hasChanged = true
          continue
        }
        (new.id, new.name) = (id, Array(file.name.utf8))
      }
      if new != entry { hasChanged = true }
      result.entries.append(new)
    }
    if hasChanged { result.separateNames(from: old) }
    var id: ObjectID? = tree
    if hasChanged {
      id = result.entries.isEmpty ? nil : try write(result.bytes, GIT_OBJECT_TREE, series: path)
    }
    trees[place] = .some(id)
    return id
  }

  private func blob(_ file: RewriteRules.File, _ place: Place) throws(DaichoError) -> ObjectID? {
    if let known = blobs[place] { return known }
    var id: ObjectID?
    if let bytes = file.bytes { id = try write(bytes, GIT_OBJECT_BLOB) }
    blobs[place] = .some(id)
    return id
  }

  /// What a ref names: a commit, a tag, a tree or a file.
  private func rewrite(target id: ObjectID) throws(DaichoError) -> ObjectID {
    if let new = outcome.commits[id] ?? tags[id] { return new }
    let object = try repository.object(id)
    switch object.type {
    case GIT_OBJECT_TREE: return try rewrite(root: id)
    case GIT_OBJECT_BLOB:
      guard let new = rules.message(object.bytes) else { return id }
      return try write(new, GIT_OBJECT_BLOB)
    case GIT_OBJECT_TAG:
      var tag = RawCommit(object.bytes)
      var hasChanged = false
      if let target = tag.ids(of: "object").first {
        let new = try rewrite(target: target)
        if new != target {
          hasChanged = true
          tag.replaceIDs(of: "object") { _ in new }
        }
      }
      if let message = rules.message(tag.message) {
        hasChanged = true
        tag.message = message
      }
      guard hasChanged else { return id }
      let isSigned = tag.dropSignatures()
      if tag.dropTagSignature() || isSigned { outcome.lostSignatures += 1 }
      let new = try write(tag.bytes, GIT_OBJECT_TAG)
      tags[id] = new
      return new
    default: return id
    }
  }

  // MARK: Notes

  /// Notes are files named after the commits they are about: those follow them to their new names.
  private func rewrite(notes tip: ObjectID) throws(DaichoError) -> ObjectID {
    var new: [ObjectID: ObjectID] = [:]
    for commit in try repository.commits(from: tip).reversed() {
      var raw = RawCommit(try repository.object(commit.id).bytes)
      raw.replaceIDs(of: "parent") { new[$0] ?? $0 }
      var changes: [TreeEditor.Change] = []
      for entry in try repository.entries(of: commit.tree) {
        var path = entry.path
        let name = path.filter { $0 != "/" }
        if let id = ObjectID(name), let other = outcome.commits[id] {
          var digits = other.description[...]
          path = entry.path.split(separator: "/", omittingEmptySubsequences: false).map { part in
            defer { digits = digits.dropFirst(part.count) }
            return String(digits.prefix(part.count))
          }.joined(separator: "/")
        }
        var id = entry.id
        if let bytes = rules.message(try repository.bytes(of: entry.id)) {
          id = try write(bytes, GIT_OBJECT_BLOB)
        }
        let components = path.split(separator: "/").map { Array($0.utf8) }
        changes.append(TreeEditor.Change(components: components[...], file: (id, entry.mode)))
      }
      let tree = try TreeEditor(repository: repository).write(changes, onto: nil)
      raw.replaceIDs(of: "tree") { _ in tree }
      if let message = rules.message(raw.message) { raw.message = message }
      let old = try repository.object(commit.id).bytes
      if raw.bytes == old { continue }
      if raw.dropSignatures() { outcome.lostSignatures += 1 }
      new[commit.id] = try write(raw.bytes, GIT_OBJECT_COMMIT)
    }
    return new[tip] ?? tip
  }
}
