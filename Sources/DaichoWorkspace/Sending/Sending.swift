import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import Foundation

extension Workspace {
  /// Sends a campaign: everybody on its list once, as the approved commit has it. A send that was stopped,
  /// paused or killed goes on where it was; a mail of which nobody can tell is left in doubt.
  ///
  /// - Parameter occasions: of a repeating campaign, for whom and what; `nil`: the whole audience.
  package func send(
    _ campaign: Campaign, as name: SendName, occasions: [String: [String]]? = nil, _ options: SendOptions
  ) throws(DaichoError) -> SendReport {
    guard let repository else { throw .noRepository(root) }
    if let host = settings.sendingHost, TextFolding.fold(host) != TextFolding.fold(options.host) {
      throw .otherHostSends(host, here: options.host)
    }
    let places = try SendFolder(repository)
    let lock = try SendLock(
      places.lock(of: name), campaign: name.campaign, holder: "process \(options.process) on \(options.host)")
    return try withExtendedLifetime(lock) { () throws(DaichoError) in
      try sendLocked(campaign, name, occasions, places, repository, options)
    }
  }

  private func sendLocked(
    _ campaign: Campaign, _ name: SendName, _ occasions: [String: [String]]?, _ places: SendFolder,
    _ repository: Repository, _ options: SendOptions
  ) throws(DaichoError) -> SendReport {
    let mark = places.pauseMark(of: name.campaign)
    if access(mark, F_OK) == 0 {
      guard options.resumes else { throw .campaignPaused(name.campaign) }
    }
    let approval = try approval(of: campaign, allowsSent: options.retriesInDoubt)
    let keys = try keyRing(
      from: KeyStore(environment: options.surroundings.environment, home: options.surroundings.home))
    let maker = try MailMaker(self, campaign, links: mailLinks(keys))
    let clone = try places.clone(random: options.clock.random)
    var book = try book(of: name, places)
    if let start = book.start { try refuseForeign(start, clone, name) }
    guard !book.isMissed else { throw .sendWasMissed(name.text) }
    let isNew = book.start == nil
    var list = FrozenList()
    if isNew {
      list = try freeze(campaign, name, maker, occasions: occasions, except: sentOccasions(of: campaign))
      try refuseGrown(list, campaign, approval, isRepeating: occasions != nil)
      if list.entries.isEmpty { throw .nobodyToMail(name.text, list.notMailed) }
    }
    // What the send itself writes changes nobody's permission: the index need not follow it.
    let permission = try SendPermission(self, campaign, now: options.clock.now)
    index.isFrozen = true
    defer { index.isFrozen = false }
    if !options.trustsBaseURL {
      try probeBaseURL(
        keys.current, challenge: options.clock.random(), options.surroundings,
        isAborted: { options.interruption.isAsked })
    }
    let hasRemote = try claim(name, clone: clone, host: options.host, options.remote)
    var recorded: [Recorded] = []
    if isNew {
      try giveCoupons(to: &list, name, maker, keys, places)
      let start = SendStart(
        at: moment.zone.timestamp(options.clock.now()), commit: approval.commit.description,
        revision: approval.revision, recipients: list.entries.count, clone: clone, host: options.host,
        links: maker.trackedLinks, notMailed: list.notMailed)
      try write(start, list.entries, name, places)
      book.begin(start, list.entries)
      recorded.append(try commitJournal(name, "start, \(list.entries.count) recipients"))
    } else {
      try restoreJournal(name, places)
    }
    guard let start = book.start else { throw .journalUnreadable(name.path) }
    // A send that lacks its remote's consent ends before the first mail; what is frozen stays.
    if hasRemote, isNew { _ = try pushSend(options.remote) }

    let journal = try SendJournal(
      twin: AppendFile(path: places.twin(of: name)), connections: deliverySettings().mailConnections
    ) { [folder] () throws(DaichoError) in try folder.appending(to: name.path) }
    defer { journal.finish() }
    try takeUp(&book, name, journal, options)
    if options.resumes { unlink(mark) }
    let events = SendEvents(self, name, now: options.clock.now)
    try events.complete(book)
    let run = try SendRun(
      self, name, maker, book, start, journal: journal, permission, events: events, pauseMark: mark, options)
    run.run()
    index.progress?.progressEnded()
    return try close(run, name, campaign, journal, events, places, hasRemote: hasRemote, recorded, options)
  }

  // MARK: Before

