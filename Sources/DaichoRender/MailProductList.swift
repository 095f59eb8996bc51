import DaichoModel

/// The products that a layout shows, for the text part: the first of its lists that holds any.
struct MailProductList {
  /// In the order in which a layout falls back from one to the next.
  static let names = ["products", "recommendations"]

  let context: RenderValue
  let names: [String]
  let language: Language

  /// Empty, or a blank line and a line or two for each.
  var text: String {
    let lists = names.map { name -> [RenderValue] in
      if case .list(let items) = context.value(at: [name]) { items } else { [] }
    }
    guard let items = lists.first(where: { !$0.isEmpty }) else { return "" }
    let lines = items.flatMap { item -> [String] in
      let title = ["name", "price"].compactMap { plain(item, $0) }.joined(separator: " ")
      let address = plain(item, "url").flatMap { LinkDestination.resolve($0) }
      return [Wording.bullet(language) + title] + (address.map { ["  " + $0] } ?? [])
    }
    return "\n" + lines.joined(separator: "\n") + "\n"
  }

  private func plain(_ item: RenderValue, _ name: String) -> String? {
    let value = item.value(at: [name])
    guard !value.closesSection else { return nil }
    var bytes: [UInt8] = []
    MarkedText.appendPlain(value.text(language), lineBreak: " ", to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
