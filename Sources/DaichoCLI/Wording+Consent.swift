import DaichoModel

extension Wording {
  static func boundCount(_ count: Int) -> Wording {
    Wording(en: count == 1 ? "1 address" : "\(count) addresses", ja: "\(count)件のアドレス")
  }

  static func boundSince(_ kind: String, _ day: CalendarDate) -> Wording {
    Wording(en: "no mail since \(day): \(kind)", ja: "\(day) からメール停止（\(kind)）")
  }

  static func refusedOnPage(_ channel: String, _ day: CalendarDate) -> Wording {
    Wording(en: "\(channel): refused on their own page on \(day)", ja: "\(channel): \(day) に本人が設定ページで停止")
  }

  static func openChannels(_ channels: [String]) -> Wording {
    Wording(
      en: channels.isEmpty
        ? "may not be contacted by any channel" : "may be contacted by: \(channels.joined(separator: ", "))",
      ja: channels.isEmpty ? "連絡できるチャネルはありません" : "連絡できるチャネル: \(channels.joined(separator: "、"))")
  }

  static func consentCount(_ granted: Int, _ withdrawn: Int) -> Wording {
    Wording(en: "\(granted) granted, \(withdrawn) withdrawn", ja: "同意 \(granted)件、撤回 \(withdrawn)件")
  }
}
