import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// Finds every trace of a customer: in all versions of their record, in deals, inquiries, orders, events, journals,
  /// other records, messages of commits, tags and notes, on every branch and in stashes. Writes nothing.
  ///
  /// Errors: `not-a-person`, `erasure-impossible`, `uncommitted-edits`, `operation-in-progress`.
  package func planErasure(
    of found: FoundRecord, using generator: inout some RandomNumberGenerator
  ) throws(DaichoError) -> ErasurePlan {
    guard found.reference.kind == .customers else { throw .notAPerson(found.reference) }
    if past != nil { throw .pastIsReadOnly() }
    guard let repository, let history = historyIndex else { throw .noRepository(root) }
    try refuseToErase(repository)
    let stashes = repository.stashes
    let secret = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    var collection = ErasureCollection(
      workspace: self, repository: repository, history: history, stashes: stashes, found: found)
    var (person, shared) = try collection.person(secret: secret, using: &generator)
    person.visitors = try index.visitors(of: found.reference.id)
    let schemas = Dictionary(uniqueKeysWithValues: Kind.allCases.map { ($0, settings.schema($0)) })
    let eraser = Eraser(person, schemas: schemas)
    let rewrite = try HistoryRewrite(repository, rules(eraser)) { [self] done, total in
      index.progress?.progress(.lookingThroughHistory, done: done, of: total)
    }
    let survey = try rewrite.survey(stashes: stashes)
    index.progress?.progressEnded()
    return ErasurePlan(
      customer: found, token: person.token, ids: person.identities.map(\.id), strings: person.stringCount,
      files: survey.files.sorted { $0.key < $1.key }.map { (path: $0.key, versions: $0.value) },
      binaries: survey.removed.sorted(), commits: survey.commits, messages: survey.messages, refs: survey.refs,
      stashes: stashes.count, shared: shared, untracked: try untracked(naming: eraser, repository),
      remotes: try repository.remotes().map(\.name), person: person, rewrite: rewrite, eraser: eraser,
      head: try repository.head(), stashIDs: stashes)
  }

  /// The rules for a repository of which the workspace may be a folder: elsewhere files are nothing but text.
  func rules(_ eraser: Eraser) -> RewriteRules {
    let prefix = prefix
    return RewriteRules(
      concerns: eraser.concerns(_:), concernsName: eraser.concerns(name:),
      file: { path, bytes in
        let isInside = path.hasPrefix(prefix)
        // No kind of record is called so.
        let place = isInside ? String(path.dropFirst(prefix.count)) : "../" + path
        return eraser.file(place, bytes).map { file in
          let slash = file.path.utf8.lastIndex(of: UInt8(ascii: "/")).map { file.path.utf8.index(after: $0) }
          return RewriteRules.File(name: String(file.path[(slash ?? file.path.startIndex)...]), bytes: file.bytes)
        }
      }, folder: eraser.folder, message: eraser.message)
  }

  /// What keeps old objects, or would be lost, stands in the way.
  private func refuseToErase(_ repository: Repository) throws(DaichoError) {
    guard try repository.head().id != nil else { throw .nothingCommitted() }
    if let keeper = try repository.keepers().first { throw .erasureImpossible(keeper) }
    if let operation = repository.operation { throw .operationInProgress(operation.rawValue) }
    let changed = try repository.status().first { entry in
      entry.staged != nil || entry.isConflicted || (entry.workTree.map { $0 != .untracked } ?? false)
    }
    if let changed { throw .commitFirst(changed.path) }
  }

  private func untracked(
    naming eraser: Eraser, _ repository: Repository
  ) throws(DaichoError) -> [String] {
    let top = try topFolder(repository)
    return try repository.status().filter { $0.workTree == .untracked }.map(\.path).filter { path in
      guard let bytes = try? top.read(path).bytes else { return false }
      return bytes.withUnsafeBytes(eraser.holdsStrings(_:)) || eraser.concerns(name: path)
    }
  }
}

/// Gathers the strings of one person.
private struct ErasureCollection {
  let workspace: Workspace
  let repository: Repository
  let history: HistoryIndex
  let stashes: [ObjectID]
  let found: FoundRecord

  /// Names and parts of names, in any script.
  private var people: Set<String> = []
  private var values: Set<String> = []
  private var names: Set<String> = []
  private var emails: Set<String> = []
  private var phones: Set<String> = []
  private var systemIDs: Set<String> = []

  init(
    workspace: Workspace, repository: Repository, history: HistoryIndex, stashes: [ObjectID], found: FoundRecord
  ) {
    (self.workspace, self.repository, self.history) = (workspace, repository, history)
    (self.stashes, self.found) = (stashes, found)
  }

