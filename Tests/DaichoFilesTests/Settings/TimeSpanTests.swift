import DaichoModel
import Testing

struct TimeSpanTests {
  @Test func `lengths of time as people write them`() {
    #expect(TimeSpan(typed: "21 days") == TimeSpan(21, .day))
    #expect(TimeSpan(typed: "1 day")?.days == 1)
    #expect(TimeSpan(typed: "2 weeks")?.days == 14)
    #expect(TimeSpan(typed: "２時間") == TimeSpan(2, .hour))
    #expect(TimeSpan(typed: "3か月") == TimeSpan(3, .month))
    #expect(TimeSpan(typed: "3 months")?.days == nil)
    #expect(TimeSpan(typed: "1 hour")?.description == "1 hour")
    for text in ["", "days", "21", "-1 days", "1.5 days", "9999999 days", "3 fortnights"] {
      #expect(TimeSpan(typed: text) == nil)
    }
  }
}
