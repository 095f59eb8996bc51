import DaichoMail
import DaichoModel
import DaichoWorkspace
import Foundation

/// Sends each member their page of the day.
struct MorningRound {
  let session: Session
  let sections: [AgendaItem.Section]
  let days: Int
  /// Of each section.
  let limit: Int
  /// A key of `senders`; the first where `nil`.
  let sender: String?
  /// Keeps the mails as files there, and sends none.
  let output: String?
  let isDryRun: Bool
  /// Whoever has had their mail today gets another.
  let isAgain: Bool

  /// - Parameter only: a member's id; `nil` for everybody with an address.
  func run(_ only: String?) throws {
    let workspace = try session.workspace()
    let senders = workspace.settings.senders
    guard let sender = sender == nil ? senders.first : senders.first(where: { $0.id == sender }) else {
      throw DaichoError.noMorningSender(self.sender, senders.map(\.id))
    }
    let members = workspace.settings.members.filter { only == nil ? $0.email != nil : $0.id == only }
    let keys = try workspace.settings.key == nil ? nil : workspace.keyRing(from: session.keyStore)
    if keys == nil { session.messages.printNote(.repliesTickNothing) }
    let isOnceADay = output == nil && !isAgain
    let served = isOnceADay ? try members.filter { try workspace.hadMorning($0) }.map(\.id) : []
    let mails = try members.filter { !served.contains($0.id) }.compactMap { member in
      try page(workspace, member).map { try workspace.morningMail(to: member, from: sender, $0, keys: keys) }
    }
    let courier = isDryRun ? nil : try self.courier(workspace, sender)
    var (sent, failures) = (0, 0)
    for mail in mails {
      let bytes = try mail.message.bytes()
      if let courier {
        // Another process was faster.
        if isOnceADay, try !workspace.claimMorning(of: mail.member) { continue }
        // Before the mail: a reply may come at once.
        if output == nil { try workspace.remember(mail) }
        let delivery = courier.deliver(bytes, mail.envelope)
        if let problem = MorningRound.problem(delivery) {
          failures += 1
          if isOnceADay, !MorningRound.mayHaveArrived(delivery) {
            try workspace.releaseMorning(of: mail.member)
          }
          session.messages.printWarning(.morningNotSent(mail.member.id, problem))
          continue
        }
      }
      sent += 1
      try session.output.writeLine("\(mail.member.id)  \(CellText.line(mail.message.subject))")
    }
    courier?.disconnect()
    try session.finish()
    if !served.isEmpty { session.messages.printNote(.morningServed(served)) }
    session.messages.printNote(.morningCount(sent, isDryRun: isDryRun, output: output))
    if failures > 0 { throw CommandLineInterface.Status.attention }
  }

  /// `nil` where there is nothing to look at.
  private func page(
    _ workspace: Workspace, _ member: WorkspaceSettings.Member
  ) throws -> [MorningMail.Section]? {
    let agenda = workspace.agenda(of: member.id)
    let page = try sections.compactMap { section -> MorningMail.Section? in
      let items = try agenda.items(in: section, days: days)
      guard !items.isEmpty else { return nil }
      let shown = limit == 0 ? items : Array(items.prefix(limit))
      return MorningMail.Section(
        title: Wording.section(section, count: items.count)(workspace.language), items: shown,
        left: items.count - shown.count)
    }
    return page.isEmpty ? nil : page
  }

  private func courier(
    _ workspace: Workspace, _ sender: WorkspaceSettings.Sender
  ) throws -> any MailCourier {
    guard let output else { return try workspace.makeCourier(for: sender, session.surroundings()) }
    let folder = URL(fileURLWithPath: output, relativeTo: URL(fileURLWithPath: session.directory)).path
    return FolderCourier(
      .init(form: .eml, path: output), at: folder, seconds: workspace.moment.seconds)
  }

  private static func mayHaveArrived(_ delivery: Delivery) -> Bool {
    if case .inDoubt = delivery { return true }
    return false
  }

  private static func problem(_ delivery: Delivery) -> Wording? {
    switch delivery {
    case .accepted: nil
    case .refused(let reply): Wording(en: reply.words, ja: reply.words)
    case .notDelivered(let cause), .inDoubt(let cause): cause.message
    }
  }
}

extension DaichoError {
  fileprivate static func noMorningSender(_ typed: String?, _ known: [String]) -> DaichoError {
    DaichoError("unknown-sender", .noMorningSender(typed, known), hint: .writeSender)
  }
}

extension Wording {
  fileprivate static func noMorningSender(_ typed: String?, _ known: [String]) -> Wording {
    guard let typed else {
      return Wording(en: "daicho.yml names no sender to mail from", ja: "daicho.ymlに送信者がありません")
    }
    let list = known.joined(separator: ", ")
    return Wording(en: "there is no sender '\(typed)': \(list)", ja: "送信者「\(typed)」はありません（\(list)）")
  }

  fileprivate static let writeSender = Wording(
    en: "write one under senders: in daicho.yml", ja: "daicho.ymlのsenders:に書いてください")

  fileprivate static let repliesTickNothing = Wording(
    en: "replies will tick no task: that takes a key ('daicho key init') and base_url",
    ja: "返信でタスクを済みにするには、鍵（daicho key init）とbase_urlが必要です")

  fileprivate static func morningNotSent(_ member: String, _ problem: Wording) -> Wording {
    Wording(en: "\(member): not sent: \(problem.en)", ja: "\(member): 送れませんでした（\(problem.ja)）")
  }

  fileprivate static func morningServed(_ members: [String]) -> Wording {
    let names = members.joined(separator: ", ")
    return Wording(
      en: "had theirs today: \(names); --again sends once more", ja: "本日送信済み: \(names)（もう一度送るには --again）")
  }

  fileprivate static func morningCount(_ count: Int, isDryRun: Bool, output: String?) -> Wording {
    let mails = count == 1 ? "1 mail" : "\(count) mails"
    if isDryRun { return Wording(en: "dry run; would send \(mails)", ja: "試行のみ。送るはずのメール \(count)通") }
    if let output { return Wording(en: "\(mails) in \(output)", ja: "\(output) に \(count)通") }
    return Wording(en: "\(mails) sent", ja: "\(count)通を送りました")
  }
}
