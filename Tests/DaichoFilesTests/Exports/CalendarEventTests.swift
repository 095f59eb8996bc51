import DaichoFiles
import DaichoModel
import Testing

struct CalendarEventTests {
  @Test func aTaskIsAnAllDayEvent() throws {
    let day = try #require(CalendarDate(typed: "2026-12-31"))
    let text = CalendarEvent(uid: "1", when: .allDay(day), summary: "a;b", categories: ["佐藤 健"]).text(
      stamp: 0)
    #expect(
      text
        == """
        BEGIN:VEVENT
        UID:1
        DTSTAMP:19700101T000000Z
        DTSTART;VALUE=DATE:20261231
        DTEND;VALUE=DATE:20270101
        SUMMARY:a\\;b
        CATEGORIES:佐藤 健
        TRANSP:TRANSPARENT
        END:VEVENT

        """.replacing("\n", with: "\r\n"))
  }

  @Test func aTimeIsInUTCAndHalfAnHourLong() {
    let text = CalendarEvent(uid: "1", when: .at(1_795_143_600), summary: "x").text(stamp: 0)
    #expect(text.contains("\r\nDTSTART:20261120T030000Z\r\nDTEND:20261120T033000Z\r\n"))
  }

  @Test func theLeapDayIsTheLastOfFebruary() throws {
    let day = try #require(Anniversary(typed: "1984-02-29"))
    let text = CalendarEvent(uid: "1", when: .everyYear(day), summary: "x").text(stamp: 0)
    #expect(text.contains("DTSTART;VALUE=DATE:19840229\r\n"))
    #expect(text.contains("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1\r\n"))
    let other = try #require(Anniversary(typed: "02-28"))
    let plain = CalendarEvent(uid: "1", when: .everyYear(other), summary: "x").text(stamp: 0)
    #expect(plain.contains("DTSTART;VALUE=DATE:20000228\r\n") && plain.contains("RRULE:FREQ=YEARLY\r\n"))
  }

  @Test func theLastDayOfTheCalendarHasNoNext() throws {
    let day = try #require(CalendarDate(typed: "9999-12-31"))
    let text = CalendarEvent(uid: "1", when: .allDay(day), summary: "x").text(stamp: 0)
    #expect(text.contains("DTSTART;VALUE=DATE:99991231\r\n") && !text.contains("DTEND"))
  }
}
