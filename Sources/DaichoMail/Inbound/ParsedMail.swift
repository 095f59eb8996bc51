/// What a mail that came in says, as far as anything here wants to know.
package struct ParsedMail: Sendable, Codable, Equatable {
  /// Without the angle brackets.
  package var messageID: String?
  package var from: [String] = []
  /// To and Cc.
  package var recipients: [String] = []
  /// Of Delivered-To, X-Original-To and Envelope-To: where the last server put it.
  package var delivered: [String] = []
  /// On one line; empty where there is none.
  package var subject = ""
  /// Seconds since 1970, by its Date.
  package var sent: Int64?
  /// A program wrote it: an auto-reply, a list, a bulk mail.
  package var isAutomatic = false
  /// The first text part, shortened.
  package var text = ""
  /// `delivery-status` or `feedback-report`.
  package var report: String?
  package var statuses: [Status] = []
  /// The fields of a feedback report, by their names in lower case.
  package var feedback: [String: String] = [:]
  /// Fields of the mail that a report returns, by their names in lower case.
  package var returned: [String: String] = [:]

  package init() {}

  /// What a delivery report says of one recipient (RFC 3464).
  package struct Status: Sendable, Codable, Equatable {
    /// Lower-case: failed, delayed, delivered, relayed, expanded.
    package var action: String
    /// As `5.1.1`.
    package var status: String

    package init(action: String, status: String) {
      self.action = action
      self.status = status
    }
  }
}
