import DaichoModel
import Foundation

extension DaichoError {
  static func spoolUnusable(_ path: String, _ number: Int32) -> DaichoError {
    let reason = String(cString: strerror(number))
    return DaichoError(
      "returns-unusable",
      Wording(
        en: "the file of events that wait for a commit cannot be used: \(reason)",
        ja: "コミット待ちのイベントのファイルを使えません（\(reason)）"),
      at: SourceLocation(path: path))
  }

  static func tooBusy() -> DaichoError {
    DaichoError(
      "too-busy", Wording(en: "too much is waiting for the disk", ja: "ディスクへの書き込みが追いついていません"))
  }

  static func tooManyViews() -> DaichoError {
    DaichoError(
      "too-busy", Wording(en: "too many mails are to be shown at once", ja: "メールの表示が追いついていません"))
  }
}

extension Wording {
  static let noSubject = Wording(en: "(no subject)", ja: "（件名なし）")
}
