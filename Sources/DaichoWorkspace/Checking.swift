import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoRender

extension Workspace {
  /// Everything that is wrong or doubtful in the workspace's files, by file and place.
  package func check() throws(DaichoError) -> [Diagnostic] {
    var found = settingsDiagnostics + (try index.diagnostics())
    found += try campaignTemplates()
    found += try importMaps().diagnostics
    found += try erasureDiagnostics()
    var seen: Set<Diagnostic> = []
    return found.filter { seen.insert($0).inserted }.sorted {
      ($0.location, $0.code) < ($1.location, $1.code)
    }
  }

  /// Files in which `check --fix` writes something plainly though nothing is wrong with it.
  package func writtenLoosely() throws(DaichoError) -> [Diagnostic] { try index.notes() }

  /// Names, links and limits of every campaign's mail, without rendering it for anyone.
  private func campaignTemplates() throws(DaichoError) -> [Diagnostic] {
    let (schema, surroundings) = (try mailSchema(), try campaignSurroundings())
    var found: [Diagnostic] = []
    for campaign in try index.all(.campaigns) {
      do throws(DaichoError) {
        let campaign = try self.campaign(campaign, surroundings)
        found += campaign.problems
        do throws(RenderFailure) {
          found += try campaign.compiled(schema).warnings
        } catch {
          found += error.diagnostics
        }
      } catch {
        found.append(
          Diagnostic(
            .error, error.code, at: error.location ?? SourceLocation(path: campaign.path), error.message,
            suggestion: error.hint))
      }
    }
    return found
  }
}
