import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// How a send stands, for people and machines.
struct SendAnswer {
  let report: SendReport

  /// In the order in which a mail passes them.
  private static let states: [SendState] = [.accepted, .deferred, .failed, .inDoubt, .skipped, .queued]

  /// A mail that is being handed over has not been sent yet while somebody is at it; later nobody can tell.
  private func count(_ state: SendState) -> Int {
    let attempting = report.count(.attempting)
    var isRunning = false
    if case .running = report.state { isRunning = true }
    switch state {
    case .queued: return report.count(.queued) + (isRunning ? attempting : 0)
    case .inDoubt: return report.count(.inDoubt) + (isRunning ? 0 : attempting)
    default: return report.count(state)
    }
  }

  var json: JSONValue {
    var members: OrderedDictionary<String, JSONValue> = [
      "campaign": .string(report.name.campaign), "occurrence": .optional(report.name.occurrence),
      "state": .string(report.state.word), "recipients": .integer(report.recipients),
    ]
    for state in SendAnswer.states { members[state.rawValue] = .integer(count(state)) }
    members["reasons"] = .object(
      OrderedDictionary(
        uniqueKeysWithValues: report.reasons.sorted { $0.key < $1.key }.map { ($0.key, .integer($0.value)) }))
    members["not_mailed"] = .object((report.start?.notMailed ?? [:]).mapValues { .integer($0) })
    members["started"] = .optional(report.start?.at)
    members["commit"] = .optional(report.start?.commit)
    members["host"] = .optional(report.start?.host)
    if case .paused(let reason) = report.state { members["reason"] = .string(reason.en) }
    return .object(members)
  }

  func lines(_ language: Language) -> [String] {
    var lines = [Wording.sendHeadline(report)(language)]
    guard report.start != nil else { return lines }
    for state in SendAnswer.states where count(state) > 0 {
      let reasons = state == .skipped ? skipReasons(language) : ""
      lines.append(
        "  \(TextWidth.pad(Wording.state(state, by: report.name.channel)(language), to: 10))  "
          + TextWidth.pad("\(count(state))", to: 8, rightAligned: true) + reasons)
    }
    if let left = report.start?.notMailed, !left.isEmpty {
      let parts = left.map { "\(Wording.notMailed($0.key)(language)) \($0.value)" }
      lines.append(Wording.notMailedLine(parts.joined(separator: language == .ja ? "、" : ", "))(language))
    }
    return lines
  }

  private func skipReasons(_ language: Language) -> String {
    let parts = report.reasons.sorted { $0.key < $1.key }.compactMap { word, count in
      SkipReason(rawValue: word).map { "\(Wording.skipReason($0)(language)) \(count)" }
    }
    return parts.isEmpty ? "" : "  (\(parts.joined(separator: ", ")))"
  }
}

extension SendReport.State {
  /// For machines.
  var word: String {
    switch self {
    case .notStarted: "not_started"
    case .running: "running"
    case .stopped: "stopped"
    case .paused: "paused"
    case .finished: "finished"
    case .missed: "missed"
    }
  }
}

extension Session {
  func show(_ report: SendReport, format: OutputFormat) throws {
    let answer = SendAnswer(report: report)
    if format == .json {
      try output.writeLine(answer.json.serialized(indent: 2))
    } else {
      for line in answer.lines(language) { try output.writeLine(CellText.line(line)) }
    }
  }

  /// What a run came to.
  func tell(_ report: SendReport, format: OutputFormat) throws {
    progressEnded()
    try show(report, format: format)
    try finish()
    for recorded in report.recorded { tell(recorded, dryRun: false) }
    if report.isPushed == false { messages.printNote(.sendNotPushed) }
    if report.left > 0 || report.count(.inDoubt) > 0 {
      messages.printNote(.sendLeft(report.name.campaign, report.left, inDoubt: report.count(.inDoubt)))
    }
  }

  func tell(_ recorded: Recorded, dryRun: Bool) {
    if dryRun {
      messages.printNote(.dryRun(recorded.message.subject))
    } else if let commit = recorded.commit {
      messages.printNote(.committed(commit, recorded.message.subject))
    }
  }

  func show(_ due: [DueSend], format: OutputFormat) throws {
    let columns = [
      OutputColumn("campaign", Wording(en: "campaign", ja: "キャンペーン")),
      OutputColumn("occurrence", Wording(en: "occurrence", ja: "回")),
      OutputColumn("at", Wording(en: "when", ja: "日時")),
      OutputColumn("state", Wording(en: "state", ja: "状況")).reading([
        "due": Wording(en: "due", ja: "配信する"), "resuming": Wording(en: "goes on", ja: "続きを配信"),
        "late": Wording(en: "too late", ja: "時刻を過ぎた"), "upcoming": Wording(en: "upcoming", ja: "これから"),
      ]),
    ]
    let rows = due.map { send in
      OutputRow(
        id: send.name.text,
        [
          .string(send.name.campaign), .optional(send.name.occurrence), .string(send.at.description),
          .string("\(send.state)"),
        ])
    }
    try OutputTable(columns: columns, rows: rows).write(options(format), to: output)
  }
}
