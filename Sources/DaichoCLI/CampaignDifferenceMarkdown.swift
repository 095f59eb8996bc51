import DaichoIndex
import DaichoModel
import DaichoRender
import DaichoWorkspace

/// What a change of a campaign means, for a comment on a pull request: GitHub's and GitLab's Markdown.
struct CampaignDifferenceMarkdown {
  private static let mostPeople = 50
  private static let mostLines = 200

  let difference: CampaignDifference
  let language: Language

  var text: String {
    var lines = [
      "### \(escaped(difference.name)) (`\(difference.campaign.reference.id.text)`)"
        + (difference.isNew ? " — \(Wording.newCampaign(language))" : ""), "",
    ]
    if let entered = difference.entered, let left = difference.left {
      lines += [
        "**\(Wording.audienceDifference(entered.count, left.count, difference.stayed)(language))**", "",
      ]
      lines += people(entered, Wording.entering(language)) + people(left, Wording.leaving(language))
    }
    for note in difference.notes { lines += ["> \(escaped(note(language)))", ""] }
    let others = difference.fields.filter { !["subject", "preheader"].contains($0.name) }
    if !difference.isNew, !others.isEmpty {
      lines += [
        "| \(Wording.fieldHeading(language)) | \(Wording.oldHeading(language)) | \(Wording.newHeading(language)) |",
        "| --- | --- | --- |",
      ]
      lines += others.map { "| `\($0.name)` | \(cell($0.old)) | \(cell($0.new)) |" } + [""]
    }
    if let mail = difference.mail { lines += self.lines(of: mail) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func people(_ records: [FoundRecord], _ title: String) -> [String] {
    guard !records.isEmpty else { return [] }
    let ids = records.prefix(CampaignDifferenceMarkdown.mostPeople).map { "`\($0.reference.id.text)`" }
    let more = records.count > ids.count ? ", …" : ""
    return [
      "<details><summary>\(title)</summary>", "", ids.joined(separator: ", ") + more, "", "</details>", "",
    ]
  }

  private func lines(of mail: CampaignDifference.Mail) -> [String] {
    var lines: [String] = []
    for (title, old, new) in [
      (Wording.subjectOfMail(language), mail.old?.subject, mail.new?.subject),
      (Wording.preheaderOfMail(language), mail.old?.preheader, mail.new?.preheader),
    ] where old != new {
      lines += ["**\(title)**", ""]
      if let old { lines.append("- ~~\(escaped(old))~~") }
      if let new { lines.append("- \(escaped(new))") }
      lines.append("")
    }
    guard !mail.text.isEmpty || !mail.html.isEmpty else {
      return lines + [escaped(Wording.sameMail(mail.customer)(language)), ""]
    }
    lines += ["**\(Wording.mailOf(mail.customer)(language))**", ""]
    lines += fenced(mail.text.isEmpty ? mail.html : mail.text)
    if !mail.text.isEmpty, !mail.html.isEmpty { lines += [Wording.htmlDiffersToo(language), ""] }
    return lines
  }

  /// A fence longer than any that the text holds.
  private func fenced(_ diff: String) -> [String] {
    let hunks = CampaignDifferenceText.hunks(diff)
    let fence = String(repeating: "`", count: max(3, 1 + longestRun(in: diff)))
    let shown = hunks.prefix(CampaignDifferenceMarkdown.mostLines).map { TextSafety.visible($0) }
    return [fence + "diff"] + shown + (hunks.count > shown.count ? ["…"] : []) + [fence, ""]
  }

  private func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }

  private func cell(_ text: String?) -> String {
    text.map { escaped($0) } ?? ""
  }

  private func escaped(_ text: String) -> String { MarkdownText.escaped(text) }
}
