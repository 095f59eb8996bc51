import DaichoWorkspace
import Testing

@Suite struct SendPaceTests {
  @Test func keepsTheRate() {
    var pace = SendPace(rate: 10)
    #expect(pace.wait(at: .zero) == .zero)
    #expect(pace.wait(at: .zero) == .milliseconds(100))
    #expect(pace.wait(at: .milliseconds(100)) == .milliseconds(100))
    // Time that nobody used is not made up for.
    #expect(pace.wait(at: .seconds(10)) == .zero)
    #expect(pace.wait(at: .seconds(10)) == .milliseconds(100))
  }

  @Test func hasNoLimitAtZero() {
    var pace = SendPace(rate: 0)
    for _ in 0..<1_000 { #expect(pace.wait(at: .zero) == .zero) }
  }

  @Test func slowsDownWhenAskedAndRecovers() {
    var pace = SendPace(rate: 0)
    pace.wasThrottled(at: .zero)
    #expect(pace.wait(at: .zero) == .milliseconds(500))
    pace.wasThrottled(at: .seconds(1))
    #expect(pace.wait(at: .seconds(1)) == .seconds(1))
    for _ in 0..<20 { pace.wasThrottled(at: .seconds(100)) }
    #expect(pace.wait(at: .seconds(100)) == .seconds(60))
    for _ in 0..<30 { pace.wasAccepted() }
    _ = pace.wait(at: .seconds(1_000))
    #expect(pace.wait(at: .seconds(1_000)) == .zero)
  }
}

@Suite struct RetryScheduleTests {
  @Test func waitsFiveTenTwentyMinutes() {
    let schedule = RetrySchedule(patience: .seconds(3_600))
    #expect(schedule.wait(afterTry: 1, elapsed: .zero) == .seconds(300))
    #expect(schedule.wait(afterTry: 2, elapsed: .seconds(300)) == .seconds(600))
    #expect(schedule.wait(afterTry: 3, elapsed: .seconds(900)) == .seconds(1_200))
    #expect(schedule.wait(afterTry: 4, elapsed: .seconds(2_100)) == nil)
  }

  @Test func doesNotWaitWithoutPatience() {
    #expect(RetrySchedule(patience: .zero).wait(afterTry: 1, elapsed: .zero) == nil)
    #expect(RetrySchedule(patience: .seconds(1 << 40)).wait(afterTry: .max, elapsed: .zero) != nil)
  }
}