  mutating func person(
    secret: [UInt8], using generator: inout some RandomNumberGenerator
  ) throws(DaichoError) -> (person: ErasedPerson, shared: [String]) {
    let ids = try ids()
    for version in try versions(of: ids) {
      read(try repository.bytes(of: version.blob), path: version.path)
    }
    let keys = Set(ids.map(\.key))
    systemIDs = systemIDs.filter { !keys.contains(RecordID.key($0)) }
    let shared = try dropShared(keys)
    var taken: Set<String> = []
    try workspace.index.eachIdentifyingText { text in
      if text.field == "id", text.record.kind != .customers || !keys.contains(text.record.id.key) {
        taken.insert(text.record.id.key)
      }
    }
    taken.formUnion(workspace.settings.members.map { RecordID.key($0.id) })
    let identities = ids.map { id in
      ErasedPerson.Identity(
        .customers, id.text, token: ErasedPerson.token(using: &generator),
        isDistinct: ErasureCollection.isDistinct(id.text) && !taken.contains(id.key))
    }
    var person = ErasedPerson(identities: identities, secret: secret)
    person.emails = emails.sorted()
    person.phones = phones.sorted()
    person.systemIDs = systemIDs.sorted()
    person.names = names.sorted()
    person.values = values.subtracting(names).sorted()
    person.others = others.sorted()
    try link(&person, taken, using: &generator)
    return (person, shared)
  }

