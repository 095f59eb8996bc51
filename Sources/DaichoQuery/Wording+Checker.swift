import DaichoModel

extension Wording {
  // MARK: Names

  static func unknownKind(_ name: String) -> Wording {
    Wording(en: "there are no '\(name)' to ask about", ja: "「\(name)」という対象はありません")
  }

  static func unknownField(_ name: String) -> Wording {
    Wording(en: "there is no field '\(name)'", ja: "「\(name)」という項目はありません")
  }

  static let seeFields = Wording(
    en: "text stands in quotes, right of an operator", ja: "文字列は演算子の右側に、引用符で囲んで書きます")

  static func unknownCollection(_ name: String) -> Wording {
    Wording(en: "there are no '\(name)' to count", ja: "「\(name)」という明細はありません")
  }

  static func collectionAsField(_ name: String) -> Wording {
    Wording(en: "'\(name)' are many; they have no one value", ja: "「\(name)」は複数あり、一つの値ではありません")
  }

  static func listAsCollection(_ name: String) -> Wording {
    Wording(en: "'\(name)' is a list of values, not of items", ja: "「\(name)」は値のリストで、明細ではありません")
  }

  static func aggregateNeedsField(_ function: String) -> Wording {
    Wording(
      en: "'\(function)' needs to know which field of them", ja: "「\(function)」には、どの項目についてかが必要です")
  }

  static func cannotAggregate(_ function: String, _ name: String, _ type: Wording) -> Wording {
    Wording(
      en: "'\(function)' does not work for '\(name)', which is \(type.en)",
      ja: "「\(name)」は\(type.ja)なので「\(function)」は使えません")
  }

  static func fieldHasNoValue(_ name: String) -> Wording {
    Wording(en: "'\(name)' has no value of its own to compare", ja: "「\(name)」自体には比べられる値がありません")
  }

  static let listSegments = Wording(
    en: "see them with 'daicho segment list'", ja: "「daicho segment list」で一覧を確認できます")

  static func unknownSegment(_ id: String) -> Wording {
    Wording(en: "there is no segment '\(id)'", ja: "「\(id)」というセグメントはありません")
  }

  static func segmentCircle(_ path: String) -> Wording {
    Wording(
      en: "the segments refer to one another in a circle: \(path)", ja: "セグメントの参照が循環しています：\(path)")
  }

  static let breakCircle = Wording(
    en: "write out the condition in one of them", ja: "どれか一つで、条件を直接書いてください")

  static func segmentOfOther(_ id: String, _ entity: String) -> Wording {
    Wording(en: "the segment '\(id)' is one of \(entity)", ja: "セグメント「\(id)」の対象は \(entity) です")
  }

  static func segmentOfSame(_ entity: String) -> Wording {
    Wording(en: "name a segment of \(entity) here", ja: "ここでは \(entity) のセグメントを指定してください")
  }

  static func segmentInvalid(_ id: String, _ reason: Wording) -> Wording {
    Wording(
      en: "the segment '\(id)' cannot be read: \(reason.en)", ja: "セグメント「\(id)」の条件に誤りがあります：\(reason.ja)")
  }

  static func seeLocation(_ location: String) -> Wording {
    Wording(en: "correct it there: \(location)", ja: "こちらを直してください：\(location)")
  }

  // MARK: Types

  static func notACondition(_ text: String) -> Wording {
    Wording(en: "'\(text)' is a value, not a condition", ja: "「\(text)」は値であり、条件になっていません")
  }

  static let compareSomething = Wording(
    en: "compare a field with it: name = \"…\"", ja: "項目と比べてください：name = \"…\"")

  static func fieldIsNoCondition(_ name: String, _ type: Wording) -> Wording {
    Wording(
      en: "'\(name)' is \(type.en), not a condition by itself", ja: "「\(name)」は\(type.ja)で、それだけでは条件になりません")
  }

  static func conditionAsValue(_ text: String) -> Wording {
    Wording(en: "'\(text)' is a condition, not a value", ja: "「\(text)」は条件であり、値ではありません")
  }

  static let useAndOr = Wording(
    en: "join conditions with 'and' and 'or'", ja: "条件は「and」「or」でつないでください")

  static func typeMismatch(_ text: String, _ wanted: Wording, _ found: Wording?) -> Wording {
    Wording(
      en: "\(wanted.en) is needed; '\(text)' is "
        + "\(found?.en ?? "none").",
      ja: "ここには\(wanted.ja)が必要ですが、「\(text)」は\(found.map { "\($0.ja)です" } ?? "そう読めません")。")
  }

