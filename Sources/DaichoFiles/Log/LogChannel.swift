import DaichoModel

/// The way a log entry came about.
package enum LogChannel: String, Sendable, CaseIterable {
  case call, email, meeting, visit, chat, line, sms, letter, fax
  case note, form, order

  /// Someone spoke with the customer: it moves `last_contact`.
  package var isContact: Bool {
    switch self {
    case .note, .form, .order: false
    default: true
    }
  }
}

/// Who began it, seen from the team.
package enum LogDirection: String, Sendable {
  case `in`, out
}

/// The words of an entry's head, in the two languages.
enum LogWords {
  struct Meaning: Sendable, Hashable {
    var channel: LogChannel?
    var direction: LogDirection?
  }

  /// `nil` for a word that is none of ours. A Japanese direction may stick to its channel: `メール送信`.
  static func meaning(of word: String) -> Meaning? {
    known[word] ?? known[TextFolding.fold(word)]
  }

  /// The channel a mistyped word was probably meant to be.
  static func suggestion(for word: String) -> String? {
    Suggestion.nearest(to: word, in: LogChannel.allCases.map(\.rawValue) + japanese)
  }

  /// Directions that may stick to a channel's word.
  private static let suffixes: [(String, LogDirection)] = [
    ("受信", .in), ("着信", .in), ("受", .in), ("送信", .out), ("発信", .out), ("発", .out), ("-in", .in),
    ("-out", .out),
  ]

  private static let japanese = ["電話", "メール", "訪問", "打合せ", "チャット", "手紙", "メモ"]

  private static let known: [String: Meaning] = {
    let channels: [(LogChannel, [String])] = [
      (.call, ["call", "phone", "tel", "電話", "折電"]),
      (.email, ["email", "e-mail", "mail", "メール", "eメール", "電子メール"]),
      (.meeting, ["meeting", "mtg", "打合せ", "打ち合わせ", "打合わせ", "打ち合せ", "打合", "会議", "商談", "面談", "ミーティング"]),
      (.visit, ["visit", "訪問"]), (.chat, ["chat", "チャット"]), (.line, ["line", "ライン"]),
      (.sms, ["sms", "ショートメール", "ショートメッセージ"]), (.letter, ["letter", "手紙", "郵便", "はがき", "葉書", "封書"]),
      (.fax, ["fax", "ファックス", "ファクス"]), (.note, ["note", "memo", "メモ", "備考"]), (.form, ["form", "フォーム"]),
      (.order, ["order", "注文", "受注"]),
    ]
    let both: [(String, LogChannel, LogDirection)] = [
      ("架電", .call, .out), ("受電", .call, .in), ("入電", .call, .in), ("来電", .call, .in), ("往訪", .visit, .out),
      ("来訪", .visit, .in), ("来店", .visit, .in), ("来社", .visit, .in),
    ]
    let directions: [(LogDirection, [String])] = [
      (.in, ["in", "incoming", "received", "受", "受信", "着信", "着"]),
      (.out, ["out", "outgoing", "sent", "発", "発信", "送信", "送"]),
    ]
    var table: [String: Meaning] = [:]
    for (channel, words) in channels {
      for word in words.map(TextFolding.fold) {
        table[word] = Meaning(channel: channel)
        for (suffix, direction) in suffixes {
          table[word + suffix] = Meaning(channel: channel, direction: direction)
        }
      }
    }
    for (word, channel, direction) in both {
      table[TextFolding.fold(word)] = Meaning(channel: channel, direction: direction)
    }
    for (direction, words) in directions {
      for word in words { table[TextFolding.fold(word)] = Meaning(direction: direction) }
    }
    for channel in LogChannel.allCases { table[channel.rawValue] = Meaning(channel: channel) }
    return table
  }()
}
