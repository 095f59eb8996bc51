import DaichoModel

extension Eraser {
  func record(_ kind: Kind, _ path: String, _ bytes: [UInt8]) -> [UInt8] {
    if let identity = person.identities.first(where: { $0.names(path) }) {
      return shell(bytes, path, kind, [("name", identity.token)])
    }
    guard kind == .deals || kind == .inquiries else { return text(repointed(bytes, path, kind)) }
    let schema = schemas[kind] ?? .builtIn(kind)
    if let customer = FrontMatter.parse(bytes, path: path).root?["customer"]?.text,
      let token = person.token(of: customer)
    {
      return shell(bytes, path, kind, [(schema.titleField, Eraser.nothing), ("customer", token)])
    }
    guard let id = RecordReader.id(ofFile: path), person.linked.contains("\(kind.folder)/\(id.key)") else {
      return text(repointed(bytes, path, kind))
    }
    return text(repointed(withoutWords(bytes, path), path, kind))
  }

  // MARK: What is left

  /// Built-in fields of text and dates that say how business went, and not who somebody is.
  private static let kept: [Kind: Set<String>] = [
    .customers: ["source", "language", "created", "subscription", "consent", "address"],
    .deals: ["currency", "close", "created", "source", "lost_reason"],
    .inquiries: ["channel", "priority", "opened", "resolved", "created"],
  ]

  /// Members of built-in fields that are kept with them.
  private static let keptMembers: [String: Set<String>] = [
    "address": ["region", "country"], "consent": ["channel", "granted", "withdrawn", "basis"],
  ]

  private func shell(
    _ bytes: [UInt8], _ path: String, _ kind: Kind, _ given: [(name: String, value: String)]
  ) -> [UInt8] {
    let schema = schemas[kind] ?? .builtIn(kind)
    let matter = FrontMatter.parse(bytes, path: path)
    var fields: [(FieldPath, EditValue)] = given.compactMap { field in
      FieldPath(field.name).map { ($0, .text(field.value)) }
    }
    let minimum = fields
    for entry in matter.entries where !given.contains(where: { $0.name == entry.key }) {
      guard let path = FieldPath(names: [entry.key]), let value = EditValue(entry.value),
        let left = left(of: value, entry.key, schema)
      else { continue }
      fields.append((path, left))
    }
    let body = matter.isReadable ? log(bytes, path) : []
    for fields in [fields, minimum] {
      let written = Result { () throws(DaichoError) in
        try FieldEditor.newRecord(kind: kind, schema: schema, fields: fields, body: body)
      }
      if case .success(let written) = written { return written }
    }
    return Array("---\n".utf8) + given.flatMap { Array("\($0.name): \($0.value)\n".utf8) } + Array("---\n".utf8)
  }

  private func left(of value: EditValue, _ name: String, _ schema: KindSchema) -> EditValue? {
    guard let field = schema[name] else { return nil }
    if name == "ids" { return otherIDs(value) }
    if !field.isCustom, let members = Eraser.keptMembers[name] {
      let items = value.items.compactMap { item -> EditValue? in
        let left = item.members?.filter { members.contains($0.name) } ?? []
        return left.isEmpty ? nil : scrubbed(.object(left))
      }
      guard let first = items.first else { return nil }
      return field.type.isList ? .list(items) : first
    }
    let isKept = !field.isCustom && Eraser.kept[schema.kind]?.contains(name) == true
    return isKept || Eraser.isClosed(field.type) ? scrubbed(value) : nil
  }

  /// Ids of records that this one was, which ledgers may name.
  private func otherIDs(_ value: EditValue) -> EditValue? {
    let members = (value.members ?? []).compactMap { member -> EditValue.Member? in
      guard let text = member.value.text,
        let identity = person.identities.first(where: { RecordID.key($0.id) == RecordID.key(text) })
      else { return nil }
      return EditValue.Member(member.name, .text(identity.token))
    }
    return members.isEmpty ? nil : .object(members)
  }

  /// Types whose values nobody can write their own words into.
  private static func isClosed(_ type: FieldType) -> Bool {
    switch type {
    case .choice, .boolean, .prohibition, .integer, .decimal, .money, .percent, .duration, .member, .pipeline, .stage,
      .reference, .anyReference, .tags, .sender:
      true
    case .list(let element): isClosed(element)
    default: false
    }
  }

  private func scrubbed(_ value: EditValue) -> EditValue {
    switch value {
    case .text(let text): .text(person.token(of: text) ?? self.text(text))
    case .list(let items): .list(items.map(scrubbed))
    case .object(let members): .object(members.map { EditValue.Member($0.name, scrubbed($0.value)) })
    }
  }

  // MARK: Logs

  private func log(_ bytes: [UInt8], _ path: String) -> [UInt8] {
    let entries = RecordVersion.read(bytes, path: path).entries
    guard !entries.isEmpty else { return [] }
    return Array("\n## Log\n\n".utf8) + entries.flatMap { Array((line($0.log) + "\n").utf8) }
  }

  /// When, how and by whom; not what.
  private func line(_ entry: LogEntry) -> String {
    for members in [entry.members.map(\.typed), []] {
      let draft = Result { () throws(DaichoError) in
        if entry.isTask {
          return try LogEntryDraft.task(
            due: entry.date, at: entry.minute, members: members, text: Eraser.nothing, isDone: entry.isDone)
        }
        return try LogEntryDraft.entry(
          on: entry.date, at: entry.minute, entry.channel ?? .note, entry.direction, members: members,
          text: Eraser.nothing)
      }
      if case .success(let draft) = draft { return "- " + draft.lines.joined(separator: " ") }
    }
    return "- \(entry.date) note: \(Eraser.nothing)"
  }

  /// A record that is somebody else's by now, or was nobody's yet: what it says of them goes.
  private func withoutWords(_ bytes: [UInt8], _ path: String) -> [UInt8] {
    let edits = RecordVersion.read(bytes, path: path).entries.filter { person.linkedEntries.contains($0.text) }
    return bytes.replacing(edits.map { ($0.log.range, Array((line($0.log) + "\n").utf8)) })
  }

  // MARK: References

  /// Fields that name the person name the token; all else as it is.
  private func repointed(_ bytes: [UInt8], _ path: String, _ kind: Kind) -> [UInt8] {
    let matter = FrontMatter.parse(bytes, path: path)
    guard matter.isReadable else { return bytes }
    let schema = schemas[kind] ?? .builtIn(kind)
    var edits: [(Range<Int>, [UInt8])] = []
    for entry in matter.entries {
      guard let type = schema[entry.key]?.type.element else { continue }
      switch type {
      case .reference(.customers), .anyReference: break
      default: continue
      }
      for node in entry.value.items ?? [entry.value] {
        guard let text = node.text, let token = person.token(of: text) else { continue }
        let folder = "\(Kind.customers.folder)/"
        edits.append((node.range, Array(((text.hasPrefix(folder) ? folder : "") + token).utf8)))
      }
    }
    return edits.isEmpty ? bytes : bytes.replacing(edits)
  }
}
