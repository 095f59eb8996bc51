import DaichoDigest
import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel

/// Decides mail by mail what each is, and gathers what is to be written.
struct InboxSorting {
  private let workspace: Workspace
  private let tokens: AddressTokens?
  private let known: Set<String>
  private(set) var result = InboxResult()
  /// Of the mails that need not be read again.
  private(set) var readKeys: [String] = []

  private var events = ReturnLines()
  private var eventIDs: Set<String> = []
  private var knownEvents: [String: (path: String, line: Int)]?
  /// By the record's path.
  private var works: [String: Work] = [:]

  /// What is to be done to one record.
  private struct Work {
    let record: FoundRecord
    var drafts: [LogEntryDraft] = []
    var done: [MorningTask] = []
  }

  init(_ workspace: Workspace, keys: KeyRing?, known: Set<String>) {
    self.workspace = workspace
    self.known = known
    tokens = keys.map(AddressTokens.init)
  }

  mutating func isKnown(_ key: String) -> Bool {
    guard known.contains(key) else { return false }
    result.readBefore += 1
    return true
  }

  mutating func skip(_ item: MailBox.Item, _ reason: Wording) {
    result.items.append(.init(item.name, .unreadable, reason: reason))
    readKeys.append(item.key)
  }

  // MARK: Sorting

  mutating func sort(_ mail: ParsedMail, _ item: MailBox.Item) throws(DaichoError) {
    readKeys.append(item.key)
    let addresses = mail.delivered + mail.recipients
    if let tokens {
      switch tokens.token("u", for: .unsubscribe, in: addresses) {
      case .genuine(let token)?:
        return try add(.unsubscribe, token.message, .unsubscribed, mail, item) { $0.via = "mail" }
      case .forged?: return result.items.append(.init(item.name, .forged))
      case nil: break
      }
      if !mail.isAutomatic, let reply = tokens.token("r", for: .reply, in: addresses) {
        switch reply {
        case .genuine(let token): return try tick(mail, item, token.message)
        case .forged: return result.items.append(.init(item.name, .forged))
        }
      }
    }
    if mail.report == "feedback-report" { return try complaint(mail, item, addresses) }
    let bounce = tokens?.token("b", for: .bounce, in: addresses)
    if bounce != nil || mail.report == "delivery-status" { return try self.bounce(mail, item, bounce) }
    if mail.isAutomatic { return result.items.append(.init(item.name, .automatic)) }
    try letter(mail, item)
  }

  private mutating func complaint(
    _ mail: ParsedMail, _ item: MailBox.Item, _ addresses: [String]
  ) throws(DaichoError) {
    let sender = mail.feedback["original-mail-from"] ?? mail.returned["return-path"]
    let path = sender.map { [$0.filter { $0 != "<" && $0 != ">" }] } ?? []
    var token = mail.returned["list-unsubscribe"].flatMap { tokens?.unsubscribeToken(inList: $0) }
    if token == nil, case .genuine(let found)? = tokens?.token("b", for: .bounce, in: path + addresses) {
      token = found
    }
    guard let token else { return result.items.append(.init(item.name, .forged)) }
    // What is no complaint: a report that a filter was wrong.
    if mail.feedback["feedback-type"]?.lowercased() == "not-spam" {
      return result.items.append(.init(item.name, .automatic))
    }
    try add(.complaint, token.message, .complaint, mail, item) { _ in }
  }

  private mutating func bounce(
    _ mail: ParsedMail, _ item: MailBox.Item, _ address: AddressTokens.Found?
  ) throws(DaichoError) {
    var token: MailToken?
    if case .genuine(let found)? = address { token = found }
    if token == nil {
      token = mail.returned["list-unsubscribe"].flatMap { tokens?.unsubscribeToken(inList: $0) }
    }
    guard let token else { return result.items.append(.init(item.name, .forged)) }
    guard let verdict = BounceVerdict(mail) else { return result.items.append(.init(item.name, .automatic)) }
    try add(.bounce, token.message, verdict.isHard ? .hardBounce : .softBounce, mail, item) {
      $0.bounce = verdict.isHard ? "hard" : "soft"
      $0.status = verdict.status
    }
  }

