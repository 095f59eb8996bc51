/// A way to reach the people of a campaign that daicho does not go itself: it hands over a list. The raw values
/// are the channels of a consent, and the occurrence under which the journal keeps the list.
package enum SendChannel: String, Sendable, CaseIterable {
  case line, post, phone, sms

  /// Whether the list carries the campaign's text; a letter and a call are made of something else.
  package var carriesText: Bool { self == .line || self == .sms }
}
