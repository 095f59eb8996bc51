import DaichoModel

/// Who spoke with customers how often, and who kept what was promised.
package struct ActivityFigures: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    /// The id of a member, or the name of somebody whom daicho.yml does not know; `nil`: nobody named.
    package let member: String?
    /// By channel.
    package var contacts: [String: Int] = [:]
    /// The day of the last one.
    package var lastContact: Int?
    /// Tasks that are done.
    package var kept = 0
    /// Tasks that are not, though their day has gone by.
    package var missed = 0
    /// Tasks whose day is still to come, or today.
    package var pending = 0

    package var contactCount: Int { contacts.values.reduce(0, +) }
    /// Of the tasks that were to be done by now; `nil` where there were none.
    package var keptRate: Double? {
      kept + missed > 0 ? Double(kept) / Double(kept + missed) : nil
    }

    package init(member: String?) { self.member = member }
  }

  private var byMember: [String?: Row]
  private let order: [String]

  /// - Parameter members: those of daicho.yml, who are listed in its order whatever they did.
  package init(members: [String]) {
    order = members
    byMember = Dictionary(members.map { ($0, Row(member: $0)) }, uniquingKeysWith: { first, _ in first })
  }

  package mutating func add(contacts: Int, channel: String, last: Int, of member: String?) {
    var row = byMember[member] ?? Row(member: member)
    row.contacts[channel, default: 0] += contacts
    row.lastContact = max(row.lastContact ?? last, last)
    byMember[member] = row
  }

  package mutating func add(kept: Int, missed: Int, pending: Int, of member: String?) {
    var row = byMember[member] ?? Row(member: member)
    row.kept += kept
    row.missed += missed
    row.pending += pending
    byMember[member] = row
  }

  /// Members in the order of daicho.yml, then others by name, then what names nobody.
  package var rows: [Row] {
    let known = order.compactMap { byMember[$0] }
    let names = Set(order)
    let others = byMember.values.filter { row in row.member.map { !names.contains($0) } ?? false }
    return known + others.sorted { ($0.member ?? "") < ($1.member ?? "") }
      + [byMember[nil]].compactMap(\.self)
  }

  package var total: Row {
    byMember.values.reduce(into: Row(member: nil)) { total, row in
      total.contacts.merge(row.contacts, uniquingKeysWith: +)
      total.kept += row.kept
      total.missed += row.missed
      total.pending += row.pending
      if let last = row.lastContact { total.lastContact = max(total.lastContact ?? last, last) }
    }
  }
}
