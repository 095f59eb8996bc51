import DaichoModel

/// A record that answers a section's question, its cells by column.
struct AgendaRow {
  let kind: Kind
  let id: String
  let path: String
  let cells: [String: JSONValue]

  func text(_ column: String) -> String? {
    guard case .string(let text) = cells[column], !text.isEmpty else { return nil }
    return text
  }

  func number(_ column: String) -> Double? {
    guard case .number(let digits) = cells[column] else { return nil }
    return Double(digits)
  }

  func flag(_ column: String) -> Bool { cells[column] == .bool(true) }

  /// The day of a date or of a moment.
  func date(_ column: String) -> CalendarDate? { text(column).flatMap { CalendarDate(typed: $0.prefix(10)) } }

  func item(
    _ section: AgendaItem.Section, _ states: [AgendaItem.State], day: CalendarDate?, _ text: Wording
  ) -> AgendaItem {
    AgendaItem(
      section: section, states: states, day: day, member: self.text("owner"), record: "\(kind.folder)/\(id)",
      title: ["name", "title", "subject"].lazy.compactMap { self.text($0) }.first, text: text, path: path,
      line: nil)
  }
}
