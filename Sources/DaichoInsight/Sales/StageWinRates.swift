import DaichoModel

/// What became of the deals that were ever in a stage: how many of those that are decided were won.
package struct StageWinRates: Sendable, Hashable {
  package struct Rate: Sendable, Hashable {
    package let pipeline: String
    package let stage: String
    /// What daicho.yml gives the stage.
    package let probability: Double
    /// Won or lost by now.
    package var decided = 0
    package var won = 0

    /// `nil` while too few are decided to say.
    package var winRate: Double? { decided >= fewest ? Double(won) / Double(decided) : nil }
  }

  /// Of fewer decided deals than this no rate is told: at 10, one deal more or less moves it by a tenth.
  package static let fewest = 10

  /// The open stages of each pipeline, in the order of daicho.yml.
  package let rates: [Rate]

  private struct Place: Hashable {
    let pipeline: String
    let stage: String
  }

  private let places: [Place: Int]

  package init(_ deals: [DealPassage], pipelines: [WorkspaceSettings.Pipeline]) {
    var rates: [Rate] = []
    var places: [Place: Int] = [:]
    for pipeline in pipelines {
      for stage in pipeline.stages where !stage.isWon && !stage.isLost {
        places[Place(pipeline: pipeline.name, stage: TextFolding.fold(stage.name))] = rates.count
        rates.append(
          Rate(pipeline: pipeline.name, stage: stage.name, probability: stage.probability.double))
      }
    }
    for deal in deals where deal.state != .open {
      let stages = Set(deal.visits.map { TextFolding.fold($0.stage) })
      for stage in stages {
        guard let index = places[Place(pipeline: deal.pipeline, stage: stage)] else { continue }
        rates[index].decided += 1
        if deal.state == .won { rates[index].won += 1 }
      }
    }
    (self.rates, self.places) = (rates, places)
  }

  /// Whether any stage has enough.
  package var isEmpty: Bool { rates.allSatisfy { $0.winRate == nil } }

  func winRate(of deal: SalesDeal) -> Double? {
    places[Place(pipeline: deal.pipeline, stage: TextFolding.fold(deal.stage))].flatMap { rates[$0].winRate }
  }
}
