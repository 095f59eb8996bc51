import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation

/// Takes down what comes back of mails while `daicho serve` runs: each is on the disk before it is answered,
/// many in one go, and gets into a commit with `keep`.
///
/// Callable from any thread: the work is done by queues of its own, since disks are slow.
package final class ReturnDesk: @unchecked Sendable {
  // Unchecked: `pending` is only touched under `lock`; the workspace and what is made of it on `queue`.
  private let lock = NSLock()
  private var pending: [Pending] = []
  private let queue = DispatchQueue(label: "daicho.returns")
  private let keeping = DispatchQueue(label: "daicho.keeping")

  private let open: @Sendable () throws(DaichoError) -> Workspace
  private let now: @Sendable () -> Int64
  private var workspace: Workspace
  private var links: CampaignLinks
  private let spool: EventSpool
  private let views: WebViews
  private let zone: ZoneOffsets
  private var refreshed: Int64
  /// The ids of the last seconds, and when they came: who asks twice is answered twice and counted once.
  private var recent: [String: Int64] = [:]

  /// What waits for the disk at most; more is refused.
  private static let mostPending = 10_000
  /// A mail that no journal knows is looked for in the files again after so many milliseconds.
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
    views = WebViews(open: open)
    let workspace = try open()
    guard let repository = workspace.repository else { throw .noRepository(workspace.root) }
    // Nobody is there to tell when the first commit fails.
    _ = try workspace.signature(.author, repository)
    spool = EventSpool(gitDirectory: repository.gitDirectory)
    zone = workspace.moment.zone
    links = CampaignLinks(folder: workspace.folder)
    self.workspace = workspace
    refreshed = now()
    _ = try workspace.index.sentMessage(withKey: "", refreshed: true)
  }

  /// Milliseconds since 1970.
  package var time: Int64 { now() }

  // MARK: Asking

  /// What the journal knows of a token's mail.
  package func message(of token: MailToken) async throws(DaichoError) -> SentMessage? {
    try await onQueue { desk throws(DaichoError) in try desk.sent(token.message) }.get()
  }

  /// Where a click leads; `nil` for a number that the campaign does not have.
  package func target(of token: MailToken) async throws(DaichoError) -> String? {
    guard let number = token.link else { return nil }
    return try await onQueue { desk throws(DaichoError) in
      guard let sent = try desk.sent(token.message) else { return nil }
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

  /// Whether mail to an address is held back, as the files are now.
  package func isBlocked(_ address: String) async throws(DaichoError) -> Bool {
    try await onQueue { desk throws(DaichoError) in
      try desk.workspace.index.isBlocked(address, refreshed: true)
    }
    .get()
  }

  /// What the person that a mail went to gets, as the files are now; `nil` where no journal knows the mail.
  package func preferences(of token: MailToken) async throws(DaichoError) -> MailPreferences? {
    try await onQueue { desk throws(DaichoError) in
      guard let sent = try desk.sent(token.message) else { return nil }
      // Settings and today may be others by now.
      try desk.renewIfOld()
      return try desk.workspace.preferences(of: sent)
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
    if let sent = try workspace.index.sentMessage(withKey: key.description, refreshed: false) { return sent }
    guard try renewIfOld() else { return nil }
    return try workspace.index.sentMessage(withKey: key.description, refreshed: true)
  }

  /// - Returns: whether the workspace was opened anew.
  @discardableResult
  private func renewIfOld() throws(DaichoError) -> Bool {
    guard now() - refreshed >= ReturnDesk.patience else { return false }
    refreshed = now()
    workspace = try open()
    return true
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
    let result = Result { () throws(DaichoError) in
      for item in batch {
        let event = try self.event(item.hit)
        answers.append(event.sent)
        guard recent[event.id] == nil, fresh.insert(event.id).inserted else { continue }
        let line = event.line(zone)
        lines += line
        if event.isComplete { visible.add(line, to: event.path(zone)) }
      }
      if !lines.isEmpty { try spool.append(lines) }
    }
    switch result {
    case .failure(let error): for item in batch { item.answer.resume(returning: .failure(error)) }
    case .success:
      remember(fresh)
      show(visible)
      for (item, answer) in zip(batch, answers) { item.answer.resume(returning: .success(answer)) }
    }
  }

  private func event(_ hit: Hit) throws(DaichoError) -> ReturnEvent {
    let sent = try sent(hit.token.message)
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
