import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoRender
import DaichoWorkspace
import OrderedCollections

extension CampaignCommand {
  struct Diff: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json, markdown }

    static let configuration = CommandConfiguration(
      commandName: "diff",
      abstract: "What a change means: who enters and leaves the audience, and how the mail reads now.",
      discussion: """
        daicho campaign diff winter-sale --from main
        daicho campaign diff winter-sale --from HEAD~1 --customer hanako-yamada
        daicho campaign diff --from origin/main --format markdown

        For whoever reviews a pull request. Both audiences are asked as of today, each by its own files; the \
        mail is one recipient's, before and now. A change of a segment, a layout or daicho.yml shows as well as \
        one of the campaign's file. Without a name: every campaign that differs.

        The manual's page Campaigns has recipes for GitHub and GitLab.
        """)

    @Argument(help: "The campaign; all that differ, unless said.", completion: Completions.ids([.campaigns]))
    var campaign: String?

    @Option(
      parsing: .unconditional,
      help: ArgumentHelp("The revision to compare with: main, HEAD~1, a commit.", valueName: "revision"))
    var from: String

    @Option(
      name: [.customLong("customer"), .customLong("for")],
      help: ArgumentHelp("Whose mail to compare; the first recipient's, unless said.", valueName: "ref"),
      completion: Completions.ids([.customers]))
    var customer: String?

    @Option(help: "How to answer: text, json or markdown.")
    var format: Format = .text

    @OptionGroup var global: GlobalOptions

    func run() throws {
      if customer != nil, campaign == nil { throw DaichoError.usage(.customerNeedsCampaign) }
      let session = Session(global, paged: format == .text)
      let workspace = try session.workspace()
      let differences: [CampaignDifference]
      if let campaign {
        let found = try session.choose(campaign, kinds: [.campaigns])
        let customer = try customer.map { try session.choose($0, kinds: [.customers]) }
        differences = [try workspace.compare(workspace.campaign(found), from: from, for: customer)]
      } else {
        differences = try workspace.compareCampaigns(from: from)
      }
      switch format {
      case .json:
        try session.output.writeLine(JSONValue.array(differences.map(\.json)).serialized(indent: 2))
      case .markdown:
        for difference in differences {
          try session.output.write(
            CampaignDifferenceMarkdown(difference: difference, language: session.language).text)
        }
      case .text:
        for (index, difference) in differences.enumerated() {
          if index > 0 { try session.output.writeLine() }
          for line in CampaignDifferenceText(
            difference: difference, language: session.language, style: session.terminal.style
          ).lines { try session.output.writeLine(line) }
        }
      }
      try session.finish()
      for note in differences.flatMap(\.notes) { session.messages.printWarning(note) }
      if differences.isEmpty { session.messages.printNote(.noCampaignDiffers(from)) }
    }
  }
}

extension CampaignDifference {
  fileprivate var json: JSONValue {
    func people(_ records: [FoundRecord]?) -> JSONValue {
      records.map { .array($0.map { .string($0.reference.id.text) }) } ?? .null
    }
    return .object([
      "campaign": .string(campaign.reference.id.text), "commit": .string(commit), "new": .bool(isNew),
      "same_revision": .bool(hasSameRevision), "entered": people(entered), "left": people(left),
      "stayed": .integer(stayed),
      "fields": .array(
        fields.map {
          .object(["name": .string($0.name), "old": .optional($0.old), "new": .optional($0.new)])
        }),
      "mail": mail.map(\.json) ?? .null,
    ])
  }
}

extension CampaignDifference.Mail {
  fileprivate var json: JSONValue {
    func part(_ part: KeyPath<RenderedMail, String>) -> JSONValue {
      .object([
        "old": .optional(old.map { $0[keyPath: part] }), "new": .optional(new.map { $0[keyPath: part] }),
      ])
    }
    return .object([
      "customer": .string(customer), "subject": part(\.subject),
      "preheader": .object(["old": .optional(old?.preheader), "new": .optional(new?.preheader)]),
      "text_diff": .string(text), "html_diff": .string(html),
    ])
  }
}
