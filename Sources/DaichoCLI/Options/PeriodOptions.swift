import ArgumentParser
import DaichoModel

/// From one day to another, for commands that look back.
struct PeriodOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: ArgumentHelp("Since this day.", valueName: "date"))
  var since: String?

  @Option(parsing: .unconditional, help: ArgumentHelp("Up to this day, itself included.", valueName: "date"))
  var until: String?

  func period() throws(DaichoError) -> DayPeriod {
    let period = DayPeriod(from: try PeriodOptions.day(since), to: try PeriodOptions.day(until))
    if let from = period.from, let to = period.to, to < from { throw .usage(.badPeriod(from, to)) }
    return period
  }

  private static func day(_ typed: String?) throws(DaichoError) -> CalendarDate? {
    guard let typed else { return nil }
    guard let day = CalendarDate(typed: typed) else { throw .badDate(typed) }
    return day
  }
}
