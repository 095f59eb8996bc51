import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation
import OrderedCollections

extension Workspace {
  /// Forgets a person: rewrites history so that no reachable object holds a string of theirs, and removes the old one
  /// from this repository. The work tree, the index, stashes, journals outside of git and caches follow.
  ///
  /// All branches move at one instant. A crash before it leaves the old history whole, one after it the new, and the
  /// next command that writes finishes what is left.
  ///
  /// Errors: those of `planErasure`, `no-key` and others of the key, `head-moved`, `ref-moved`, `ref-locked`.
  package func erase(
    _ plan: ErasurePlan, _ options: ErasureOptions, keys: KeyStore
  ) throws(DaichoError) -> Erasure {
    guard let repository else { throw .noRepository(root) }
    let key = try keyRing(from: keys).current
    return try WriterLock.hold(.keeping, in: repository.gitDirectory) { () throws(DaichoError) in
      try WriterLock.hold(in: repository.gitDirectory) { () throws(DaichoError) in
        try finish(repository)
        guard try repository.head() == plan.head else { throw .movedSincePlan() }
        if let campaign = sendUnderWay(repository) { throw .sendUnderWay(campaign) }
        return try eraseLocked(plan, options, key, repository)
      }
    }
  }

  /// A campaign whose journal somebody is writing right now.
  private func sendUnderWay(_ repository: Repository) -> String? {
    let folder = repository.commonDirectory + "daicho/sends/"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().first { $0.hasSuffix(".lock") && SendLock.holder(of: folder + $0) != nil }
      .map { String($0.dropLast(5)) }
  }

  private func eraseLocked(
    _ plan: ErasurePlan, _ options: ErasureOptions, _ key: WorkspaceKey, _ repository: Repository
  ) throws(DaichoError) -> Erasure {
    guard let old = plan.head.id else { throw .nothingCommitted() }
    if let copy = options.copy {
      index.progress?.progress(.writingCopy, done: 0, of: 1)
      try repository.writeBundle(to: copy.path, roots: plan.stashIDs)
      try KeptCopies(repository).add(path: copy.path, deleteBy: copy.deleteBy)
      index.progress?.progressEnded()
    }
    var commit: ObjectID?
    let outcome = try plan.rewrite.run(stashes: plan.stashIDs, head: plan.head.ref) {
      head, outcome throws(DaichoError) in
      let new = try self.tombstoneCommit(plan, options, key, outcome, onto: head, repository)
      commit = new
      return new
    }
    index.progress?.progressEnded()
    guard let commit else { throw .nothingCommitted() }
    let map = try saveMap(outcome, plan.token, old: old, new: commit, repository)
    let pending = PendingErasure(
      person: plan.person, refs: outcome.refs, head: .init(old: old, new: commit), branch: plan.head.ref,
      stashes: outcome.stashes.map { .init(old: $0.key, new: $0.value) })
    try pending.save(in: repository.gitDirectory)
    do throws(DaichoError) {
      try RefSwitch(repository).run(outcome.refs)
    } catch {
      if try !RefSwitch(repository).isDone(outcome.refs) {
        PendingErasure.remove(from: repository.gitDirectory)
        throw error
      }
    }
    try settle(pending, repository)
    return Erasure(
      token: plan.token, commit: commit.description, rewritten: outcome.commits.count,
      lostSignatures: outcome.lostSignatures, map: map, leftovers: try leftovers(plan.eraser),
      remotes: plan.remotes, copy: options.copy?.path)
  }

