import DaichoModel

/// How far people have come, from subscriber to customer, and from where they came.
package struct LeadFigures: Sendable, Hashable {
  /// The stages of a lifecycle, each after the one before.
  package enum Stage: String, Sendable, Hashable, CaseIterable {
    case subscriber, lead, qualified, customer
  }

  package struct Counts: Sendable, Hashable {
    /// By where they are now, in the order of `Stage.allCases`.
    package fileprivate(set) var now = [0, 0, 0, 0]
    /// Those who are customers no more; they were, and stand apart.
    package fileprivate(set) var former = 0

    package var people: Int { now.reduce(former, +) }
    /// Those who are at a stage or beyond it; former ones are in no stage.
    package func reached(_ stage: Stage) -> Int {
      now[(Stage.allCases.firstIndex(of: stage) ?? 0)...].reduce(0, +)
    }

    /// Customers among all but the former; `nil` of nobody.
    package var conversion: Double? {
      let all = reached(.subscriber)
      return all > 0 ? Double(reached(.customer)) / Double(all) : nil
    }
  }

  package struct Row: Sendable, Hashable {
    /// As most plainly written; `nil` for people without one.
    package let source: String?
    package var counts = Counts()
  }

  private var byKey: [String?: Row] = [:]
  package private(set) var total = Counts()

  package init() {}

  /// - Parameters:
  ///   - lifecycle: a word that is no stage counts as lead, as in filters.
  ///   - key: equal for sources that compare equal.
  package mutating func add(people: Int, lifecycle: String, source: String?, key: String?) {
    let stage = TextFolding.fold(lifecycle)
    var row = byKey[key] ?? Row(source: source)
    if stage == "former" {
      row.counts.former += people
      total.former += people
    } else {
      let index = Stage(rawValue: stage).flatMap(Stage.allCases.firstIndex) ?? 1
      row.counts.now[index] += people
      total.now[index] += people
    }
    byKey[key] = row
  }

  /// The most people first.
  package var rows: [Row] {
    byKey.values.sorted {
      ($1.counts.people, $0.source ?? "\u{10FFFF}") < ($0.counts.people, $1.source ?? "\u{10FFFF}")
    }
  }
}
