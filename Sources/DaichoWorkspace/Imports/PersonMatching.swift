import DaichoFiles
import DaichoIndex
import DaichoModel

/// Finds who the rows of a file speak of: customers of the register, and new ones of the same file.
struct PersonMatching {
  private let handles: CustomerHandles
  /// New customers of this import by their handles.
  private var drafts: [String: Int] = [:]

  init(_ handles: CustomerHandles) { self.handles = handles }

  func match(_ incoming: IncomingRecord) -> RecordMatching.Match {
    let ids = PersonMatching.ids(incoming)
    let names = [incoming.text("name"), incoming.text("kana")].compactMap(\.self)
    if let found = handles.find(
      ids: ids, emails: incoming.texts("email"), phones: incoming.texts("phone"), names: names)
    {
      return .known(found)
    }
    for key in PersonMatching.keys(incoming) {
      if let draft = drafts[key] { return .draft(draft) }
    }
    return .new
  }

  mutating func remember(_ incoming: IncomingRecord, as draft: Int) {
    for key in PersonMatching.keys(incoming) where drafts[key] == nil { drafts[key] = draft }
  }

  private static func ids(_ incoming: IncomingRecord) -> [(field: String, value: String)] {
    incoming.fields.filter { $0.path.names.first == "ids" && !$0.text.isEmpty }
      .map { ($0.path.description, $0.text) }
  }

  private static func keys(_ incoming: IncomingRecord) -> [String] {
    let name = TextFolding.fold(incoming.text("name") ?? "").filter { !$0.isWhitespace }
    return ids(incoming).map { "\($0.field)\u{1F}\(TextFolding.fold($0.value))" }
      + incoming.texts("email").map { "email\u{1F}\(TextFolding.fold($0))" }
      + (name.isEmpty
        ? [] : incoming.texts("phone").map { "phone\u{1F}\(TextFolding.phoneDigits($0))\u{1F}\(name)" })
  }
}
