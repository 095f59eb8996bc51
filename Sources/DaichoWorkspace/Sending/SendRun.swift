import DaichoDigest
import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation

/// One run through a frozen list: hands over what is left of it, as fast as it may, until it is through or
/// somebody stops it.
final class SendRun {
  private let workspace: Workspace
  private let name: SendName
  private let maker: MailMaker
  private let options: SendOptions
  private let start: SendStart
  private let journal: SendJournal
  private let lanes: SendLanes
  private let permission: SendPermission
  private let events: SendEvents
  private let pauseMark: String
  private let retries: RetrySchedule
  private var pace: SendPace
  private var health = SendHealth()
  private(set) var book: SendBook
  /// What is to be handed over, in the order of the list.
  private var queue: ArraySlice<MessageKey> = []
  private var postponed: [Postponed] = []
  private var tries: [MessageKey: (count: Int, first: Duration)] = [:]
  private var recipients: [String: MailRecipient] = [:]
  private var handedOver = 0
  private var underWay = 0
  private(set) var pause: Wording?
  private(set) var failure: DaichoError?

  private struct Postponed {
    let due: Duration
    let key: MessageKey
  }

  /// Recipients whose values are in memory at a time.
  private static let chunk = 256

  init(
    _ workspace: Workspace, _ name: SendName, _ maker: MailMaker, _ book: SendBook, _ start: SendStart,
    journal: SendJournal, events: SendEvents, pauseMark: String, _ options: SendOptions
  ) throws(DaichoError) {
    self.workspace = workspace
    self.name = name
    self.maker = maker
    self.book = book
    self.start = start
    self.journal = journal
    self.events = events
    self.pauseMark = pauseMark
    self.options = options
    let delivery = try workspace.deliverySettings()
    retries = RetrySchedule(patience: options.retryFor)
    pace = SendPace(rate: delivery.mailRate.double)
    permission = try SendPermission(workspace, maker.campaign, now: options.clock.now)
    guard let sender = maker.campaign.sender else { throw .noSender(maker.campaign.found.path) }
    var couriers: [any MailCourier] = []
    for _ in 0..<delivery.mailConnections {
      couriers.append(try workspace.makeCourier(for: sender, options.surroundings))
    }
    let (zone, clock) = (workspace.moment.zone, options.clock)
    lanes = SendLanes(
      couriers, journal: journal,
      answer: { entry, outcome in
        SendRun.line(entry, outcome, name, at: zone.timestamp(clock.now()))
      })
    queue = book.entries.filter { $0.state == .queued || $0.state == .deferred }.map(\.key)[...]
  }

  // MARK: The loop

  func run() {
    workspace.progressOfSending(book)
    // The journal grows with every mail: the index need not follow it, only what permission rests on.
    workspace.index.isFrozen = true
    defer { workspace.index.isFrozen = false }
    do throws(DaichoError) {
      while try step() {}
    } catch {
      failure = failure ?? error
    }
    let isStopping = failure != nil || pause != nil || options.interruption.isAsked
    for (entry, outcome) in lanes.finish(withdrawing: isStopping) { note(entry, outcome) }
  }

  /// - Returns: whether there is more to do.
  private func step() throws(DaichoError) -> Bool {
    for (entry, outcome) in lanes.collect() { note(entry, outcome) }
    if let failure { throw failure }
    if pause == nil, access(pauseMark, F_OK) == 0 { pause = .pausedByHand }
    if pause != nil || options.interruption.isAsked { return false }
    if let limit = options.limit, handedOver >= limit { return underWay > 0 && waitForOutcomes() }
    guard let key = next() else {
      if underWay > 0 { return waitForOutcomes() }
      return waitForPostponed()
    }
    try handOver(key)
    return true
  }

  private func waitForOutcomes() -> Bool {
    for (entry, outcome) in lanes.collect(wait: .milliseconds(200)) { note(entry, outcome) }
    return true
  }

  /// What is due again, else what is next on the list.
  private func next() -> MessageKey? {
    if let first = postponed.first, first.due <= options.clock.monotonic() {
      postponed.removeFirst()
      return first.key
    }
    return queue.popFirst()
  }

  private func waitForPostponed() -> Bool {
    guard let first = postponed.first else { return false }
    nap(first.due - options.clock.monotonic())
    return true
  }

  /// In pieces, so that somebody who wants to stop is not kept waiting.
  private func nap(_ duration: Duration) {
    let end = options.clock.monotonic() + duration
    while !options.interruption.isAsked, access(pauseMark, F_OK) != 0 {
      let left = end - options.clock.monotonic()
      if left <= .zero { return }
      options.clock.sleep(min(left, .milliseconds(200)))
      for (entry, outcome) in lanes.collect() { note(entry, outcome) }
    }
  }

  // MARK: One mail