  /// Takes the hashes of somebody who came back out of force. What was erased stays so.
  ///
  /// - Parameter typed: an address, a phone number or an id that was theirs, or their token.
  ///
  /// Errors: `not-forgotten`.
  package func liftErasure(
    of typed: String, reason: String?, by member: String?, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    guard let token = try tombstones().token(typed: typed) else { throw .notForgotten() }
    var members: EventLines.Members = ["id": .null]
    members["at"] = .string(moment.zone.timestamp(moment.seconds * 1000))
    members["kind"] = .string(Tombstones.kind)
    members["customer"] = .string(token)
    members["lifted"] = .string(token)
    if let reason, !reason.isEmpty { members["reason"] = .string(reason) }
    members["via"] = .string("hand")
    if let member { members["by"] = .string(member) }
    members["id"] = .string(EventLines.id(made: "lift", of: members))
    let message = CommitMessage(
      "forget", RecordID(token).map { [Reference(.customers, $0)] } ?? [], "lifted")
    return try record([append([members])], as: message, dryRun: dryRun)
  }

  // MARK: The commit

  /// On top of the new history: the line by which the person is known again, and what is kept by law.
  private func tombstoneCommit(
    _ plan: ErasurePlan, _ options: ErasureOptions, _ key: WorkspaceKey, _ outcome: HistoryRewrite.Outcome,
    onto head: ObjectID, _ repository: Repository
  ) throws(DaichoError) -> ObjectID {
    let journals = try self.journals(plan, repository)
    var members: EventLines.Members = ["id": .string("erasure-\(plan.token)")]
    members["at"] = .string(moment.zone.timestamp(moment.seconds * 1000))
    members["kind"] = .string(Tombstones.kind)
    members["customer"] = .string(plan.token)
    members["token"] = .string(plan.token)
    members["key"] = .string(key.fingerprint)
    members["hashes"] = .array(
      Tombstones.hashes(of: plan.person, messages: journals.messages, key: key).map(JSONValue.string))
    members["old_commits"] = .array(outcome.firsts.map { .string($0.description) })
    var commits: OrderedDictionary<String, JSONValue> = [:]
    for id in journals.commits.sorted() {
      if let old = ObjectID(id), let new = outcome.commits[old] { commits[id] = .string(new.description) }
    }
    if !commits.isEmpty { members["commits"] = .object(commits) }
    if let reason = options.reason, !reason.isEmpty { members["reason"] = .string(plan.eraser.text(reason)) }
    if let until = options.keepProofUntil { members["proof_until"] = .string(until.description) }
    members["via"] = .string("hand")
    if let member = options.member { members["by"] = .string(member) }
    var lines = EventLines()
    lines.add(members, id: "erasure-\(plan.token)")
    let path = repositoryPath("events/\(moment.today.description.prefix(7)).jsonl")
    let tree = try repository.tree(of: head)
    func present(_ path: String) throws(DaichoError) -> [UInt8]? {
      guard let entry = try repository.entry(at: path, in: tree) else { return nil }
      return try repository.bytes(of: entry.id)
    }
    var files = [path: lines.merged(into: try present(path))]
    if let until = options.keepProofUntil, let (path, bytes) = try proof(plan, until, present) {
      files[path] = bytes
    }
    let message = CommitMessage(
      "forget", RecordID(plan.token).map { [Reference(.customers, $0)] } ?? [], "erased")
    return try repository.write(
      files, onto: head, message: message.text, author: try signature(.author, repository),
      committer: try signature(.committer, repository))
  }

  /// The record's shell with the consents as they were written, and the address they were given for.
  private func proof(
    _ plan: ErasurePlan, _ until: CalendarDate, _ present: (String) throws(DaichoError) -> [UInt8]?
  ) throws(DaichoError) -> (String, [UInt8])? {
    let slash = plan.customer.path.lastIndex(of: "/").map { plan.customer.path[...$0] } ?? ""
    let path = "\(slash)\(plan.token).md"
    guard let shell = try present(repositoryPath(path)) else { return nil }
    let record = try open(plan.customer)
    let matter = FrontMatter.parse(record.bytes, path: record.path)
    guard let consent = matter.root?["consent"].flatMap(EditValue.init), let field = FieldPath("consent"),
      let kept = FieldPath("kept_by_law")
    else { return nil }
    var members = [EditValue.Member("until", .text(until.description))]
    if let email = record.record.value("email")?.items.first?.plainText {
      members.append(EditValue.Member("email", .text(email)))
    }
    let schema = settings.schema(.customers)
    let bytes = try FieldEditor.apply(
      [.set(field, consent), .set(kept, .object(members))], to: shell, path: path, schema: schema)
    return (repositoryPath(path), bytes)
  }

