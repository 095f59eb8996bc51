import DaichoModel
import DaichoWorkspace

extension Page {
  /// What somebody gets, with a box for each channel.
  ///
  /// - Parameter isSaved: shown as the answer to a change.
  static func preferences(_ site: Site, _ known: MailPreferences, isSaved: Bool) -> String {
    let language = site.language
    let saved = isSaved ? "<p class=\"done\" role=\"status\">\(escaped(Wording.saved(language)))</p>\n" : ""
    let boxes = known.items.map { box($0, known, language) }.joined(separator: "\n")
    let stop =
      known.items.contains { $0.isOn && $0.isTheirs }
      ? "\n<button class=\"quiet\" name=\"action\" value=\"none\">\(escaped(Wording.stopAll(language)))</button>"
      : ""
    let save =
      known.items.contains(where: \.isTheirs)
      ? "\n<button class=\"main\" name=\"action\" value=\"save\">\(escaped(Wording.save(language)))</button>"
      : ""
    return html(
      site, title: .preferencesTitle, paragraphs: [.preferencesText(site.name, shown(known.address))],
      form: """

        \(saved)<form method="post">
        <fieldset><legend>\(escaped(Wording.preferencesTitle(language)))</legend>
        \(boxes)
        </fieldset>\(save)\(stop)
        </form>
        """)
  }

  private static func box(
    _ item: MailPreferences.Item, _ known: MailPreferences, _ language: Language
  ) -> String {
    var notes: [Wording] = []
    if item.channel == "email", item.isOn, let limit = known.limit {
      notes.append(.atMost(limit.count, days: limit.days))
    }
    if !item.isTheirs { notes.append(.endedByShop) }
    let state = (item.isOn ? " checked" : "") + (item.isTheirs ? "" : " disabled")
    let shown = item.isTheirs ? "<input type=\"hidden\" name=\"shown\" value=\"\(item.channel)\">" : ""
    let words = escaped(Wording.channel(item.channel)(language))
    let small = notes.map { "<small>\(escaped($0(language)))</small>" }.joined()
    return """
      <label><input type="checkbox" name="channel" value="\(item.channel)"\(state)>\
      <span>\(words)\(small)</span></label>\(shown)
      """
  }
}
