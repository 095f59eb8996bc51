import DaichoModel

/// A file of the register, read by the types of its fields.
package struct Record: Sendable {
  package let kind: Kind
  /// Relative to the workspace, `/`-separated.
  package let path: String
  /// `nil` where the file's name cannot be an id; `diagnostics` says so.
  package let reference: Reference?
  /// In the order of the file; a field with nothing behind its `:` is left out.
  package let fields: [RecordField]
  /// The bytes after the front matter.
  package let body: Range<Int>
  package let diagnostics: [Diagnostic]
  /// Values that a rule would write otherwise.
  package let repairs: [ValueRepair]
  /// False where the bytes or the YAML could not be read, so that `fields` is empty although the file
  /// may say something, a prohibition for one.
  package let isReadable: Bool

  /// One for all the values that a rule would write otherwise though nothing is wrong with them.
  package var note: Diagnostic? {
    let count = repairs.count { $0.rule.code == nil }
    guard count > 0 else { return nil }
    return Diagnostic(.note, "written-loosely", at: SourceLocation(path: path), .writtenLoosely(count))
  }

  /// The value of a field by its dotted name: `address.city`, `ids.shopify`.
  package func value(_ dotted: String) -> FieldValue? {
    if let field = fields.first(where: { $0.name == dotted }) { return field.value }
    guard let dot = dotted.firstIndex(of: "."),
      var value = fields.first(where: { $0.name == dotted[..<dot] })?.value
    else { return nil }
    var rest = dotted[dotted.index(after: dot)...]
    while true {
      if let member = value[String(rest)] { return member }
      guard let dot = rest.firstIndex(of: "."), let member = value[String(rest[..<dot])] else { return nil }
      value = member
      rest = rest[rest.index(after: dot)...]
    }
  }
}

/// A field of a record and where it is written.
package struct RecordField: Sendable {
  package let name: String
  package let value: FieldValue
  /// Offset of the field's name in the file.
  package let key: Int
  /// Offsets of the value in the file.
  package let range: Range<Int>
  /// Built in or defined in daicho.yml.
  package let isKnown: Bool
}
