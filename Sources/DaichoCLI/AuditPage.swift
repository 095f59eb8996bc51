import DaichoIndex
import DaichoModel
import DaichoWorkspace

/// What a register has to show for its contact with one customer, as a page to be printed and handed over: no
/// script, nothing loaded from anywhere. It is XML as well as HTML.
struct AuditPage {
  private let audit: RecordAudit
  private let workspace: Workspace
  private let question: AuditQuestion
  private let language: Language

  init(_ audit: RecordAudit, of workspace: Workspace, _ question: AuditQuestion, _ language: Language) {
    (self.audit, self.workspace) = (audit, workspace)
    (self.question, self.language) = (question, language)
  }

  var html: String {
    let title = audit.record.title ?? audit.record.reference.id.text
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)" xmlns="http://www.w3.org/1999/xhtml">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
      <meta name="robots" content="noindex"/>
      <title>\(text(.auditPage)): \(MarkupText.escape(title))</title>
      <style>
      \(AuditPage.style)
      </style>
      </head>
      <body>
      <main>
      <header>
      <p class="shop">\(MarkupText.escape(workspace.settings.name)) · \(text(.auditPage))</p>
      <h1>\(MarkupText.escape(title))</h1>
      <p class="asof">\(subtitle)</p>
      </header>
      \(sections.joined(separator: "\n"))
      <footer>
      \(notes)</footer>
      </main>
      </body>
      </html>

      """
  }

  // MARK: Pieces

  private func text(_ wording: Wording) -> String { MarkupText.escape(wording(language)) }

  /// Its lines stay lines.
  private func block(_ text: String, break mark: String = "<br/>") -> String {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { MarkupText.escape(String($0)) }.joined(separator: mark)
  }

  private func section(_ heading: Wording, _ count: Int? = nil, id: String, _ body: String) -> String {
    let number = count.map { " <small>\($0)</small>" } ?? ""
    return "<section id=\"\(id)\">\n<h2>\(text(heading))\(number)</h2>\n\(body)\n</section>"
  }

  /// - Parameter short: columns whose cells are too short to be broken.
  private func table(_ headings: [Wording], short: Set<Int>, _ rows: [[String]]) -> String {
    let names = headings.map(text)
    let head = names.map { "<th scope=\"col\">\($0)</th>" }.joined()
    let body = rows.map { row in
      let cells = zip(names, row).enumerated().map { place, cell in
        "<td\(short.contains(place) ? " class=\"short\"" : "") data-label=\"\(cell.0)\">\(cell.1)</td>"
      }
      return "<tr>\(cells.joined())</tr>"
    }
    return """
      <table>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(body.joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  private func none(_ wording: Wording) -> String { "<p class=\"none\">\(text(wording))</p>" }

  private func member(_ id: String?) -> String {
    guard let id else { return "" }
    return MarkupText.escape(workspace.settings.members.first { $0.id == id }?.name ?? id)
  }

  private func when(_ seconds: Int64) -> String {
    MarkupText.escape(workspace.moment.zone.local(seconds).description)
  }

  private func short(_ commit: String) -> String {
    "<code>\(MarkupText.escape(String(commit.prefix(10))))</code>"
  }

  private var subtitle: String {
    var parts = [Wording.asOf(workspace.moment.today)]
    if !question.period.isAlways { parts.append(.period(question.period)) }
    if let member = question.member { parts.append(.onlyContactsOf(self.member(member))) }
    if let channel = question.channel { parts.append(.onlyContactsBy(.channel(channel))) }
    return parts.map(text).joined(separator: " · ")
  }

  // MARK: Sections

  private var sections: [String] {
    let isCustomer = audit.record.reference.kind == .customers
    var all = [who]
    if !audit.audit.findings.isEmpty { all.append(findings) }
    if isCustomer { all.append(consents) }
    all.append(contacts)
    if isCustomer { all.append(mails) }
    return all + [history]
  }

  private var who: String {
    var facts = audit.facts.map { (text($0.label), MarkupText.escape($0.text)) }
    facts.append((text(.recordFile), "<code>\(MarkupText.escape(audit.record.path))</code>"))
    let list = facts.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }.joined(separator: "\n")
    return "<dl class=\"facts\">\n\(list)\n</dl>"
  }

  private var findings: String {
    let items = audit.audit.findings.map { finding -> String in
      var lines = ["<strong>\(text(finding.message))</strong>"]
      var source = finding.path.map { ["<code>\(MarkupText.escape($0))</code>"] } ?? []
      if let commit = finding.commit {
        source += [when(commit.at), MarkupText.escape(commit.author), short(commit.id)]
      }
      lines.append("<span class=\"source\">\(source.joined(separator: " · "))</span>")
      if let old = finding.old { lines.append("<del>\(block(old))</del>") }
      if let new = finding.new { lines.append("<ins>\(block(new))</ins>") }
      return "<li class=\"\(finding.severity.rawValue)\">\(lines.joined(separator: "<br/>"))</li>"
    }
    return section(
      .findingsOfRecord, items.count, id: "findings",
      "<ul class=\"findings\">\n\(items.joined(separator: "\n"))\n</ul>")
  }

