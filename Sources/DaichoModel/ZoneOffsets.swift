import Foundation

/// The offsets from UTC of one time zone, read once so that converting a million instants never asks
/// Foundation's calendar again.
package struct ZoneOffsets: Sendable {
  /// Epoch seconds at which an offset begins, ascending, and the offset in seconds east of UTC.
  private var starts: [Int64]
  private var offsets: [Int]

  /// `nil` for a name that is no IANA time zone. Transitions are those of 1970 to 2100.
  package init?(timeZone identifier: String) {
    guard let zone = TimeZone(identifier: identifier) else { return nil }
    var (starts, offsets) = ([Int64.min], [zone.secondsFromGMT(for: Date(timeIntervalSince1970: 0))])
    var date = Date(timeIntervalSince1970: 0)
    let end = Date(timeIntervalSince1970: TimeInterval(Self.end))
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next < end {
      starts.append(Int64(next.timeIntervalSince1970.rounded()))
      offsets.append(zone.secondsFromGMT(for: next.addingTimeInterval(1)))
      date = next
    }
    (self.starts, self.offsets) = (starts, offsets)
  }

  init(fixed offset: Int) { (starts, offsets) = ([Int64.min], [offset]) }

  /// - Parameter start: later than every one before.
  mutating func append(_ offset: Int, from start: Int64) {
    starts.append(start)
    offsets.append(offset)
  }
  package static let utc = ZoneOffsets(fixed: 0)

  /// Seconds east of UTC at an instant.
  package func offset(at seconds: Int64) -> Int {
    var (low, high) = (0, starts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return offsets[low]
  }

  /// The local day and minute of an instant.
  package func local(_ seconds: Int64) -> DateAndTime {
    let local = seconds + Int64(offset(at: seconds))
    let day = Int(local >= 0 ? local / 86_400 : (local - 86_399) / 86_400)
    return DateAndTime(date: CalendarDate(day: day), minute: Int(local - Int64(day) * 86_400) / 60)
  }

  /// RFC 3339 to the second, in this zone: `2026-11-20T14:05:00+09:00`.
  ///
  /// - Parameter epoch: milliseconds since 1970-01-01T00:00:00Z.
  package func timestamp(_ epoch: Int64) -> String {
    func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let seconds = epoch >= 0 ? epoch / 1000 : (epoch - 999) / 1000
    let offset = offset(at: seconds)
    let local = local(seconds)
    let minute = local.minute ?? 0
    let second = Int(((seconds + Int64(offset)) % 60 + 60) % 60)
    let (hours, minutes) = (abs(offset) / 3600, abs(offset) / 60 % 60)
    return "\(local.date)T\(padded(minute / 60)):\(padded(minute % 60)):\(padded(second))"
      + "\(offset < 0 ? "-" : "+")\(padded(hours)):\(padded(minutes))"
  }

  /// The instant of a local time. A time that a clock change skips is the instant it would have been
  /// without the change; one that happens twice is its first.
  package func instant(_ local: DateAndTime) -> Int64 {
    let naive = Int64(local.date.day) * 86_400 + Int64(local.minute ?? 0) * 60
    let before = naive - Int64(offset(at: naive - 86_400))
    if offset(at: before) == offset(at: naive - 86_400) { return before }
    let after = naive - Int64(offset(at: naive + 86_400))
    return offset(at: after) == offset(at: naive + 86_400) ? after : before
  }
}

/// The moment a command runs at, passed in by the face: the only clock the floors below know.
package struct Moment: Sendable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  package let epoch: Int64
  package let zone: ZoneOffsets
  /// The local day, or the one that `--today` names.
  package let today: CalendarDate

  package init(epoch: Int64, zone: ZoneOffsets, today: CalendarDate? = nil) {
    self.epoch = epoch
    self.zone = zone
    self.today = today ?? zone.local(epoch / 1000).date
  }

  /// Whether `today` is the day it is, not one that somebody asked for.
  package var isRealDay: Bool { today == local.date }

  package var seconds: Int64 { epoch / 1000 }
  package var local: DateAndTime { zone.local(seconds) }
}
