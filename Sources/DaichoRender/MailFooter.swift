import DaichoModel

/// What stands under every text part: who sends, how to reach them, how to stop.
struct MailFooter {
  let context: RenderValue
  let language: Language

  /// Begins with a blank line, ends with a line end.
  var text: String {
    var lines = ["", Wording.textRule(language)]
    for name in ["name", "postal_address"] {
      lines += field("sender", name).map { [$0] } ?? []
    }
    if let contact = field("sender", "contact") {
      lines.append("\(Wording.contact(language)): \(contact)")
    }
    lines += ["", Wording.optOut(language)]
    if let address = field("unsubscribe_url").flatMap({ LinkDestination.resolve($0) }) {
      lines.append("\(Wording.unsubscribe(language)): \(address)")
    }
    if let address = field("web_view_url").flatMap({ LinkDestination.resolve($0) }) {
      lines.append("\(Wording.viewOnline(language)): \(address)")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func field(_ names: String...) -> String? {
    var value = context
    for name in names {
      guard case .object(let fields) = value else { return nil }
      value = fields[name] ?? .missing
    }
    guard !value.closesSection else { return nil }
    var bytes: [UInt8] = []
    MarkedText.appendPlain(value.text(language), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
