import DaichoModel

/// What keeps a file from being imported: the first places, and how many there are.
package struct ImportProblems: Sendable {
  package private(set) var shown: [Diagnostic] = []
  package private(set) var count = 0
  /// Of places kept.
  package static let limit = 20

  package init() {}

  package var isEmpty: Bool { count == 0 }

  package mutating func add(all others: ImportProblems) {
    shown += others.shown.prefix(max(0, ImportProblems.limit - shown.count))
    count += others.count
  }

  package mutating func add(_ problem: @autoclosure () -> Diagnostic) {
    count += 1
    if shown.count < ImportProblems.limit { shown.append(problem()) }
  }
}
