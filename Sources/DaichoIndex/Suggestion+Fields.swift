import DaichoModel

extension Suggestion {
  /// The nearest of dotted names: as a whole, else by what stands after its last dot, so that
  /// `postal_code` finds `address.postal_code`.
  package static func nearest(toField name: String, in names: [String]) -> String? {
    let others = names.filter { $0 != name }.sorted()
    if let near = nearest(to: name, in: others) { return near }
    let last = { (dotted: String) in
      String(dotted[(dotted.lastIndex(of: ".").map(dotted.index(after:)) ?? dotted.startIndex)...])
    }
    let dotted = others.filter { $0.contains(".") }
    guard let near = nearest(to: name, in: dotted.map(last)) else { return nil }
    return dotted.first { last($0) == near }
  }
}
