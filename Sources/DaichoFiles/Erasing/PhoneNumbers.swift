import DaichoModel

/// Finds phone numbers in bytes however they are typed: with hyphens, spaces or parentheses, in full width, with a
/// country code.
package struct PhoneNumbers: Sendable {
  /// ASCII digits.
  private let numbers: [[UInt8]]

  /// Shorter ones are as likely to be something else.
  package static let fewestDigits = 9

  /// - Parameter digits: as `TextFolding.phoneDigits` has them.
  package init(_ digits: some Sequence<String>) {
    var numbers: Set<[UInt8]> = []
    for number in digits where number.utf8.count >= PhoneNumbers.fewestDigits {
      numbers.insert(Array(number.utf8))
      guard number.hasPrefix("0") else { continue }
      let local = Array(number.utf8.dropFirst())
      numbers.insert(Array("81".utf8) + local)
      // +81 (0)90-…
      numbers.insert(Array("81".utf8) + Array(number.utf8))
    }
    self.numbers = numbers.sorted { $0.count > $1.count }
  }

  package func ranges(in bytes: UnsafeRawBufferPointer) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    search(bytes) { range in
      ranges.append(range)
      return false
    }
    return ranges
  }

  package func areIn(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var isFound = false
    search(bytes) { _ in
      isFound = true
      return true
    }
    return isFound
  }

  private func search(_ bytes: UnsafeRawBufferPointer, _ found: (Range<Int>) -> Bool) {
    guard !numbers.isEmpty else { return }
    var at = 0
    var isInNumber = false
    while at < bytes.count {
      guard let (_, length) = PhoneNumbers.digit(bytes, at) else {
        isInNumber = false
        at += 1
        continue
      }
      if isInNumber {
        at += length
        continue
      }
      isInNumber = true
      if let end = numbers.lazy.compactMap({ PhoneNumbers.end(of: $0, bytes, at) }).first {
        let start = at > 0 && bytes[at - 1] == UInt8(ascii: "+") ? at - 1 : at
        if found(start..<end) { return }
        at = end
        isInNumber = false
      } else {
        at += length
      }
    }
  }

  private static func end(of number: [UInt8], _ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int? {
    var at = start
    for (index, wanted) in number.enumerated() {
      if index > 0 {
        for _ in 0..<3 {
          guard digit(bytes, at) == nil, let length = separator(bytes, at) else { break }
          at += length
        }
      }
      guard let (value, length) = digit(bytes, at), value == wanted else { return nil }
      at += length
    }
    return digit(bytes, at) == nil ? at : nil
  }

  /// A digit of ASCII, or of full width in UTF-8.
  private static func digit(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> (value: UInt8, length: Int)? {
    guard at < bytes.count else { return nil }
    if (0x30...0x39).contains(bytes[at]) { return (bytes[at], 1) }
    guard at + 2 < bytes.count, bytes[at] == 0xEF, bytes[at + 1] == 0xBC,
      (0x90...0x99).contains(bytes[at + 2])
    else { return nil }
    return (bytes[at + 2] - 0x60, 3)
  }

  private static let separators: [[UInt8]] = [
    " ", "-", ".", "(", ")", "/", "\u{A0}", "\u{3000}", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}",
    "\u{2014}",
    "\u{2015}", "\u{2212}", "\u{FF0D}", "\u{30FC}", "\u{FF08}", "\u{FF09}",
  ].map { Array($0.utf8) }

  private static func separator(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> Int? {
    separators.first { separator in
      at + separator.count <= bytes.count && bytes[at..<(at + separator.count)].elementsEqual(separator)
    }?.count
  }
}
