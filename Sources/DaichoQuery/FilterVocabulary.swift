import DaichoModel

/// The words of the language, for completion and for the manual.
package enum FilterVocabulary {
  package struct Entry: Sendable, Hashable {
    package let word: String
    package let meaning: Wording
    package let example: String
  }

  package static let operators: [Entry] = [
    Entry(
      "=", "is the same, whatever the case, width and kana", "同じ（大文字小文字・全角半角・かなの違いは問いません）", "lifecycle = lead"
    ),
    Entry("!=", "is there and differs", "値があり、異なる", "owner != sato"),
    Entry("==", "is the same to the letter", "一字一句同じ", "name == \"TSUBAME\""),
    Entry("<", "is less, or earlier", "より小さい・より前", "last_order < 90 days ago"),
    Entry("<=", "is at most", "以下", "orders.count <= 2"),
    Entry(">", "is more, or later", "より大きい・より後", "orders.total > 10000"),
    Entry(">=", "is at least", "以上", "orders.count >= 3"),
    Entry("before", "is earlier than the day", "その日より前", "last_order before 2026-11-01"),
    Entry("after", "is later than the day", "その日より後", "created after 2026-11-01"),
    Entry("on", "is that day", "その日", "last_contact on today"),
    Entry("older than", "lies longer back", "それより以前", "last_order older than 90 days"),
    Entry("newer than", "lies less long back", "それより最近", "last_contact newer than 2 weeks"),
    Entry("in", "is one of them, or within the days", "どれかに一致・期間内", "created in last 30 days"),
    Entry("not in", "is there and none of them", "値があり、どれにも一致しない", "owner not in (sato, ito)"),
    Entry("between", "is from one to the other", "その間（両端を含む）", "orders.total between 1000 and 5000"),
    Entry("has", "a list has the item", "リストに含まれる", "tags has \"gift\""),
    Entry("contains", "the text occurs in it", "文字列を含む", "name contains 山田"),
    Entry("starts with", "begins with the text", "で始まる", "address.postal_code starts with 110"),
    Entry("ends with", "ends with the text", "で終わる", "email ends with \"@example.jp\""),
    Entry("matches", "the regular expression occurs in it", "正規表現に一致", "sku matches \"^ETH-\\d+\""),
    Entry("falls in", "month and day are within the days", "月日が期間内", "birthday falls in next 7 days"),
    Entry("is set", "there is a value", "値がある", "company is set"),
    Entry("is not set", "there is none", "値がない", "company is not set"),
  ]

  package static let connectives: [Entry] = [
    Entry("and", "both hold", "どちらも成り立つ", "repeat and mailable"),
    Entry("or", "one of them holds", "どちらかが成り立つ", "owner = sato or owner = ito"),
    Entry("not", "does not hold", "成り立たない", "not tags has \"gift\""),
  ]

  package static let functions: [Entry] = [
    Entry("any", "there is one", "ある", "any(orders where date in last 60 days)"),
    Entry("none", "there is none", "ない", "none(inquiries where status = open)"),
    Entry("count", "how many there are", "件数", "count(events where kind = click) >= 2"),
    Entry("sum", "their sum; 0 of none", "合計（なければ0）", "sum(orders.amount where date in this year) > 50000"),
    Entry("avg", "their mean", "平均", "avg(orders.amount) > 3000"),
    Entry("min", "the least of them", "最小・最も早い日", "min(orders.date) in last year"),
    Entry("max", "the greatest of them", "最大・最も遅い日", "max(orders.date) before 2026-01-01"),
    Entry("segment", "is in the segment", "セグメントに属する", "segment(lapsed-regulars)"),
  ]

  package static let days: [Entry] = [
    Entry("today", "also yesterday, tomorrow, now", "今日（yesterday、tomorrow、now も）", "next_task = today"),
    Entry("days ago", "so long back; weeks, months, years too", "…日前（weeks、months、years も）", "90 days ago"),
    Entry("from now", "so far ahead", "…後", "2 weeks from now"),
    Entry("start of", "first day of a month, week, quarter, year, fiscal year", "期間の最初の日", "start of month"),
    Entry("end of", "its last day", "期間の最後の日", "end of fiscal year"),
    Entry(
      "last", "the days up to today; with a unit alone, the one before this", "今日までの…・前の期間", "last 30 days"),
    Entry("next", "the days from today; with a unit alone, the one after this", "今日からの…・次の期間", "next 7 days"),
    Entry("this", "the one today is in", "今の期間", "this fiscal year"),
  ]

  package static let units = Duration.Unit.allCases.map { "\($0.rawValue)s" }
  package static let calendars = DaySpan.Calendar.allCases.map(\.rawValue)

  static let operatorWords = [
    "before", "after", "older", "newer", "in", "between", "has", "contains", "starts", "ends", "matches",
    "falls", "is", "and", "or", "not",
  ]
}

extension FilterVocabulary.Entry {
  fileprivate init(_ word: String, _ en: String, _ ja: String, _ example: String) {
    self.init(word: word, meaning: Wording(en: en, ja: ja), example: example)
  }
}