  /// Unlike any word: with a digit, a hyphen or letters of Japanese in it.
  private static func isDistinct(_ id: String) -> Bool {
    id.utf8.count >= 5
      && id.utf8.contains { $0 >= 0x80 || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
  }

  // MARK: Records

  /// Today's id first, then those it had, and those of records that were merged into it.
  private func ids() throws(DaichoError) -> [RecordID] {
    var ids = [found.reference.id]
    for change in try history.life(of: found.path) {
      for path in [change.path, change.oldPath].compactMap(\.self) {
        guard path.hasPrefix("\(Kind.customers.folder)/"), let id = RecordReader.id(ofFile: path), !ids.contains(id)
        else { continue }
        ids.append(id)
      }
    }
    for id in try history.earlierIDs(of: ids) where !ids.contains(id) {
      // Somebody else may have got an id that was given up.
      let present = try workspace.index.find("\(Kind.customers.folder)/\(id.text)", kinds: [.customers])
      if present.isEmpty || id == found.reference.id { ids.append(id) }
    }
    return ids
  }

  private func versions(of ids: [RecordID]) throws(DaichoError) -> Set<HistoryRewrite.Version> {
    let folder = workspace.repositoryPath("\(Kind.customers.folder)/")
    let keys = Set(ids.map(\.key))
    let walk = try HistoryRewrite(repository, RewriteRules.none)
    return try walk.versions(
      stashes: stashes, in: { $0.hasPrefix(folder) || folder.hasPrefix($0) },
      where: { path in
        guard path.hasPrefix(folder), path.hasSuffix(".md"), let id = RecordReader.id(ofFile: path) else {
          return false
        }
        return keys.contains(id.key)
      })
  }

  /// Deals and inquiries that are about the person, now or in any version of HEAD's history.
  private func link(
    _ person: inout ErasedPerson, _ taken: Set<String>, using generator: inout some RandomNumberGenerator
  ) throws(DaichoError) {
    var handles = Set(person.emails + person.systemIDs)
    for identity in person.identities {
      handles.formUnion([identity.id, "\(Kind.customers.folder)/\(identity.id)"])
    }
    var paths = try history.records(everOf: handles)
    for kind in [Kind.deals, .inquiries] {
      let references = try workspace.index.references(to: found.reference).filter { $0.source.kind == kind }
      paths.formUnion(references.map(\.path))
    }
    let parts = nameParts(person)
    for path in paths.sorted() {
      guard let kind = Kind(rawValue: String(path.prefix { $0 != "/" })), let id = RecordReader.id(ofFile: path)
      else { continue }
      person.linked.insert("\(kind.folder)/\(id.key)")
      if parts.contains(where: id.key.contains), !person.linkedIdentities.contains(where: { $0.names(path) }) {
        person.linkedIdentities.append(
          ErasedPerson.Identity(
            kind, id.text, token: ErasedPerson.token(using: &generator),
            isDistinct: ErasureCollection.isDistinct(id.text) && !taken.contains(id.key)))
      }
      for change in try history.life(of: path) {
        guard let blob = change.newBlob.flatMap({ ObjectID($0) }) else { continue }
        let bytes = try repository.bytes(of: blob)
        let customer = FrontMatter.parse(bytes, path: path).root?["customer"]?.text
        guard let customer, handles.contains(customer) || handles.contains(TextFolding.fold(customer)) else {
          continue
        }
        person.linkedEntries.formUnion(RecordVersion.read(bytes, path: path).entries.map(\.text))
      }
    }
  }

  /// Of which ids of records about the person are made: parts of their own ids and of their name, in any script.
  private func nameParts(_ person: ErasedPerson) -> Set<String> {
    let written = person.identities.map(\.id) + people + people.compactMap(Romaji.id(from:))
    let parts = written.flatMap { $0.split { !$0.isLetter } }.map { RecordID.key(String($0)) }
    return Set(parts.filter { $0.utf8.count >= 4 && $0.count >= 2 })
  }

  // MARK: Strings

  private mutating func read(_ bytes: [UInt8], path: String) {
    let matter = FrontMatter.parse(bytes, path: path)
    let schema = workspace.settings.schema(.customers)
    func texts(_ name: String) -> [String] {
      guard let node = matter.root?[name], let value = EditValue(node) else { return [] }
      return value.items.compactMap(\.text).filter { !$0.isEmpty }
    }
    for name in ["name", "kana", "family_name", "given_name"] { people.formUnion(texts(name)) }
    for given in texts("given_name") {
      for family in texts("family_name") {
        for name in ["\(family)\(given)", "\(family) \(given)", "\(given) \(family)"] { add(name: name) }
      }
    }
    for name in texts("name") + texts("kana") { add(name: name) }
    values.formUnion((texts("salutation") + texts("family_name") + texts("given_name")).filter { $0.count >= 2 })
    for entry in matter.entries {
      guard let value = EditValue(entry.value) else { continue }
      let type = schema[entry.key]?.type ?? .text
      add(value, entry.key, type, isOurs: schema[entry.key]?.isCustom == false)
    }
  }

  private mutating func add(_ value: EditValue, _ name: String, _ type: FieldType, isOurs: Bool) {
    switch (type.element, name) {
    case (.email, _): emails.formUnion(value.items.compactMap(\.text).map(TextFolding.fold))
    case (.phone, _): phones.formUnion(value.items.compactMap(\.text).map(TextFolding.phoneDigits))
    case (_, "ids"):
      for member in value.members ?? [] {
        systemIDs.formUnion(member.value.items.compactMap(\.text).map(TextFolding.fold))
      }
    case (_, "address"):
      for member in value.members ?? [] {
        guard let text = member.value.text else { continue }
        if member.name == "street", text.count >= 4 { names.insert(text) } else { values.insert(text) }
      }
    case (.anniversary, _), (.date, "birthday"): values.formUnion(value.items.compactMap(\.text))
    case (.text, _), (.multiline, _), (.url, _):
      if isOurs { return }
      for text in value.items.compactMap(\.text) where text.count >= 2 {
        // What looks like a name on some service is one; words are anybody's.
        let isHandle =
          text.utf8.count >= 6 && !text.contains(where: \.isWhitespace)
          && text.utf8.contains { (0x30...0x39).contains($0) || $0 == 0x40 || $0 == 0x2F }
        if isHandle { names.insert(text) } else { values.insert(text) }
      }
    default: return
    }
  }

  /// A full name in its usual forms. A short one could be a word of anybody's text.
  private mutating func add(name: String) {
    let parts = name.split(whereSeparator: \.isWhitespace).map(String.init)
    guard !parts.isEmpty else { return }
    let tight = parts.joined()
    let isLatin = name.utf8.allSatisfy { $0 < 0x80 }
    let isLong = isLatin ? parts.count > 1 && tight.count >= 5 || tight.count >= 8 : tight.count >= 3
    guard isLong else {
      if parts.count > 1 { names.insert(parts.joined(separator: " ")) }
      values.insert(name)
      return
    }
    names.formUnion([name, parts.joined(separator: " "), parts.joined(separator: "\u{3000}"), tight])
  }

  // MARK: Other people

  private var others: Set<String> = []

  /// What somebody else has too stays where it stands; a longer string of theirs that holds one of these stays whole.
  private mutating func dropShared(_ keys: Set<String>) throws(DaichoError) -> [String] {
    let ids = keys.map { PersonalText($0, .word, .find) }
    let all = (names.union(emails)).map { PersonalText($0, .none, .find) } + ids
    let finder = PersonalTexts(all)
    var (shared, longer): (Set<String>, Set<String>) = ([], [])
    let (names, emails, phones, systemIDs) = (names, emails, phones, systemIDs)
    let folded = Dictionary(grouping: names, by: { TextFolding.withoutSpaces(TextFolding.fold($0)) })
    func look(_ text: String, _ field: String) {
      let fold = TextFolding.fold(text)
      switch field {
      case "phone":
        let digits = TextFolding.phoneDigits(text)
        if phones.contains(digits) { shared.insert(digits) }
        return
      case "email" where emails.contains(fold): shared.insert(fold)
      case "name", "kana", "address.street":
        if let same = folded[TextFolding.withoutSpaces(fold)] { return shared.formUnion(same) }
      case _ where field.hasPrefix("ids."):
        if systemIDs.contains(fold) { shared.insert(fold) }
      default: break
      }
      if Array(text.utf8).withUnsafeBytes(finder.areIn) { longer.insert(text) }
    }
    try workspace.index.eachIdentifyingText { text in
      if text.record.kind == .customers, keys.contains(text.record.id.key) { return }
      // A deal that is called after the person goes with them.
      if text.field == "id", [.deals, .inquiries].contains(text.record.kind) { return }
      look(text.text, text.field)
    }
    for member in workspace.settings.members {
      if let name = member.name { look(name, "name") }
      if let email = member.email { look(email, "email") }
    }
    self.names.subtract(shared)
    self.emails.subtract(shared)
    self.phones.subtract(shared)
    self.systemIDs.subtract(shared)
    values.formUnion(shared)
    others = longer
    return shared.sorted()
  }
}
