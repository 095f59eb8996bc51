import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation
import OrderedCollections

/// The list of a campaign for a channel, as it is handed over.
package struct ChannelExport: Sendable {
  package var report: SendReport
  /// By the customer's id.
  package var rows: [ChannelRow]
  /// Who of the audience, or of a list that is made again, is not on it, by the reason.
  package var leftOut: OrderedDictionary<String, Int>
}

extension Workspace {
  /// Hands the people of an approved campaign over to a channel that daicho does not send by: everybody once,
  /// journalled as a send is. The journal is written and committed before the list is: where writing the
  /// list fails, `again` gives the same people.
  ///
  /// - Parameter again: the list of an earlier export once more, without whoever may not be reached any more
  ///   or has another address or number by now.
  package func export(
    _ campaign: Campaign, to channel: SendChannel, again: Bool, _ options: SendOptions
  ) throws(DaichoError) -> ChannelExport {
    guard let repository else { throw .noRepository(root) }
    if let host = settings.sendingHost, TextFolding.fold(host) != TextFolding.fold(options.host) {
      throw .otherHostSends(host, here: options.host)
    }
    if try repetition(of: campaign) != nil { throw .repeatsOnChannel(campaign.id.text, campaign.found.path) }
    let name = SendName(campaign.id, channel)
    let places = try SendFolder(repository)
    let lock = try SendLock(
      places.lock(of: name), campaign: name.campaign, holder: "process \(options.process) on \(options.host)")
    return try withExtendedLifetime(lock) { () throws(DaichoError) in
      if access(places.pauseMark(of: name.campaign), F_OK) == 0 { throw .campaignPaused(name.campaign) }
      let approval = try approval(of: campaign, allowsSent: true)
      let book = try book(of: name, places)
      if let start = book.start {
        guard again else { throw .exportedAlready(name, at: start.at) }
        return try exportAgain(campaign, channel, name, book, places, repository)
      }
      if again { throw .notExportedYet(name) }
      return try exportFirst(campaign, channel, name, approval, places, options)
    }
  }

  private func exportFirst(
    _ campaign: Campaign, _ channel: SendChannel, _ name: SendName, _ approval: Approval,
    _ places: SendFolder, _ options: SendOptions
  ) throws(DaichoError) -> ChannelExport {
    let audience = try audience(of: campaign, by: channel)
    var list = freeze(audience, campaign, name)
    for one in audience.leftOut { list.notMailed[one.obstacle.code, default: 0] += 1 }
    guard list.entries.contains(where: { $0.state == .queued }) else {
      throw .nobodyToExport(name, list.notMailed)
    }
    var texts: [String: String] = [:]
    if channel.carriesText {
      let maker = try previewMaker(campaign)
      if let coupon = campaign.coupon, !coupon.isShared {
        let keys = try keyRing(
          from: KeyStore(environment: options.surroundings.environment, home: options.surroundings.home))
        try giveCoupons(to: &list, name, maker, keys, places)
      }
      let made = try self.texts(of: list.entries, maker)
      texts = made.texts
      for place in list.entries.indices where list.entries[place].state == .queued {
        let isMade = texts[list.entries[place].customer] != nil
        if isMade { continue }
        list.entries[place].state = .skipped
        list.entries[place].reason = SkipReason.unrenderable.rawValue
      }
      if texts.isEmpty, let failure = made.failure { throw failure }
    }
    for place in list.entries.indices where list.entries[place].state == .queued {
      list.entries[place].state = .accepted
    }
    let clone = try places.clone(random: options.clock.random)
    let hasRemote = try claim(name, clone: clone, host: options.host, options.remote)
    let start = SendStart(
      at: moment.zone.timestamp(options.clock.now()), commit: approval.commit.description,
      revision: approval.revision, recipients: list.entries.count, clone: clone, host: options.host,
      links: [],
      notMailed: list.notMailed)
    var bytes = JournalLine.started(start, name).bytes
    for entry in list.entries {
      bytes += JournalLine.exported(entry, name, at: start.at, commit: start.commit).bytes
    }
    try writeJournal(bytes, name, places)
    var book = SendBook()
    book.begin(start, list.entries)
    var report = SendReport(name, book, state: .finished)
    report.recorded = [try commitJournal(name, "exported \(report.count(.accepted))")]
    if hasRemote {
      // The list is claimed and written: a remote that cannot be reached now gets the journal with a sync.
      report.isPushed = (try? pushSend(options.remote)) ?? false
    }
    let exported = Set(list.entries.lazy.filter { $0.state == .accepted }.map(\.customer))
    let rows = audience.recipients.filter { exported.contains($0.id) }.map {
      ChannelRow($0, channel, text: texts[$0.id] ?? "")
    }
    return ChannelExport(report: report, rows: rows, leftOut: list.notMailed)
  }

