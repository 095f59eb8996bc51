import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoQuery

/// What the columns of a sheet are to the register, by the dotted names that `list` gives them.
struct SheetColumns {
  enum Meaning: Sendable {
    /// Finds the record.
    case id
    case field(FieldPath, FieldType?)
    /// The text of a new record, below its fields.
    case body
    /// Dated consents as JSON: what the record does not have yet is added.
    case consent
    /// What daicho computes, or what says where the record is.
    case computed
    case unknown
  }

  struct Column {
    let name: String
    let meaning: Meaning
  }

  let kind: Kind
  let columns: [Column]

  init(_ names: [String], kind: Kind, settings: WorkspaceSettings, namesInFiles: [String]) {
    self.kind = kind
    let schema = settings.schema(kind)
    let metrics = Vocabulary(settings: settings).entity(kind).fields
    columns = names.map { name in
      Column(
        name: name,
        meaning: SheetColumns.meaning(
          name, schema, isInFiles: namesInFiles.contains(name), isMetric: metrics[name] != nil))
    }
  }

  private static func meaning(
    _ name: String, _ schema: KindSchema, isInFiles: Bool, isMetric: Bool
  ) -> Meaning {
    switch name {
    case "id": return .id
    case "kind", "path": return .computed
    case "body" where schema["body"] == nil: return .body
    case "currency" where schema["currency"] == nil: return .computed
    case "consent" where schema.kind == .customers: return .consent
    default: break
    }
    guard let path = FieldPath(name) else { return .unknown }
    switch Workspace.type(of: path, in: schema) {
    case .structure?, .list(.object)?, .list(.structure)?: return .computed
    case .object?: return .unknown
    case .map?: return .field(path, .map(.text))
    case let type?: return .field(path, type)
    case nil: break
    }
    if isInFiles { return .field(path, nil) }
    // `consent.email`, `orders.count`, `company.name`
    let isOfReference: Bool =
      if path.names.count > 1, case .reference? = schema[path.names[0]]?.type { true } else { false }
    return isMetric || isOfReference || path.names[0] == "consent" ? .computed : .unknown
  }

  /// Whether these are our names for things: something that records are known by is among them, and no more
  /// than a third is unknown.
  var isOurs: Bool {
    let known: Set<String> = ["id", "email", "sku", KindSchema.builtIn(kind).titleField]
    let unknown = columns.count { if case .unknown = $0.meaning { true } else { false } }
    return columns.contains { known.contains($0.name) } && unknown * 3 <= columns.count
  }

  var hasID: Bool { columns.contains { $0.name == "id" } }

  var ignored: (computed: [String], unknown: [String]) {
    var (computed, unknown): ([String], [String]) = ([], [])
    for column in columns {
      switch column.meaning {
      case .computed where !["kind", "path"].contains(column.name): computed.append(column.name)
      case .unknown where !column.name.isEmpty: unknown.append(column.name)
      default: continue
      }
    }
    return (computed, unknown)
  }
}

extension Workspace {
  /// What `list --excel` shows of a kind: its id, and every field that a cell can hold and an import takes
  /// back.
  package func sheetColumns(_ kind: Kind) throws(DaichoError) -> [String] {
    var names = ["id"]
    let inFiles = try index.namesInFiles(kind)
    for definition in settings.schema(kind).fields {
      switch definition.type {
      case .structure, .list(.object), .list(.structure): continue
      case .object(let members): names += members.map { "\(definition.name).\($0.name)" }
      case .map: names += inFiles.filter { $0.hasPrefix(definition.name + ".") }
      default: names.append(definition.name)
      }
    }
    return names + inFiles.filter { !names.contains($0) }
  }
}
