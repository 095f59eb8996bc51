import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender
import Foundation

/// Shows sent mails as web pages. Each is rendered anew, one at a time, and nothing of it is kept.
final class WebViews: @unchecked Sendable {
  // Unchecked: `waiting` is only touched under `lock`, the workspace on `queue`.
  private let lock = NSLock()
  private var waiting = 0
  private let queue = DispatchQueue(label: "daicho.views")
  private let open: @Sendable () throws(DaichoError) -> Workspace
  private let now: @Sendable () -> Int64
  private var opened: (workspace: Workspace, at: Int64)?

  /// Requests that wait for their turn at most; more are refused.
  private static let mostWaiting = 16
  /// Milliseconds for which a register that was read is good.
  private static let patience: Int64 = 5_000

  init(
    open: @escaping @Sendable () throws(DaichoError) -> Workspace, now: @escaping @Sendable () -> Int64
  ) {
    self.open = open
    self.now = now
  }

  func page(of message: MessageKey, _ keys: KeyRing) async throws(DaichoError) -> String? {
    let isTaken = lock.withLock {
      guard waiting < WebViews.mostWaiting else { return false }
      waiting += 1
      return true
    }
    guard isTaken else { throw .tooManyViews() }
    let result: Result<String?, DaichoError> = await withCheckedContinuation { continuation in
      queue.async { [self] in
        let result = Result { () throws(DaichoError) in try workspace().webView(of: message, keys) }
        lock.withLock { waiting -= 1 }
        continuation.resume(returning: result)
      }
    }
    return try result.get()
  }

  private func workspace() throws(DaichoError) -> Workspace {
    if let opened, (0..<WebViews.patience).contains(now() - opened.at) { return opened.workspace }
    opened = nil
    let fresh = try open()
    _ = try fresh.index.sentMessage(withKey: "", refreshed: true)
    // One page asks the index many times.
    fresh.index.isFrozen = true
    opened = (fresh, now())
    return fresh
  }
}

extension Workspace {
  /// The HTML of a mail that was handed over: the campaign as it was sent, in the variant and with the coupon
  /// that the journal names, for the customer as they are now. No pixel, and links lead straight to where they
  /// go. `nil` where the journal does not have it, or the campaign or the customer is gone.
  func webView(of message: MessageKey, _ keys: KeyRing) throws(DaichoError) -> String? {
    guard let repository, let sent = try index.handedOverMail(withKey: message.description),
      let commit = ObjectID(sent.commit),
      let found = try find("campaigns/\(sent.campaign)", kinds: [.campaigns]).first,
      let campaign = try campaign(found, at: repository.commit(commit))
    else { return nil }
    let maker = try MailMaker(self, campaign, links: mailLinks(keys))
    guard let recipient = try recipients([sent.customer], for: maker).first else { return nil }
    let seconds = sent.at / 1000
    let particulars = MailParticulars(
      key: message,
      date: try MailDate(
        secondsSince1970: Int(seconds), offsetMinutes: moment.zone.offset(at: seconds) / 60),
      variant: sent.variant, coupon: sent.coupon)
    let addressed = MailRecipient(showing: recipient, address: sent.address)
    return try maker.mail(for: addressed, particulars, isTracked: false).mail.html
  }
}
