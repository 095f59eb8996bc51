import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel

extension Workspace {
  /// Whether the forgotten stay so: `erased-history`, `erased-person`; and what is due: `proof-overdue`,
  /// `copy-overdue`; `erasures-unchecked` where the key is not here.
  func erasureDiagnostics() throws(DaichoError) -> [Diagnostic] {
    var found: [Diagnostic] = []
    let today = moment.today.description
    for copy in keptCopies where copy.deleteBy < today {
      found.append(
        Diagnostic(
          .warning, "copy-overdue", at: SourceLocation(path: copy.path), .copyOverdue(copy.deleteBy),
          suggestion: .deleteTheCopy))
    }
    let tombstones = try tombstones()
    if let repository {
      for old in tombstones.oldCommits {
        guard let id = ObjectID(old.id), try repository.has(id) else { continue }
        found.append(
          Diagnostic(
            .error, "erased-history", at: SourceLocation(path: Workspace.settingsFile),
            .commitsFromBefore(old.token, old.id), suggestion: .howOldHistoryGoes))
      }
    }
    if !tombstones.unreadable.isEmpty {
      found.append(
        Diagnostic(
          .warning, "erasures-unchecked", at: SourceLocation(path: Workspace.settingsFile),
          .erasuresUnchecked(tombstones.unreadable.count), suggestion: .importTheKey))
    }
    for kept in try index.keptByLaw() where kept.until < moment.today {
      found.append(
        Diagnostic(
          .warning, "proof-overdue", at: SourceLocation(path: kept.path), .proofOverdue(kept.until),
          suggestion: .forgetAgain(kept.id)))
    }
    return found + (try peopleWhoAreBack(tombstones))
  }

  private func peopleWhoAreBack(_ tombstones: Tombstones) throws(DaichoError) -> [Diagnostic] {
    guard !tombstones.isEmpty else { return [] }
    var back: [Reference: (token: String, field: String)] = [:]
    try index.eachIdentifyingText { text in
      guard text.record.kind == .customers, back[text.record] == nil else { return }
      let token =
        switch text.field {
        case "email": tombstones.token(ofAddress: text.text)
        case "phone": tombstones.token(ofPhone: text.text)
        case _ where text.field.hasPrefix("ids."): tombstones.token(ofSystemID: text.text)
        default: nil as String?
        }
      if let token { back[text.record] = (token, text.field) }
    }
    var found: [Diagnostic] = []
    for (record, match) in back {
      guard let path = try index.find(record.description, kinds: [.customers], refreshed: false).first?.path else {
        continue
      }
      found.append(
        Diagnostic(
          .error, "erased-person", at: SourceLocation(path: path), .erasedPersonIsBack(match.token, match.field),
          suggestion: .forgetAgain(record.id.text)))
    }
    return found
  }
}
