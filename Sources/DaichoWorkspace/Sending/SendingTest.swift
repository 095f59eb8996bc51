import DaichoIndex
import DaichoMail
import DaichoModel
import OrderedCollections

extension Workspace {
  /// Sends one mail of a campaign to an address of one's own, to look at. It leaves no trace in the journal, and
  /// its links unsubscribe nobody.
  ///
  /// - Parameter customer: whose mail; the first recipient's where `nil`.
  /// - Returns: what the server said.
  package func sendTest(
    _ campaign: Campaign, to address: String, for customer: FoundRecord?, _ options: SendOptions
  ) throws(DaichoError) -> String {
    let recipient = try MailAddress(parsing: address)
    guard let sender = campaign.sender else { throw .noSender(campaign.found.path) }
    let maker = try MailMaker(self, campaign, links: mailLinks(nil))
    guard let first = try recipients(of: campaign, only: customer, limit: 1).first,
      let person = try recipients([first.id], for: maker).first
    else { throw .nobodyToMail(campaign.id.text, [:]) }
    let key = MessageKey(
      campaign: campaign.id.key, occurrence: "test " + options.clock.random(), revision: campaign.revision,
      address: TextFolding.fold(address))
    let seconds = options.clock.now() / 1000
    let date = try MailDate(
      secondsSince1970: Int(seconds), offsetMinutes: moment.zone.offset(at: seconds) / 60)
    var message = try maker.mail(
      for: person,
      MailParticulars(
        key: key, date: date, variant: campaign.variants.first?.name, coupon: campaign.coupon?.sample)
    ).message
    message.to = [recipient]
    message.subject = "[test] " + message.subject
    let courier = try makeCourier(for: sender, options.surroundings)
    defer { courier.disconnect() }
    let envelope = Envelope(
      returnPath: try MailAddress(address: message.from.address), recipient: recipient)
    switch courier.deliver(try message.bytes(), envelope) {
    case .accepted(let reply): return reply.line
    case .refused(let reply): throw .testRefused(reply.line)
    case .notDelivered(let cause), .inDoubt(let cause): throw cause
    }
  }
}

extension DaichoError {
  static func testRefused(_ reply: String) -> DaichoError {
    DaichoError(
      "test-refused",
      Wording(en: "the server refused the test: \(reply)", ja: "サーバーがテストを拒否しました：\(reply)"),
      hint: Wording(en: "daicho doctor", ja: "daicho doctor で確認できます"))
  }
}
