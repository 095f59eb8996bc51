import DaichoModel
import DaichoWorkspace

extension Wording {
  static func inboxOutcome(_ outcome: InboxResult.Outcome) -> Wording {
    switch outcome {
    case .received: Wording(en: "received", ja: "受信")
    case .sent: Wording(en: "sent", ja: "送信")
    case .ticked: Wording(en: "task done", ja: "タスク完了")
    case .unsubscribed: Wording(en: "unsubscribed", ja: "配信停止")
    case .hardBounce: Wording(en: "hard bounce", ja: "宛先不明")
    case .softBounce: Wording(en: "soft bounce", ja: "一時エラー")
    case .complaint: Wording(en: "complaint", ja: "迷惑メール報告")
    case .forged: Wording(en: "forged", ja: "偽の通知")
    case .automatic: Wording(en: "automatic", ja: "自動送信")
    case .unknown: Wording(en: "unknown", ja: "台帳にない人")
    case .known: Wording(en: "known", ja: "記録済み")
    case .unreadable: Wording(en: "unreadable", ja: "読めません")
    case .failed: Wording(en: "failed", ja: "失敗")
    }
  }

  static func inboxRead(_ count: Int, known: Int) -> Wording {
    Wording(
      en: "\(count) new \(count == 1 ? "mail" : "mails"), \(known) read before",
      ja: "新しいメール \(count)通、読み取り済み \(known)通")
  }
}

extension DaichoError {
  static func noOwnProgram() -> DaichoError {
    DaichoError(
      "no-program",
      Wording(en: "daicho cannot find its own program file", ja: "daicho が自分のプログラムの場所を見つけられません"))
  }
}
