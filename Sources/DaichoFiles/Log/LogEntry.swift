import DaichoModel

/// One line of a record's log, with the lines that belong to it.
package struct LogEntry: Sendable, Hashable {
  /// A task's is the day it is due.
  package let date: CalendarDate
  /// Minutes since midnight, 0…1439.
  package let minute: Int?
  /// Every entry but a task has one.
  package let channel: LogChannel?
  package let direction: LogDirection?
  package let members: [Member]
  /// Without the markup of the list; further lines are joined by line feeds.
  package let text: String
  /// As typed, without `#`, each once, in the order of the text.
  package let tags: [String]
  package let isTask: Bool
  package let isDone: Bool
  /// The bytes of its lines, with the last one's line ending.
  package let range: Range<Int>
  package let line: Int
  /// Of the list's marker, in scalars.
  package let column: Int
  /// The bytes between a task's brackets.
  let checkbox: Range<Int>?
  /// Columns before the marker.
  let indent: Int

  package struct Member: Sendable, Hashable {
    /// The word after `@`.
    package let typed: String
    /// `nil` when daicho.yml has no such member.
    package let id: String?
  }

  /// Moves `last_contact`: a task is a plan, and a note is none.
  package var isContact: Bool { !isTask && channel?.isContact == true }

  /// Equal but for where they stand.
  func says(the other: LogEntry) -> Bool {
    date == other.date && minute == other.minute && channel == other.channel
      && direction == other.direction && members == other.members && text == other.text
      && tags == other.tags && isTask == other.isTask && isDone == other.isDone
  }
}
