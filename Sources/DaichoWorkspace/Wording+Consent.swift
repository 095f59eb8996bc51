import DaichoModel

extension Wording {
  static func noAddressToSuppress(_ id: String) -> Wording {
    Wording(en: "\(id) has no e-mail address", ja: "\(id) にはメールアドレスがありません")
  }

  static func forbidContact(_ id: String) -> Wording {
    Wording(
      en: "to contact them by no channel at all: daicho set \(id) do_not_contact=yes",
      ja: "どの方法でも連絡しないようにするには: daicho set \(id) do_not_contact=yes")
  }

  static let notSuppressed = Wording(
    en: "nothing binds this address", ja: "このアドレスは配信停止になっていません")
  static let seeSuppressions = Wording(
    en: "'daicho suppress list' shows those that are bound", ja: "「daicho suppress list」で一覧を見られます")

  static func refusedThemselves(_ kind: String, _ day: String) -> Wording {
    Wording(
      en: "they have said so themselves (\(kind) on \(day)): we cannot take that back for them",
      ja: "本人の意思による停止です（\(day) \(kind)）。こちらでは取り消せません")
  }

  static func askForConsent(_ id: String) -> Wording {
    Wording(
      en: "a new consent of theirs frees it: daicho consent \(id) grant --via HOW",
      ja: "本人から新たに同意を得たら: daicho consent \(id) grant --via 方法")
  }

  static func consentInFuture(_ day: String) -> Wording {
    Wording(en: "\(day) has not come yet", ja: "\(day) はまだ来ていません")
  }

  static let dayItWasGiven = Wording(
    en: "give the day it was said with --date", ja: "--date には、その意思が示された日を書いてください")

  static func withdrawnSince(_ day: String?) -> Wording {
    Wording(
      en: day.map { "it was withdrawn on \($0), and a consent must be later than that" }
        ?? "it was withdrawn for ever: the day of that cannot be read",
      ja: day.map { "\($0) に撤回されています。それより後の日の同意が必要です" } ?? "撤回の日付が読めないため、無期限の撤回として扱っています")
  }

  static let laterConsent = Wording(
    en: "where the withdrawal was a mistake, take its line out with 'daicho edit'",
    ja: "撤回が誤りなら「daicho edit」で直してください")

  static let consentButForbidden = Wording(
    en: "do_not_contact still forbids every contact", ja: "do_not_contact により、引き続きどの連絡もできません")

  static func consentButRefused(_ day: String) -> Wording {
    Wording(
      en: "they refused it on their own page on \(day), which is not before this consent: it does not hold",
      ja: "本人が \(day) に設定ページで停止しています。この同意はそれより後ではないため、有効になりません")
  }

  static func consentButBound(_ kind: String, _ day: String) -> Wording {
    Wording(
      en: "the address is bound since \(day) (\(kind)), which is not before this consent: no mail goes there",
      ja: "アドレスは \(day) から停止中です（\(kind)）。この同意はそれより後ではないため、メールは送られません")
  }
}
