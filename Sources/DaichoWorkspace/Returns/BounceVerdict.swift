import DaichoMail

/// Whether a report means that an address is no good (RFC 3463), or that it may be another time.
package struct BounceVerdict: Sendable, Equatable {
  package let isHard: Bool
  /// As `5.1.1`; `nil` where the report has none.
  package let status: String?

  /// `nil` for a report of success, or no report.
  package init?(_ mail: ParsedMail) {
    if !mail.statuses.isEmpty {
      let bad = mail.statuses.filter { $0.action == "failed" || $0.action == "delayed" }
      guard let worst = bad.first(where: { $0.action == "failed" }) ?? bad.first else { return nil }
      status = worst.status.isEmpty ? nil : worst.status
      // The mailbox or its domain: not a full one, not a refusal of ours, not a matter of time.
      isHard = worst.action == "failed" && BounceVerdict.isOfAddress(worst.status, mail.text)
      return
    }
    // Servers of old and mobile carriers answer in prose.
    guard let code = BounceVerdict.enhancedCode(in: mail.text) else {
      let text = mail.text.lowercased()
      guard BounceVerdict.failures.contains(where: text.contains) else { return nil }
      status = nil
      isHard = BounceVerdict.unknownUsers.contains(where: text.contains)
      return
    }
    status = code
    isHard = BounceVerdict.isOfAddress(code, mail.text)
  }

  /// 5.1.1 to 5.1.3, 5.1.6 and 5.1.10: no such mailbox or domain, or it has moved for good. 5.0.0 says nothing,
  /// and then the words must.
  private static func isOfAddress(_ status: String, _ text: String) -> Bool {
    if ["5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"].contains(status) { return true }
    guard status == "5.0.0" || status == "5.5.0" || status.isEmpty else { return false }
    let text = text.lowercased()
    return unknownUsers.contains(where: text.contains)
  }

  private static let unknownUsers = [
    "user unknown", "unknown user", "no such user", "unknown recipient", "recipient unknown",
    "unrouteable address",
    "does not exist", "mailbox not found", "no mailbox here", "user doesn't exist", "invalid recipient",
    "宛先不明", "ユーザーが見つかりません", "宛先のメールアドレスが見つかりません",
  ]

  private static let failures =
    unknownUsers + [
      "could not be delivered", "undeliverable", "delivery failed", "delivery has failed", "returned mail",
      "mailbox full", "over quota", "配信できませんでした", "送信できませんでした", "エラーメール",
    ]

  /// `5.1.1` in a text, where it stands alone.
  private static func enhancedCode(in text: String) -> String? {
    for word in text.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
      let parts = word.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "5" || parts[0] == "4", (1...3).contains(parts[1].count),
        (1...3).contains(parts[2].count)
      else { continue }
      return String(word)
    }
    return nil
  }
}
