import DaichoModel
import Testing

@testable import DaichoWorkspace

@Suite struct RepetitionTests {
  @Test(arguments: [
    ("monthly", Repetition.monthly(on: nil)), ("Monthly on 31", .monthly(on: 31)),
    ("weekly on friday", .weekly(on: 5)),
    ("yearly on customer.birthday, 7 days before", .yearly(field: "birthday", days: -7)),
    ("yearly on birthday", .yearly(field: "birthday", days: 0)),
    ("yearly  on customer.birthday 、 １週間 before", .yearly(field: "birthday", days: -7)),
    ("once per customer, 3 days after last_order", .oncePerCustomer(field: "last_order", days: 3)),
    ("once per order, 5 days after delivered", .oncePerOrder(field: "delivered", days: 5)),
    ("once per order, on shipped", .oncePerOrder(field: "shipped", days: 0)),
  ])
  func reads(_ text: String, _ repetition: Repetition) {
    #expect(Repetition(typed: text) == repetition)
  }

  @Test(arguments: [
    "", "daily", "monthly on 32", "monthly on 0", "weekly", "weekly on funday", "yearly",
    "yearly on birthday, 7 days", "once per customer", "once per moon, 1 day after x",
    "once per customer, 3 months after last_order", "monthly, 3 days before",
  ])
  func refuses(_ text: String) {
    #expect(Repetition(typed: text) == nil)
  }

  @Test func theLastDayStandsForDaysThatAMonthLacks() throws {
    let monthly = Repetition.monthly(on: 31)
    var days: [String] = []
    var day = try #require(CalendarDate(year: 2028, month: 1, day: 1))
    for _ in 0..<121 {
      if monthly.falls(on: day, first: nil) { days.append(day.description) }
      day = day.adding(days: 1)
    }
    #expect(days == ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"])
  }

  @Test func beginsWithTheDayOfSendAt() throws {
    let first = try #require(CalendarDate(year: 2026, month: 11, day: 25))
    #expect(!Repetition.monthly(on: nil).falls(on: first.adding(days: -31), first: first))
    #expect(Repetition.monthly(on: nil).falls(on: first, first: first))
    #expect(Repetition.monthly(on: nil).occurrence(on: first) == "2026-11")
    #expect(Repetition.weekly(on: 3).falls(on: first, first: nil))
    #expect(Repetition.weekly(on: 3).occurrence(on: first) == "2026-11-25")
  }
}