  /// Who is on the list, the control group among them.
  private func freeze(_ audience: ChannelAudience, _ campaign: Campaign, _ name: SendName) -> FrozenList {
    var list = FrozenList()
    for recipient in audience.recipients {
      let key = MessageKey(
        campaign: campaign.id.key, occurrence: name.occurrence, revision: campaign.revision,
        address: recipient.key)
      let isHeld = campaign.holdsOut(recipient.splitKey)
      list.entries.append(
        SendEntry(
          key: key, messageID: "<\(key)@\(name.occurrence ?? "")>", customer: recipient.id,
          address: recipient.handle,
          variant: isHeld ? nil : campaign.variant(of: recipient.splitKey)?.name, coupon: nil,
          consent: recipient.consent?.text, occasion: nil, state: isHeld ? .skipped : .queued,
          reason: isHeld ? SkipReason.holdout.rawValue : nil))
    }
    return list
  }

  /// By the customer's id; of whom no text can be made there is none, and the first reason is told.
  private func texts(
    of entries: [SendEntry], _ maker: MailMaker
  ) throws(DaichoError) -> (texts: [String: String], failure: DaichoError?) {
    let due = entries.filter { $0.state == .queued || $0.state == .accepted }
    let date = try mailDate(of: maker.campaign)
    var texts: [String: String] = [:]
    var failure: DaichoError?
    for start in stride(from: 0, to: due.count, by: MailMaker.batch) {
      let batch = due[start..<min(start + MailMaker.batch, due.count)]
      let byID = Dictionary(batch.map { ($0.customer, $0) }, uniquingKeysWith: { first, _ in first })
      for recipient in try recipients(batch.map(\.customer), for: maker) {
        guard let entry = byID[recipient.id] else { continue }
        let particulars = MailParticulars(
          key: entry.key, date: date, variant: entry.variant, coupon: entry.coupon)
        switch Result(catching: { () throws(DaichoError) in try maker.text(for: recipient, particulars) }) {
        case .success(let text): texts[recipient.id] = text
        case .failure(let error): failure = failure ?? error
        }
      }
      index.progress?.progress(.exporting, done: min(start + MailMaker.batch, due.count), of: due.count)
    }
    index.progress?.progressEnded()
    return (texts, failure)
  }

  private func exportAgain(
    _ campaign: Campaign, _ channel: SendChannel, _ name: SendName, _ book: SendBook, _ places: SendFolder,
    _ repository: Repository
  ) throws(DaichoError) -> ChannelExport {
    let entries = book.entries.filter { $0.state == .accepted }
    let audience = try audience(of: campaign, by: channel, only: entries.map(\.customer))
    let now = Dictionary(audience.recipients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let obstacles = Dictionary(
      audience.leftOut.map { ($0.id, $0.obstacle.code) }, uniquingKeysWith: { first, _ in first })
    var leftOut: OrderedDictionary<String, Int> = [:]
    let present = entries.filter { entry in
      if now[entry.customer]?.handle == entry.address { return true }
      leftOut[obstacles[entry.customer] ?? "moved", default: 0] += 1
      return false
    }
    let texts = channel.carriesText ? try texts(of: present, previewMaker(campaign)).texts : [:]
    let rows = present.compactMap { entry -> ChannelRow? in
      let text = texts[entry.customer]
      guard let recipient = now[entry.customer], text != nil || !channel.carriesText else { return nil }
      return ChannelRow(recipient, channel, text: text ?? "")
    }
    guard !rows.isEmpty else { throw .nobodyToExport(name, leftOut) }
    var report = SendReport(name, book, state: .finished)
    // An export that was killed between its journal and its commit.
    try restoreJournal(name, places)
    if try !repository.status(under: repositoryPath(name.path)).isEmpty {
      report.recorded = [try commitJournal(name, "exported \(entries.count)")]
    }
    return ChannelExport(report: report, rows: rows, leftOut: leftOut)
  }
}

extension MailRecipient.ReliedConsent {
  /// As the journal has it: `2025-06-01 newsletter-form consent`.
  var text: String { ([day.description] + [via, basis].compactMap(\.self)).joined(separator: " ") }
}

extension CouponRule {
  fileprivate var isShared: Bool {
    if case .shared = codes { true } else { false }
  }
}
