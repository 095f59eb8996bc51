import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation

/// Takes down what comes back of mails while `daicho serve` runs: each is on the disk before it is answered,
/// many in one go, and gets into a commit with `keep`.
///
/// Questions are answered from the index as it was some seconds ago and from what was taken down here since, so
/// that nobody waits for a register to be read: `look` does that beside.
///
/// Callable from any thread: the work is done by queues of its own, since disks are slow.
package final class ReturnDesk: @unchecked Sendable {
  // Unchecked: `pending` and `waiting` are only touched under `lock`; the workspace and what is made of it on
  // `queue`; a workspace that is being looked at on `looking`, which then hands it over.
  private let lock = NSLock()
  private var pending: [Pending] = []
  private var waiting: [@Sendable () -> Void] = []
  private let queue = DispatchQueue(label: "daicho.returns")
  private let looking = DispatchQueue(label: "daicho.looking")
  private let keeping = DispatchQueue(label: "daicho.keeping")

  private let open: @Sendable () throws(DaichoError) -> Workspace
  private let now: @Sendable () -> Int64
  private var workspace: Workspace
  private var links: CampaignLinks
  private let spool: EventSpool
  private let views: WebViews
  private let zone: ZoneOffsets
  /// Since the workspace was looked at.
  private var choices = RecentChoices()
  private var lookedAt: Int64
  /// Milliseconds that the last look took.
  private var lookTook: Int64 = 0
  /// The ids of the last seconds, and when they came: who asks twice is answered twice and counted once.
  private var recent: [String: Int64] = [:]

  /// What waits for the disk at most; more is refused.
  private static let mostPending = 10_000
  /// Between two looks, in milliseconds; ten times as long as a look takes, where that is more.
  private static let patience: Int64 = 5_000

  private struct Pending {
    let hit: Hit
    let answer: CheckedContinuation<Result<SentMessage?, DaichoError>, Never>
  }

  /// What somebody or something did with a link.
  package struct Hit: Sendable {
    package let kind: ReturnEvent.Kind
    package let token: MailToken
    package var by: String?
    package var isAutomatic = false
    package var via: String?
    /// Of a preference.
    package var choice: ChannelChoice?

    package init(_ kind: ReturnEvent.Kind, _ token: MailToken) {
      self.kind = kind
      self.token = token
    }
  }

  /// - Parameters:
  ///   - open: opens the workspace anew, as its files are now.
  ///   - now: milliseconds since 1970.
  package init(
    open: @escaping @Sendable () throws(DaichoError) -> Workspace, now: @escaping @Sendable () -> Int64
  ) throws(DaichoError) {
    self.open = open
    self.now = now
    views = WebViews(open: open, now: now)
    let workspace = try open()
    guard let repository = workspace.repository else { throw .noRepository(workspace.root) }
    // Nobody is there to tell when the first commit fails.
    _ = try workspace.signature(.author, repository)
    spool = EventSpool(gitDirectory: repository.gitDirectory)
    zone = workspace.moment.zone
    links = CampaignLinks(folder: workspace.folder)
    self.workspace = workspace
    lookedAt = now()
    _ = try workspace.index.sentMessage(withKey: "", refreshed: true)
  }

  /// Milliseconds since 1970.
  package var time: Int64 { now() }

  // MARK: Asking

  /// What the journal knows of a token's mail.
  package func message(of token: MailToken) async throws(DaichoError) -> SentMessage? {
    let known = try await onQueue { desk throws(DaichoError) in try desk.sent(token.message) }.get()
    if let known { return known }
    // It may have come with a pull, or be under way just now.
    guard try await onQueue({ desk throws(DaichoError) in desk.mayLook() }).get() else { return nil }
    await look()
    return try await onQueue { desk throws(DaichoError) in try desk.sent(token.message) }.get()
  }

  /// Where a click leads; `nil` for a number that the campaign does not have.
  package func target(of token: MailToken) async throws(DaichoError) -> String? {
    guard let number = token.link, let sent = try await message(of: token) else { return nil }
    return try await onQueue { desk throws(DaichoError) in
      let link = try desk.links.link(number, in: sent.path)
      return link.flatMap { $0.isEmpty ? nil : $0 }
    }.get()
  }

  /// The mail of a token as a web page; `nil` where the journal does not have it, or what it was made of is gone.
  ///
  /// Errors: `too-busy`, and whatever keeps it from being rendered.
  package func webView(of token: MailToken, _ keys: KeyRing) async throws(DaichoError) -> String? {
    guard try await message(of: token) != nil else { return nil }
    return try await views.page(of: token.message, keys)
  }

  /// Whether mail to an address is held back.
  package func isBlocked(_ address: String) async throws(DaichoError) -> Bool {
    try await onQueue { desk throws(DaichoError) in
      desk.lookSoon()
      let kinds = try desk.workspace.index.bindingKinds(of: address, refreshed: false)
      return !desk.choices.applied(to: kinds, of: address).isEmpty
    }.get()
  }

  /// What the person that a mail went to gets; `nil` where no journal knows the mail.
  package func preferences(of token: MailToken) async throws(DaichoError) -> MailPreferences? {
    guard let sent = try await message(of: token) else { return nil }
    return try await onQueue { desk throws(DaichoError) in
      desk.lookSoon()
      return try desk.workspace.preferences(of: sent, desk.choices)
    }.get()
  }

  private func onQueue<Answer: Sendable>(
    _ body: @escaping @Sendable (ReturnDesk) throws(DaichoError) -> Answer
  ) async -> Result<Answer, DaichoError> {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: Result { () throws(DaichoError) in try body(self) }) }
    }
  }

  private func sent(_ key: MessageKey) throws(DaichoError) -> SentMessage? {
    try workspace.index.sentMessage(withKey: key.description, refreshed: false)
  }

  // MARK: Looking

  /// Whether it is time for another look; if so, one is taken for granted.
  private func mayLook() -> Bool {
    guard now() - lookedAt >= max(ReturnDesk.patience, 10 * lookTook) else { return false }
    lookedAt = now()
    return true
  }

  private func lookSoon() {
    if mayLook() { beginLook {} }
  }

  /// Returns when the desk knows what the files held when it was called, or why it cannot.
  private func look() async {
    await withCheckedContinuation { continuation in beginLook { continuation.resume() } }
  }

  /// - Parameter then: called on `queue`.
  private func beginLook(_ then: @escaping @Sendable () -> Void) {
    lock.withLock { waiting.append(then) }
    looking.async { self.lookNow() }
  }

  /// Whoever has asked while a look was under way is served by the next one, all together.
  private func lookNow() {
    let batch = lock.withLock {
      defer { waiting.removeAll() }
      return waiting
    }
    if batch.isEmpty { return }
    let start = now()
    let last = queue.sync { choices.last }
    let result = Result { () throws(DaichoError) in
      let fresh = try open()
      _ = try fresh.index.sentMessage(withKey: "", refreshed: true)
      return HandedOver(workspace: fresh)
    }
    queue.async { [self] in
      lookTook = max(0, now() - start)
      // What cannot be read now is read the next time; what was known stays known.
      if case .success(let fresh) = result {
        workspace = fresh.workspace
        choices.forget(upTo: last)
      }
      for then in batch { then() }
    }
  }

  // Unchecked: whoever has made it does not use it any more.
  private struct HandedOver: @unchecked Sendable {
    let workspace: Workspace
  }

  // MARK: Taking down

  /// Durable when it returns. The answer is the mail, where a journal knows it.
  ///
  /// Errors: `too-busy`, and those of the disk.
  package func take(_ hit: Hit) async throws(DaichoError) -> SentMessage? {
    let result: Result<SentMessage?, DaichoError> = await withCheckedContinuation { answer in
      let isTaken = lock.withLock {
        guard pending.count < ReturnDesk.mostPending else { return false }
        pending.append(Pending(hit: hit, answer: answer))
        return true
      }
      guard isTaken else { return answer.resume(returning: .failure(.tooBusy())) }
      queue.async { self.writePending() }
    }
    return try result.get()
  }

  /// Whatever has gathered while the disk was busy is written in one piece.
  private func writePending() {
    let batch = lock.withLock {
      defer { pending.removeAll(keepingCapacity: true) }
      return pending
    }
    if batch.isEmpty { return }
    var answers: [SentMessage?] = []
    var lines: [UInt8] = []
    var visible = ReturnLines()
    var fresh: Set<String> = []
    var fresher: [ReturnEvent] = []
    let result = Result { () throws(DaichoError) in
      for item in batch {
        if try workspace.tombstones().token(ofMessage: item.hit.token.message) != nil {
          answers.append(nil)
          continue
        }
        let event = try self.event(item.hit)
        answers.append(event.sent)
        guard recent[event.id] == nil, fresh.insert(event.id).inserted else { continue }
        let line = event.line(zone)
        lines += line
        if event.isComplete {
          visible.add(line, to: event.path(zone))
          fresher.append(event)
        }
      }
      // Shown before another server may bring it into the register, or it would stand there twice.
      if !lines.isEmpty { try spool.append(lines) { show(visible) } }
    }
    switch result {
    case .failure(let error): for item in batch { item.answer.resume(returning: .failure(error)) }
    case .success:
      remember(fresh)
      for event in fresher { choices.note(event) }
      for (item, answer) in zip(batch, answers) { item.answer.resume(returning: .success(answer)) }
    }
  }

  private func event(_ hit: Hit) throws(DaichoError) -> ReturnEvent {
    let sent = try sent(hit.token.message)
    if sent == nil { lookSoon() }
    var event = ReturnEvent(
      hit.kind, hit.token.message, sent: sent, at: now(), link: hit.token.link, choice: hit.choice)
    event.by = hit.by
    event.isAutomatic = hit.isAutomatic
    event.via = hit.via
    if hit.kind == .click, let sent, let number = hit.token.link {
      event.url = try links.link(number, in: sent.path)
    }
    return event
  }

  private func remember(_ ids: Set<String>) {
    let now = now()
    if recent.count > 1_000 { recent = recent.filter { now - $0.value < 2_000 } }
    for id in ids { recent[id] = now }
  }

  /// So that the next question and a send that is running know of it at once. What cannot be written here is
  /// kept all the same, and brought in by `keep`.
  private func show(_ lines: ReturnLines) {
    for (path, texts) in lines.byPath {
      try? workspace.folder.appending(to: path).append(texts.flatMap(\.self))
    }
  }

  // MARK: Keeping

  /// Commits what has come since the last time; `nil` where nothing has.
  package func keep() async throws(DaichoError) -> KeptReturns? {
    let open = open
    let result: Result<KeptReturns?, DaichoError> = await withCheckedContinuation { continuation in
      keeping.async {
        continuation.resume(
          returning: Result { () throws(DaichoError) in
            let workspace = try open()
            try workspace.finishPending()
            return try workspace.keepReturns()
          })
      }
    }
    return try result.get()
  }
}
