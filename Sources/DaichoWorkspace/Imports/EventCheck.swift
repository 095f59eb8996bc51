import DaichoFiles
import DaichoModel
import OrderedCollections

/// An event as the ledger takes it: with an id, an instant by RFC 3339 and a kind that is known.
struct EventCheck {
  let members: EventLines.Members
  let id: String
  let day: CalendarDate

  /// `nil` where it has no instant or no kind; `fault` says which.
  init?(_ raw: EventLines.Members, zone: ZoneOffsets) {
    guard case .string(let at)? = raw["at"], let instant = EventCheck.instant(at, zone),
      case .string(let word)? = raw["kind"], let kind = EventCheck.kind(word)
    else { return nil }
    let local = zone.local(instant.seconds)
    day = local.date
    var ordered: EventLines.Members = [:]
    let id: String
    switch raw["id"] {
    case .string(let text)? where !text.isEmpty: id = text
    case .number(let digits)?: id = digits
    default:
      var named = raw
      named["at"] = .string(instant.text)
      named["kind"] = .string(kind)
      id = EventLines.id(made: "import", of: named)
    }
    ordered["id"] = .string(id)
    ordered["at"] = .string(instant.text)
    ordered["kind"] = .string(kind)
    for name in ["customer", "email", "visitor", "campaign", "url"] { ordered[name] = raw[name] }
    for (name, value) in raw where ordered[name] == nil { ordered[name] = value }
    members = ordered
    self.id = id
  }

  static func fault(_ raw: EventLines.Members) -> Wording {
    guard case .string(let word)? = raw["kind"] else { return .eventWithoutKind }
    if kind(word) == nil { return .unknownEventKind(word) }
    guard case .string(let at)? = raw["at"] else { return .eventWithoutTime }
    return .notAnInstant(at)
  }

  /// As it is where it has an offset; else in the workspace's zone: `2026/11/20 14:05` and the like, seconds
  /// kept, and whole seconds since 1970.
  static func instant(_ text: String, _ zone: ZoneOffsets) -> (text: String, seconds: Int64)? {
    let bare = CellReading.trimmed(text)
    if let milliseconds = RFC3339.milliseconds(bare) { return (bare, milliseconds / 1000) }
    if bare.utf8.count == 10, bare.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let seconds = Int64(bare)
    {
      return (rfc(zone.local(seconds), second: seconds % 60, zone), seconds)
    }
    guard let local = DateAndTime(typed: bare) else { return nil }
    var second: Int64 = 0
    if let colon = bare.lastIndex(of: ":"), bare.count(where: { $0 == ":" }) == 2 {
      second = Int64(bare[bare.index(after: colon)...]) ?? 0
    }
    return (rfc(local, second: min(second, 59), zone), zone.instant(local) + second)
  }

  private static func rfc(_ local: DateAndTime, second: Int64, _ zone: ZoneOffsets) -> String {
    let offset = zone.offset(at: zone.instant(local))
    let (minute, hours, minutes) = (local.minute ?? 0, abs(offset) / 3600, abs(offset) / 60 % 60)
    return "\(local.date)T\(padded(minute / 60, 2)):\(padded(minute % 60, 2)):\(padded(Int(second), 2))"
      + "\(offset < 0 ? "-" : "+")\(padded(hours, 2)):\(padded(minutes, 2))"
  }

  static func kind(_ word: String) -> String? {
    let folded = TextFolding.fold(CellReading.trimmed(word))
    if EventsLedger.kinds.contains(folded) { return folded }
    return words[folded]
  }

  /// What others call it.
  private static let words: [String: String] = [
    "opened": "open", "clicked": "click", "viewed": "view", "page_view": "view", "pageview": "view",
    "unsubscribed": "unsubscribe", "opt-out": "unsubscribe", "bounced": "bounce", "hard_bounce": "bounce",
    "spam": "complaint", "spam_report": "complaint", "complained": "complaint", "form_submit": "form",
    "開封": "open", "くりっく": "click", "配信停止": "unsubscribe", "閲覧": "view", "ふぉーむ": "form",
  ]
}
