import DaichoDigest
import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender

/// Makes mails again from what the commit that their journal names has, and compares them with the hash of
/// what was handed over.
struct MailRebuilder {
  /// What a mail may cost to be made again.
  enum Effort {
    /// The recipient's own records: a mail that shows figures of the register is left in doubt.
    case records
    /// All of the register as it was, where a mail shows such figures.
    case register
  }

  let workspace: Workspace
  let repository: Repository
  let keys: KeyStore
  /// Where the recipient's file is or was.
  let paths: Set<String>
  let effort: Effort
  /// What commits that journals name are called since history was rewritten to forget somebody.
  let renamedCommits: [String: String]

  /// A mail made anew.
  private struct Made {
    let rendition: MailAsSent.Rendition
    /// Of its bytes, as the journal has it.
    let hash: String
    /// It was made without the key that signed its links.
    let lacksKey: Bool
    /// What it shows follows from more than the recipient's own records.
    let showsFigures: Bool
  }

  func rebuilt(_ mail: JournalMail) -> MailAsSent {
    switch Result(catching: { () throws(MailAsSent.Doubt) in try source(of: mail) }) {
    case .failure(let doubt): return MailAsSent(journal: mail, doubt: doubt)
    case .success(let source):
      let first = rebuilt(mail, source, valuesOf: source.commit)
      guard let doubt = first.doubt, [.differs, .recordMissing, .unrenderable].contains(doubt),
        let later = journalCommit(of: source.attempt, mail.path), later.id != source.commit.id
      else { return first }
      // A send that was taken up again later mails people as they were then.
      let second = rebuilt(mail, source, valuesOf: later)
      return second.isProven || first.rendition == nil ? second : first
    }
  }

  // MARK: Where it came from

  private struct Source {
    let attempt: JournalMail.Attempt
    let commit: CommitInfo
    let campaign: Campaign
    let customer: RecordID
    let address: String
    let key: MessageKey
  }

  private func source(of mail: JournalMail) throws(MailAsSent.Doubt) -> Source {
    if mail.channel != nil { throw .otherChannel }
    guard let attempt = mail.attempts.last else {
      // Whoever kept the journal kept no more of it, or it never came so far.
      throw ["accepted", "failed", "in_doubt", "deferred"].contains(mail.state) ? .noCommit : .notHandedOver
    }
    guard let id = attempt.commit.flatMap({ ObjectID(current($0)) }) else { throw .noCommit }
    // Since somebody was erased it may be called otherwise.
    let now = (try? workspace.currentCommit(id.description)).flatMap { ObjectID($0) } ?? id
    guard let commit = try? repository.commit(now) else { throw .commitMissing }
    guard let name = RecordID(mail.campaign), let customer = mail.customer.flatMap({ RecordID($0) }),
      let address = mail.address,
      let key = mail.messageID.flatMap({ MessageKey($0.drop { $0 == "<" }.prefix { $0 != "@" }) })
    else { throw .unrenderable }
    let place = FoundRecord(row: 0, reference: Reference(.campaigns, name), path: "", title: nil)
    let campaign = try sound { () throws(DaichoError) in try workspace.campaign(place, at: commit) }
    guard let campaign else { throw .campaignMissing }
    return Source(
      attempt: attempt, commit: commit, campaign: campaign, customer: customer, address: address, key: key)
  }

  private func current(_ commit: String) -> String {
    var (name, left) = (commit, renamedCommits.count)
    while left > 0, let next = renamedCommits[name], next != name { (name, left) = (next, left - 1) }
    return name
  }

  /// The commit that brought a line of a journal.
  private func journalCommit(of attempt: JournalMail.Attempt, _ path: String) -> CommitInfo? {
    guard let life = try? workspace.historyIndex?.life(of: path) else { return nil }
    var found: CommitInfo?
    for change in life {
      guard let id = ObjectID(change.commit.id), let commit = try? repository.commit(id),
        let files = try? CommitFiles(repository, commit, prefix: workspace.prefix),
        let lines = try? PickedLines.holding(
          [attempt.text], path: change.path,
          { () throws(DaichoError) in
            try files.stream(at: change.path)
          }), !lines.isEmpty
      else { break }
      found = commit
    }
    return found
  }

  /// Whatever goes wrong on the way is one reason why there is no mail: it tells of templates and settings.
  private func sound<Value>(
    _ body: () throws(DaichoError) -> Value
  ) throws(MailAsSent.Doubt) -> Value {
    switch Result(catching: body) {
    case .success(let value): return value
    case .failure: throw .unrenderable
    }
  }

  // MARK: Making it

