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
    /// Those who have been qualified and are before that stage now, by the stage they are at.
    fileprivate var fallenBack = [0, 0, 0, 0]
    fileprivate var daysToQualified: [Double] = []
    fileprivate var daysToCustomer: [Double] = []

    /// Medians of the days from somebody's beginning to being qualified, and to being a customer, where history
    /// knows both.
    package var medianDaysToQualified: Double? { Median.of(daysToQualified) }
    package var medianDaysToCustomer: Double? { Median.of(daysToCustomer) }

    /// Of those who are or were leads, the part that came to be qualified, then or by being a customer.
    package var toQualified: Double? {
      let leads = reached(.lead) + fallenBack[0]
      return leads > 0 ? Double(everQualified) / Double(leads) : nil
    }

    /// Of those who are or were qualified, the part that are customers.
    package var toCustomer: Double? {
      everQualified > 0 ? Double(reached(.customer)) / Double(everQualified) : nil
    }

    private var everQualified: Int { reached(.qualified) + fallenBack.reduce(0, +) }

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
  ///   - onceQualified: of the people, those who have been qualified at some time.
  package mutating func add(
    people: Int, lifecycle: String, source: String?, key: String?, onceQualified: Int = 0
  ) {
    let stage = TextFolding.fold(lifecycle)
    var row = byKey[key] ?? Row(source: source)
    if stage == "former" {
      row.counts.former += people
      total.former += people
    } else {
      let index = Stage(rawValue: stage).flatMap(Stage.allCases.firstIndex) ?? 1
      row.counts.now[index] += people
      total.now[index] += people
      if index < 2 {
        row.counts.fallenBack[index] += onceQualified
        total.fallenBack[index] += onceQualified
      }
    }
    byKey[key] = row
  }

  /// Somebody's way, in days from their beginning; of a source that `add` has had.
  package mutating func add(qualifiedAfter: Int?, customerAfter: Int?, key: String?) {
    if let days = qualifiedAfter, days >= 0 {
      byKey[key]?.counts.daysToQualified.append(Double(days))
      total.daysToQualified.append(Double(days))
    }
    if let days = customerAfter, days >= 0 {
      byKey[key]?.counts.daysToCustomer.append(Double(days))
      total.daysToCustomer.append(Double(days))
    }
  }

  /// The most people first.
  package var rows: [Row] {
    byKey.values.sorted {
      ($1.counts.people, $0.source ?? "\u{10FFFF}") < ($0.counts.people, $1.source ?? "\u{10FFFF}")
    }
  }
}