  private func handOver(_ key: MessageKey) throws(DaichoError) {
    guard let entry = book[key: key] else { return }
    let wait = pace.wait(at: options.clock.monotonic())
    if wait > .zero {
      nap(wait)
      if options.interruption.isAsked || access(pauseMark, F_OK) == 0 {
        queue = [key] + queue
        return
      }
    }
    if let refusal = try permission.refusal(customer: entry.customer, address: entry.address) {
      return skip(entry, refusal)
    }
    guard let recipient = try recipient(entry) else { return skip(entry, .address) }
    let now = options.clock.now()
    let seconds = Int(now / 1000)
    let date = try MailDate(
      secondsSince1970: seconds, offsetMinutes: workspace.moment.zone.offset(at: Int64(seconds)) / 60)
    let particulars = MailParticulars(
      key: key, date: date, variant: entry.variant, coupon: entry.coupon)
    let made: (bytes: [UInt8], envelope: Envelope)
    switch Result(catching: { () throws(DaichoError) in
      let mail = try maker.mail(for: recipient, particulars)
      let returnPath = try workspace.returnPath(of: mail.message, key, maker)
      return (
        try mail.message.bytes(),
        Envelope(returnPath: returnPath, recipient: try MailAddress(address: entry.address))
      )
    }) {
    case .success(let mail): made = mail
    case .failure: return skip(entry, .unrenderable)
    }
    let line = JournalLine.attempting(
      entry, name, at: workspace.moment.zone.timestamp(now), commit: start.commit,
      contentHash: Digest.hexadecimal(Digest.sha256(made.bytes)))
    book.set(.attempting, of: key)
    handedOver += 1
    underWay += 1
    var count = tries[key] ?? (0, options.clock.monotonic())
    count.count += 1
    tries[key] = count
    lanes.submit(
      SendLanes.Job(
        entry: entry, bytes: made.bytes, envelope: made.envelope, announcement: journal.announce(line)))
  }

  private func skip(_ entry: SendEntry, _ reason: SkipReason) {
    book.set(.skipped, reason: reason.rawValue, of: entry.key)
    journal.answer(
      JournalLine.mail(
        entry, .skipped, name, at: workspace.moment.zone.timestamp(options.clock.now()),
        reason: reason.rawValue))
    workspace.progressOfSending(book)
  }

  /// With the values its mail needs, which are read for many at a time.
  private func recipient(_ entry: SendEntry) throws(DaichoError) -> MailRecipient? {
    if let known = recipients.removeValue(forKey: entry.customer) { return known }
    let ids = [entry.customer] + queue.prefix(SendRun.chunk).compactMap { book[key: $0]?.customer }
    recipients = Dictionary(
      try workspace.recipients(ids, for: maker).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return recipients.removeValue(forKey: entry.customer)
  }

  // MARK: Outcomes

  /// What the journal says of an outcome; `nil` where nothing.
  private static func line(
    _ entry: SendEntry, _ outcome: SendLanes.Outcome, _ name: SendName, at: String
  ) -> JournalLine? {
    guard let result = SendResult(outcome) else { return nil }
    return JournalLine.mail(
      entry, result.state, name, at: at, reason: result.reason, reply: result.reply)
  }

  private func note(_ entry: SendEntry, _ outcome: SendLanes.Outcome) {
    underWay -= 1
    defer { workspace.progressOfSending(book) }
    guard let result = SendResult(outcome) else {
      // Nothing was handed over, and the journal may hold the announcement: nobody can tell later.
      if case .unannounced(let error) = outcome { failure = failure ?? error }
      book.set(.queued, of: entry.key)
      return
    }
    book.set(result.state, reason: result.reason, of: entry.key)
    guard case .delivered(let delivery) = outcome else { return }
    if let reason = health.note(delivery), pause == nil { pause = reason }
    switch delivery {
    case .accepted: pace.wasAccepted()
    case .refused(let reply):
      if reply.meaning == .throttled { pace.wasThrottled(at: options.clock.monotonic()) }
      if reply.meaning == .badAddress {
        do throws(DaichoError) { try events.bounced(entry, reply) } catch { failure = failure ?? error }
      }
    case .notDelivered, .inDoubt: break
    }
    if result.state == .deferred { postpone(entry.key) }
  }

  private func postpone(_ key: MessageKey) {
    let now = options.clock.monotonic()
    guard let (count, first) = tries[key],
      let wait = retries.wait(afterTry: count, elapsed: now - first)
    else { return }
    let item = Postponed(due: now + wait, key: key)
    postponed.insert(item, at: postponed.firstIndex { $0.due > item.due } ?? postponed.endIndex)
  }
}

/// What an outcome means for the mail.
struct SendResult {
  /// The journal's word for an address that does not work.
  static let badAddress = "bad-address"

  let state: SendState
  var reason: String?
  var reply: String?

  /// `nil` where the mail was not even announced.
  init?(_ outcome: SendLanes.Outcome) {
    switch outcome {
    case .unannounced: return nil
    case .withdrawn: state = .queued
    case .delivered(.accepted(let answer)): (state, reply) = (.accepted, answer.line)
    case .delivered(.inDoubt(let cause)): (state, reason) = (.inDoubt, cause.code)
    case .delivered(.notDelivered(let cause)): (state, reason) = (.deferred, cause.code)
    case .delivered(.refused(let answer)):
      reply = answer.line
      switch answer.meaning {
      case .transient, .throttled, .accepted: state = .deferred
      case .senderRefused: (state, reason) = (.deferred, "sender-refused")
      case .badAddress: (state, reason) = (.failed, SendResult.badAddress)
      case .permanent: (state, reason) = (.failed, "refused")
      }
    }
  }
}
