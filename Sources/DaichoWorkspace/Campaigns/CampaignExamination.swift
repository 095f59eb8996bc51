import DaichoIndex
import DaichoModel

/// All that can be known of a campaign before it is sent.
package struct CampaignExamination: Sendable {
  /// Something about the mails of some of the recipients.
  package struct Finding: Sendable {
    package let diagnostic: Diagnostic
    /// Ids, in the order of the audience.
    package let customers: [String]
  }

  package struct Absence: Sendable {
    package let obstacle: MailObstacle
    package let customers: [String]
  }

  /// Errors stop a send.
  package internal(set) var problems: [Diagnostic] = []
  package internal(set) var findings: [Finding] = []
  /// Who would be mailed, and who is held out of them to compare with; `nil` where the audience is unknown.
  package internal(set) var recipients: Int?
  package internal(set) var heldOut = 0
  /// Of the recipients, by variant in the order of the file.
  package internal(set) var variants: [(name: String, recipients: Int)] = []
  /// The audience that gets no mail, by reason, the largest group first.
  package internal(set) var leftOut: [Absence] = []
  /// Ids of the recipients who have had as many mails as `max_mails` allows: sent today, they would be skipped.
  package internal(set) var capped: [String] = []
  /// Bytes of the largest HTML part.
  package internal(set) var largestHTML = 0

  /// All that is wrong or doubtful, by place.
  package var diagnostics: [Diagnostic] {
    (problems + findings.map(\.diagnostic)).sorted { ($0.location, $0.code) < ($1.location, $1.code) }
  }

  package var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, at location: SourceLocation, _ message: Wording,
    _ suggestion: Wording? = nil
  ) {
    let diagnostic = Diagnostic(severity, code, at: location, message, suggestion: suggestion)
    if !problems.contains(diagnostic) { problems.append(diagnostic) }
  }

  mutating func report(_ error: DaichoError, in path: String) {
    report(.error, error.code, at: error.location ?? SourceLocation(path: path), error.message, error.hint)
  }
}
