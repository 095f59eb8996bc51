import DaichoModel

extension RecordChange {
  /// What a merge made of its own: where it says something that none of the sides it joins had said.
  ///
  /// - Parameter sides: the changes from each side to the merged version.
  package static func common(to sides: [[RecordChange]]) -> [RecordChange] {
    guard let first = sides.first else { return [] }
    let others = sides.dropFirst()
    return first.compactMap { change in
      guard change.part != .text else {
        return common(change, others.map { side in side.first { $0.part == .text } })
      }
      let isEverywhere = others.allSatisfy { side in side.contains { $0.isSameStep(as: change) } }
      return isEverywhere ? change : nil
    }
  }

  /// Leads to the same value; to nothing from the same entry.
  private func isSameStep(as other: RecordChange) -> Bool {
    guard part == other.part, field == other.field, new == other.new else { return false }
    return new != nil || part == .field || old == other.old
  }

  /// The lines that went from every side, and those that came to every side.
  private static func common(_ change: RecordChange, _ others: [RecordChange?]) -> RecordChange? {
    func lines(_ text: String?) -> [Substring] { text.map { $0.split(separator: "\n") } ?? [] }
    func shared(_ part: (RecordChange) -> String?) -> String? {
      let others = others.map { Set(lines($0.flatMap(part))) }
      let kept = lines(part(change)).filter { line in others.allSatisfy { $0.contains(line) } }
      return kept.isEmpty ? nil : kept.joined(separator: "\n")
    }
    let (old, new) = (shared(\.old), shared(\.new))
    return old == nil && new == nil ? nil : RecordChange(.text, old: old, new: new)
  }
}