  private var consents: String {
    let chips = audit.channels.map { channel in
      let name = text(.consentChannel(channel.channel))
      let answer = text(channel.isOpen ? .mayBeReached : .mayNotBeReached)
      return "<li class=\"\(channel.isOpen ? "yes" : "no")\">\(name): \(answer)</li>"
    }
    let rows = audit.consents.map { consent -> [String] in
      let what =
        consent.withdrawn.map { Wording.consentWithdrawn($0) } ?? .consentGranted(consent.granted ?? "?")
      let source = consent.commit.map { commit in
        "\(short(commit.id)) \(when(commit.at))<br/>\(MarkupText.escape(commit.author))"
      }
      return [
        text(.consentChannel(consent.channel)), text(what), MarkupText.escape(consent.via ?? ""),
        MarkupText.escape(consent.basis ?? ""), MarkupText.escape(consent.proof ?? ""),
        source ?? text(.notCommittedYet),
      ]
    }
    let bound = audit.bindings.map { binding in
      "<li>\(MarkupText.escape(binding.address)): \(text(.boundSince(binding.kind, binding.day)))</li>"
    }
    var body = chips.isEmpty ? "" : "<ul class=\"chips\">\n\(chips.joined(separator: "\n"))\n</ul>\n"
    if !bound.isEmpty { body += "<ul class=\"bound\">\n\(bound.joined(separator: "\n"))\n</ul>\n" }
    body +=
      rows.isEmpty
      ? none(.noConsents)
      : table(
        [.channelHeading, .whatHeading, .viaHeading, .basisHeading, .proofHeading, .writtenByHeading],
        short: [0, 1], rows)
    return section(.consentsOfRecord, audit.consents.count, id: "consents", body)
  }

  private var contacts: String {
    let rows = audit.contacts.map { contact -> [String] in
      let direction = contact.direction.map { " " + text(.direction($0)) } ?? ""
      let isOwn = contact.record.path == audit.record.path
      let title = contact.record.title ?? contact.record.reference.id.text
      let place = isOwn ? "" : "<span class=\"source\">\(MarkupText.escape(title))</span><br/>"
      return [
        MarkupText.escape(DateAndTime(date: contact.day, minute: contact.minute).description),
        text(.channel(contact.channel)) + direction, member(contact.member), place + block(contact.text),
      ]
    }
    return section(
      .contactsOfRecord, rows.count, id: "contacts",
      rows.isEmpty
        ? none(.noContactsThen)
        : table(
          [.whenHeading, .channelHeading, .memberHeading, .whatHeading], short: [0, 1, 2], rows))
  }

  private var mails: String {
    section(
      .mailsOfRecord, audit.mails.count, id: "mails",
      audit.mails.isEmpty ? none(.noMails) : audit.mails.map(article).joined(separator: "\n"))
  }

  private func article(_ mail: MailAsSent) -> String {
    let journal = mail.journal
    let state = SendState(rawValue: journal.state).map { Wording.state($0, by: journal.channel) }
    var facts: [(Wording, String)] = [
      (.campaignHeading, MarkupText.escape(journal.name)),
      (.addressHeading, MarkupText.escape(journal.address ?? "")),
      (.stateHeading, text(state ?? Wording(en: journal.state, ja: journal.state))),
    ]
    func add(_ heading: Wording, _ value: String?) {
      if let value, !value.isEmpty { facts.append((heading, MarkupText.escape(value))) }
    }
    add(
      .reasonHeading,
      journal.reason.map { word in SkipReason(rawValue: word).map { Wording.skipReason($0)(language) } ?? word
      })
    add(.replyHeading, journal.reply)
    add(.consentHeading, journal.consent)
    add(.variantHeading, journal.variant)
    add(.couponHeading, journal.coupon)
    if let commit = journal.attempts.last?.commit { facts.append((.commitHeading, short(commit))) }
    let list = facts.map { "<div><dt>\(text($0.0))</dt><dd>\($0.1)</dd></div>" }.joined()
    let proof = proof(of: mail).map { "\n\($0)" } ?? ""
    let body = mail.rendition.map { "\n<pre>\(block($0.text, break: "\n"))</pre>" } ?? ""
    let subject = mail.subject.map { "<strong>\(MarkupText.escape($0))</strong>" } ?? ""
    return """
      <article>
      <h3><time>\(when(journal.milliseconds / 1000))</time> \(subject)</h3>
      <dl class="facts">\(list)</dl>\(proof)\(body)
      </article>
      """
  }

  /// `nil` for what was no mail.
  private func proof(of mail: MailAsSent) -> String? {
    switch mail.doubt {
    case nil:
      "<p class=\"proof\">\(text(.provenByHash(mail.journal.attempts.last?.contentHash ?? "")))</p>"
    case .notHandedOver?, .otherChannel?: nil
    case let doubt?:
      "<p class=\"doubt\">\(text(.notProven(mail.rendition != nil, doubt.reason)))</p>"
    }
  }

  private var history: String {
    let words = HistoryText(language: language)
    let rows = audit.history.map { entry -> [String] in
      let reason =
        entry.action == nil ? entry.subject : entry.reason.map { String($0.prefix { !$0.isNewline }) }
      let lines = words.lines(entry).map { MarkupText.escape($0) }.joined(separator: "<br/>")
      return [
        when(entry.at), MarkupText.escape(entry.author), lines, MarkupText.escape(reason ?? ""),
        short(entry.commit),
      ]
    }
    return section(
      .historyOfRecord, rows.count, id: "history",
      rows.isEmpty
        ? none(.noHistory)
        : table(
          [.whenHeading, .authorHeading, .whatHeading, .whyHeading, .commitHeading], short: [0, 1, 4], rows))
  }

  private var notes: String {
    let notes: [Wording] = [.pageOfLogs, .pageOfProof]
    return "<ul class=\"notes\">\n" + notes.map { "<li>\(text($0))</li>\n" }.joined() + "</ul>\n"
  }
}
