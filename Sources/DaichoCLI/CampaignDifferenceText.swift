import DaichoIndex
import DaichoModel
import DaichoRender
import DaichoWorkspace

/// What a change of a campaign means, for a terminal.
struct CampaignDifferenceText {
  let difference: CampaignDifference
  let language: Language
  let style: Style

  var lines: [String] {
    var lines = [
      style(CellText.line("\(difference.campaign.reference.id.text): \(difference.name)"), .bold)
        + (difference.isNew ? " " + Wording.newCampaign(language) : "")
    ]
    for field in difference.fields {
      lines.append("  \(style(CellText.line(field.name) + ":", .bold))")
      lines += part(field.old, "-", .red) + part(field.new, "+", .green)
    }
    if let entered = difference.entered, let left = difference.left {
      lines.append(
        Wording.audienceDifference(entered.count, left.count, difference.stayed)(language))
      lines += entered.map { style("  + " + name($0), .green) } + left.map { style("  - " + name($0), .red) }
    }
    if let mail = difference.mail { lines += self.lines(of: mail) }
    return lines
  }

  private func part(_ text: String?, _ sign: String, _ color: Style.Attribute) -> [String] {
    guard let text else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).map {
      style("    \(sign) \(CellText.line(String($0)))", color)
    }
  }

  private func name(_ record: FoundRecord) -> String {
    CellText.line(
      [record.reference.id.text, record.title ?? ""].filter { !$0.isEmpty }.joined(separator: "  "))
  }

  private func lines(of mail: CampaignDifference.Mail) -> [String] {
    var lines: [String] = []
    if mail.old?.subject != mail.new?.subject {
      lines += [Wording.subjectOfMail(language)] + part(mail.old?.subject, "-", .red)
      lines += part(mail.new?.subject, "+", .green)
    }
    if mail.old?.preheader != mail.new?.preheader {
      lines += [Wording.preheaderOfMail(language)] + part(mail.old?.preheader, "-", .red)
      lines += part(mail.new?.preheader, "+", .green)
    }
    if mail.text.isEmpty, mail.html.isEmpty {
      lines.append(Wording.sameMail(mail.customer)(language))
      return lines
    }
    lines.append(Wording.mailOf(mail.customer)(language))
    let diff = mail.text.isEmpty ? mail.html : mail.text
    lines += CampaignDifferenceText.hunks(diff).map { line in
      let shown = CellText.line(line)
      if line.hasPrefix("+") { return style(shown, .green) }
      return line.hasPrefix("-") ? style(shown, .red) : shown
    }
    if !mail.text.isEmpty, !mail.html.isEmpty { lines.append(Wording.htmlDiffersToo(language)) }
    return lines
  }

  /// Without the lines that name the two files.
  static func hunks(_ diff: String) -> [String] {
    let lines = diff.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = lines.firstIndex { $0.hasPrefix("@@") } ?? 0
    var hunks = Array(lines[start...])
    if hunks.last?.isEmpty ?? false { hunks.removeLast() }
    return hunks
  }
}
