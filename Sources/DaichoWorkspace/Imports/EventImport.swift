import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// What an import into `events/` would do, before anything is written.
package struct EventPlan {
  package internal(set) var new = 0
  package internal(set) var changed = 0
  package internal(set) var unchanged = 0
  /// Of nobody the register knows.
  package internal(set) var unmatched = 0
  /// Lines that could not be used.
  package internal(set) var leftOut = 0
  package internal(set) var remarks: [ImportRemark] = []
  /// What it is called in the commit: `events`, `suppressions`.
  package let kindName: String
  var files: OrderedDictionary<String, EventLines> = [:]

  init(name: String) { kindName = name }

  package var isEmpty: Bool { files.isEmpty }

  var message: CommitMessage {
    let counts = [new == 0 ? nil : "\(new) new", changed == 0 ? nil : "\(changed) changed"]
    var message = CommitMessage("import", [], counts.compactMap(\.self).joined(separator: ", "))
    message.scope = kindName
    return message
  }
}

/// Puts events into the ledger of their month, or in the place where the ledger has them already.
struct EventTarget {
  private(set) var plan: EventPlan
  private let workspace: Workspace
  private let places: [String: (path: String, line: Int)]
  /// Lines of ledgers that hold an event of this import, as they are.
  private var ledgers: [String: [String: String]] = [:]
  private var taken: [String: String] = [:]
  private let tombstones: Tombstones

  init(_ workspace: Workspace, name: String) throws(DaichoError) {
    self.workspace = workspace
    plan = EventPlan(name: name)
    places = try workspace.index.eventPlaces()
    tombstones = try workspace.tombstones()
  }

  mutating func remark(
    _ code: String, _ line: Int?, _ message: Wording, hint: Wording? = nil, leavesOut: Bool = true
  ) {
    if leavesOut { plan.leftOut += 1 }
    plan.remarks.append(
      ImportRemark(code: code, line: line, column: nil, message: message, hint: hint))
  }

  mutating func countUnmatched() { plan.unmatched += 1 }
  mutating func countUnchanged() { plan.unchanged += 1 }

  mutating func add(_ members: EventLines.Members, id: String, day: CalendarDate) throws(DaichoError) {
    if let token = forgotten(members) {
      return remark("forgotten", nil, .rowOfForgotten(token), hint: .forgottenStaysSo)
    }
    let text = JSONValue.object(members).serialized()
    if taken[id] == text { return countUnchanged() }
    let month = "events/\(day.description.prefix(7)).jsonl"
    guard let place = places[id] else {
      if taken.updateValue(text, forKey: id) == nil { plan.new += 1 }
      return put(members, id, month)
    }
    if ledgers[place.path] == nil { ledgers[place.path] = try lines(of: place.path) }
    if ledgers[place.path]?[id] == text {
      taken[id] = text
      return countUnchanged()
    }
    if taken.updateValue(text, forKey: id) == nil { plan.changed += 1 }
    put(members, id, place.path)
  }

  private func forgotten(_ members: EventLines.Members) -> String? {
    func text(_ name: String) -> String? {
      if case .string(let text)? = members[name] { text } else { nil }
    }
    return text("email").flatMap(tombstones.token(ofAddress:))
      ?? text("customer").flatMap { tombstones.token(ofRecord: $0) ?? tombstones.token(ofSystemID: $0) }
  }

  private mutating func put(_ members: EventLines.Members, _ id: String, _ path: String) {
    plan.files[path, default: EventLines()].add(members, id: id)
  }

  /// The events of a ledger as one writes them.
  private func lines(of path: String) throws(DaichoError) -> [String: String] {
    var lines: [String: String] = [:]
    _ = try EventsLedger.read(workspace.folder.stream(path), path: path) { events throws(DaichoError) in
      for event in events { lines[event.id] = event.json.serialized() }
    }
    return lines
  }
}

extension Workspace {
  /// Writes what the plan says and commits it.
  package func record(_ plan: EventPlan, dryRun: Bool) throws(DaichoError) -> Recorded {
    guard !plan.isEmpty else { return Recorded(message: plan.message, diff: dryRun ? "" : nil) }
    let changes = plan.files.map { path, lines in
      FileChange(path) { bytes throws(DaichoError) in lines.merged(into: bytes) }
    }
    return try record(changes, as: plan.message, dryRun: dryRun)
  }

  /// What a file of events would bring: a CSV file with `at` (or `date`), `kind`, and `email`, `customer` or
  /// `visitor`, by a map or by these names; or JSON lines as in `events/`.
  package func planEvents(_ file: SourceFile, map: String?) throws(DaichoError) -> EventPlan {
    var target = try EventTarget(self, name: "events")
    let known = try index.knownAddresses()
    let ids = try index.takenKeys(.customers)
    let isKnown = { (members: EventLines.Members) in
      if case .string(let email)? = members["email"], known.contains(TextFolding.fold(email)) { return true }
      guard case .string(let customer)? = members["customer"] else { return members["visitor"] != nil }
      return ids.contains(RecordID.key(customer)) || known.contains(TextFolding.fold(customer))
    }
    try eachEvent(file, map: map, &target) { members, line, target throws(DaichoError) in
      guard let event = EventCheck(members, zone: moment.zone) else {
        return target.remark("bad-event", line, EventCheck.fault(members), hint: .eventNeeds)
      }
      if !isKnown(event.members) { target.countUnmatched() }
      try target.add(event.members, id: event.id, day: event.day)
    }
    return target.plan
  }

  private func eachEvent(
    _ file: SourceFile, map: String?, _ target: inout EventTarget,
    _ body: (EventLines.Members, Int, inout EventTarget) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    if map == nil, file.head.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "{") {
      try JSONObjects.read(file) { members, line throws(DaichoError) in
        guard let members else {
          return target.remark("bad-json", line, .eventNotJSON)
        }
        try body(members, line, &target)
      }
      return
    }
    let rows = try TableRows(file, kind: .events, map: map, workspace: self)
    while try rows.next() {
      var members: EventLines.Members = [:]
      for (name, text) in rows.values where !text.isEmpty { members[name] = .string(text) }
      if members["at"] == nil, let text = rows.text("date") {
        let isInstant = EventCheck.instant(text, moment.zone) != nil
        members["at"] = .string(isInstant ? text : rows.day("date") ?? text)
        members["date"] = nil
      }
      try body(members, rows.line, &target)
    }
    try rows.finish()
  }
}
