import DaichoModel

/// The name somebody probably meant.
enum NearestName {
  /// One with the same last part (`salutation` for `customer.salutation`), else the nearest by its letters.
  /// Nil when nothing is near: a wrong suggestion costs more than none.
  static func to(_ name: String, among candidates: [String]) -> String? {
    func last(_ dotted: String) -> String? { dotted.split(separator: ".").last.map { $0.lowercased() } }
    if let wanted = last(name), let same = candidates.first(where: { last($0) == wanted }) { return same }
    return Suggestion.nearest(to: name, in: candidates)
  }
}
