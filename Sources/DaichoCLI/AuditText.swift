import DaichoIndex
import DaichoModel
import DaichoWorkspace

/// An audit for people.
struct AuditText {
  let workspace: Workspace
  let language: Language
  let style: Style
  /// Columns of the terminal; `nil` where it goes elsewhere.
  let width: Int?
  let sink: OutputSink

  func write(_ audit: Audit) throws {
    func line(_ text: String = "") throws { try sink.writeLine(CellText.line(text)) }
    func heading(_ wording: Wording) throws {
      try sink.writeLine(style(CellText.line(wording(language)), .bold))
    }
    try heading(.auditedContacts)
    if audit.contacts.isEmpty {
      try line("  " + Wording.noContacts(language))
    } else {
      try AuditAnswer(workspace, language).contacts(audit.contacts).write(
        OutputOptions(format: .table, language: language, style: style, width: width), to: sink)
    }
    for severity in AuditFinding.Severity.allCases {
      let findings = audit.findings.filter { $0.severity == severity }
      if findings.isEmpty { continue }
      try line()
      try heading(severity == .attention ? .needsAttention(findings.count) : .goodToKnow(findings.count))
      for finding in findings {
        for text in lines(finding) { try line("  " + text) }
      }
    }
    try line()
    try line(Wording.auditedCommits(audit.commits, outside: audit.outside, signed: audit.signed)(language))
    if let signers = audit.signers { try line(Wording.verifiedAgainst(signers)(language)) }
    if !audit.needsAttention { try line(Wording.nothingNeedsAttention(language)) }
  }

  private func lines(_ finding: AuditFinding) -> [String] {
    var head = finding.message(language)
    if let path = finding.path { head = "\(path): \(head)" }
    var lines = [head]
    if let commit = finding.commit {
      lines.append(
        "    \(commit.id.prefix(10))  \(workspace.moment.zone.local(commit.at))  \(commit.author)"
          + (finding.code == .outside ? "" : "  \(commit.subject)"))
    }
    func short(_ text: String) -> String {
      let flat = text.split(whereSeparator: \.isNewline).joined(separator: " ⏎ ")
      return flat.count > 160 ? flat.prefix(159) + "…" : flat
    }
    if let old = finding.old { lines.append("    − \(short(old))") }
    if let new = finding.new { lines.append("    + \(short(new))") }
    return lines
  }
}