  private func refuseForeign(_ start: SendStart, _ clone: String, _ name: SendName) throws(DaichoError) {
    guard start.clone != clone else { return }
    throw .startedElsewhere(name.text, host: start.host, at: start.at)
  }

  private func refuseGrown(
    _ list: FrozenList, _ campaign: Campaign, _ approval: Approval, isRepeating: Bool
  ) throws(DaichoError) {
    guard !isRepeating, let approved = approval.audience else { return }
    guard Double(list.audience) <= Double(approved) * (1 + Approval.growth) else {
      throw .audienceGrown(campaign.id.text, from: approved, to: list.audience)
    }
  }

  /// What an earlier run left half-done: announced and not answered means in doubt. Those in doubt go out
  /// again where that is asked for.
  private func takeUp(
    _ book: inout SendBook, _ name: SendName, _ journal: SendJournal, _ options: SendOptions
  ) throws(DaichoError) {
    let at = moment.zone.timestamp(options.clock.now())
    for entry in book.entries {
      switch entry.state {
      case .attempting where options.retriesInDoubt, .inDoubt where options.retriesInDoubt:
        book.set(.queued, of: entry.key)
        journal.answer(.mail(entry, .queued, name, at: at, reason: "retry-in-doubt"))
      case .attempting:
        book.set(.inDoubt, reason: "interrupted", of: entry.key)
        journal.answer(.mail(entry, .inDoubt, name, at: at, reason: "interrupted"))
      default: break
      }
    }
    try journal.settle()
  }

  /// The journal with its frozen list, whole or not at all: the twin first.
  private func write(
    _ start: SendStart, _ entries: [SendEntry], _ name: SendName, _ places: SendFolder
  ) throws(DaichoError) {
    var bytes = JournalLine.started(start, name).bytes
    for entry in entries { bytes += JournalLine.queued(entry, name, at: start.at).bytes }
    try writeJournal(bytes, name, places)
  }

  func writeJournal(_ bytes: [UInt8], _ name: SendName, _ places: SendFolder) throws(DaichoError) {
    try PrivateFile.replace(places.twin(of: name), with: bytes)
    try? folder.makeDirectory("sends")
    if try folder.status(name.path) == nil {
      try folder.write(name.path, bytes, expecting: .absent)
    } else {
      let file = try folder.appending(to: name.path)
      try file.append(bytes)
      try file.synchronize()
    }
  }

  // MARK: After

  private func close(
    _ run: SendRun, _ name: SendName, _ campaign: Campaign, _ journal: SendJournal, _ events: SendEvents,
    _ places: SendFolder, hasRemote: Bool, _ before: [Recorded], _ options: SendOptions
  ) throws(DaichoError) -> SendReport {
    var state = SendReport.State.stopped
    let at = moment.zone.timestamp(options.clock.now())
    let isThrough = run.book.entries.allSatisfy { $0.state.isSettled }
    if let pause = run.pause {
      state = .paused(pause)
      journal.answer(.run("paused", name, at: at, reason: pause.en))
      try? markPaused(name.campaign, pause.en, places)
    } else if run.failure == nil, isThrough {
      state = .finished
      if !run.book.isFinished { journal.answer(.run("finished", name, at: at)) }
    }
    let settled = Result { () throws(DaichoError) in try journal.settle() }
    if let failure = run.failure { throw failure }
    try settled.get()
    var report = SendReport(name, run.book, state: state)
    report.recorded = before
    var status: String?
    if name.occurrence != nil {
      status = try writtenStatus(of: campaign) == "running" ? nil : "running"
    } else if case .finished = state {
      status = "sent"
    }
    try restoreJournal(name, places)
    let summary = SendState.allCases.compactMap { state in
      report.counts[state].map { "\($0) \(state.rawValue)" }
    }
    switch Result(catching: { () throws(DaichoError) in
      try commitJournal(
        name, summary.joined(separator: ", "), status: status.map { (campaign, $0) },
        ledgers: events.paths.sorted())
    }) {
    case .success(let recorded): report.recorded.append(recorded)
    case .failure(var error):
      error.details.append(Wording.journalNotCommitted(report.left)(language))
      throw error
    }
    if hasRemote {
      switch Result(catching: { () throws(DaichoError) in try pushSend(options.remote) }) {
      case .success(let isPushed): report.isPushed = isPushed
      case .failure: report.isPushed = false
      }
    }
    return report
  }

