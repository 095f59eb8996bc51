import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import DaichoRender

extension Workspace {
  package func campaign(_ found: FoundRecord) throws(DaichoError) -> Campaign {
    try campaign(found, campaignSurroundings())
  }

  /// The campaign as a commit has it, wherever its file was then; `nil` where it was not there.
  package func campaign(_ found: FoundRecord, at commit: CommitInfo) throws(DaichoError) -> Campaign? {
    guard let repository else { throw .noRepository(root) }
    guard let files = try CommitFiles(repository, commit, prefix: prefix) else { return nil }
    let name = found.reference.id
    let path = try files.paths(under: Kind.campaigns.folder, ending: ".md").first { path in
      let stem = (path.split(separator: "/").last ?? "").dropLast(3)
      return RecordID(String(stem)) == name
    }
    guard let path, let bytes = try files.bytesIfThere(path) else { return nil }
    let settings = try Workspace.settings(files)
    let then = FoundRecord(row: found.row, reference: found.reference, path: path, title: found.title)
    var reading = try CampaignReading(then, bytes, CampaignSurroundings(files, settings: settings))
    return try reading.campaign()
  }

  func campaign(
    _ found: FoundRecord, _ surroundings: CampaignSurroundings
  ) throws(DaichoError) -> Campaign {
    var reading = try CampaignReading(found, files.bytes(at: found.path), surroundings)
    return try reading.campaign()
  }

  func campaignSurroundings() throws(DaichoError) -> CampaignSurroundings {
    try CampaignSurroundings(files, settings: settings)
  }

  /// The names that mails may use here.
  func mailSchema() throws(DaichoError) -> ContextSchema {
    MailContext.schema(
      settings, scores: try index.scores().filter { $0.kind == .customers }.map(\.id.text))
  }

  private static func settings(_ files: CommitFiles) throws(DaichoError) -> WorkspaceSettings {
    let result = SettingsReader.readAll(try files.bytesIfThere(settingsFile) ?? [], path: settingsFile)
    if !result.isReadable, let cause = result.diagnostics.first(where: { $0.severity == .error }) {
      throw DaichoError(cause.code, cause.message, at: cause.location, hint: cause.suggestion)
    }
    return result.settings
  }
}
