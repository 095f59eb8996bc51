import DaichoGit
import DaichoIndex
import DaichoModel
import DaichoQuery

/// Who entered a segment and who left it, from one moment or rule to another.
package struct SegmentDifference: Sendable {
  /// What a side was asked of.
  package struct Side: Sendable {
    /// The day the rule was asked on.
    package let day: CalendarDate
    /// The commit whose files were asked; `nil`: those of the work tree.
    package let commit: String?
    package let rule: String
  }

  package let segment: String
  package let kind: Kind
  package let from: Side
  package let to: Side
  /// By id.
  package let entered: [FoundRecord]
  package let left: [FoundRecord]
  package let stayed: Int
  /// What should be known about the answer: history that begins later, a rule from another side.
  package let notes: [Wording]
}

extension Workspace {
  /// Who entered and who left between two moments. A past day is the last commit of that local day, asked as
  /// of that day; where history begins later, and for a day to come, it is the files as they are now, asked as
  /// of the day. A revision is its files, asked on its own day unless `today` says otherwise.
  ///
  /// - Parameters:
  ///   - to: `nil`: the files as they are now, today.
  ///   - today: the day that was asked for in so many words.
  package func compare(
    segment name: String, from: PointInTime, to: PointInTime?, today: CalendarDate?
  ) throws(DaichoError) -> SegmentDifference {
    var notes: [Wording] = []
    let before = try side(from, today, &notes)
    let after = try to.map { point throws(DaichoError) in try side(point, today, &notes) } ?? Side(index)
    let old = try Workspace.definition(name, in: before.index)
    let new = try Workspace.definition(name, in: after.index)
    // A segment that one side does not have yet, or no more, is asked there by the other's rule.
    let saved: SegmentDefinition
    if let known = new ?? old { saved = known } else { saved = try index.segment(name) }
    if old == nil || new == nil { notes.append(.ruleOfOtherSide(saved.id)) }
    return try difference(before, after, old ?? saved, new ?? saved, notes)
  }

  /// Who would enter and who would leave if the segment's rule were `filter`.
  package func compare(segment name: String, with filter: String) throws(DaichoError) -> SegmentDifference {
    let saved = try index.segment(name)
    let kind = Kind(rawValue: saved.entity) ?? .customers
    let old = try index.members(of: saved)
    let new = try index.members(where: filter, of: kind, place: "--where")
    let day = moment.today
    return try SegmentDifference(
      saved.id, from: .init(day: day, commit: nil, rule: saved.text), old, in: index,
      to: .init(day: day, commit: nil, rule: filter), new, in: index, notes: [])
  }

  private func difference(
    _ before: Side, _ after: Side, _ old: SegmentDefinition, _ new: SegmentDefinition, _ notes: [Wording]
  ) throws(DaichoError) -> SegmentDifference {
    let oldMembers = try before.index.members(of: old)
    let newMembers = try after.index.members(of: new)
    guard oldMembers.kind == newMembers.kind else {
      throw .segmentOfOtherKindThen(new.id, oldMembers.kind, newMembers.kind)
    }
    return try SegmentDifference(
      new.id, from: before.described(old), oldMembers, in: before.index, to: after.described(new), newMembers,
      in: after.index, notes: notes)
  }

  private static func definition(
    _ name: String, in index: WorkspaceIndex
  ) throws(DaichoError) -> SegmentDefinition? {
    do {
      return try index.segment(name)
    } catch  where error.code == "unknown-segment" {
      return nil
    }
  }

  // MARK: Moments

  /// An index, and what it is of.
  private struct Side {
    let index: WorkspaceIndex
    var commit: String?

    init(_ index: WorkspaceIndex) { self.index = index }

    init(_ past: Workspace) {
      index = past.index
      commit = past.past?.id.description
    }

    func described(_ segment: SegmentDefinition) -> SegmentDifference.Side {
      SegmentDifference.Side(day: index.moment.today, commit: commit, rule: segment.text)
    }
  }

  private func side(
    _ point: PointInTime, _ today: CalendarDate?, _ notes: inout [Wording]
  ) throws(DaichoError) -> Side {
    switch point {
    case .revision(let revision):
      return Side(try at(.revision(revision), today: today))
    case .day(let day):
      guard day < moment.zone.local(moment.seconds).date, day < moment.today else {
        return Side(index.asked(on: day))
      }
      switch Result(catching: { () throws(DaichoError) in try at(.day(day)) }) {
      case .success(let past): return Side(past)
      case .failure(let error):
        guard ["history-begins-later", "no-workspace-then"].contains(error.code) else { throw error }
        notes.append(.historyBeginsLater(day))
        return Side(index.asked(on: day))
      }
    }
  }
}

extension SegmentDifference {
  init(
    _ segment: String, from: Side, _ old: SegmentMembers, in before: WorkspaceIndex, to: Side,
    _ new: SegmentMembers, in after: WorkspaceIndex, notes: [Wording]
  ) throws(DaichoError) {
    func only(_ a: SegmentMembers, _ b: SegmentMembers) -> [String] {
      a.ids.keys.filter { b.ids[$0] == nil }.sorted()
    }
    self.init(
      segment: segment, kind: new.kind, from: from, to: to,
      entered: try after.named(only(new, old), of: new.kind),
      left: try before.named(only(old, new), of: old.kind),
      stayed: new.ids.keys.count { old.ids[$0] != nil }, notes: notes)
  }
}