  static func cannotCalculate(_ text: String) -> Wording {
    Wording(en: "one cannot calculate with '\(text)'", ja: "「\(text)」は計算に使えません")
  }

  static func cannotCombine(_ operation: String, _ left: String, _ right: String) -> Wording {
    Wording(
      en: "'\(left)' and '\(right)' do not go together with '\(operation)'",
      ja: "「\(left)」と「\(right)」を「\(operation)」で計算することはできません")
  }

  static let calculateWith = Wording(
    en: "numbers and amounts go with + - * /, dates with + 30 days",
    ja: "数値と金額は + - * / で、日付は + 30 days のように計算できます")

  static func alwaysSet(_ text: String) -> Wording {
    Wording(en: "'\(text)' is no field", ja: "「\(text)」は項目ではありません")
  }

  static func constantFirst(_ text: String) -> Wording { alwaysSet(text) }

  static func constantComparison(_ text: String) -> Wording {
    Wording(en: "'\(text)' compares no field with anything", ja: "「\(text)」には項目がありません")
  }

  static let fieldFirst = Wording(
    en: "A field stands left of the operator: lifecycle = lead", ja: "演算子の左に項目を書きます：lifecycle = lead")

  static func hasNeedsList(_ name: String) -> Wording {
    Wording(en: "'has' asks about a list; '\(name)' is none", ja: "「has」はリスト用です。「\(name)」はリストではありません")
  }

  static func orderOfList(_ name: String) -> Wording {
    Wording(en: "'\(name)' is a list of words; it has no order", ja: "「\(name)」は言葉のリストなので、大小は比べられません")
  }

  static func matchNeedsText(_ match: String, _ name: String, _ type: Wording) -> Wording {
    Wording(
      en: "'\(match)' asks about text; '\(name)' is \(type.en)",
      ja: "「\(match)」は文字列用です。「\(name)」は\(type.ja)です")
  }

  static func ageNeedsDate(_ words: String, _ name: String, _ type: Wording) -> Wording {
    Wording(
      en: "'\(words)' asks about a date; '\(name)' is \(type.en)",
      ja: "「\(words)」は日付用です。「\(name)」は\(type.ja)です")
  }

  static func anniversaryHasNoYear(_ name: String) -> Wording {
    Wording(
      en: "'\(name)' is a day of every year, neither before nor after another",
      ja: "「\(name)」は毎年の月日なので、前後は比べられません")
  }

  static func noDays(_ text: String) -> Wording {
    Wording(en: "'\(text)' names no days", ja: "「\(text)」は期間になりません")
  }

  static func hasNoTime(_ name: String) -> Wording {
    Wording(en: "'\(name)' has days only, no time of day", ja: "「\(name)」は日付だけで、時刻がありません")
  }

  static let useDays = Wording(en: "count in days: 2 days", ja: "日数で書いてください：2 days")

  static func noDayOf(_ text: String) -> Wording {
    Wording(en: "the day of '\(text)' is not known", ja: "「\(text)」の日付は求められません")
  }

  static let compareWithNow = Wording(
    en: "compare it with 'now' or '2 hours ago'", ja: "「now」か「2 hours ago」と比べてください")

  static func listOnTheRight(_ text: String) -> Wording {
    Wording(en: "'\(text)' is a list", ja: "「\(text)」はリストです")
  }

  static let turnAround = Wording(
    en: "a list stands left of the operator", ja: "リストは演算子の左に書きます")

  static let writeDate = Wording(
    en: "write a date as 2026-11-20, or: 90 days ago", ja: "日付は 2026-11-20、または 90 days ago のように書きます")

  // MARK: Values

  static func unknownChoice(_ word: String, _ field: String) -> Wording {
    Wording(en: "'\(word)' is no value of '\(field)'", ja: "「\(field)」に「\(word)」という値はありません")
  }

  static func wordIsAField(_ word: String) -> Wording {
    Wording(
      en: "'\(word)' is read as text here; there is also a field of that name",
      ja: "ここの「\(word)」は文字列として読まれます。同じ名前の項目もあります")
  }

  static func notOfForm(_ text: String, _ field: String) -> Wording {
    Wording(en: "'\(text)' cannot be a '\(field)'", ja: "「\(text)」は「\(field)」の値になりません")
  }

  static func emptyText(_ match: String) -> Wording {
    Wording(en: "'\(match)' needs some text", ja: "「\(match)」には文字列が必要です")
  }