  private mutating func add(
    _ kind: ReturnEvent.Kind, _ message: MessageKey, _ outcome: InboxResult.Outcome, _ mail: ParsedMail,
    _ item: MailBox.Item, _ complete: (inout ReturnEvent) -> Void
  ) throws(DaichoError) {
    if try workspace.tombstones().token(ofMessage: message) != nil {
      return result.items.append(.init(item.name, .unknown, reason: .mailOfForgotten))
    }
    let sent = try workspace.index.sentMessage(withKey: message.description, refreshed: false)
    // An event that came before its own mail, by a clock that is wrong, would bind nobody.
    let at = sent.map { max($0.at, InboxSorting.time(mail, workspace.moment)) } ?? workspace.moment.epoch
    var event = ReturnEvent(kind, message, sent: sent, at: at, mail: InboxSorting.identity(mail, item))
    complete(&event)
    if knownEvents == nil { knownEvents = try workspace.index.eventPlaces() }
    guard knownEvents?[event.id] == nil, eventIDs.insert(event.id).inserted else {
      return result.items.append(.init(item.name, .known))
    }
    events.add(event.line(workspace.moment.zone), to: event.path(workspace.moment.zone))
    let customer = sent?.customer.flatMap { RecordID($0) }.map { Reference(.customers, $0) }
    result.items.append(.init(item.name, outcome, record: customer))
  }

  /// The same mail, in another clone or delivered twice, is the same.
  private static func identity(_ mail: ParsedMail, _ item: MailBox.Item) -> String {
    mail.messageID ?? Digest.hexadecimal(Digest.sha256(item.bytes))
  }

  /// Milliseconds since 1970: by the mail's Date, unless that lies in the future or is none.
  private static func time(_ mail: ParsedMail, _ moment: Moment) -> Int64 {
    guard let sent = mail.sent, sent > 0, sent <= moment.seconds + 86_400 else { return moment.epoch }
    return sent * 1000
  }

  // MARK: Tasks

  /// Whoever has the token has the morning mail, and can read its numbers.
  private mutating func tick(
    _ mail: ParsedMail, _ item: MailBox.Item, _ message: MessageKey
  ) throws(DaichoError) {
    let numbers = TaskReply.numbers(in: mail.text)
    if numbers.isEmpty {
      result.items.append(.init(item.name, .unknown, reason: .morningNothingDone))
    }
    for number in numbers {
      guard let task = try workspace.morningTask(number, of: message)?.task else {
        result.items.append(.init(item.name, .unknown, reason: .morningNumberUnknown(number)))
        continue
      }
      guard let record = try workspace.record(of: task) else {
        result.items.append(.init(item.name, .failed, reason: .morningTaskGone(task.record)))
        continue
      }
      tick(task, record, item)
    }
  }

  private mutating func tick(_ task: MorningTask, _ found: FoundRecord, _ item: MailBox.Item) {
    var isThere = works[found.path]?.done.contains(task) ?? false
    if !isThere {
      switch Result(catching: { () throws(DaichoError) in
        try workspace.ticking(task, in: workspace.folder.read(found.path).bytes, found.path) == nil
      }) {
      case .success(let isDone): isThere = isDone
      case .failure(let error):
        return result.items.append(
          .init(item.name, .failed, record: found.reference, reason: error.message))
      }
    }
    guard !isThere else { return result.items.append(.init(item.name, .known, record: found.reference)) }
    works[found.path, default: Work(record: found)].done.append(task)
    result.items.append(.init(item.name, .ticked, record: found.reference))
  }

  // MARK: Letters

  private mutating func letter(_ mail: ParsedMail, _ item: MailBox.Item) throws(DaichoError) {
    guard let from = mail.from.first else { return result.items.append(.init(item.name, .unknown)) }
    let text = mail.subject.isEmpty ? Wording.noSubject(workspace.language) : mail.subject
    let local = workspace.moment.zone.local(InboxSorting.time(mail, workspace.moment) / 1000)
    if let member = member(from) {
      var filed = false
      for address in mail.recipients {
        guard let customer = try customer(address) else { continue }
        let draft = try LogEntryDraft.entry(
          on: local.date, at: local.minute, .email, .out, members: [member].compactMap(\.self), text: text)
        try file(draft, customer, .sent, item)
        filed = true
      }
      if !filed { result.items.append(.init(item.name, .unknown)) }
      return
    }
    guard let customer = try customer(from) else { return result.items.append(.init(item.name, .unknown)) }
    let draft = try LogEntryDraft.entry(
      on: local.date, at: local.minute, .email, .in, text: text)
    try file(draft, customer, .received, item)
  }

