extension Transcript {
  /// A step that did not print what the file says.
  struct Difference {
    /// The first line of the file that differs, counted from 1.
    let line: Int
    let description: String
  }

  /// The first difference, or nil when every step printed what the file says.
  func difference(from outputs: [Output]) -> Difference? {
    let differing = zip(steps, outputs).filter { $0.output != $1 }
    guard let (step, actual) = differing.first else { return nil }
    let expected = step.output.rendered
    let common = zip(expected, actual.rendered).prefix { $0 == $1 }.count
    var description = Self.compare(expected, actual.rendered).joined(separator: "\n")
    if differing.count > 1 { description += "\n(and \(differing.count - 1) more commands differ)" }
    return Difference(
      line: step.line + step.command.count + common,
      description: (step.renderedCommand + [description]).joined(separator: "\n"))
  }

  /// The lines around the changes: `-` expected only, `+` printed only.
  private static func compare(_ expected: [String], _ actual: [String]) -> [String] {
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in actual.difference(from: expected) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [(text: String, changed: Bool)] = []
    var old = 0, new = 0
    while old < expected.count || new < actual.count {
      if removed.contains(old) {
        lines.append(("- " + expected[old], true))
        old += 1
      } else if inserted.contains(new) {
        lines.append(("+ " + actual[new], true))
        new += 1
      } else {
        lines.append(("  " + actual[new], false))
        old += 1
        new += 1
      }
    }
    let first = lines.firstIndex { $0.changed } ?? 0
    let shown = lines[max(0, first - context)...].prefix(longest).map(\.text)
    return shown + (first + longest < lines.count ? ["  …"] : [])
  }

  private static let context = 3
  private static let longest = 40
}