  private func rebuilt(_ mail: JournalMail, _ source: Source, valuesOf values: CommitInfo) -> MailAsSent {
    var result = MailAsSent(journal: mail, commit: values.id.description)
    result.plainSubject = source.campaign.plainSubject(of: mail.variant)
    var efforts: [Effort] = [.records]
    while let next = efforts.popLast() {
      switch Result(catching: { () throws(MailAsSent.Doubt) in try made(mail, source, valuesOf: values, next)
      })
      {
      case .failure(let doubt): (result.rendition, result.doubt) = (nil, doubt)
      case .success(let made):
        result.rendition = made.rendition
        result.doubt = doubt(made, source.attempt)
        guard result.doubt == .differs, made.showsFigures, next == .records else { continue }
        // Without the register's figures it is a mail that nobody was sent.
        (result.rendition, result.doubt) = (nil, .notCompared)
        if effort == .register { efforts.append(.register) }
      }
    }
    return result
  }

  private func doubt(_ made: Made, _ attempt: JournalMail.Attempt) -> MailAsSent.Doubt? {
    guard let hash = attempt.contentHash else { return .noHash }
    if hash == made.hash { return nil }
    return made.lacksKey ? .keyMissing : .differs
  }

  private func made(
    _ mail: JournalMail, _ source: Source, valuesOf values: CommitInfo, _ effort: Effort
  ) throws(MailAsSent.Doubt) -> Made {
    let seconds = source.attempt.milliseconds / 1000
    let chosen = effort == .records ? try records(of: source.customer, in: values) : nil
    return try sound { () throws(DaichoError) in
      let then = try Workspace(workspace, at: values, instant: seconds, today: nil, only: chosen)
      let ring = try? then.keyRing(from: keys)
      let maker = try MailMaker(then, source.campaign, links: then.mailLinks(ring))
      guard let recipient = try then.recipients([source.customer.text], for: maker).first else {
        throw .recipientWithoutDetails
      }
      let made = try maker.mail(
        for: MailRecipient(showing: recipient, address: source.address),
        MailParticulars(
          key: source.key,
          date: MailDate(
            secondsSince1970: Int(seconds), offsetMinutes: then.moment.zone.offset(at: seconds) / 60),
          variant: mail.variant, coupon: mail.coupon))
      return Made(
        rendition: MailAsSent.Rendition(made),
        hash: Digest.hexadecimal(Digest.sha256(try made.message.bytes())),
        lacksKey: ring == nil, showsFigures: maker.context.showsFigures)
    }
  }

  /// The files of the recipient, and of their company.
  private func records(
    of customer: RecordID, in commit: CommitInfo
  ) throws(MailAsSent.Doubt) -> Set<String> {
    let found = try sound { () throws(DaichoError) -> Set<String> in
      guard let files = try CommitFiles(repository, commit, prefix: workspace.prefix),
        let (path, bytes) = try file(of: customer, in: files)
      else { return [] }
      let record = RecordReader(settings: workspace.settings).read(
        bytes: bytes, path: path, kind: .customers)
      var chosen: Set<String> = [path]
      if case .reference(let company)? = record.value("company") {
        let named = try files.paths(under: Kind.companies.folder, ending: ".md").first {
          RecordReader.id(ofFile: $0) == company.id
        }
        if let named { chosen.insert(named) }
      }
      return chosen
    }
    if found.isEmpty { throw .recordMissing }
    return found
  }

  /// Where it is known to have been, else wherever it was.
  private func file(
    of customer: RecordID, in files: CommitFiles
  ) throws(DaichoError) -> (path: String, bytes: [UInt8])? {
    for path in paths.sorted() where RecordReader.id(ofFile: path) == customer {
      if let bytes = try files.bytesIfThere(path) { return (path, bytes) }
    }
    for path in try files.paths(under: Kind.customers.folder, ending: ".md")
    where RecordReader.id(ofFile: path) == customer {
      return (path, try files.bytes(at: path))
    }
    return nil
  }
}

extension MailAsSent.Rendition {
  init(_ made: MadeMail) {
    func text(_ address: MailAddress) -> String {
      address.name.map { "\($0) <\(address.address)>" } ?? address.address
    }
    self.init(
      from: text(made.message.from), to: made.message.to.map(text).joined(separator: ", "),
      subject: made.message.subject, text: made.message.text, html: made.message.html ?? "")
  }
}

extension Campaign {
  /// What everybody reads as the subject; `nil` where that differs from one to the other.
  func plainSubject(of variant: String?) -> String? {
    let own = variants.first { $0.name == variant }?.subject
    let text = (own ?? source.subject).text
    return text.contains("{{") ? nil : text
  }
}
