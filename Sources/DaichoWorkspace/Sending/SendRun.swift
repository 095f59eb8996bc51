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
    journal: SendJournal, _ permission: SendPermission, events: SendEvents, pauseMark: String,
    _ options: SendOptions
  ) throws(DaichoError) {
    self.workspace = workspace
    self.name = name
    self.maker = maker
    self.book = book
    self.start = start
    self.journal = journal
    self.permission = permission
    self.events = events
    self.pauseMark = pauseMark
    self.options = options
    let delivery = try workspace.deliverySettings()
    retries = RetrySchedule(patience: options.retryFor)
    pace = SendPace(rate: delivery.mailRate.double)
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
    book.set(.attempting, of: key)
    handedOver += 1
    underWay += 1
    var count = tries[key] ?? (0, options.clock.monotonic())
    count.count += 1
    tries[key] = count
    let (maker, name, start) = (maker, name, start)
    let (zone, clock) = (workspace.moment.zone, options.clock)
    lanes.submit(
      SendLanes.Job(entry: entry) {
        Result { () throws(DaichoError) in
          try SendRun.mail(entry, name, start, recipient, maker, now: clock.now(), zone)
        }
      })
  }

  /// On a connection's thread.
  ///
  /// - Parameter now: milliseconds since 1970.
  private static func mail(
    _ entry: SendEntry, _ name: SendName, _ start: SendStart, _ recipient: MailRecipient, _ maker: MailMaker,
    now: Int64, _ zone: ZoneOffsets
  ) throws(DaichoError) -> SendLanes.Mail {
    let seconds = now / 1000
    let date = try MailDate(
      secondsSince1970: Int(seconds), offsetMinutes: zone.offset(at: seconds) / 60)
    let made = try maker.mail(
      for: recipient,
      MailParticulars(key: entry.key, date: date, variant: entry.variant, coupon: entry.coupon))
    let bytes = try made.message.bytes()
    return SendLanes.Mail(
      bytes: bytes,
      envelope: Envelope(
        returnPath: try maker.returnPath(of: made.message, entry.key),
        recipient: try MailAddress(address: entry.address)),
      announcement: JournalLine.attempting(
        entry, name, at: zone.timestamp(now), commit: start.commit,
        contentHash: Digest.hexadecimal(Digest.sha256(bytes))))
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
    if case .unmade = outcome { handedOver -= 1 }
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
    case .unannounced, .untouched: return nil
    case .unmade: (state, reason) = (.skipped, SkipReason.unrenderable.rawValue)
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
