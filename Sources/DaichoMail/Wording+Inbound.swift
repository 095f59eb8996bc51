import DaichoModel
import Foundation

extension Wording {
  static let mailTooLong = Wording(en: "it is longer than 32 MiB", ja: "32 MiB を超えています")
  static let readerFailed = Wording(
    en: "it could not be read; the reader gave up", ja: "読み取りプログラムが読めませんでした")
  static let readerTooSlow = Wording(en: "reading it took too long", ja: "読み取りに時間がかかりすぎました")

  static func mailUnreadable(_ reason: Wording) -> Wording {
    Wording(en: "this mail cannot be read: \(reason.en)", ja: "このメールを読めません（\(reason.ja)）")
  }

  static func noMailsThere(_ path: String) -> Wording {
    Wording(
      en: "'\(path)' is no Maildir, no mbox and no mail", ja: "「\(path)」は Maildir でも mbox でもメールでもありません")
  }

  static let nameMaildir = Wording(
    en: "name a folder with 'new' and 'cur' in it, or a file of mails",
    ja: "「new」と「cur」のあるフォルダーか、メールのファイルを指定してください")
}

extension DaichoError {
  static func mailUnreadable(_ reason: Wording) -> DaichoError {
    DaichoError("mail-unreadable", .mailUnreadable(reason))
  }

  static func noMailsThere(_ path: String) -> DaichoError {
    DaichoError("no-mails", .noMailsThere(path), hint: .nameMaildir)
  }

  static func cannotReadMails(_ path: String, _ number: Int32) -> DaichoError {
    let reason = String(cString: strerror(number))
    return DaichoError(
      "cannot-read", Wording(en: "cannot read it: \(reason)", ja: "読めません（\(reason)）"),
      at: SourceLocation(path: path))
  }
}
