/// What daicho.yml says, with its defaults.
package struct WorkspaceSettings: Sendable {
  package var name = ""
  /// An IANA time zone; every date in the files is local to it.
  package var timeZone = "Asia/Tokyo"
  package var currency = Currency.jpy
  package var language = Language.ja
  /// 1…12
  package var fiscalYearStart = 4
  /// Order statuses that count; a row without a status counts too.
  package var counting: Set<String> = ["paid", "shipped", "delivered"]
  package var tax = "included"
  package var members: [Member] = []
  package var pipelines: [Pipeline] = [.standard]
  package var customFields: [Kind: [FieldDefinition]] = [:]
  package var senders: [Sender] = []
  /// Units of the workspace's currency for one unit of another, by code.
  package var rates: [String: ExactDecimal] = [:]
  /// Four ascending thresholds each, where the workspace fixes them.
  package var rfm = RFMThresholds()
  package var baseURL: String?
  package var sendingHost: String?
  /// The domain whose mail comes to `daicho inbox`: bounces and unsubscribing mails go there. Without it
  /// bounces go to the sender, and unsubscribing mails to the host of `baseURL`.
  package var returnDomain: String?
  /// For so many days after a click an order is owed to the campaign.
  package var attributionDays = 7
  /// The fingerprint of the key that signs the links of mails.
  package var key: String?
  /// Of those it had before, oldest first: links in old mails still hold.
  package var retiredKeys: [String] = []
  /// What mails report of their readers; nothing without `baseURL`.
  package var mailTracks: Set<MailTrack> = [.opens, .clicks]
  package var allowRawHTML = false
  package var recommend = RecommendationSettings()

  package init() {}

  package enum MailTrack: String, Sendable, CaseIterable { case opens, clicks }

  package struct Member: Sendable, Hashable {
    package let id: String
    package let name: String?
    package let email: String?

    package init(id: String, name: String?, email: String?) {
      self.id = id
      self.name = name
      self.email = email
    }
  }

  package struct RFMThresholds: Sendable, Hashable {
    /// Days since the last order.
    package var recency: [ExactDecimal]?
    /// Orders.
    package var frequency: [ExactDecimal]?
    /// Major units of the workspace's currency.
    package var monetary: [ExactDecimal]?

    package init() {}
  }

  package struct Pipeline: Sendable, Hashable {
    package let name: String
    package let stages: [Stage]

    package init(name: String, stages: [Stage]) {
      self.name = name
      self.stages = stages
    }

    /// The pipeline of a workspace that names none.
    package static let standard = Pipeline(
      name: "default",
      stages: [
        Stage(name: "inquiry", probability: ExactDecimal(units: 1, scale: 1)),
        Stage(name: "proposal", probability: ExactDecimal(units: 4, scale: 1)),
        Stage(name: "negotiation", probability: ExactDecimal(units: 7, scale: 1)),
        Stage(name: "won", probability: ExactDecimal(units: 1)),
        Stage(name: "lost", probability: ExactDecimal(units: 0)),
      ])
  }

  package struct Stage: Sendable, Hashable {
    package let name: String
    /// 0…1; a stage of probability 1 is won, of 0 lost.
    package let probability: ExactDecimal
    package let rotAfterDays: Int?

    package init(name: String, probability: ExactDecimal, rotAfterDays: Int? = nil) {
      self.name = name
      self.probability = probability
      self.rotAfterDays = rotAfterDays
    }

    package var isWon: Bool { probability.double >= 1 }
    package var isLost: Bool { probability.double <= 0 }
    package var isOpen: Bool { !isWon && !isLost }
  }

  package struct Sender: Sendable, Hashable {
    package let id: String
    package let from: String
    package let replyTo: String?
    package let postalAddress: String?

    package init(id: String, from: String, replyTo: String?, postalAddress: String?) {
      self.id = id
      self.from = from
      self.replyTo = replyTo
      self.postalAddress = postalAddress
    }
  }

  package func schema(_ kind: Kind) -> KindSchema {
    KindSchema.builtIn(kind).adding(customFields[kind] ?? [])
  }

  package func pipeline(named name: String?) -> Pipeline? {
    guard let name else { return pipelines.first { $0.name == "default" } ?? pipelines.first }
    return pipelines.first { $0.name == name }
  }

  /// The member an `@name` or `owner:` means: the id, or the name without case, width and spaces.
  package func member(typed word: String) -> Member? {
    func tight(_ text: String) -> String { TextFolding.fold(text).filter { !$0.isWhitespace } }
    let typed = tight(word)
    if let exact = members.first(where: { tight($0.id) == typed }) { return exact }
    if let named = members.first(where: { $0.name.map(tight) == typed }) { return named }
    let byFamilyName = members.filter { member in
      guard let name = member.name, let family = name.split(whereSeparator: \.isWhitespace).first
      else { return false }
      return tight(String(family)) == typed
    }
    return byFamilyName.count == 1 ? byFamilyName[0] : nil
  }
}