  /// Commits the journal as it stands, and with it what else a send writes.
  func commitJournal(
    _ name: SendName, _ what: String, status: (Campaign, String)? = nil, ledgers: [String] = []
  ) throws(DaichoError) -> Recorded {
    var changes = ([name.path] + ledgers).map(FileChange.asItStands)
    if let (campaign, status) = status, let field = FieldPath("status") {
      let (path, schema) = (campaign.found.path, settings.schema(.campaigns))
      changes.append(
        .edit(path) { bytes throws(DaichoError) in
          try FieldEditor.apply([.set(field, .text(status))], to: bytes, path: path, schema: schema)
        })
    }
    var message = CommitMessage("send", [], what, trailers: [("Campaign", name.text)])
    message.scope = name.text
    if let (campaign, _) = status { message.records = [campaign.found.reference] }
    return try record(changes, as: message)
  }

  // MARK: The journal

  /// The journal and its twin, united; in the past, the journal as it was committed.
  func book(of name: SendName, _ places: SendFolder) throws(DaichoError) -> SendBook {
    var book = SendBook()
    let twin = places.twin(of: name)
    if past == nil, access(twin, F_OK) == 0 {
      _ = try SendsLedger.read(FileStream(at: twin), path: twin) {
        for record in $0 { book.read(record) }
      }
    }
    switch Result(catching: { () throws(DaichoError) in try files.stream(at: name.path) }) {
    case .success(let stream):
      _ = try SendsLedger.read(stream, path: name.path) {
        for record in $0 { book.read(record) }
      }
    case .failure(let error): if error.code != "file-not-found" { throw error }
    }
    return book
  }

  /// Makes the workspace's journal whole where it lacks lines of its twin: somebody has stashed it, or checked
  /// out an older one. The twin's order holds, as the last line of a mail tells its state.
  func restoreJournal(_ name: SendName, _ places: SendFolder) throws(DaichoError) {
    let twin = places.twin(of: name)
    guard access(twin, F_OK) == 0,
      try Repository.blobID(ofFile: twin) != Repository.blobID(ofFile: "\(root)/\(name.path)")
    else { return }
    var present: Set<Int64> = []
    let united = try ByteSink(in: places.path)
    func take(_ stream: FileStream, _ path: String) throws(DaichoError) {
      _ = try SendsLedger.read(stream, path: path) { records throws(DaichoError) in
        for record in records where present.insert(StableHash.of(record.text)).inserted {
          try united.write((record.text + "\n").utf8)
        }
      }
    }
    try take(FileStream(at: twin), twin)
    let old = try folder.status(name.path)
    if let old {
      try take(folder.stream(name.path), name.path)
      if old.size == united.size, try united.stream().hasSameBytes(as: folder.stream(name.path)) { return }
    } else {
      try folder.makeDirectory("sends")
    }
    try folder.write(name.path, from: united.stream(), expecting: old.map { .state($0) } ?? .absent)
  }

  // MARK: Pausing and asking

  /// Stops a send at the next mail, and keeps `send` and `run` from going on by themselves.
  package func pause(_ campaign: RecordID, reason: String) throws(DaichoError) {
    guard let repository else { throw .noRepository(root) }
    try markPaused(campaign.text, reason, SendFolder(repository))
  }

  private func markPaused(_ campaign: String, _ reason: String, _ places: SendFolder) throws(DaichoError) {
    try PrivateFile.replace(places.pauseMark(of: campaign), with: Array((reason + "\n").utf8))
  }

  /// How a send stands.
  package func sendStatus(_ name: SendName) throws(DaichoError) -> SendReport {
    guard let repository else { throw .noRepository(root) }
    let places = try SendFolder(repository)
    let book = try book(of: name, places)
    let mark = places.pauseMark(of: name.campaign)
    let state: SendReport.State
    if past == nil, let holder = SendLock.holder(of: places.lock(of: name)) {
      state = .running(by: holder)
    } else if book.start == nil {
      state = book.isMissed ? .missed : .notStarted
    } else if book.isFinished || book.entries.allSatisfy({ $0.state.isSettled }) {
      state = .finished
    } else if past == nil, let reason = FileManager.default.contents(atPath: mark) {
      let text = String(decoding: reason, as: UTF8.self).filter { !$0.isNewline }
      state = .paused(Wording(en: text, ja: text))
    } else {
      state = .stopped
    }
    return SendReport(name, book, state: state)
  }

  func progressOfSending(_ book: SendBook) {
    guard let progress = index.progress else { return }
    progress.progress(.sending, done: book.settledCount, of: book.entries.count)
  }
}