  static func amountTooFine(_ text: String, _ digits: Int) -> Wording {
    Wording(
      en: "'\(text)' has more digits after the point than the currency",
      ja: "「\(text)」は通貨の最小単位より細かい金額です")
  }

  static func fewerDigits(_ digits: Int) -> Wording {
    digits == 0
      ? Wording(en: "write a whole amount", ja: "整数の金額で書いてください")
      : Wording(en: "write at most \(digits) digits after the point", ja: "小数点以下は\(digits)桁までで書いてください")
  }

  static let patternNeedsText = Wording(
    en: "'matches' needs a pattern in quotes", ja: "「matches」には引用符で囲んだ正規表現が必要です")

  static func badPattern(_ reason: Wording) -> Wording {
    Wording(en: "the pattern cannot be read: \(reason.en)", ja: "正規表現に誤りがあります：\(reason.ja)")
  }

  static let patternHelp = Wording(
    en: "to find text as it is, use: contains \"…\"", ja: "文字列をそのまま探すなら contains \"…\" を使います")

  /// PCRE2 speaks English only.
  static func patternSyntax(_ reason: String) -> Wording { Wording(en: reason, ja: reason) }

  static func patternTooLong(_ bytes: Int) -> Wording {
    Wording(en: "it is longer than \(bytes) bytes", ja: "長すぎます（上限 \(bytes) バイト）")
  }

  static func patternRepeat(_ count: Int) -> Wording {
    Wording(en: "{…} repeats at most \(count) times", ja: "{…} の繰り返しは \(count) 回までです")
  }

  static let patternBackReference = Wording(
    en: "back references such as \\1 are not supported", ja: "\\1 のような後方参照は使えません")

  // MARK: Kinds of value

  static let text = Wording(en: "text", ja: "文字列")
  static let list = Wording(en: "a list", ja: "リスト")
  static let yesOrNo = Wording(en: "true or false", ja: "true か false")
  static let lengthOfTime = Wording(en: "a length of time", ja: "期間の長さ")

  // MARK: Notes

  /// The days a relative date means, as explain prints them.
  static func days(
    _ source: String, _ comparison: Expression.Comparison, _ days: ClosedRange<CalendarDate>
  ) -> Wording {
    let (first, last) = (days.lowerBound, days.upperBound)
    let sameDay = first == last
    return switch comparison {
    case .less: Wording(en: "\(source): before \(first)", ja: "\(source)：\(first) より前")
    case .lessOrEqual: Wording(en: "\(source): up to \(last)", ja: "\(source)：\(last) まで")
    case .greater: Wording(en: "\(source): after \(last)", ja: "\(source)：\(last) より後")
    case .greaterOrEqual: Wording(en: "\(source): from \(first) on", ja: "\(source)：\(first) から")
    case .equal, .identical:
      Wording(
        en: sameDay ? "\(source): on \(first)" : "\(source): \(first) to \(last)",
        ja: sameDay ? "\(source)：\(first)" : "\(source)：\(first) から \(last) まで")
    case .notEqual:
      Wording(
        en: sameDay ? "\(source): not on \(first)" : "\(source): not \(first) to \(last)",
        ja: sameDay ? "\(source)：\(first) 以外" : "\(source)：\(first) から \(last) まで以外")
    }
  }

  static func falls(_ source: String, _ days: ClosedRange<CalendarDate>) -> Wording {
    Wording(
      en: "\(source): \(days.lowerBound) to \(days.upperBound), of any year",
      ja: "\(source)：\(days.lowerBound) から \(days.upperBound)（年は問いません）")
  }
}

extension ValueType {
  /// As it stands in a sentence: "is an amount".
  package var label: Wording {
    switch self {
    case .text, .dynamic: .text
    case .number: Wording(en: "a number", ja: "数値")
    case .money: Wording(en: "an amount", ja: "金額")
    case .boolean: .yesOrNo
    case .date: Wording(en: "a date", ja: "日付")
    case .datetime: Wording(en: "a date and time", ja: "日時")
    case .anniversary: Wording(en: "a day of the year", ja: "月日")
    }
  }
}

extension QueryField {
  /// A condition such a field takes part in.
  var example: String {
    if isList { return "\(name) has \"…\"" }
    switch type {
    case .text, .dynamic: return choices.first.map { "\(name) = \($0)" } ?? "\(name) is set"
    case .number, .money: return "\(name) >= 10"
    case .boolean: return name
    case .date, .datetime: return "\(name) older than 90 days"
    case .anniversary: return "\(name) falls in next 7 days"
    }
  }
}
