import DaichoModel
import Testing

@testable import DaichoCLI

struct TypedTimeTests {
  /// A Friday.
  private let today = CalendarDate(year: 2026, month: 11, day: 20) ?? CalendarDate(day: 0)

  @Test(arguments: [
    ("2026-11-27", "2026-11-27"), ("2026/11/27", "2026-11-27"), ("11/30", "2026-11-30"),
    ("11月30日", "2026-11-30"),
    ("11/20", "2026-11-20"), ("1/5", "2027-01-05"), ("today", "2026-11-20"), ("明日", "2026-11-21"),
    ("Tomorrow", "2026-11-21"), ("3 days", "2026-11-23"), ("３日後", "2026-11-23"), ("2 weeks", "2026-12-04"),
    ("1か月後", "2026-12-20"), ("来週", "2026-11-27"), ("next week", "2026-11-27"), ("来月", "2026-12-20"),
    ("monday", "2026-11-23"), ("月曜", "2026-11-23"), ("月曜日", "2026-11-23"), ("friday", "2026-11-27"),
    ("next Sat", "2026-11-21"),
  ])
  func tasksLookAhead(_ text: String, _ day: String) {
    #expect(TypedTime.day(text, today)?.description == day)
  }

  @Test(arguments: [
    ("11/30", "2025-11-30"), ("11/20", "2026-11-20"), ("yesterday", "2026-11-19"), ("monday", "2026-11-16"),
    ("金曜", "2026-11-13"), ("3 days ago", "2026-11-17"), ("2週間前", "2026-11-06"), ("先週", "2026-11-13"),
  ])
  func entriesLookBack(_ text: String, _ day: String) {
    #expect(TypedTime.day(text, today, .past)?.description == day)
  }

  @Test(arguments: ["soon", "", "13/40", "days", "99999 days", "2026-02-30"])
  func theRestIsNoDay(_ text: String) {
    #expect(TypedTime.day(text, today) == nil)
  }

  @Test(arguments: [
    ("2026-11-18 15:00", "2026-11-18 15:00"), ("15:00", "2026-11-20 15:00"), ("昨日 15:00", "2026-11-19 15:00"),
    ("昨日15時", "2026-11-19 15:00"), ("yesterday 9:05", "2026-11-19 09:05"),
    ("11/18 15:00", "2026-11-18 15:00"),
    ("yesterday", "2026-11-19"),
  ])
  func momentsHaveTimes(_ text: String, _ moment: String) throws {
    let zone = try #require(ZoneOffsets(timeZone: "Asia/Tokyo"))
    let now = Moment(epoch: 1_795_143_600_000, zone: zone)
    #expect(now.today == today)
    #expect(try TypedTime.moment(text, now).description == moment)
  }

  @Test func aTaskBeginsWithItsDay() throws {
    let zone = try #require(ZoneOffsets(timeZone: "Asia/Tokyo"))
    let now = Moment(epoch: 1_795_143_600_000, zone: zone)
    for (text, day, words) in [
      ("3 days Send it", "2026-11-23", "Send it"), ("来週 価格表を送る", "2026-11-27", "価格表を送る"),
      ("next week 2 boxes", "2026-11-27", "2 boxes"), ("11/30 Pay", "2026-11-30", "Pay"),
    ] {
      let task = try TypedTime.task(text, now)
      #expect(task.0.description == day)
      #expect(task.1 == words)
    }
    #expect(throws: DaichoError.self) { try TypedTime.task("Send it", now) }
  }
}
