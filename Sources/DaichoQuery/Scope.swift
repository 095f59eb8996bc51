import DaichoModel

/// The names that can be used at a place of a filter: those of a record, or of the items of a collection.
struct Scope: Sendable {
  var entity: QueryEntity?
  var collection: QueryCollection?

  func collection(named name: String) -> QueryCollection? {
    guard let entity else { return nil }
    return entity.collections[name] ?? entity.collections[Lexer.key(name)]
  }

  var collectionNames: [String] { entity.map { Array($0.collections.keys) } ?? [] }

  /// The field of this name, over references where the name is dotted.
  func field(named name: String, level: Int, in schema: QuerySchema) -> FieldAccess? {
    if let field = known(name, collection?.fields) ?? known(name, entity?.fields) {
      return FieldAccess(field: field, level: level)
    }
    var references = entity?.references ?? [:]
    if let own = collection?.references { references.merge(own) { _, own in own } }
    return Scope.follow(name, references, level: level, hops: [], in: schema)
  }

  func unknownField(named name: String, level: Int) -> FieldAccess? {
    let field = collection?.unknownField?(name) ?? entity?.unknownField?(name)
    return field.map { FieldAccess(field: $0, level: level) }
  }

  var fieldNames: [String] {
    (collection.map { Array($0.fields.keys) } ?? []) + (entity.map { Array($0.fields.keys) } ?? [])
  }

  func referenceNames(in schema: QuerySchema) -> [String] {
    var references = entity?.references ?? [:]
    if let own = collection?.references { references.merge(own) { _, own in own } }
    return references.flatMap { name, reference in
      (schema.entities[reference.entity]?.fields.keys.map { "\(name).\($0)" }) ?? []
    }
  }

  private static let maxHops = 4

  private static func follow(
    _ name: String, _ references: [String: QueryReference], level: Int, hops: [FieldAccess.Hop],
    in schema: QuerySchema
  ) -> FieldAccess? {
    guard hops.count < maxHops, let dot = name.firstIndex(of: ".") else { return nil }
    let (first, rest) = (String(name[..<dot]), String(name[name.index(after: dot)...]))
    guard let reference = references[first] ?? references[Lexer.key(first)],
      let target = schema.entities[reference.entity]
    else { return nil }
    let hops = hops + [FieldAccess.Hop(table: target.table, join: reference.join)]
    let scope = Scope(entity: target)
    if let field = scope.known(rest, target.fields) ?? target.unknownField?(rest) {
      return FieldAccess(field: field, level: level, hops: hops)
    }
    return follow(rest, target.references, level: level, hops: hops, in: schema)
  }

  /// As it is written, else without regard to case and width.
  private func known(_ name: String, _ fields: [String: QueryField]?) -> QueryField? {
    guard let fields else { return nil }
    return fields[name] ?? fields[Lexer.key(name)]
  }
}
