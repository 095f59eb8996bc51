import DaichoModel

/// A deal's way through the stages of its pipeline. Days count from 1970-01-01.
package struct DealPassage: Sendable, Hashable {
  package struct Visit: Sendable, Hashable {
    package var stage: String
    /// `nil`: it was brought along in it.
    package var from: Int?

    package init(stage: String, from: Int?) { (self.stage, self.from) = (stage, from) }
  }

  package var pipeline: String
  package var state: SalesDeal.State
  /// Minor units of the workspace's currency.
  package var amount: Int64?
  /// Where it is known.
  package var began: Int?
  /// In the order they came; the last is where it stands.
  package var visits: [Visit]
  /// How often its expected close was put off.
  package var pushes: Int

  package init(
    pipeline: String, state: SalesDeal.State, amount: Int64? = nil, began: Int? = nil, visits: [Visit],
    pushes: Int = 0
  ) {
    self.pipeline = pipeline
    self.state = state
    self.amount = amount
    self.began = began
    self.visits = visits
    self.pushes = pushes
  }

  /// Its visits end where it stands: with `stage` since `today`, where no commit says so yet. Two sides of a merge
  /// may both have moved it, and what stands is not what was changed last.
  package mutating func end(in stage: String, today: Int) {
    guard let last = visits.last, last.stage != stage else { return }
    if let standing = visits.lastIndex(where: { $0.stage == stage }) {
      visits.removeSubrange((standing + 1)...)
    } else {
      visits.append(Visit(stage: stage, from: today))
    }
  }

  /// From its beginning to the day it was won or lost; `nil` where it was that from its first visit on, for
  /// then nobody wrote down when.
  var cycle: Int? {
    guard state != .open, visits.count > 1, let began, let end = visits.last?.from else { return nil }
    return max(0, end - began)
  }
}

/// How deals move: what becomes of those that reach a stage, how long they stay, how many are won, how soon.
package struct VelocityFigures: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package let pipeline: String
    package let stage: String
    /// Deals that were ever in the stage.
    package var entered = 0
    /// Of them, those that reached a later one or were won afterwards.
    package var advanced = 0
    /// Those that were lost without that.
    package var lost = 0
    /// Median of the days that deals which have left it were in it, all their visits together.
    package var days: Double?

    /// Of the deals about which it is decided.
    package var conversion: Double? {
      advanced + lost > 0 ? Double(advanced) / Double(advanced + lost) : nil
    }
  }

  /// The stages that are open, in the order of daicho.yml.
  package let rows: [Row]
  package let open: Int
  package let won: Int
  package let lost: Int
  /// Median of the days from a deal's beginning to its being won.
  package let cycleDays: Double?
  /// Deals whose expected close was put off at least once, and how often in all.
  package let pushed: Int
  package let pushes: Int
  /// Minor units a day that the open deals bring by the usual formula: their number × win rate × mean amount
  /// of a won deal ÷ mean cycle.
  package let perDay: Double?

  package var winRate: Double? { won + lost > 0 ? Double(won) / Double(won + lost) : nil }
  package var pushedShare: Double? {
    open + won + lost > 0 ? Double(pushed) / Double(open + won + lost) : nil
  }

  package init(_ deals: [DealPassage], pipelines: [WorkspaceSettings.Pipeline], today: Int) {
    var rows: [Row] = []
    for pipeline in pipelines {
      let own = deals.filter { $0.pipeline == pipeline.name }
      rows += VelocityFigures.rows(own, pipeline, today: today)
    }
    self.rows = rows
    let won = deals.filter { $0.state == .won }
    open = deals.count { $0.state == .open }
    self.won = won.count
    lost = deals.count { $0.state == .lost }
    let cycles = won.compactMap(\.cycle)
    cycleDays = VelocityFigures.median(cycles)
    pushed = deals.count { $0.pushes > 0 }
    pushes = deals.reduce(0) { $0 + $1.pushes }
    let amounts = won.compactMap { $0.amount.map(Double.init) }
    let days = cycles.reduce(0.0) { $0 + Double($1) }
    if !amounts.isEmpty, days > 0 {
      let mean = amounts.reduce(0, +) / Double(amounts.count)
      perDay =
        Double(open) * (Double(won.count) / Double(won.count + lost)) * mean / (days / Double(cycles.count))
    } else {
      perDay = nil
    }
  }

  private static func rows(
    _ deals: [DealPassage], _ pipeline: WorkspaceSettings.Pipeline, today: Int
  ) -> [Row] {
    let names = pipeline.stages.map { TextFolding.fold($0.name) }
    var rows = pipeline.stages.map { Row(pipeline: pipeline.name, stage: $0.name) }
    var stays = rows.map { _ in [Int]() }
    for deal in deals {
      let way = deal.visits.map { names.firstIndex(of: TextFolding.fold($0.stage)) }
      var days: [Int: Int] = [:]
      var unknown: Set<Int> = []
      for (index, stage) in way.enumerated() {
        guard let stage else { continue }
        let end = index + 1 < deal.visits.count ? deal.visits[index + 1].from : today
        var stay = 0
        if let end, let start = deal.visits[index].from {
          stay = max(0, end - start)
        } else {
          unknown.insert(stage)
        }
        days[stage, default: 0] += stay
      }
      for (stage, stay) in days {
        rows[stage].entered += 1
        if way.last != stage, !unknown.contains(stage) { stays[stage].append(stay) }
        let first = way.firstIndex(of: stage) ?? 0
        let isPast = way[first...].contains { later in
          guard let later, !pipeline.stages[later].isLost else { return false }
          return later > stage || pipeline.stages[later].isWon
        }
        if isPast {
          rows[stage].advanced += 1
        } else if deal.state == .lost, way.last != stage {
          rows[stage].lost += 1
        }
      }
    }
    for index in rows.indices { rows[index].days = median(stays[index]) }
    return rows.indices.filter { !pipeline.stages[$0].isWon && !pipeline.stages[$0].isLost }.map { rows[$0] }
  }

  private static func median(_ values: [Int]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? Double(sorted[middle]) : (Double(sorted[middle - 1]) + Double(sorted[middle])) / 2
  }
}
