import DaichoModel

/// What campaigns say of themselves.
extension Wording {
  static let couponNotAMapping = Wording(
    en: "'coupon' says how codes are given", ja: "「coupon」にはコードの配り方を書きます")
  static let couponForm = Wording(
    en: "'coupon' needs one of 'code', 'prefix' and 'codes'", ja: "「coupon」には code、prefix、codes のどれか1つが必要です")
  static let couponForms = Wording(
    en: "write {code: WINTER10}, {prefix: WINTER, percent: 10, expires: 2026-12-31} or {codes: codes.csv}",
    ja: "{code: WINTER10}、{prefix: WINTER, percent: 10, expires: 2026-12-31}、{codes: codes.csv} のどれかで書いてください")
  static let couponCharacters = Wording(
    en: "a code is made of letters, digits and simple signs, without spaces",
    ja: "コードは半角の英数字と記号で、空白を入れずに書いてください")
  static let couponPercent = Wording(
    en: "'percent' is a number from 0 to 100", ja: "「percent」は0より大きく100以下の数です")
  static let couponExpiry = Wording(
    en: "'expires' is a date: the last day the code is good", ja: "「expires」は最後に使える日の日付です")

  static func couponLength(_ range: ClosedRange<Int>) -> Wording {
    Wording(
      en: "'length' is a number from \(range.lowerBound) to \(range.upperBound)",
      ja: "「length」は\(range.lowerBound)から\(range.upperBound)までの数です")
  }

  static func unknownInCoupon(_ key: String) -> Wording {
    Wording(en: "a coupon has no '\(key)'", ja: "クーポンに「\(key)」という項目はありません")
  }

  static let variantForms = Wording(
    en:
      "write {a: {}, b: {subject: …, weight: 2}}; the body tells them apart by {{#variant.b}}…{{/variant.b}}",
    ja: "{a: {}, b: {subject: …, weight: 2}} のように書き、本文では {{#variant.b}}…{{/variant.b}} で書き分けてください")
  static let variantNames = Wording(
    en: "use letters, digits, '-' and '_'", ja: "半角の英数字と「-」「_」で書いてください")
  static let variantsNotAList = Wording(
    en: "'variants' is a list or a mapping", ja: "「variants」は一覧かマッピングで書きます")
  static let variantWithoutName = Wording(en: "a variant has no name", ja: "名前のないパターンがあります")
  static let variantWeight = Wording(
    en: "'weight' is a number that is not negative", ja: "「weight」は0以上の数です")
  static let oneVariant = Wording(
    en: "one variant alone compares with nothing", ja: "パターンが1つだけでは比べられません")
  static let weightsMixed = Wording(
    en: "some weights are in per cent and some are not", ja: "%の重みと%でない重みが混ざっています")
  static let weightsAreNothing = Wording(
    en: "no variant weighs anything", ja: "どのパターンの重みも0です")

  static func variantName(_ name: String) -> Wording {
    Wording(en: "'\(name)' cannot name a variant", ja: "「\(name)」はパターンの名前にできません")
  }

  static func variantTwice(_ name: String) -> Wording {
    Wording(en: "there are two variants '\(name)'", ja: "パターン「\(name)」が2つあります")
  }

  static func unknownInVariant(_ key: String) -> Wording {
    Wording(en: "a variant has no '\(key)'", ja: "パターンに「\(key)」という項目はありません")
  }

  static func weightsDoNotAddUp(_ sum: Double) -> Wording {
    let shown = sum == sum.rounded() && sum.magnitude < 1e9 ? String(Int(sum)) : "\(sum)"
    return Wording(en: "the weights make \(shown)%, not 100%", ja: "重みの合計が\(shown)%で、100%になりません")
  }
}

extension DaichoError {
  static let recipientWithoutDetails = DaichoError(
    "no-details",
    Wording(en: "what the mail says of its reader was not looked up", ja: "メールに差し込む内容が読み込まれていません"))
  static let recipientWithoutAddress = DaichoError(
    "no-address", Wording(en: "the recipient has no e-mail address", ja: "宛先のメールアドレスがありません"))

  static func unknownVariant(_ name: String, _ path: String) -> DaichoError {
    DaichoError(
      "unknown-variant", Wording(en: "there is no variant '\(name)'", ja: "パターン「\(name)」はありません"),
      at: SourceLocation(path: path))
  }

  static func couponsNeedKey(_ path: String) -> DaichoError {
    DaichoError(
      "no-key",
      Wording(
        en: "codes of one's own are made with the workspace's key, which is not here",
        ja: "1人ずつのクーポンには鍵が必要ですが、このマシンにはありません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "make one with 'daicho key init', or import the one the team uses",
        ja: "「daicho key init」で作るか、チームの鍵を取り込んでください"))
  }

  static func tooFewCodes(_ codes: Int, for recipients: Int, _ path: String) -> DaichoError {
    DaichoError(
      "too-few-codes",
      Wording(
        en: "\(codes) codes are left for \(recipients) recipients",
        ja: "宛先が\(recipients)件あるのに、クーポンコードは\(codes)件しか残っていません"),
      at: SourceLocation(path: path),
      hint: Wording(en: "add codes at the end of the file", ja: "ファイルの末尾にコードを追加してください"))
  }

  static func codesUnreadable(_ path: String) -> DaichoError {
    DaichoError(
      "codes-unreadable", Wording(en: "the file of codes is not UTF-8", ja: "クーポンコードのファイルがUTF-8ではありません"),
      at: SourceLocation(path: path))
  }

  static func badCode(_ path: String, line: Int) -> DaichoError {
    DaichoError(
      "bad-code",
      Wording(en: "a code is letters, digits and signs, one a line", ja: "コードは半角の英数字と記号で、1行に1つ書いてください"),
      at: SourceLocation(path: path, position: SourcePosition(line: line, column: 1)))
  }
}

/// What comparing says.
extension Wording {
  static let audienceNowUnknown = Wording(
    en: "who would be mailed now cannot be told", ja: "いまの宛先を求められません")
  static let audienceThenUnknown = Wording(
    en: "who would have been mailed before cannot be told", ja: "変更前の宛先を求められません")
  static let mailNowUnknown = Wording(en: "the mail cannot be rendered now", ja: "いまのメールを作成できません")
  static let mailThenUnknown = Wording(
    en: "the mail could not be rendered before", ja: "変更前のメールを作成できません")
}
