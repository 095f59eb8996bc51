import DaichoModel

/// Instants as the ledgers write them: `2026-11-20T14:05:00.250+09:00`.
package enum RFC3339 {
  /// Milliseconds since 1970-01-01T00:00:00Z; what is finer is cut off. `nil` for anything but RFC 3339,
  /// an offset being required. A leap second counts as the first of the next minute.
  package static func milliseconds(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 64 else { return nil }
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[start..<start + count] {
        guard (0x30...0x39).contains(byte) else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0, 4), bytes[4] == 0x2D, let month = number(5, 2), bytes[7] == 0x2D,
      let day = number(8, 2), [0x54, 0x74, 0x20].contains(bytes[10]), let hour = number(11, 2),
      bytes[13] == 0x3A,
      let minute = number(14, 2), bytes[16] == 0x3A, let second = number(17, 2),
      let date = CalendarDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 61
    else { return nil }
    var position = 19
    var fraction = 0
    if bytes[position] == 0x2E {
      position += 1
      let start = position
      while position < bytes.count, (0x30...0x39).contains(bytes[position]) {
        if position - start < 3 { fraction = fraction * 10 + Int(bytes[position] - 0x30) }
        position += 1
      }
      guard position > start else { return nil }
      for _ in min(3, position - start)..<3 { fraction *= 10 }
    }
    guard position < bytes.count else { return nil }
    var offset = 0
    switch bytes[position] {
    case 0x5A, 0x7A: guard position + 1 == bytes.count else { return nil }
    case 0x2B, 0x2D:
      guard position + 6 == bytes.count, bytes[position + 3] == 0x3A, let hours = number(position + 1, 2),
        let minutes = number(position + 4, 2), hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * (bytes[position] == 0x2D ? -1 : 1)
    default: return nil
    }
    let seconds = date.day * 86_400 + hour * 3_600 + minute * 60 + second - offset * 60
    return Int64(seconds) * 1_000 + Int64(fraction)
  }
}
