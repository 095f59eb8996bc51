import DaichoFiles
import DaichoIndex
import DaichoModel

/// Makes ids of what a file calls the records it refers to.
struct ReferenceResolver {
  /// A company that was not there.
  struct NewCompany {
    let reference: Reference
    let path: String
    let bytes: [UInt8]
  }

  private let workspace: Workspace
  /// Of a file from elsewhere a company that nobody knows is made, and no other record is left dangling.
  private let isForeign: Bool
  private var people: PersonMatching?
  private var keys: [Kind: Set<String>] = [:]
  private var names: [Kind: [String: FoundRecord]] = [:]
  private var naming: RecordNaming?
  private var companies: [String: (id: RecordID, name: String)] = [:]
  private var order: [String] = []

  init(_ workspace: Workspace, isForeign: Bool) {
    self.workspace = workspace
    self.isForeign = isForeign
  }

  mutating func resolved(
    _ value: EditValue, _ field: IncomingRecord.Field, line: Int, _ refuse: (CellProblem) -> Void
  ) throws(DaichoError) -> EditValue? {
    guard case .reference(let kind)? = field.type?.element else { return value }
    return try resolved(value, kind, column: field.column, line: line, refuse)
  }

  /// Without references that only name what is there by another name.
  mutating func news(
    among differences: [FieldDifference], _ schema: KindSchema
  ) throws(DaichoError) -> [FieldDifference] {
    var news: [FieldDifference] = []
    for difference in differences {
      if case .set(let path, .text(let text)) = difference.edit,
        case .reference(let kind)? = Workspace.type(of: path, in: schema)
      {
        let known = try id(of: text, kind, makes: false)
        // Of a file from elsewhere, a company that is not there yet will be.
        if known == difference.old, known != nil || kind != .companies { continue }
      }
      news.append(difference)
    }
    return news
  }

  mutating func resolved(
    _ difference: FieldDifference, _ schema: KindSchema, line: Int, _ refuse: (CellProblem) -> Void
  ) throws(DaichoError) -> FieldEdit? {
    guard case .set(let path, let value) = difference.edit,
      case .reference(let kind)? = Workspace.type(of: path, in: schema)?.element
    else { return difference.edit }
    return try resolved(value, kind, column: difference.column, line: line, refuse).map { .set(path, $0) }
  }

  private mutating func resolved(
    _ value: EditValue, _ kind: Kind, column: String, line: Int, _ refuse: (CellProblem) -> Void
  ) throws(DaichoError) -> EditValue? {
    switch value {
    case .text(let text):
      if let id = try id(of: text, kind) { return .text(id) }
      refuse(CellProblem(line: line, column: column, message: .notFoundByName(text, kind)))
      return nil
    case .list(let items):
      var ids: [EditValue] = []
      for item in items {
        if let id = try resolved(item, kind, column: column, line: line, refuse) { ids.append(id) }
      }
      return .list(ids)
    case .object: return value
    }
  }

  /// The id that `text` is, or that of the record with this name. An id that is not there yet may come with
  /// another file; `check` says so until then.
  private mutating func id(
    of text: String, _ kind: Kind, makes: Bool = true
  ) throws(DaichoError) -> String? {
    let read = RecordID(text)
    if let read, try key(read, kind) { return read.text }
    let name = kind == .companies ? TextFolding.companyName(text) : TextFolding.fold(text)
    if names[kind] == nil {
      names[kind] = try workspace.index.records(kind, byField: KindSchema.builtIn(kind).titleField)
    }
    if kind == .customers, text.contains("@") {
      if people == nil { people = try PersonMatching(workspace.index) }
      if let id = try people?.id(ofAddress: text) { return id }
    }
    if let found = names[kind]?[name] { return found.reference.id.text }
    if kind == .companies, isForeign { return makes ? try company(text, key: name) : nil }
    return isForeign ? nil : read?.text
  }

  private mutating func key(_ id: RecordID, _ kind: Kind) throws(DaichoError) -> Bool {
    if keys[kind] == nil { keys[kind] = try workspace.index.takenKeys(kind) }
    return keys[kind]?.contains(id.key) ?? false
  }

  private mutating func company(_ name: String, key: String) throws(DaichoError) -> String? {
    if let made = companies[key] { return made.id.text }
    if naming == nil { naming = try RecordNaming(.companies, index: workspace.index, expected: 0) }
    guard let id = naming?.name(from: [key, name]) else { return nil }
    companies[key] = (id, name)
    order.append(key)
    return id.text
  }

  func newCompanies() throws(DaichoError) -> [NewCompany] {
    guard let naming else { return [] }
    let schema = workspace.settings.schema(.companies)
    return try order.compactMap { companies[$0] }.map { company throws(DaichoError) in
      var fields: [(FieldPath, EditValue)] = []
      if let path = FieldPath("name") { fields.append((path, .text(company.name))) }
      if let path = FieldPath("created") {
        fields.append((path, .text(workspace.moment.today.description)))
      }
      let bytes = try FieldEditor.newRecord(kind: .companies, schema: schema, fields: fields, body: [])
      return NewCompany(
        reference: Reference(.companies, company.id), path: naming.path(of: company.id), bytes: bytes)
    }
  }
}
