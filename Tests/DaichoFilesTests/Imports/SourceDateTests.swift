import DaichoModel
import Testing

@testable import DaichoFiles

struct SourceDateTests {
  private func read(_ text: String, _ formats: String...) -> String? {
    let tokyo = ZoneOffsets(timeZone: "Asia/Tokyo") ?? .utc
    var reader = SourceDate(formats: formats.compactMap { DateFormat($0) }, zone: tokyo)
    return reader.read(text)?.description
  }

  @Test(arguments: [
    "2026-11-20", "2026/11/20", "2026.11.20", "2026-11-20 14:05", "2026/11/20 14:05:59",
    "2026-11-20T14:05:59",
    "2026-11-20 14:05:00 +0900", "2026-11-20T05:05:00Z", "2026-11-20T05:05:00.123Z",
    "2026-11-20 05:05:00 UTC",
    "2026-11-19T20:05:00-09:00", "2026年11月20日", "2026年11月20日 14時05分", "２０２６／１１／２０", "2026/11/20(金) 14:05",
    "2026/11/20（金）", "20261120", "46346", "令和8年11月20日", "R8.11.20", "20 Nov 2026", "Nov 20, 2026 2:05 pm",
    "Fri, 20 November 2026", " 2026-11-20 ",
  ])
  func readsWhatCannotBeMistaken(_ text: String) { #expect(read(text) == "2026-11-20") }

  @Test(arguments: [
    "", "11/12/2026", "2026-02-30", "2026-13-01", "tomorrow", "12", "2026-11", "2026-11-20 25:00", "未定",
    "0000-00-00",
  ])
  func refusesTheRest(_ text: String) { #expect(read(text) == nil) }

  @Test func aDeclaredFormComesFirst() {
    #expect(read("11/12/2026", "MM/DD/YYYY") == "2026-11-12")
    #expect(read("11/12/2026 09:30", "DD/MM/YYYY") == "2026-12-11")
    #expect(read("31.12.26", "DD.MM.YY") == "2026-12-31")
    #expect(read("261120", "YYMMDD") == "2026-11-20")
    #expect(read("2026-11-20", "DD/MM/YYYY") == "2026-11-20", "what is plain stays readable")
    #expect(read("13/13/2026", "DD/MM/YYYY") == nil)
    #expect(DateFormat("YYYY/XX/DD") == nil)
    #expect(DateFormat("YYYY/MM") == nil)
  }

  /// A day at midnight is the day before in another zone.
  @Test func timesWithAnOffsetAreLocal() {
    #expect(read("2026-11-19 16:00:00 UTC") == "2026-11-20")
    #expect(read("2026-11-20T00:30:00+14:00") == "2026-11-19")
  }
}
