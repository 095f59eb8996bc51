import DaichoQuery
import Testing

struct ParserTests {
  /// Two spellings of one question.
  @Test(arguments: [
    ("age ＞＝ ３ ＡＮＤ name ＝ 「ハナコ」", "age >= 3 and name = \"ハナコ\""),
    ("age ≧ 3　and　age ≠ 4", "age >= 3 AND age != 4"), ("age >= 3\n and\r\n repeat", "age >= 3 and repeat"),
    ("last_order < 90 days ago", "last_order before 90 DAYS ago"),
    ("last_order < 90日前", "last_order older than 90日"),
    ("age in （1、2）", "age in (1, 2)"), ("name is 山田", "name = 山田"), ("name is not 山田", "name != 山田"),
    ("last_order on 2026年11月20日", "last_order = 2026-11-20"), ("tags has “gift”", "tags has 'gift'"),
    ("last_order within_typo is set or repeat", ""), ("not not repeat", "not (not repeat)"),
    ("Ａｇｅ = 1", "age = 1"), ("age + 1 * 2 > 3", "age + (1 * 2) > 3"),
    ("repeat or age = 1 and age = 2", "repeat or (age = 1 and age = 2)"),
    ("last_order in the last 30 days", "last_order in last 30 days"),
    ("last_order > 2026/11/1", "last_order > 2026-11-01"),
    ("name = winter-sale", "name = \"winter-sale\""),
    ("email = hanako+shop@example.jp", "email = \"hanako+shop@example.jp\""),
    ("name = O'Brien", "name = \"O'Brien\""), ("orders.total > ￥1200", "orders.total > 1200"),
    ("last_order = 今日", "last_order = today"), ("age >= 10%", "age >= 0.1"), ("1 < age", "age > 1"),
  ])
  func readsTheSame(first: String, second: String) throws {
    guard !second.isEmpty else {
      #expect(throws: QueryError.self) { try TestRegister.compile(first) }
      return
    }
    #expect(try TestRegister.compile(first).condition == TestRegister.compile(second).condition)
  }

  @Test func keepsBackslashesOfPatterns() throws {
    let condition = try TestRegister.compile(##"name matches "\d\"\\\w""##).condition
    #expect(condition.arguments == [.text(##"\d"\\w"##)])
  }

  /// As SPEC has them.
  @Test(arguments: [
    "orders.count >= 3 and last_order older than 90 days and consent.email",
    "tags has \"gift\" and company is not set",
    "any(orders where sku in (\"ETH-200\", \"BRA-200\") and date in last 60 days)",
    "count(events where kind = click and campaign = winter-sale) >= 2", "birthday falls in next 7 days",
    "lifecycle in (lead, qualified) and score.lead >= 50", "segment(regulars) and company.industry = 東京都",
  ])
  func readsTheExamples(text: String) throws {
    #expect(try TestRegister.check(text).warnings.isEmpty)
  }

  @Test func readsTargets() throws {
    let target = try FilterTarget.parse("customers where lifecycle in (lead)")
    #expect(target.name.text == "customers" && target.condition != nil)
    #expect(try FilterTarget.parse("customers").condition == nil)
    #expect(throws: QueryError.self) { try FilterTarget.parse("customers lifecycle = lead") }
    #expect(throws: QueryError.self) { try FilterTarget.parse("where x") }
  }

  @Test func vocabularyExamplesAreRight() {
    for entry in FilterVocabulary.operators + FilterVocabulary.connectives {
      #expect(throws: Never.self, "\(entry.example)") { try Filter.parse(entry.example) }
    }
  }
}
