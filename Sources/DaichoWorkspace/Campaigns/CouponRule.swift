import DaichoModel

/// What `coupon:` of a campaign says.
package struct CouponRule: Sendable, Hashable {
  package enum Codes: Sendable, Hashable {
    /// `code`: the same for everybody.
    case shared(String)
    /// `prefix`: one of its own for each recipient, with so many characters behind the prefix.
    case each(prefix: String, length: Int)
    /// `codes`: those of a file of the workspace, one a recipient.
    case file(String)
  }

  package let codes: Codes
  /// As it is written: 10 for ten per cent.
  package let percent: ExactDecimal?
  /// The last day on which it is good.
  package let expires: CalendarDate?
  package let location: SourceLocation

  package static let lengths = 6...24
  package static let usualLength = 10
}
