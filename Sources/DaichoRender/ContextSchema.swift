/// What kind of value a name stands for.
package indirect enum ContextShape: Sendable, Hashable {
  case text, number, flag
  case list(ContextShape)
  case object([String: ContextShape])
}

/// The names a template may use. Whatever is not listed here is an error, found before anyone is mailed.
package struct ContextSchema: Sendable, Hashable {
  package private(set) var fields: [String: ContextShape]

  package init(_ fields: [String: ContextShape] = [:]) {
    self.fields = fields
  }

  /// Text values by dotted name: `customer.salutation`, `coupon.code`.
  package init(names: some Sequence<String>) {
    fields = [:]
    for name in names { allow(name) }
  }

  /// Adds a dotted name; the groups on the way to it are made where they are missing.
  package mutating func allow(_ dottedName: String, _ shape: ContextShape = .text) {
    let segments = dottedName.split(separator: ".").map(String.init)
    fields = Self.adding(segments[...], shape, to: fields)
  }

  package mutating func merge(_ other: ContextSchema) {
    fields = Self.merging(fields, other.fields)
  }

  /// What every mail has beside the campaign's own names. `unsubscribe_url` must be given for each
  /// recipient; `web_view_url` may be missing.
  package static let everyMail: ContextSchema = {
    var schema = ContextSchema(names: [
      "sender.name", "sender.postal_address", "sender.contact", "unsubscribe_url", "web_view_url",
    ])
    schema.allow("sender.email")
    return schema
  }()

  /// Every dotted name that stands for a value, sorted; elements of a list are named as the list is.
  package var names: [String] {
    var names: [String] = []
    Self.collect(fields, under: "", into: &names)
    return names.sorted()
  }

  static func collect(_ fields: [String: ContextShape], under prefix: String, into names: inout [String]) {
    for (name, shape) in fields {
      let full = prefix + name
      switch shape {
      case .text, .number, .flag, .list: names.append(full)
      case .object(let inner): collect(inner, under: full + ".", into: &names)
      }
    }
  }

  private static func adding(
    _ segments: ArraySlice<String>, _ shape: ContextShape, to fields: [String: ContextShape]
  ) -> [String: ContextShape] {
    guard let first = segments.first else { return fields }
    var result = fields
    if segments.count == 1 {
      result = merging(fields, [first: shape])
    } else {
      var inner: [String: ContextShape] = [:]
      if case .object(let existing)? = fields[first] { inner = existing }
      result[first] = .object(adding(segments.dropFirst(), shape, to: inner))
    }
    return result
  }

  private static func merging(
    _ a: [String: ContextShape], _ b: [String: ContextShape]
  ) -> [String: ContextShape] {
    a.merging(b) { old, new in
      guard case .object(let x) = old, case .object(let y) = new else { return new }
      return .object(merging(x, y))
    }
  }
}
