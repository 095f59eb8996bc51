import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

/// That a campaign may be sent as it is.
package struct Approval: Sendable {
  /// The commit that has what is sent.
  package let commit: ObjectID
  package let revision: String
  /// For how many it was approved; `nil` where somebody wrote the status by hand and no number.
  package let audience: Int?

  /// The audience may have grown by so much since.
  package static let growth = 0.2
}

extension Workspace {
  /// What `approve` came to.
  package struct Approving: Sendable {
    package let audience: Int
    package let revision: String
    /// `nil` where it was approved so already.
    package let recorded: Recorded?
  }

  /// Writes `status: approved` with the audience's size and the revision of what was approved, and commits it.
  ///
  /// - Parameter audience: how many would be mailed now.
  package func approve(
    _ campaign: Campaign, audience: Int, dryRun: Bool
  ) throws(DaichoError) -> Approving {
    guard let repository else { throw .noRepository(root) }
    let path = campaign.found.path
    guard let head = try repository.head().id, let committed = try committedCampaign(campaign, in: head)
    else { throw .campaignNotCommitted(path) }
    guard committed.revision == campaign.revision else { throw .campaignEdited(path) }
    let status = committed.status
    guard status != "sent" else { throw .alreadySent(campaign.id.text, path) }
    if status == "approved" || status == "running", committed.approvedRevision == campaign.revision,
      committed.audience == audience
    {
      return Approving(audience: audience, revision: campaign.revision, recorded: nil)
    }
    let fields: [(String, String)] = [
      ("audience", String(audience)), ("revision", campaign.revision), ("status", "approved"),
    ]
    let edits = fields.compactMap { name, value in FieldPath(name).map { FieldEdit.set($0, .text(value)) } }
    let schema = settings.schema(.campaigns)
    let change = FileChange.edit(path) { bytes throws(DaichoError) in
      try FieldEditor.apply(edits, to: bytes, path: path, schema: schema)
    }
    let message = CommitMessage(
      "approve", [campaign.found.reference], "\(audience) recipients",
      trailers: [("Audience", String(audience)), ("Revision", campaign.revision)])
    return Approving(
      audience: audience, revision: campaign.revision,
      recorded: try record([change], as: message, dryRun: dryRun))
  }

  /// - Parameter allowsSent: for those in doubt, who may be asked for when all is sent.
  /// - Throws: why it may not be sent: `not-approved`, `approval-void`, `campaign-edited`, `already-sent`.
  func approval(of campaign: Campaign, allowsSent: Bool = false) throws(DaichoError) -> Approval {
    let states = ["approved", "running"] + (allowsSent ? ["sent"] : [])
    guard let repository else { throw .noRepository(root) }
    let (path, id) = (campaign.found.path, campaign.id.text)
    guard let head = try repository.head().id, let committed = try committedCampaign(campaign, in: head)
    else { throw .campaignNotCommitted(path) }
    switch committed.status {
    case let status? where states.contains(status): break
    case "sent": throw .alreadySent(id, path)
    default: throw .notApproved(id, path, isInWorkTree: try writtenStatus(of: campaign) == "approved")
    }
    guard committed.revision == campaign.revision else { throw .campaignEdited(path) }
    guard let written = try writtenStatus(of: campaign), states.contains(written) else {
      // Of two versions the one that forbids wins.
      throw .notApproved(id, path, isInWorkTree: false)
    }
    if let approved = committed.approvedRevision {
      guard approved == campaign.revision else { throw .approvalVoid(id, path, since: nil) }
    } else if let edit = try editSinceApproval(of: campaign, from: head, repository, allowsSent: allowsSent) {
      throw .approvalVoid(
        id, path,
        since: CommitLabel(
          id: String(edit.id.description.prefix(7)), author: edit.author.name, subject: edit.subject))
    }
    return Approval(commit: head, revision: campaign.revision, audience: committed.audience)
  }

  /// What a commit has of a campaign.
  struct CommittedCampaign {
    let revision: String
    /// Folded.
    let status: String?
    /// What `approve` wrote.
    let approvedRevision: String?
    let audience: Int?
  }

  func writtenStatus(of campaign: Campaign) throws(DaichoError) -> String? {
    try open(campaign.found).record.value("status").map { TextFolding.fold($0.plainText) }
  }

  func committedCampaign(
    _ campaign: Campaign, in commit: ObjectID
  ) throws(DaichoError) -> CommittedCampaign? {
    guard let repository else { return nil }
    guard let files = try CommitFiles(repository, try repository.commit(commit), prefix: prefix),
      let bytes = try files.bytesIfThere(campaign.found.path)
    else { return nil }
    let surroundings = try CampaignSurroundings(files, settings: settings)
    var reading = try CampaignReading(campaign.found, bytes, surroundings)
    let record = RecordReader(settings: settings).read(
      bytes: bytes, path: campaign.found.path, kind: .campaigns)
    let committed = try reading.campaign()
    return CommittedCampaign(
      revision: committed.revision, status: record.value("status").map { TextFolding.fold($0.plainText) },
      approvedRevision: record.value("revision")?.plainText, audience: committed.audience)
  }

  /// Of a campaign whose status somebody wrote by hand: the commit that changed what is sent after the one
  /// that approved it; `nil` where none did. History is followed as `git log` simplifies it, where the file
  /// stays the same.
  private func editSinceApproval(
    of campaign: Campaign, from head: ObjectID, _ repository: Repository, allowsSent: Bool
  ) throws(DaichoError) -> CommitInfo? {
    let path = repositoryPath(campaign.found.path)
    let standing: [String?] = ["approved", "running"] + (allowsSent ? ["sent"] : [])
    func blob(_ commit: ObjectID) throws(DaichoError) -> ObjectID? {
      try repository.entry(at: path, in: repository.tree(of: commit))?.id
    }
    var commit = try repository.commit(head)
    while true {
      let own = try blob(commit.id)
      var same: ObjectID?
      for parent in commit.parents where try blob(parent) == own {
        same = parent
        break
      }
      if let same {
        commit = try repository.commit(same)
        continue
      }
      // Here the file changed. If it was approved before, this is an edit after it.
      for parent in commit.parents {
        guard let before = try committedCampaign(campaign, in: parent),
          standing.contains(before.status)
        else { continue }
        if before.revision != campaign.revision { return commit }
        commit = try repository.commit(parent)
        same = parent
        break
      }
      if same == nil { break }
    }
    // The file is as approved; what it refers to must be, too.
    let then = try committedCampaign(campaign, in: commit.id)
    return then?.revision == campaign.revision ? nil : try repository.commit(head)
  }
}
