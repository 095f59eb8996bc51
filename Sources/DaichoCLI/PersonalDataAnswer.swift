import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// Everything held on a person, for machines.
struct PersonalDataAnswer {
  /// Of the document's form: raised by whatever a reader of an older one would misread.
  static let version = 1

  private let data: PersonalData
  private let workspace: Workspace
  private let language: Language

  init(_ data: PersonalData, of workspace: Workspace, language: Language) {
    (self.data, self.workspace, self.language) = (data, workspace, language)
  }

  var json: JSONValue {
    let person = data.records.first.map { $0.found.reference }
    return .object([
      "version": .integer(PersonalDataAnswer.version), "workspace": .string(workspace.settings.name),
      "as_of": .string(workspace.moment.today.description),
      "currency": .string(workspace.settings.currency.code),
      "person": .optional(person?.description),
      "records": .array(data.records.map(record)),
      "reachable": .object(
        OrderedDictionary(
          data.channels.map { ($0.channel, .bool($0.isOpen)) }, uniquingKeysWith: { first, _ in first })),
      "bindings": .array(data.bindings.map(\.json)),
      "orders": .array(data.orders.map(line)),
      "events": .array(data.events.map(line)),
      "mails": .array(data.mails.map { $0.json(withText: false) }),
      "derived": derived,
      "segments": .array(
        data.segments.map { .object(["id": .string($0.id), "where": .string($0.rule)]) }),
      "scores": .array(data.scores.map(\.json)),
      "history": .array(data.history.map(\.json)),
      "mentions": .array(
        data.mentions.map { mention in
          .object([
            "record": .optional(HistoryIndex.reference(ofPath: mention.path)?.description),
            "file": .string(mention.path), "line": .integer(mention.line),
          ])
        }),
      "not_covered": .array(Wording.notCovered(data).map { .string($0(language)) }),
    ])
  }

  private func record(_ held: HeldRecord) -> JSONValue {
    var object: OrderedDictionary<String, JSONValue> = [
      "relation": .string(held.relation.rawValue), "kind": .string(held.found.reference.kind.folder),
      "id": .string(held.found.reference.id.text), "path": .string(held.found.path),
      "readable": .bool(held.isReadable),
    ]
    for (column, cell) in held.fields where !["id", "path"].contains(column.key) {
      RecordView.insert(cell, at: column.key.split(separator: ".")[...], into: &object)
    }
    object["log"] = .array(held.log.filter { !$0.isTask }.map(RecordView.entry))
    object["tasks"] = .array(held.log.filter(\.isTask).map(RecordView.task))
    object["text"] = .string(held.prose)
    return .object(object)
  }

  private func line(_ held: HeldLine) -> JSONValue {
    var object: OrderedDictionary<String, JSONValue> = [
      "file": .string(held.place.path), "file_line": .integer(held.place.line),
      "superseded": .bool(held.place.isSuperseded),
    ]
    for (name, value) in held.values where object[name] == nil { object[name] = value }
    return .object(object)
  }

  private var derived: JSONValue {
    var object: OrderedDictionary<String, JSONValue> = [:]
    for (column, cell) in data.metrics {
      RecordView.insert(cell, at: column.key.split(separator: ".")[...], into: &object)
    }
    return .object(object)
  }
}
