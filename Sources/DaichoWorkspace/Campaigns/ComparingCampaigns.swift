import DaichoGit
import DaichoIndex
import DaichoModel
import DaichoRender

/// What a change of a campaign's file, or of anything it stands on, means for its mail and its readers.
package struct CampaignDifference: Sendable {
  package struct Field: Sendable, Hashable {
    package let name: String
    /// As written; `nil` where it is not there.
    package let old: String?
    package let new: String?
  }

  /// One recipient's mail before and now.
  package struct Mail: Sendable {
    package let customer: String
    /// `nil`: the campaign did not exist, or could not be rendered.
    package let old: RenderedMail?
    package let new: RenderedMail?
    /// Unified diffs; empty where nothing differs.
    package let text: String
    package let html: String
  }

  package let campaign: FoundRecord
  package let name: String
  /// The commit that was compared with.
  package let commit: String
  package let isNew: Bool
  package let hasSameRevision: Bool
  package let fields: [Field]
  /// Recipients by id; `nil` where either side's audience cannot be told, which a note says.
  package let entered: [FoundRecord]?
  package let left: [FoundRecord]?
  package let stayed: Int
  package let mail: Mail?
  package let notes: [Wording]
}

extension Workspace {
  /// Compares a campaign with how a commit has it. Both audiences are asked as of today, each by its own files;
  /// the mails are both for the register as it is now, so that what differs is the mail.
  ///
  /// - Parameter customer: whose mail to compare; the first recipient's where `nil`.
  package func compare(
    _ campaign: Campaign, from revision: String, for customer: FoundRecord? = nil
  ) throws(DaichoError) -> CampaignDifference {
    guard let repository else { throw .noRepository(root) }
    let commit = try repository.commit(try repository.resolve(revision))
    return try compare(campaign, with: commit, try self.campaign(campaign.found, at: commit), for: customer)
  }

  /// Of every campaign whose mail or rules of audience differ from those of a commit.
  package func compareCampaigns(from revision: String) throws(DaichoError) -> [CampaignDifference] {
    guard let repository else { throw .noRepository(root) }
    let commit = try repository.commit(try repository.resolve(revision))
    let surroundings = try campaignSurroundings()
    var differences: [CampaignDifference] = []
    for found in try index.all(.campaigns) {
      let campaign = try self.campaign(found, surroundings)
      let old = try self.campaign(found, at: commit)
      guard old?.revision != campaign.revision || old?.fields != campaign.fields else { continue }
      differences.append(try compare(campaign, with: commit, old, for: nil))
    }
    return differences
  }

  private func compare(
    _ campaign: Campaign, with commit: CommitInfo, _ old: Campaign?, for customer: FoundRecord?
  ) throws(DaichoError) -> CampaignDifference {
    var notes: [Wording] = []
    func members(_ campaign: Campaign, _ index: WorkspaceIndex, _ note: Wording) -> [String]? {
      switch Result(catching: { () throws(DaichoError) in try CampaignAudience(of: campaign, in: index) }) {
      case .success(let audience): return audience.recipients.map { RecordID.key($0.id) }
      case .failure(let error):
        notes.append(Wording(en: "\(note.en): \(error.message.en)", ja: "\(note.ja): \(error.message.ja)"))
        return nil
      }
    }
    let new = members(campaign, index, .audienceNowUnknown)
    var before: [String]? = []
    var entered: [FoundRecord]?
    var left: [FoundRecord]?
    if let old {
      let past = try at(commit, today: moment.today)
      before = members(old, past.index, .audienceThenUnknown)
      if let new, let before {
        let now = Set(new)
        left = try past.index.named(before.filter { !now.contains($0) }, of: .customers)
      }
    } else if new != nil {
      left = []
    }
    if let new, let before {
      let then = Set(before)
      entered = try index.named(new.filter { !then.contains($0) }, of: .customers)
    }
    let then = Set(before ?? [])
    return CampaignDifference(
      campaign: campaign.found, name: campaign.name, commit: commit.id.description, isNew: old == nil,
      hasSameRevision: old?.revision == campaign.revision, fields: campaign.changedFields(since: old),
      entered: entered, left: left, stayed: (new ?? []).count { then.contains($0) },
      mail: try compareMails(
        campaign, old, for: customer?.reference.id.text ?? new?.first ?? before?.first, &notes),
      notes: notes)
  }

  private func compareMails(
    _ campaign: Campaign, _ old: Campaign?, for customer: String?, _ notes: inout [Wording]
  ) throws(DaichoError) -> CampaignDifference.Mail? {
    guard let customer else { return nil }
    func mail(_ campaign: Campaign, _ note: Wording) throws(DaichoError) -> RenderedMail? {
      let rendering = Result { () throws(DaichoError) in
        let maker = try previewMaker(campaign)
        return try recipients([customer], for: maker).first.map { recipient throws(DaichoError) in
          try preview(recipient, maker).mail
        }
      }
      switch rendering {
      case .success(let mail): return mail
      case .failure(let error):
        notes.append(Wording(en: "\(note.en): \(error.message.en)", ja: "\(note.ja): \(error.message.ja)"))
        return nil
      }
    }
    let before = try old.flatMap { old throws(DaichoError) in try mail(old, .mailThenUnknown) }
    let now = try mail(campaign, .mailNowUnknown)
    func difference(_ part: (RenderedMail) -> String, _ name: String) throws(DaichoError) -> String {
      try Repository.unifiedDiff(
        old: before.map { Array(part($0).utf8) }, new: now.map { Array(part($0).utf8) }, path: name)
    }
    return CampaignDifference.Mail(
      customer: customer, old: before, new: now, text: try difference(\.text, "mail.txt"),
      html: try difference(\.html, "mail.html"))
  }
}

extension Campaign {
  fileprivate func changedFields(since old: Campaign?) -> [CampaignDifference.Field] {
    let before = old?.fields ?? [:]
    return Set(fields.keys).union(before.keys).sorted().compactMap { name in
      before[name] == fields[name]
        ? nil : CampaignDifference.Field(name: name, old: before[name], new: fields[name])
    }
  }
}
