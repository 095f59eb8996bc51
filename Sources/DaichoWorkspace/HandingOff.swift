import DaichoGit
import DaichoIndex
import DaichoModel

/// What one score's hand-off came to.
package struct HandedOff: Sendable {
  package struct Item: Sendable {
    package let record: FoundRecord
    package let points: Double
    /// What its lifecycle became; `nil`: it stays.
    package var lifecycle: String?
    package var task: String?
    package var due: CalendarDate?
    package var owner: String?
  }

  package struct Skipped: Sendable {
    package let record: FoundRecord
    package let reason: Wording
    /// Whether it should not be so: a file that cannot be changed, rather than a person who said no.
    package let isFailure: Bool
  }

  package let score: ScoreFile
  package internal(set) var handedOff: [Item] = []
  /// Handed off once and below the threshold since: they may reach it anew.
  package internal(set) var fellBelow: [Item] = []
  package internal(set) var skipped: [Skipped] = []
  package internal(set) var recorded: [Recorded] = []
  /// Why the score could not be computed.
  package internal(set) var failure: DaichoError?
}

extension Workspace {
  /// Does what the scores' `hand_off:` say with every record that has reached the threshold, once.
  ///
  /// That it was done stands in the record, as the score's id under `handed_off`: it comes with every
  /// clone, is merged like tags, and a person can take it away. Who falls below the threshold loses it,
  /// and may cross again; who leaves the score's `of:` has no score, and keeps it.
  ///
  /// - Parameter names: the scores; all that have a hand-off where none are named.
  package func handOff(_ names: [String], dryRun: Bool) throws(DaichoError) -> [HandedOff] {
    var scores: [ScoreFile] = []
    for name in names {
      let score = try index.score(name)
      guard score.handOff != nil, score.threshold != nil else { throw .noHandOff(score) }
      scores.append(score)
    }
    if names.isEmpty {
      scores = try index.scores().filter { $0.handOff != nil && $0.threshold != nil }
    }
    guard let repository else { throw .noRepository(root) }
    let chosen = scores
    func handOffAll() throws(DaichoError) -> [HandedOff] {
      try chosen.map { score throws(DaichoError) in try handOff(score, dryRun: dryRun) }
    }
    let results =
      if dryRun { try handOffAll() } else {
        try WriterLock.hold(.handingOff, in: repository.gitDirectory, handOffAll)
      }
    // One broken score of several does not keep the others waiting.
    if results.count == 1, let failure = results[0].failure { throw failure }
    return results
  }

  /// A hand-off may itself lower the score, where a rule asks for the lifecycle or the tasks. Then the mark
  /// goes in a second commit, here and not a minute later: asked again, this has nothing to do.
  private func handOff(_ score: ScoreFile, dryRun: Bool) throws(DaichoError) -> HandedOff {
    var result = HandedOff(score: score)
    var done: Set<Reference> = []
    for _ in 0..<3 {
      let all: [ThresholdCrossing]
      switch Result(catching: { () throws(DaichoError) in try index.crossings(of: score) }) {
      case .success(let found): all = found
      case .failure(let error):
        result.failure = error
        return result
      }
      let crossings = all.filter { $0.direction == .down || !done.contains($0.record.reference) }
      let count = result.handedOff.count + result.fellBelow.count
      try handOff(crossings, of: score, dryRun: dryRun, &result)
      done.formUnion((result.handedOff + result.fellBelow).map(\.record.reference))
      done.formUnion(result.skipped.map(\.record.reference))
      if dryRun || result.handedOff.count + result.fellBelow.count == count { break }
    }
    return result
  }

  private func handOff(
    _ crossings: [ThresholdCrossing], of score: ScoreFile, dryRun: Bool, _ result: inout HandedOff
  ) throws(DaichoError) {
    var steps: [HandOffStep] = []
    let failed = Set(result.skipped.map(\.record.reference))
    for crossing in crossings where !failed.contains(crossing.record.reference) {
      if crossing.direction == .up, crossing.isFormer || crossing.mustNotBeContacted {
        result.skipped.append(
          .init(
            record: crossing.record, reason: crossing.isFormer ? .formerCustomer : .noContact,
            isFailure: false))
        continue
      }
      steps.append(
        HandOffStep(crossing, of: score, today: moment.today, member: { self.settings.member(typed: $0)?.id })
      )
    }
    while !steps.isEmpty {
      let changes = steps.map(change)
      let message = Workspace.message(steps, score)
      switch Result(catching: { () throws(DaichoError) in try record(changes, as: message, dryRun: dryRun) })
      {
      case .success(let recorded):
        result.recorded.append(recorded)
        result.handedOff += steps.filter { $0.direction == .up }.map(\.item)
        result.fellBelow += steps.filter { $0.direction == .down }.map(\.item)
        return
      case .failure(let error):
        // One file that cannot be changed does not keep the others waiting.
        guard let path = error.location?.path,
          let index = steps.firstIndex(where: {
            $0.item.record.path == path || repositoryPath($0.item.record.path) == path
          })
        else { throw error }
        result.skipped.append(
          .init(record: steps[index].item.record, reason: error.message, isFailure: true))
        steps.remove(at: index)
      }
    }
  }

  private func change(_ step: HandOffStep) -> FileChange {
    let path = step.item.record.path
    let heading = language == .ja ? "履歴" : "Log"
    return .edit(path) { [self] bytes throws(DaichoError) in
      try step.apply(
        to: bytes, schema: settings.schema(step.item.record.reference.kind), heading: heading,
        body: { body(of: $0, path: path) }, log: { readLog($0, $1, path) })
    }
  }

  private static func message(_ steps: [HandOffStep], _ score: ScoreFile) -> CommitMessage {
    let up = steps.count { $0.direction == .up }
    let parts = [(up, "handed off"), (steps.count - up, "below the threshold")].filter { $0.0 > 0 }
    let what = parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    var message = CommitMessage(
      "score", steps.map(\.item.record.reference), what, trailers: [("Score", score.id.text)])
    message.scope = score.id.text
    return message
  }
}
