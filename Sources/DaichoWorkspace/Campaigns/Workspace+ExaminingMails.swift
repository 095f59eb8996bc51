import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender
import Dispatch

extension Workspace {
  /// Makes every recipient's mail and looks at it. The audience has just been asked for: the files are not
  /// looked at again.
  func examine(
    _ recipients: [MailRecipient], _ maker: MailMaker, _ examination: inout CampaignExamination
  ) throws(DaichoError) {
    let wasFrozen = index.isFrozen
    index.isFrozen = true
    defer { index.isFrozen = wasFrozen }
    var look = MailExamination(maker)
    let ids = recipients.filter { !maker.campaign.holdsOut($0.foldedAddress) }.map(\.id)
    for start in stride(from: 0, to: ids.count, by: MailMaker.batch) {
      let batch = Array(ids[start..<min(start + MailMaker.batch, ids.count)])
      let drafts = try self.recipients(batch, for: maker).map { recipient throws(DaichoError) in
        DraftMail(recipient: recipient, particulars: try previewParticulars(recipient, maker.campaign))
      }
      for (draft, mail) in zip(drafts, ExaminedMail.made(of: drafts, maker)) {
        look.add(draft.recipient.id, mail)
      }
      progress?.progress(.examiningMails, done: start + batch.count, of: ids.count)
    }
    progress?.progressEnded()
    examination.findings += look.findings
    examination.largestHTML = look.largestHTML
  }
}

private struct DraftMail: Sendable {
  let recipient: MailRecipient
  let particulars: MailParticulars
}

/// A mail as it would be sent, and what keeps it from that.
private struct ExaminedMail: Sendable {
  let made: Result<MadeMail, DaichoError>
  /// Of a mail that could be rendered and cannot be written.
  let defect: DaichoError?

  private init(_ draft: DraftMail, _ maker: MailMaker) {
    let made = Result { () throws(DaichoError) in try maker.mail(for: draft.recipient, draft.particulars) }
    self.made = made
    let written = made.flatMap { made in Result { () throws(DaichoError) in try made.message.check() } }
    if case .failure(let error) = written, case .success = made { defect = error } else { defect = nil }
  }

  private static let pieceSize = 32

  /// On all cores, in the order of the drafts.
  static func made(of drafts: [DraftMail], _ maker: MailMaker) -> [ExaminedMail] {
    [ExaminedMail](unsafeUninitializedCapacity: drafts.count) { buffer, count in
      // Each slot is written by one iteration only, and all are done when `concurrentPerform` returns.
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: (drafts.count + pieceSize - 1) / pieceSize) { piece in
        for index in piece * pieceSize..<min((piece + 1) * pieceSize, drafts.count) {
          slots.initializeElement(at: index, to: ExaminedMail(drafts[index], maker))
        }
      }
      count = drafts.count
    }
  }
}

/// What there is to say of the mails of many recipients, by what it is.
private struct MailExamination {
  private struct Key: Hashable {
    let severity: Diagnostic.Severity
    let code: String
    let location: SourceLocation
    let message: Wording
    let suggestion: Wording?
  }

  /// As most programs' lists show of a subject, in columns: full-width characters are two.
  private static let subjectColumns = 80

  private let maker: MailMaker
  private let file: SourceLocation
  private var customers: [Key: [String]] = [:]
  private(set) var largestHTML = 0

  init(_ maker: MailMaker) {
    self.maker = maker
    file = SourceLocation(path: maker.campaign.found.path)
  }

  mutating func add(_ id: String, _ mail: ExaminedMail) {
    switch mail.made {
    case .failure(let error):
      report(
        id, .error, error.code, at: error.location ?? file, error.message, error.hint)
    case .success(let made):
      look(at: made.mail, id)
      if let error = mail.defect, error.code != "bad-unsubscribe-address" {
        report(id, .error, error.code, at: file, error.message, error.hint)
      }
    }
  }

  private mutating func look(at mail: RenderedMail, _ id: String) {
    for name in mail.emptyNames where name != "sender.postal_address" {
      report(
        id, .warning, "empty-value", at: maker.place(of: name) ?? file, .emptyValue(name), .guardEmpty(name))
    }
    if mail.droppedLinks > 0 {
      report(id, .warning, "dropped-link", at: file, .droppedLink, .guardLink)
    }
    let size = mail.html.utf8.count
    largestHTML = max(largestHTML, size)
    if size > RenderedMail.htmlSizeLimit {
      report(id, .error, "html-too-large", at: file, .htmlTooLarge(RenderedMail.htmlSizeLimit), .shortenMail)
    } else if size > RenderedMail.htmlWarningSize {
      report(id, .warning, "html-large", at: file, .htmlLarge(RenderedMail.htmlWarningSize), .shortenMail)
    }
    let subject = maker.campaign.place(of: "subject")
    if mail.subject.allSatisfy(\.isWhitespace) {
      report(id, .error, "empty-subject", at: subject, .emptySubject, .guardSubject)
    } else if mail.subject.unicodeScalars.reduce(0, { $0 + $1.columns }) > MailExamination.subjectColumns {
      report(
        id, .warning, "long-subject", at: subject, .longSubject(MailExamination.subjectColumns),
        .shortenSubject)
    }
  }

  private mutating func report(
    _ id: String, _ severity: Diagnostic.Severity, _ code: String, at location: SourceLocation,
    _ message: Wording, _ suggestion: Wording? = nil
  ) {
    let key = Key(
      severity: severity, code: code, location: location, message: message, suggestion: suggestion)
    MailExamination.add(id, to: &customers[key, default: []])
  }

  private static func add(_ id: String, to ids: inout [String]) {
    if ids.last != id { ids.append(id) }
  }

  var findings: [CampaignExamination.Finding] {
    customers.map { key, ids in
      let message = Wording.forRecipients(key.message, ids)
      return CampaignExamination.Finding(
        diagnostic: Diagnostic(
          key.severity, key.code, at: key.location, message, suggestion: key.suggestion),
        customers: ids)
    }.sorted { ($0.diagnostic.location, $0.diagnostic.code) < ($1.diagnostic.location, $1.diagnostic.code) }
  }
}
