import DaichoIndex
import DaichoModel

extension Agenda {
  /// Sends that want somebody's attention, and those that are due today. A member sees those of the campaigns
  /// they own.
  func campaigns() throws(DaichoError) -> [AgendaItem] {
    guard workspace.repository != nil else { return [] }
    var items: [AgendaItem] = []
    let request = ListRequest(
      .campaigns, filters: ["status in (approved, running)"] + (member.map { ["owner = \"\($0)\""] } ?? []),
      columns: ["id"])
    var ids: [RecordID] = []
    try workspace.index.list(request, columns: { _ in }) { row in
      if let id = RecordID(row.id) { ids.append(id) }
    }
    guard !ids.isEmpty else { return [] }
    let due = try workspace.dueSends()
    for found in try workspace.index.all(.campaigns) where ids.contains(found.reference.id) {
      let name = try workspace.sendName(of: found.reference.id, occurrence: nil)
      let report = try workspace.sendStatus(name)
      let next = due.first { $0.campaign.reference == found.reference }
      var (states, text): ([AgendaItem.State], Wording?) = ([], nil)
      switch report.state {
      case .missed: (states, text) = ([.missed], .sendMissed)
      case .paused(let reason): (states, text) = ([.paused], .sendPaused(reason))
      case .running(let holder): (states, text) = ([.sending], .sendRunning(holder))
      case .stopped: (states, text) = ([.stopped], .sendStopped(report.left))
      case .finished where report.count(.inDoubt) > 0 && name.occurrence == nil:
        (states, text) = ([.inDoubt], .sendInDoubt(report.count(.inDoubt)))
      case .notStarted, .finished: break
      }
      if text == nil, let next, next.at.date <= workspace.moment.today, next.state != .resuming {
        (states, text) =
          next.state == .late ? ([.missed], .sendLate(next.at)) : ([.today], .sendDue(next.at))
      }
      guard let text else { continue }
      items.append(
        AgendaItem(
          section: .campaigns, states: states, day: next?.at.date, member: member,
          record: found.reference.description, title: found.title, text: text, path: found.path, line: nil))
    }
    return items
  }
}

extension Wording {
  static let sendMissed = Wording(en: "not sent in time, and given up", ja: "時刻を過ぎたため配信を見送り")

  static func sendPaused(_ reason: Wording) -> Wording {
    Wording(en: "paused: \(reason.en)", ja: "一時停止中：\(reason.ja)")
  }

  static func sendRunning(_ holder: String) -> Wording {
    Wording(en: "being sent by \(holder)", ja: "\(holder) が配信中")
  }

  static func sendStopped(_ left: Int) -> Wording {
    Wording(en: "stopped, \(left) left", ja: "途中で停止、残り\(left)通")
  }

  static func sendInDoubt(_ count: Int) -> Wording {
    Wording(en: "\(count) in doubt", ja: "送れたか不明 \(count)通")
  }

  static func sendLate(_ at: DateAndTime) -> Wording {
    Wording(en: "was due \(at), and is too late", ja: "予定 \(at)（時刻を過ぎています）")
  }

  static func sendDue(_ at: DateAndTime) -> Wording {
    Wording(en: "goes out \(at)", ja: "配信予定 \(at)")
  }
}