  private mutating func file(
    _ draft: LogEntryDraft, _ found: FoundRecord, _ outcome: InboxResult.Outcome, _ item: MailBox.Item
  ) throws(DaichoError) {
    let log = try workspace.open(found).log
    let isThere = log.contains { InboxSorting.says($0, draft) }
    let isWaiting = works[found.path]?.drafts.contains(draft) ?? false
    guard !isThere, !isWaiting else {
      return result.items.append(.init(item.name, .known, record: found.reference))
    }
    works[found.path, default: Work(record: found)].drafts.append(draft)
    result.items.append(.init(item.name, outcome, record: found.reference))
  }

  private static func says(_ entry: LogEntry, _ draft: LogEntryDraft) -> Bool {
    entry.date == draft.date && entry.minute == draft.minute && entry.channel == draft.channel
      && entry.direction == draft.direction && entry.text == draft.text
  }

  /// One of the team: the member's id, or `nil` inside for an address that is the team's and no one's own.
  private func member(_ address: String) -> String?? {
    let folded = TextFolding.fold(address)
    if let member = workspace.settings.members.first(where: { $0.email.map(TextFolding.fold) == folded }) {
      return .some(member.id)
    }
    let own = workspace.settings.senders.flatMap { [$0.from, $0.replyTo] }.compactMap(\.self)
    let isOwn = own.contains { text in
      (try? MailAddress(parsing: text)).map { TextFolding.fold($0.address) == folded } ?? false
    }
    return isOwn ? .some(nil) : nil
  }

  /// The one customer with an address; two who share it are nobody.
  private func customer(_ address: String) throws(DaichoError) -> FoundRecord? {
    guard EmailSyntax.check(address) != .invalid else { return nil }
    let found = try workspace.index.find(address, kinds: [.customers], refreshed: false)
    return found.count == 1 ? found[0] : nil
  }

  // MARK: Writing

  func changes(_ workspace: Workspace) -> [FileChange] {
    let heading = workspace.language == .ja ? "履歴" : "Log"
    return events.changes
      + works.keys.sorted().map { path in
        let (drafts, done) = (works[path]?.drafts ?? [], works[path]?.done ?? [])
        return FileChange.edit(path) { bytes throws(DaichoError) in
          var bytes = bytes
          for draft in drafts {
            let body = workspace.body(of: bytes, path: path)
            if workspace.readLog(bytes, body, path).contains(where: { InboxSorting.says($0, draft) }) {
              continue
            }
            bytes = try LogEditor.append(draft, to: bytes, body: body, heading: heading, path: path).bytes
          }
          for task in done { bytes = try workspace.ticking(task, in: bytes, path) ?? bytes }
          return bytes
        }
      }
  }

  /// Leaves a record as it is. False where `path` is none of them.
  mutating func giveUp(_ path: String, _ prefix: String, because reason: Wording) -> Bool {
    let own = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.utf8.count)) : path
    guard let work = works.removeValue(forKey: own) ?? works.removeValue(forKey: path) else {
      return false
    }
    for index in result.items.indices
    where result.items[index].record == work.record.reference
      && [.received, .sent, .ticked].contains(result.items[index].outcome)
    {
      result.items[index] = .init(
        result.items[index].mail, .failed, record: work.record.reference, reason: reason)
    }
    return true
  }

  var message: CommitMessage {
    let outcomes: [(InboxResult.Outcome, String)] = [
      (.received, "received"), (.sent, "sent"), (.ticked, "done"), (.unsubscribed, "unsubscribed"),
      (.hardBounce, "hard bounces"), (.softBounce, "soft bounces"), (.complaint, "complaints"),
    ]
    let counts = outcomes.compactMap { outcome, word in
      let count = result.count(outcome)
      return count > 0 ? "\(count) \(word)" : nil
    }
    let records = works.keys.sorted().compactMap { works[$0]?.record.reference }
    let trailers = result.count(.ticked) > 0 ? [(key: "Task", value: "done")] : []
    var message = CommitMessage("inbox", records, counts.joined(separator: ", "), trailers: trailers)
    message.isAboutRecord = events.isEmpty
    return message
  }
}
