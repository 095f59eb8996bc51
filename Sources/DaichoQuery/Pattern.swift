import CPCRE2
import DaichoModel

/// A regular expression of `matches`, in Perl's syntax: without regard to case, `\d`, `\w` and `\b` for
/// every script. What it may cost is bounded, whatever the pattern and the text.
package final class Pattern: Sendable {
  /// Why a pattern cannot be used, in PCRE2's own words or ours, and the place in it in Unicode scalars.
  package struct Failure: Error, Sendable, Hashable {
    package let reason: Wording
    package let offset: Int?
  }

  /// In bytes.
  package static let maxLength = 1_000
  /// `{n}` repeats at most so often: a longer run is scanned without PCRE2 counting its steps.
  private static let maxRepeat = 255
  /// Steps of one match over all its starts; 100 ns each at worst.
  private static let maxCost = 400_000

  // PCRE2 compiled code is only read once it is made, by any number of threads ("Multithreading" in
  // pcre2api); it is freed with the last reference.
  private nonisolated(unsafe) let code: OpaquePointer

  package init(_ pattern: String) throws(Failure) {
    guard pattern.utf8.count <= Pattern.maxLength else {
      throw Failure(reason: .patternTooLong(Pattern.maxLength), offset: nil)
    }
    try Pattern.checkRepeats(pattern)
    let bytes = Array(pattern.utf8)
    let options =
      UInt32(PCRE2_UTF) | UInt32(PCRE2_UCP) | UInt32(PCRE2_CASELESS) | PCRE2_AUTO_CALLOUT
      | UInt32(PCRE2_NEVER_BACKSLASH_C) | UInt32(PCRE2_MATCH_INVALID_UTF)
    var error: Int32 = 0
    var place = 0
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &place, nil) else {
      var message = [UInt8](repeating: 0, count: 256)
      pcre2_get_error_message_8(error, &message, message.count)
      let text = String(decoding: message.prefix { $0 != 0 }, as: UTF8.self)
      let offset = String(decoding: bytes.prefix(place), as: UTF8.self).unicodeScalars.count
      throw Failure(reason: .patternSyntax(text), offset: offset)
    }
    self.code = code
    var backReferences: UInt32 = 0
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_BACKREFMAX), &backReferences)
    // A back reference compares text of any length in one uncounted step. `deinit` frees the code.
    guard backReferences == 0 else { throw Failure(reason: .patternBackReference, offset: nil) }
  }

  deinit { pcre2_code_free_8(code) }

  private static func checkRepeats(_ pattern: String) throws(Failure) {
    var number: Int?
    for (offset, scalar) in pattern.unicodeScalars.enumerated() {
      if scalar == "{" || (scalar == "," && number != nil) {
        number = 0
      } else if let value = number, let digit = TextFolding.digit(scalar), scalar.isASCII {
        number = min(value * 10 + digit, 1_000_000)
        guard value * 10 + digit <= maxRepeat else {
          throw Failure(reason: .patternRepeat(maxRepeat), offset: offset)
        }
      } else {
        number = nil
      }
    }
  }

  /// Whether the pattern occurs in the text. `nil` where that would have cost too much to find out.
  package func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
    guard let data = pcre2_match_data_create_8(1, nil) else { return nil }
    defer { pcre2_match_data_free_8(data) }
    guard let context = pcre2_match_context_create_8(nil) else { return nil }
    defer { pcre2_match_context_free_8(context) }
    pcre2_set_match_limit_8(context, UInt32(Pattern.maxCost))
    pcre2_set_depth_limit_8(context, 50_000)
    pcre2_set_heap_limit_8(context, 20_000)

    var meter = Meter()
    return withUnsafeMutablePointer(to: &meter) { meter in
      pcre2_set_callout_8(context, { block, data in Pattern.charge(block, data) }, meter)
      var empty: UInt8 = 0
      let result = pcre2_match_8(
        code, text.baseAddress ?? withUnsafePointer(to: &empty) { $0 }, text.count, 0, 0, data, context)
      if result >= 0 { return true }
      return result == PCRE2_ERROR_NOMATCH ? false : nil
    }
  }

  package func matches(_ text: String) -> Bool? {
    var text = text
    return text.withUTF8 { matches($0) }
  }

  private struct Meter {
    var cost = 0
    var place = 0
  }

  /// PCRE2 calls it before each item of the pattern: a step costs one, and one more for every 16 bytes
  /// the item before it has scanned. PCRE2's own match limit counts per start only and not the scanning.
  private static func charge(
    _ block: UnsafeMutablePointer<pcre2_callout_block_8>?, _ data: UnsafeMutableRawPointer?
  ) -> Int32 {
    guard let block, let meter = data?.assumingMemoryBound(to: Meter.self) else { return 0 }
    let place = block.pointee.current_position
    let scanned = place > meter.pointee.place ? place - meter.pointee.place : meter.pointee.place - place
    meter.pointee.cost += 1 + scanned / 16
    meter.pointee.place = place
    return meter.pointee.cost > maxCost ? PCRE2_ERROR_CALLOUT : 0
  }
}
