import DaichoModel

/// One thing to look at today.
package struct AgendaItem: Sendable, Hashable {
  /// In the order of a page.
  package enum Section: String, Sendable, CaseIterable {
    case tasks, deals, inquiries, leads, regulars, birthdays, products, campaigns
  }

  /// Why it is there; machines read the raw value.
  package enum State: String, Sendable {
    case overdue, today, upcoming
    case closePassed = "close-passed"
    case rotting
    case noNextStep = "no-next-step"
    case waiting, crossed, late, birthday, reorder
    case missed, paused, sending, stopped
    case inDoubt = "in-doubt"
  }

  package let section: Section
  /// Most urgent first; a deal may have several.
  package let states: [State]
  /// The day it turns on: a task is due, a deal should close, an inquiry came, a regular was expected, a
  /// birthday falls.
  package let day: CalendarDate?
  package let member: String?
  /// `kind/id`
  package let record: String
  package let title: String?
  package let text: Wording
  package let path: String
  /// Of a task, in its file.
  package let line: Int?
}
