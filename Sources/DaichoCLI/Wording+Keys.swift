import DaichoModel

extension Wording {
  static let keyCurrent = Wording(en: "current", ja: "現在")
  static let keyRetired = Wording(en: "retired", ja: "以前")
  static let keyNotHere = Wording(en: "not on this machine", ja: "このマシンにはありません")
  static let keyIsThere = Wording(
    en: "the workspace has a key, and this machine holds it", ja: "台帳の鍵はすでにあり、このマシンにあります")

  static func keyMade(_ place: String) -> Wording {
    Wording(
      en: "the key is in \(place); keep a copy elsewhere with 'daicho key export FILE'",
      ja: "鍵は \(place) にあります。「daicho key export ファイル」で控えを別の場所に保管してください")
  }

  static let rotateKeyNow = Wording(
    en: "Replace the key? Every machine that sends or serves will need the new one.",
    ja: "鍵を替えますか？ 送信や受付をするすべてのマシンに新しい鍵が必要になります。")
  static let rotateLostKey = Wording(
    en:
      "This machine does not hold the present key. Replace it? Links of mails already sent will not work here.",
    ja: "このマシンに現在の鍵がありません。替えますか？ 送信済みメールのリンクはここでは使えなくなります。")

  static func keyExported(_ count: Int, _ file: String) -> Wording {
    Wording(
      en: "\(count) \(count == 1 ? "key" : "keys") written to \(file); nobody else may read it",
      ja: "\(count)個の鍵を \(file) に書き出しました。他人に見られないようにしてください")
  }

  static func keysNotExported(_ fingerprints: [String]) -> Wording {
    let list = fingerprints.joined(separator: ", ")
    return Wording(
      en: "retired keys that this machine does not hold were left out: \(list)",
      ja: "このマシンにない以前の鍵は書き出していません: \(list)")
  }

  static func keysImported(_ count: Int) -> Wording {
    Wording(en: "\(count) \(count == 1 ? "key" : "keys") kept", ja: "\(count)個の鍵を保管しました")
  }

  static func keysForeign(_ fingerprints: [String]) -> Wording {
    let list = fingerprints.joined(separator: ", ")
    return Wording(
      en: "keys that daicho.yml does not name were left out: \(list)",
      ja: "daicho.yml にない鍵は取り込んでいません: \(list)")
  }

  static func keysStillMissing(_ fingerprints: [String]) -> Wording {
    let list = fingerprints.joined(separator: ", ")
    return Wording(en: "still missing: \(list)", ja: "まだない鍵: \(list)")
  }

  static func keyNotMade(_ reason: Wording) -> Wording {
    Wording(
      en: "no key was made: \(reason.en); 'daicho key init' makes one when you want to send mail",
      ja: "鍵は作られませんでした（\(reason.ja)）。メールを送るときに「daicho key init」で作れます")
  }
}

extension DaichoError {
  static func keyFileUnreadable(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "cannot-read", Wording(en: "cannot read it: \(reason)", ja: "読めません（\(reason)）"),
      at: SourceLocation(path: path))
  }
}
