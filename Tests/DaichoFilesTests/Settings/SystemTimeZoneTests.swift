import DaichoFiles
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

/// Zones as the system's files tell them, against Foundation, which brings its own.
struct SystemTimeZoneTests {
  /// With and without summer time, on both halves of the globe, off the hour, with rules by POSIX to the end.
  @Test(arguments: [
    "Asia/Tokyo", "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
    "America/Argentina/Buenos_Aires", "Pacific/Auckland", "Europe/Dublin", "Etc/GMT+9",
  ])
  func agreesWithFoundation(_ name: String) throws {
    let zone = try #require(SystemTimeZone.offsets(name))
    let other = try #require(ZoneOffsets(timeZone: name))
    // Every 30 hours and a bit, over the years whose rules are not a matter of how new a machine's data are.
    for step in 0..<16_000 {
      let instant = Int64(step) * 110_003 - 1000
      try #require(zone.offset(at: instant) == other.offset(at: instant), "\(name) at \(instant)")
    }
  }

  @Test func keepsToTheRuleAfterTheTable() throws {
    let berlin = try #require(SystemTimeZone.offsets("Europe/Berlin"))
    // 28 March and 31 October 2060 at one o'clock UTC.
    #expect(berlin.offset(at: 2_847_661_199) == 3600 && berlin.offset(at: 2_847_661_200) == 7200)
    #expect(berlin.offset(at: 2_866_409_999) == 7200 && berlin.offset(at: 2_866_410_000) == 3600)
  }

  @Test(arguments: ["", "Mars/Olympus", "../etc/passwd", "Europe/../Asia/Tokyo", "/etc/localtime", "Asia"])
  func knowsNoOther(_ name: String) {
    #expect(SystemTimeZone.offsets(name) == nil)
  }

  @Test func refusesWhatIsNoZone() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "/usr/share/zoneinfo/Europe/Berlin")))
    #expect(ZoneOffsets(tzif: []) == nil)
    for length in stride(from: 0, to: bytes.count - 1, by: 7) {
      #expect(ZoneOffsets(tzif: Array(bytes.prefix(length))) == nil)
    }
    var generator = SplitMix64(seed: 8536)
    for _ in 0..<500 {
      var damaged = bytes
      for _ in 0..<4 { damaged[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255) }
      _ = ZoneOffsets(tzif: damaged)?.offset(at: 1_700_000_000)
    }
  }
}
