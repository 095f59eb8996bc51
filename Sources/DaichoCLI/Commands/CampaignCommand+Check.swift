import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension CampaignCommand {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "All that can be known before a campaign is sent: errors stop 'campaign send'.",
      discussion: """
        daicho campaign check winter-sale
        daicho campaign check winter-sale --format json | jq '.[0].left_out'
        daicho campaign check --format github

        It makes every recipient's mail and looks at it: values that are empty and for whom, pictures without \
        words, links that lead nowhere, size, subject. It counts who of the audience gets no mail, and why. And \
        it looks at what sending needs: the sender's server and postal address, base_url, the key, coupons, dates.

        Without a name: every campaign that is not sent yet. Exit status 1 when there is an error.
        """)

    @Argument(
      help: "The campaign; all that are not sent, unless said.", completion: Completions.ids([.campaigns]))
    var campaign: String?

    @Option(help: "How to answer: text, json or github.")
    var format: DiagnosticPrinter.Format = .text

    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, at: past, paged: format == .text)
      let workspace = try session.workspace()
      let examined = try examine(session, workspace)
      let all = examined.flatMap { $0.1.diagnostics }
      switch format {
      case .json:
        let list = JSONValue.array(examined.map { $0.1.json($0.0.id.text, session.language) })
        try session.output.writeLine(list.serialized(indent: 2))
      case .github:
        try DiagnosticPrinter(format: .github, language: session.language).write(all, to: session.output)
      case .text:
        for (index, (campaign, examination)) in examined.enumerated() {
          if index > 0 { try session.output.writeLine() }
          try ExaminationText(session: session).write(examination, of: campaign)
        }
      }
      try session.finish()
      if format == .text { session.messages.printNote(DiagnosticPrinter.summary(all)) }
      if all.contains(where: { $0.severity == .error }) { throw CommandLineInterface.Status.attention }
    }

    private func examine(
      _ session: Session, _ workspace: Workspace
    ) throws -> [(Campaign, CampaignExamination)] {
      if let campaign {
        let campaign = try workspace.campaign(session.choose(campaign, kinds: [.campaigns]))
        return [(campaign, try workspace.examine(campaign))]
      }
      return try workspace.index.all(.campaigns).compactMap { found in
        let campaign = try workspace.campaign(found)
        return campaign.state == "sent" ? nil : (campaign, try workspace.examine(campaign))
      }
    }
  }
}

/// An examination for people.
struct ExaminationText {
  let session: Session

  func write(_ examination: CampaignExamination, of campaign: Campaign) throws {
    let language = session.language
    let style = session.terminal.style
    func line(_ wording: Wording) throws { try session.output.writeLine(CellText.line(wording(language))) }
    try session.output.writeLine(style(CellText.line("\(campaign.id.text): \(campaign.name)"), .bold))
    try DiagnosticPrinter(format: .text, language: language, style: style)
      .write(examination.diagnostics, to: session.output)
    if let recipients = examination.recipients {
      try line(.wouldBeMailed(recipients, heldOut: examination.heldOut))
      for variant in examination.variants { try line(.ofVariant(variant.name, variant.recipients)) }
      for absence in examination.leftOut {
        try line(.leftOut(absence.obstacle.reason, absence.customers))
      }
      if !examination.capped.isEmpty { try line(.capped(examination.capped)) }
      if examination.largestHTML > 0 { try line(.largestMail(examination.largestHTML)) }
    }
  }
}

extension CampaignExamination {
  fileprivate func json(_ id: String, _ language: Language) -> JSONValue {
    .object([
      "campaign": .string(id),
      "recipients": recipients.map { .integer($0) } ?? .null,
      "held_out": .integer(heldOut),
      "variants": .array(
        variants.map { .object(["name": .string($0.name), "recipients": .integer($0.recipients)]) }),
      "left_out": .array(
        leftOut.map { absence in
          .object([
            "code": .string(absence.obstacle.code), "reason": .string(absence.obstacle.reason(language)),
            "count": .integer(absence.customers.count),
            "customers": .array(absence.customers.map { .string($0) }),
          ])
        }),
      "capped": .array(capped.map { .string($0) }),
      "largest_html": .integer(largestHTML),
      "problems": .array(
        problems.map { $0.json(language, customers: nil) }
          + findings.map { $0.diagnostic.json(language, customers: $0.customers) }),
    ])
  }
}

extension Diagnostic {
  fileprivate func json(_ language: Language, customers: [String]?) -> JSONValue {
    .object([
      "file": .string(location.path),
      "line": location.position.map { .integer($0.line) } ?? .null,
      "column": location.position.map { .integer($0.column) } ?? .null,
      "severity": .string(severity.rawValue), "code": .string(code), "message": .string(message(language)),
      "suggestion": .optional(suggestion?(language)),
      "customers": customers.map { .array($0.map { .string($0) }) } ?? .null,
    ])
  }
}
