import DaichoModel

/// What the campaign commands say.
extension Wording {
  static func wouldBeMailed(_ count: Int, heldOut: Int) -> Wording {
    let people = count == 1 ? "1 recipient" : "\(count) recipients"
    return heldOut == 0
      ? Wording(en: people, ja: "宛先 \(count)件")
      : Wording(en: "\(people), and \(heldOut) held out", ja: "宛先 \(count)件（ほかに対照群 \(heldOut)件）")
  }

  static func ofVariant(_ name: String, _ count: Int) -> Wording {
    Wording(en: "  variant \(name): \(count)", ja: "  パターン \(name): \(count)件")
  }

  static func leftOut(_ reason: Wording, _ customers: [String]) -> Wording {
    let shown = customers.prefix(5).joined(separator: ", ") + (customers.count > 5 ? ", …" : "")
    return Wording(
      en: "  not mailed, \(reason.en): \(customers.count) (\(shown))",
      ja: "  配信なし（\(reason.ja)）: \(customers.count)件（\(shown)）")
  }

  static func capped(_ customers: [String]) -> Wording {
    let shown = customers.prefix(5).joined(separator: ", ") + (customers.count > 5 ? ", …" : "")
    return Wording(
      en: "  of them skipped if sent today, max_mails reached: \(customers.count) (\(shown))",
      ja: "  うち今日送ると見送られる宛先（max_mailsの上限）: \(customers.count)件（\(shown)）")
  }

  static func largestMail(_ bytes: Int) -> Wording {
    Wording(en: "  largest HTML part: \(bytes) bytes", ja: "  HTMLパートの最大サイズ: \(bytes)バイト")
  }
}

/// What comparing says.
extension Wording {
  static let customerNeedsCampaign = Wording(
    en: "--customer needs the name of a campaign", ja: "--customer にはキャンペーンの指定が必要です")
  static let newCampaign = Wording(en: "(new)", ja: "（新規）")
  static let subjectOfMail = Wording(en: "Subject", ja: "件名")
  static let preheaderOfMail = Wording(en: "Preheader", ja: "プリヘッダー")
  static let htmlDiffersToo = Wording(en: "The HTML part differs as well.", ja: "HTMLパートも変わります。")
  static let entering = Wording(en: "Entering", ja: "新しく入る宛先")
  static let leaving = Wording(en: "Leaving", ja: "外れる宛先")
  static let fieldHeading = Wording(en: "field", ja: "項目")
  static let oldHeading = Wording(en: "before", ja: "変更前")
  static let newHeading = Wording(en: "now", ja: "変更後")

  static func audienceDifference(_ entered: Int, _ left: Int, _ stayed: Int) -> Wording {
    Wording(
      en: "Audience: \(entered) enter, \(left) leave, \(stayed) stay",
      ja: "宛先: 増える \(entered)件、減る \(left)件、そのまま \(stayed)件")
  }

  static func mailOf(_ customer: String) -> Wording {
    Wording(en: "Mail to \(customer)", ja: "\(customer) あてのメール")
  }

  static func sameMail(_ customer: String) -> Wording {
    Wording(en: "The mail to \(customer) is the same.", ja: "\(customer) あてのメールは変わりません。")
  }

  static func noCampaignDiffers(_ revision: String) -> Wording {
    Wording(en: "no campaign differs from \(revision)", ja: "\(revision) と違うキャンペーンはありません")
  }
}

/// What previews say.
extension Wording {
  static let textPart = Wording(en: "Plain-text part", ja: "テキストパート")
  static let previewHeadings = [
    Wording(en: "customer", ja: "顧客"), Wording(en: "address", ja: "アドレス"),
    Wording(en: "variant", ja: "パターン"), Wording(en: "subject", ja: "件名"),
    Wording(en: "empty", ja: "空の項目"), Wording(en: "message", ja: "メッセージ"),
  ]

  static func emptyNames(_ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(en: "Empty for this reader: \(list)", ja: "この宛先では空の項目: \(list)")
  }
}

extension Wording {
  static func noCouponColumn(_ name: String) -> Wording {
    Wording(en: "there is no column '\(name)'", ja: "「\(name)」という列はありません")
  }

  static let couponColumns = Wording(
    en: "there are customer, code, percent, expires and variant",
    ja: "使えるのは customer、code、percent、expires、variant です")
}
