import DaichoFiles
import DaichoIndex
import DaichoModel

/// The edit that hands one record off, or takes the mark away.
struct HandOffStep {
  let score: RecordID
  let direction: ThresholdCrossing.Direction
  var item: HandedOff.Item

  init(
    _ crossing: ThresholdCrossing, of score: ScoreFile, today: CalendarDate, member: (String) -> String?
  ) {
    self.score = score.id
    direction = crossing.direction
    item = HandedOff.Item(record: crossing.record, points: crossing.points)
    guard direction == .up, let handOff = score.handOff else { return }
    if let lifecycle = handOff.lifecycle, HandOffStep.isRise(from: crossing.lifecycle, to: lifecycle) {
      item.lifecycle = lifecycle
    }
    item.task = handOff.task
    item.due = handOff.task == nil ? nil : today.adding(handOff.due)
    item.owner = handOff.task == nil ? nil : crossing.owner.flatMap(member)
  }

  /// Lifecycle is never lowered.
  private static func isRise(from present: String?, to lifecycle: String) -> Bool {
    guard let present, let old = KindSchema.lifecycles.firstIndex(of: present),
      let new = KindSchema.lifecycles.firstIndex(of: lifecycle)
    else { return present == nil }
    return new > old
  }

  /// - Parameters:
  ///   - body: where the text after the front matter begins and ends.
  ///   - log: the entries in it.
  func apply(
    to bytes: [UInt8], schema: KindSchema, heading: String, body: ([UInt8]) -> Range<Int>,
    log: ([UInt8], Range<Int>) -> [LogEntry]
  ) throws(DaichoError) -> [UInt8] {
    guard let mark = FieldPath(HandOffMark.field) else { return bytes }
    let path = item.record.path
    // A version that another run or a person has changed meanwhile stays as it is.
    guard isMarked(bytes) == (direction == .down) else { return bytes }
    guard direction == .up else {
      let written = marks(bytes).filter { RecordID.key($0) == score.key }
      return try FieldEditor.apply([.remove(mark, written)], to: bytes, path: path, schema: schema)
    }
    var edits: [FieldEdit] = []
    if let lifecycle = item.lifecycle, let field = FieldPath("lifecycle") {
      edits.append(.set(field, .text(lifecycle)))
    }
    // A list from the start, so that two scores handed off in two clones merge as two items.
    edits.append(
      marks(bytes).isEmpty ? .set(mark, .list([.text(score.text)])) : .add(mark, [score.text]))
    let edited = try FieldEditor.apply(edits, to: bytes, path: path, schema: schema)
    guard let task = item.task, let due = item.due else { return edited }
    let draft = try LogEntryDraft.task(due: due, members: [item.owner].compactMap(\.self), text: task)
    let range = body(edited)
    let isOpen = log(edited, range).contains { $0.isTask && !$0.isDone && $0.text == draft.text }
    if isOpen { return edited }
    return try LogEditor.append(draft, to: edited, body: range, heading: heading, path: path).bytes
  }

  private func isMarked(_ bytes: [UInt8]) -> Bool {
    marks(bytes).contains { RecordID.key($0) == score.key }
  }

  private func marks(_ bytes: [UInt8]) -> [String] {
    guard let node = FrontMatter.parse(bytes, path: item.record.path).root?[HandOffMark.field] else {
      return []
    }
    return (node.items ?? [node]).compactMap(\.text)
  }
}

extension CalendarDate {
  /// The day after `span`; minutes and hours stay within the day.
  fileprivate func adding(_ span: TimeSpan?) -> CalendarDate {
    guard let span else { return self }
    switch span.unit {
    case .minute, .hour: return self
    case .day: return adding(days: span.amount)
    case .week: return adding(days: span.amount * 7)
    case .month: return adding(months: span.amount)
    case .year: return adding(months: span.amount * 12)
    }
  }
}
