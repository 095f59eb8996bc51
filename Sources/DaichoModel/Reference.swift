/// Names a record: `customers/hanako-yamada`.
package struct Reference: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let kind: Kind
  package let id: RecordID

  package init(_ kind: Kind, _ id: RecordID) {
    self.kind = kind
    self.id = id
  }

  /// Reads `id` where `kind` is known, or `kind/id`. `nil` when neither fits.
  package init?(_ text: String, default kind: Kind? = nil) {
    if let slash = text.firstIndex(of: "/") {
      guard let named = Kind(rawValue: String(text[..<slash])),
        let id = RecordID(String(text[text.index(after: slash)...]))
      else { return nil }
      self.init(named, id)
    } else {
      guard let kind, let id = RecordID(text) else { return nil }
      self.init(kind, id)
    }
  }

  package var description: String { "\(kind.folder)/\(id.text)" }

  package static func < (a: Reference, b: Reference) -> Bool {
    a.kind == b.kind ? a.id < b.id : a.kind < b.kind
  }
}