  /// What the journals of HEAD and their twins name: the commits that mails were sent from, and this person's mails.
  private func journals(
    _ plan: ErasurePlan, _ repository: Repository
  ) throws(DaichoError) -> (commits: Set<String>, messages: [MessageKey]) {
    var commits: Set<String> = []
    var messages: Set<MessageKey> = []
    func take(_ records: [SendRecord]) {
      for record in records {
        if let commit = record.commit { commits.insert(commit) }
        guard let handle = record.customer ?? record.address, plan.person.isTheirs(handle) else { continue }
        let key = record.messageID.flatMap { MessageKey($0.drop { $0 == "<" }.prefix { $0 != "@" }) }
        if let key { messages.insert(key) }
      }
    }
    for path in try index.journalPaths() {
      _ = try SendsLedger.read(try folder.stream(path), path: path) { take($0) }
    }
    let folder = repository.commonDirectory + "daicho/sends/"
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".jsonl") {
      _ = try SendsLedger.read(try FileStream(at: folder + name), path: name) { take($0) }
    }
    // What earlier erasures have renamed is renamed once more.
    commits.formUnion(try tombstones().commits.values)
    return (commits, messages.sorted { $0.description < $1.description })
  }

  /// For tickets and letters that name a commit: `OLD NEW` a line, outside of the register.
  private func saveMap(
    _ outcome: HistoryRewrite.Outcome, _ token: String, old: ObjectID, new: ObjectID, _ repository: Repository
  ) throws(DaichoError) -> String {
    let folder = repository.commonDirectory + "daicho/erasures/"
    let path = "\(folder)\(token).map"
    var commits = outcome.commits
    if commits[old] == nil { commits[old] = old }
    let lines = commits.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch { throw .journalUnwritable(path, "\(error.localizedDescription)") }
    return path
  }

  // MARK: After the branches have moved

  /// Finishes an erasure whose branches have moved, or drops one whose have not.
  func finishErasure(_ repository: Repository) throws(DaichoError) {
    guard let pending = PendingErasure.load(from: repository.gitDirectory) else {
      return PendingErasure.remove(from: repository.gitDirectory)
    }
    try RefSwitch(repository).sweep()
    guard try RefSwitch(repository).isDone(pending.refs.filter { $0.name == pending.branch }) else {
      return PendingErasure.remove(from: repository.gitDirectory)
    }
    try settle(pending, repository)
    recovered.append(try repository.commit(pending.head.new).subject)
  }

  private func settle(_ pending: PendingErasure, _ repository: Repository) throws(DaichoError) {
    let schemas = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, settings.schema($0)) })
    let eraser = Eraser(pending.person, schemas: schemas)
    if !pending.isWorkTreeDone {
      if try repository.head().ref == pending.branch { try bringWorkTree(pending, repository) }
      var done = pending
      done.isWorkTreeDone = true
      try done.save(in: repository.gitDirectory)
    }
    try rewriteOutside(eraser, repository)
    let stashes = Dictionary(
      pending.stashes.map { ($0.old, $0.new) }, uniquingKeysWith: { first, _ in first })
    try repository.forgetOldNames(stashes: stashes, message: eraser.message)
    try repository.repackReachable(roots: Array(stashes.values)) { [self] done, total in
      index.progress?.progress(.repacking, done: done, of: total)
    }
    index.progress?.progressEnded()
    WorkspaceIndex.removeCaches(of: root)
    PendingErasure.remove(from: repository.gitDirectory)
  }

  /// The files of HEAD as they are now, in the work tree and in the index.
  private func bringWorkTree(_ pending: PendingErasure, _ repository: Repository) throws(DaichoError) {
    let (old, new) = (pending.head.old, pending.head.new)
    let changes = try repository.changes(from: repository.tree(of: old), to: repository.tree(of: new))
    let top = try topFolder(repository)
    var files: [PendingMerge.File] = []
    for change in changes {
      // Removals first: a file may take the name of a folder that goes.
      let present = try bytes(of: change.path, in: top)
      files.append(
        PendingMerge.File(
          path: change.path,
          old: try present.map { bytes throws(DaichoError) in
            try Repository.blobID(of: bytes).description
          }, new: change.new, isExecutable: (change.newMode ?? change.oldMode) == .executable))
    }
    files.sort { ($0.new == nil ? 0 : 1, $0.path) < ($1.new == nil ? 0 : 1, $1.path) }
    let commit = PreparedCommit(
      id: new, parent: old, ref: pending.branch, reflogMessage: "forget",
      indexChanges: changes.compactMap { change in
        (change.newMode ?? change.oldMode).map { mode in
          PreparedCommit.IndexChange(path: change.path, old: change.old, new: change.new, mode: mode)
        }
      })
    try carryOut(PendingMerge(files: files, commit: commit), repository)
  }

  /// What daicho keeps beside git's objects: twins of journals, events that wait, its own notes.
  private func rewriteOutside(_ eraser: Eraser, _ repository: Repository) throws(DaichoError) {
    let directory = repository.gitDirectory
    for name in ["daicho-returns.jsonl", "daicho-returns-taken.jsonl"] {
      try rewrite(directory + name, as: "events/\(name)", eraser)
    }
    for folder in ["daicho/sends/", "daicho/"] {
      let base = repository.commonDirectory + folder
      for name in (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? [] {
        try rewrite(base + name, as: name.hasSuffix(".jsonl") ? "sends/\(name)" : name, eraser)
      }
    }
  }

  private func rewrite(_ path: String, as place: String, _ eraser: Eraser) throws(DaichoError) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      let data = FileManager.default.contents(atPath: path),
      let file = eraser.file(place, Array(data)), let bytes = file.bytes
    else { return }
    try PrivateFile.replace(path, with: bytes)
  }

  /// Objects that hold a string of theirs all the same: told, never hidden.
  private func leftovers(_ eraser: Eraser) throws(DaichoError) -> Int {
    // Opened anew: who has had a pack open goes on reading it after it is removed.
    guard let repository = try Repository.discover(from: root) else { throw .noRepository(root) }
    var count = 0
    try repository.eachStoredObject { _, bytes in
      if eraser.holdsStrings(bytes) { count += 1 }
      return true
    }
    return count
  }
}

/// Safety copies of old histories that this repository's owner has asked for: where they are, and until when they
/// may be.
package struct KeptCopies {
  package struct Copy: Codable, Sendable {
    /// Absolute.
    package let path: String
    package let deleteBy: String
  }

  private let path: String

  init(_ repository: Repository) { path = repository.commonDirectory + "daicho/copies.json" }

  /// Those that are still there.
  package var present: [Copy] {
    all.filter { FileManager.default.fileExists(atPath: $0.path) }
  }

  private var all: [Copy] {
    FileManager.default.contents(atPath: path).flatMap { try? JSONDecoder().decode([Copy].self, from: $0) }
      ?? []
  }

  func add(path copy: String, deleteBy: CalendarDate) throws(DaichoError) {
    let folder = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex))
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    try Journal.write(present + [Copy(path: copy, deleteBy: deleteBy.description)], to: path)
  }
}

extension Workspace {
  /// Safety copies of the time before an erasure that are still where they were written.
  package var keptCopies: [KeptCopies.Copy] { repository.map { KeptCopies($0).present } ?? [] }
}
