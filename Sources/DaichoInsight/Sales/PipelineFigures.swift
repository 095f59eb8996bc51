import DaichoModel

/// Deals by stage: how many, how much, how probable, how old, how many rot.
package struct PipelineFigures: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package let pipeline: String
    package let stage: String
    package let state: SalesDeal.State
    /// What daicho.yml gives the stage; `nil` for a stage that it does not know.
    package let probability: Double?
    package var deals = 0
    package var amount: Int64 = 0
    package var weighted: Int64 = 0
    /// Open deals whose age is known.
    package var agedDeals = 0
    /// The sum of their ages, in days.
    package var ageDays: Int64 = 0
    package var rotting = 0
    /// Of open deals, the days since a commit brought them to the stage, where one did.
    package fileprivate(set) var daysInStage: [Double] = []
    /// Open deals that have been in the stage for longer than its `rot_after`.
    package var overstayed = 0

    package var medianDaysInStage: Double? { Median.of(daysInStage) }
    package var meanAge: Double? { agedDeals > 0 ? Double(ageDays) / Double(agedDeals) : nil }
  }

  /// A row for each stage in its pipeline's order; stages that daicho.yml does not know come last, by name.
  package let rows: [Row]

  /// A deal rots when it is open, its stage has `rot_after`, and nothing has happened to it for longer
  /// than that.
  ///
  /// - Parameter today: a day number.
  package init(_ deals: [SalesDeal], pipelines: [WorkspaceSettings.Pipeline], today: Int) {
    struct Place: Hashable {
      let pipeline: String
      let stage: String
    }
    var rows: [Row] = []
    var weights: [WeightedAmount] = []
    var indexes: [Place: Int] = [:]
    var rotAfter: [Int: Int] = [:]
    func append(_ row: Row) -> Int {
      indexes[Place(pipeline: row.pipeline, stage: TextFolding.fold(row.stage))] = rows.count
      rows.append(row)
      weights.append(WeightedAmount())
      return rows.count - 1
    }
    for pipeline in pipelines {
      for stage in pipeline.stages {
        let index = append(
          Row(
            pipeline: pipeline.name, stage: stage.name,
            state: stage.isWon ? .won : stage.isLost ? .lost : .open,
            probability: stage.probability.double))
        rotAfter[index] = stage.rotAfterDays
      }
    }
    for deal in deals.sorted(by: { ($0.pipeline, $0.stage) < ($1.pipeline, $1.stage) }) {
      let place = Place(pipeline: deal.pipeline, stage: TextFolding.fold(deal.stage))
      let index =
        indexes[place]
        ?? append(Row(pipeline: deal.pipeline, stage: deal.stage, state: deal.state, probability: nil))
      rows[index].deals += 1
      if let amount = deal.amount {
        rows[index].amount = rows[index].amount.addingSaturating(amount)
        if let probability = deal.probability { weights[index].add(amount, weight: probability) }
      }
      guard deal.state == .open else { continue }
      if let age = deal.age(on: today) {
        rows[index].agedDeals += 1
        rows[index].ageDays = rows[index].ageDays.addingSaturating(Int64(age))
      }
      if let since = deal.stageSince {
        let stay = max(0, today - since)
        rows[index].daysInStage.append(Double(stay))
        if let days = rotAfter[index], stay > days { rows[index].overstayed += 1 }
      }
      if let days = rotAfter[index], let silence = deal.silence(on: today), silence > days {
        rows[index].rotting += 1
      }
    }
    for index in rows.indices { rows[index].weighted = weights[index].rounded }
    self.rows = rows
  }

  /// The rows of one state as one.
  package func total(_ state: SalesDeal.State) -> Row {
    rows.filter { $0.state == state }.reduce(
      into: Row(pipeline: "", stage: "", state: state, probability: nil)
    ) { total, row in
      total.deals += row.deals
      total.amount = total.amount.addingSaturating(row.amount)
      total.weighted = total.weighted.addingSaturating(row.weighted)
      total.agedDeals += row.agedDeals
      total.ageDays = total.ageDays.addingSaturating(row.ageDays)
      total.rotting += row.rotting
      total.daysInStage += row.daysInStage
      total.overstayed += row.overstayed
    }
  }
}
