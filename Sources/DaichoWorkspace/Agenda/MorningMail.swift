import DaichoDigest
import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel
import OrderedCollections

/// A member's page of the day as a mail, for reading on a phone: tasks are numbered, telephone numbers can be
/// tapped. A reply such as `1 済` ticks the first task.
package struct MorningMail: Sendable {
  package struct Section: Sendable {
    package let title: String
    package let items: [AgendaItem]
    /// How many more there are.
    package let left: Int

    package init(title: String, items: [AgendaItem], left: Int) {
      self.title = title
      self.items = items
      self.left = left
    }
  }

  package let member: WorkspaceSettings.Member
  package let message: Message
  package let envelope: Envelope
  /// Of the reply token; the numbers' tasks are kept under it.
  package let key: MessageKey
  /// Number 1 first.
  package let tasks: [MorningTask]
}

extension Workspace {
  /// - Parameters:
  ///   - sections: what the page shows; numbers are those of its tasks.
  ///   - keys: sign the address that replies go to; without them replies go to the sender, and tick nothing.
  /// - Throws: `member-without-email`, and what is wrong with the addresses.
  package func morningMail(
    to member: WorkspaceSettings.Member, from sender: WorkspaceSettings.Sender,
    _ sections: [MorningMail.Section],
    keys: KeyRing?
  ) throws(DaichoError) -> MorningMail {
    guard let address = member.email else { throw .memberWithoutEmail(member.id) }
    let from = try MailAddress(parsing: sender.from)
    let to = try MailAddress(name: member.name, address: address)
    let tasks = sections.flatMap(\.items).compactMap { MorningTask($0) }
    let key = MessageKey(
      campaign: "daicho today", occurrence: moment.today.description,
      revision: Digest.hexadecimal(Digest.sha256(MorningTask.line(tasks).utf8)),
      address: TextFolding.fold(address))
    var replyTo = try sender.replyTo.map { text throws(DaichoError) in try MailAddress(parsing: text) }
    let canTick = keys != nil && settings.baseURL != nil && !tasks.isEmpty
    if canTick, let keys {
      let token = keys.text(of: MailToken(.reply, key))
      replyTo = try MailAddress(name: from.name, address: "r+\(token)@\(mailLinks(keys).mailDomain)")
    }
    let text = MorningText(
      sections: try sections.map { section throws(DaichoError) in
        try MorningText.Section(
          title: section.title, left: section.left,
          lines: section.items.map { item throws(DaichoError) in
            MorningText.Line(
              number: tasks.firstIndex { $0 == MorningTask(item) }.map { $0 + 1 },
              title: item.title ?? item.record, text: item.text(language), day: item.day,
              phone: try phone(of: item.record))
          })
      }, language: language, canTick: canTick)
    let subject = Wording.morningSubject(
      settings.name, moment.today, tasks: sections.flatMap(\.items).count { $0.section == .tasks })
    let message = Message(
      from: from, to: [to], replyTo: replyTo, subject: subject(language),
      date: try MailDate(
        secondsSince1970: Int(moment.seconds), offsetMinutes: moment.zone.offset(at: moment.seconds) / 60),
      messageID: "\(key)@\(from.domain)", text: text.plain, html: text.html(subject(language)),
      headers: [.init("Auto-Submitted", "auto-generated")])
    return MorningMail(
      member: member, message: message,
      envelope: Envelope(returnPath: try MailAddress(address: from.address), recipient: to), key: key,
      tasks: canTick ? tasks : [])
  }

  /// The first number of the record, or of the customer or company it is about.
  private func phone(of reference: String) throws(DaichoError) -> String? {
    guard let found = try find(reference).first else { return nil }
    let record = try open(found).record
    if let phone = record.value("phone")?.items.first { return phone.plainText }
    for (field, kind) in [("customer", Kind.customers), ("company", .companies)] {
      guard let other = record.value(field)?.plainText, let found = try find(other, kinds: [kind]).first
      else {
        continue
      }
      if let phone = try open(found).record.value("phone")?.items.first { return phone.plainText }
    }
    return nil
  }
}

extension DaichoError {
  fileprivate static func memberWithoutEmail(_ member: String) -> DaichoError {
    DaichoError("member-without-email", .memberWithoutEmail(member), hint: .giveMemberEmail(member))
  }
}
