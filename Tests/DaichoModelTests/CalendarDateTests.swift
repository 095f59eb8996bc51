import DaichoModel
import Testing

struct CalendarDateTests {
  @Test func everyDayOfFourCenturiesReadsBack() throws {
    var previous: CalendarDate?
    for year in 1800...2200 {
      for month in 1...12 {
        for day in 1...CalendarDate.days(inMonth: month, of: year) {
          let date = try #require(CalendarDate(year: year, month: month, day: day))
          #expect(date.components == (year, month, day))
          if let previous { #expect(date.day == previous.day + 1) }
          previous = date
        }
      }
    }
  }

  @Test(arguments: [
    "2026-11-20", "2026/11/20", "2026.11.20", "2026年11月20日", "２０２６－１１－２０", "２０２６／１１／２０",
  ])
  func readsDatesAsPeopleTypeThem(text: String) {
    #expect(CalendarDate(typed: text)?.description == "2026-11-20")
  }

  @Test(arguments: [
    "2026-02-30", "2026-13-01", "26-11-20", "2026-11", "2026", "11/20/2026", "2026-11/20", "", "x",
  ])
  func refusesWhatIsNoDay(text: String) {
    #expect(CalendarDate(typed: text) == nil)
  }

  @Test func birthdaysOfLeapDaysFallOnTheTwentyEighth() throws {
    let leap = try #require(Anniversary(typed: "1984-02-29"))
    #expect(leap.falls(in: 2027)?.description == "2027-02-28")
    #expect(leap.falls(in: 2028)?.description == "2028-02-29")
    #expect(Anniversary(typed: "03-14")?.year == nil)
  }

  @Test func monthsAreAddedToTheLastDay() throws {
    let january = try #require(CalendarDate(typed: "2027-01-31"))
    #expect(january.adding(months: 1).description == "2027-02-28")
    #expect(january.adding(months: -11).description == "2026-02-28")
  }
}
