import DaichoModel

extension Wording {
  // MARK: Reading

  static func filterTooLong(_ bytes: Int) -> Wording {
    Wording(en: "the filter is longer than \(bytes / 1024) KiB", ja: "条件が長すぎます（上限 \(bytes / 1024) KiB）")
  }

  static let filterTooDeep = Wording(
    en: "the filter is nested too deeply", ja: "条件の入れ子が深すぎます")

  static func filterTooLarge(_ size: Int) -> Wording {
    Wording(
      en: "the filter, with the segments it refers to, has more than \(size) parts",
      ja: "条件が大きすぎます（参照するセグメントを含めて上限 \(size) 要素）")
  }

  static let splitIntoSegments = Wording(
    en: "simplify it, or ask for parts of it one by one", ja: "条件を簡単にするか、いくつかに分けてください")

  static let emptyFilter = Wording(en: "the filter is empty", ja: "条件が空です")

  static func unexpected(_ text: String?) -> Wording {
    guard let text else { return Wording(en: "the filter ends too early", ja: "条件が途中で終わっています") }
    return Wording(en: "'\(text)' does not fit here", ja: "ここに「\(text)」は書けません")
  }

  static func unclosedQuote(_ quote: String) -> Wording {
    Wording(en: "the quote \(quote) is never closed", ja: "引用符 \(quote) が閉じられていません")
  }

  static let closeQuote = Wording(en: "add the closing quote", ja: "閉じる引用符を付けてください")

  static let unclosedParenthesis = Wording(
    en: "the parenthesis is never closed", ja: "かっこが閉じられていません")

  static let closeParenthesis = Wording(en: "add the closing ')'", ja: "閉じる「)」を付けてください")

  static let closesNothing = Wording(
    en: "it closes nothing; remove it", ja: "対応する「(」がありません。取り除いてください")

  static func expectedValue(_ found: String?) -> Wording {
    guard let found else {
      return Wording(en: "A value or a field is missing at the end", ja: "最後に値か項目名が足りません")
    }
    return Wording(en: "A value or a field should stand before '\(found)'", ja: "「\(found)」の前に値か項目名が必要です")
  }

  static let sayWhatFollows = Wording(en: "say what it is compared with", ja: "比べる相手を書いてください")

  static let notStandsFirst = Wording(
    en: "write 'not' before the whole comparison: not tags has \"gift\"",
    ja: "「not」は比較全体の前に書きます：not tags has \"gift\"")

  static let expectedConjunction = Wording(
    en: "join conditions with 'and' or 'or'; put text with spaces in quotes",
    ja: "条件は「and」か「or」でつなぎ、空白を含む文字列は引用符で囲んでください")

  static let numberWithoutComma = Wording(
    en: "write numbers without commas: 10000", ja: "数値は桁区切りなしで書いてください：10000")

  static let tagWithoutHash = Wording(
    en: "write a tag without its #: tags has \"gift\"", ja: "タグは # なしで書きます：tags has \"gift\"")

  static let quoteIt = Wording(
    en: "if it is part of a text, put the text in quotes", ja: "文字列の一部なら、文字列を引用符で囲んでください")

  static func quoteText(_ text: String) -> Wording {
    Wording(en: "if it is text, write it in quotes: \(text)", ja: "文字列なら引用符で囲んでください：\(text)")
  }

  static func write(_ text: String) -> Wording {
    Wording(en: "write: \(text)", ja: "こう書きます：\(text)")
  }

  static func seeExample(_ text: String) -> Wording {
    Wording(en: "for example: \(text)", ja: "例：\(text)")
  }

  static func didYouMean(_ word: String) -> Wording {
    Wording(en: "did you mean '\(word)'?", ja: "「\(word)」のことですか？")
  }

  static func oneOf(_ words: [String]) -> Wording {
    Wording(
      en: "it is one of: \(words.joined(separator: ", "))", ja: "次のどれかです：\(words.joined(separator: "、"))")
  }

  static let chainedComparison = Wording(
    en: "comparisons cannot be chained", ja: "比較を続けて書くことはできません")

  static let useBetween = Wording(
    en: "write: orders.total between 10 and 20", ja: "こう書きます：orders.total between 10 and 20")

  static let emptyList = Wording(en: "the list is empty", ja: "リストが空です")

  static let separateWithComma = Wording(
    en: "separate the values with commas; put text with spaces in quotes",
    ja: "値は「,」で区切り、空白を含む文字列は引用符で囲んでください")

  static func expectedAnd(_ found: String?) -> Wording {
    Wording(en: "'between' needs 'and'\(found.map { ", not '\($0)'" } ?? "").", ja: "「between」には「and」が必要です")
  }

  static func expectedDuration(_ found: String?) -> Wording {
    Wording(
      en: "A length of time is needed here\(found.map { ", not '\($0)'" } ?? "").",
      ja: "ここには期間の長さ（90 days など）が必要です")
  }

  static func badDuration(_ text: String) -> Wording {
    Wording(en: "'\(text)' is no number of days", ja: "「\(text)」は日数になりません")
  }

  static let wholeNumber = Wording(
    en: "write a whole number: 90 days", ja: "整数で書いてください：90 days")

  static let hoursInRange = Wording(
    en: "ranges are counted in days, weeks, months or years", ja: "期間は日・週・月・年で数えます")

  static func expectedCalendarUnit(_ found: String?) -> Wording {
    Wording(
      en: "A week, month, quarter, year or fiscal year is needed here\(found.map { ", not '\($0)'" } ?? "").",
      ja: "ここには week、month、quarter、year、fiscal year のどれかが必要です")
  }

  static func expectedTarget(_ found: String?) -> Wording {
    Wording(
      en: "the name of what is asked about is missing", ja: "対象（customers など）の名前がありません")
  }

  static func expectedName(_ function: String, _ found: String?) -> Wording {
    Wording(
      en: "'\(function)(…)' needs a name\(found.map { ", not '\($0)'" } ?? "").",
      ja: "「\(function)(…)」の中には名前が必要です")
  }

  static func unknownFunction(_ name: String) -> Wording {
    Wording(en: "there is no function '\(name)'", ja: "「\(name)」という関数はありません")
  }
}
