import DaichoModel
import DaichoQuery
import Testing

struct DaySpanTests {
  /// The days of a span as a filter on `last_order` prints them, on a day.
  private func days(_ text: String, on today: String, fiscalYearStart: Int = 4) throws -> String {
    let environment = QueryEnvironment(
      today: TestRegister.day(today), now: 0, fiscalYearStart: fiscalYearStart)
    let filter = try TestRegister.check("last_order in (\(text))")
    let arguments = filter.compiled(in: environment).condition.arguments
    let found = arguments.compactMap { argument -> CalendarDate? in
      guard case .integer(let day) = argument else { return nil }
      return CalendarDate(day: Int(day))
    }
    return found.map(\.description).joined(separator: " ")
  }

  @Test(arguments: [
    ("today", "2026-11-20", "2026-11-20"), ("yesterday", "2026-03-01", "2026-02-28"),
    ("tomorrow", "2028-02-28", "2028-02-29"), ("90 days ago", "2026-11-20", "2026-08-22"),
    ("2 weeks from now", "2026-12-25", "2027-01-08"), ("1 month ago", "2026-03-31", "2026-02-28"),
    ("1 year ago", "2028-02-29", "2027-02-28"), ("90日前", "2026-11-20", "2026-08-22"),
    ("３か月前", "2026-11-20", "2026-08-20"),
    ("start of month", "2026-11-20", "2026-11-01"), ("end of month", "2028-02-03", "2028-02-29"),
    ("end of last month", "2026-03-31", "2026-02-28"), ("start of week", "2026-11-22", "2026-11-16"),
    ("end of week", "2026-11-22", "2026-11-22"), ("start of quarter", "2026-12-31", "2026-10-01"),
    ("end of fiscal year", "2026-03-31", "2026-03-31"), ("end of fiscal year", "2026-04-01", "2027-03-31"),
    ("start of last fiscal year", "2026-11-20", "2025-04-01"),
    ("last 30 days", "2026-11-20", "2026-10-22 2026-11-20"),
    ("next 7 days", "2026-11-20", "2026-11-20 2026-11-26"), ("last 1 day", "2026-11-20", "2026-11-20"),
    ("last 2 weeks", "2026-11-20", "2026-11-07 2026-11-20"),
    ("last 3 months", "2026-11-20", "2026-08-21 2026-11-20"),
    ("next 1 month", "2026-01-31", "2026-01-31 2026-02-27"),
    ("this week", "2026-11-20", "2026-11-16 2026-11-22"),
    ("last month", "2026-01-15", "2025-12-01 2025-12-31"),
    ("next month", "2027-01-31", "2027-02-01 2027-02-28"),
    ("last quarter", "2026-02-10", "2025-10-01 2025-12-31"),
    ("this year", "2026-11-20", "2026-01-01 2026-12-31"),
    ("this fiscal year", "2026-03-31", "2025-04-01 2026-03-31"),
    ("next fiscal year", "2026-04-01", "2027-04-01 2028-03-31"),
    ("this fiscal quarter", "2026-11-20", "2026-10-01 2026-12-31"),
    ("今月", "2026-11-20", "2026-11-01 2026-11-30"),
    ("今年度", "2026-11-20", "2026-04-01 2027-03-31"), ("2026-02", "2026-11-20", "2026-02-01 2026-02-28"),
    ("2026", "2026-11-20", "2026-01-01 2026-12-31"), ("2026-Q4", "2026-11-20", "2026-10-01 2026-12-31"),
    ("２０２６年２月", "2026-11-20", "2026-02-01 2026-02-28"),
    ("2026-11-01..2026-11-15", "2026-11-20", "2026-11-01 2026-11-15"),
    ("2026-11-01〜2026-12", "2026-11-20", "2026-11-01 2026-12-31"), ("2026/11/3", "2026-11-20", "2026-11-03"),
    ("9999", "2026-11-20", "9999-01-01 9999-12-31"), ("this year", "9999-12-31", "9999-01-01 9999-12-31"),
    ("10000000 years ago", "2026-11-20", "0001-01-01"),
  ])
  func namesDays(text: String, today: String, expected: String) throws {
    #expect(try days(text, on: today) == expected)
  }

  @Test func followsTheFiscalYear() throws {
    #expect(try days("this fiscal year", on: "2026-11-20", fiscalYearStart: 1) == "2026-01-01 2026-12-31")
    #expect(try days("this fiscal year", on: "2026-01-31", fiscalYearStart: 2) == "2025-02-01 2026-01-31")
    #expect(try days("last fiscal quarter", on: "2026-02-01", fiscalYearStart: 2) == "2025-11-01 2026-01-31")
  }

  @Test(arguments: [
    ("next 7 days", "2026-12-28", "NOT BETWEEN", [104, 1227]),
    ("next 7 days", "2027-02-22", "BETWEEN", [222, 229]),
    ("next 7 days", "2028-02-22", "BETWEEN", [222, 228]),
    ("today", "2027-02-28", "BETWEEN", [228, 229]), ("today", "2028-02-29", "BETWEEN", [229, 229]),
    ("this month", "2027-02-10", "BETWEEN", [201, 229]),
    ("this fiscal quarter", "2027-01-10", "BETWEEN", [101, 331]),
  ])
  func fallsInDays(text: String, today: String, keyword: String, bounds: [Int64]) throws {
    let environment = QueryEnvironment(today: TestRegister.day(today), now: 0, fiscalYearStart: 4)
    let sql = try TestRegister.check("birthday falls in \(text)").compiled(in: environment).condition
    #expect(sql.text == "({row}.birthday \(keyword) ? AND ?)")
    #expect(sql.arguments == bounds.map { .integer($0) })
  }

  @Test func aYearHoldsEveryBirthday() throws {
    for (span, today) in [
      ("this year", "2027-05-01"), ("next 12 months", "2028-03-01"), ("2026", "2026-11-20"),
    ] {
      let environment = QueryEnvironment(today: TestRegister.day(today), now: 0, fiscalYearStart: 4)
      let sql = try TestRegister.check("birthday falls in \(span)").compiled(in: environment).condition
      #expect(sql.text == "({row}.birthday IS NOT NULL)")
    }
  }
}
