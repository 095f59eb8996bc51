import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

extension Workspace {
  /// What a list of addresses that must not be mailed would bring: an event of each, which binds the address
  /// whether or not somebody in the register has it.
  ///
  /// A day the list gives is the event's: a later consent outweighs it. An address without one is bound from
  /// now on, unless it is bound already.
  package func planSuppressions(
    _ file: SourceFile, map: String?, kind: String?
  ) throws(DaichoError) -> EventPlan {
    var target = try EventTarget(self, name: "suppressions")
    let list = SuppressionList(
      blocked: try index.blockedDays(), granted: try index.grantedDays(), known: try index.knownAddresses(),
      kind: kind, moment: moment)
    let first = try ImportTable.firstRows(of: file, limit: 1).first
    if map == nil, let first, let column = first.fields.firstIndex(where: SuppressionList.isAddress) {
      // No header: the first line is an address already.
      var reader = try file.rows()
      while try reader.next() {
        let cells = (0..<reader.count).map { CellReading.trimmed(reader.text($0)) }
        if cells.allSatisfy(\.isEmpty) { continue }
        let day = cells.indices.filter { $0 != column }.lazy.compactMap { CellReading.day(cells[$0]) }.first
        try list.take(
          cells.indices.contains(column) ? cells[column] : "", at: day?.description, reason: nil,
          line: reader.line, &target)
      }
      return target.plan
    }
    let rows = try TableRows(file, kind: .suppressions, map: map, workspace: self) {
      SuppressionList.column($0, SuppressionList.addresses) != nil
    }
    let names = rows.names
    let (address, day, reason) = (
      SuppressionList.column(names, SuppressionList.addresses),
      SuppressionList.column(names, SuppressionList.days),
      SuppressionList.column(names, SuppressionList.reasons)
    )
    let flags = SuppressionList.flags(names)
    while try rows.next() {
      let words = reason.flatMap(rows.text)
      let raised = flags.filter { rows.text($0.column).map { CellReading.truth($0) != false } ?? false }
      // A table of flags names people without any, who are free.
      if !flags.isEmpty, reason == nil, raised.isEmpty { continue }
      try list.take(
        address.flatMap(rows.text) ?? "", at: day.flatMap(rows.text), reason: words ?? raised.first?.kind,
        line: rows.line, &target)
    }
    try rows.finish()
    return target.plan
  }
}

/// Turns the lines of a suppression list into events.
struct SuppressionList {
  let blocked: [String: CalendarDate]
  let granted: [String: CalendarDate]
  let known: Set<String>
  /// What every line is, whatever the list says.
  let kind: String?
  let moment: Moment

  func take(
    _ text: String, at: String?, reason: String?, line: Int, _ target: inout EventTarget
  ) throws(DaichoError) {
    let address = EmailSyntax.check(text) == .invalid ? EmailSyntax.repaired(text) : text
    guard let address else {
      return target.remark("bad-email", line, .suppressionWithoutAddress(text))
    }
    let folded = TextFolding.fold(address)
    let kind = self.kind ?? SuppressionList.kind(reason)
    var members: EventLines.Members = [
      "id": .null, "at": .null, "kind": .string(kind), "email": .string(folded),
    ]
    var instant: (text: String, seconds: Int64)?
    if let at, !at.isEmpty {
      instant =
        EventCheck.instant(at, moment.zone)
        ?? EventCheck.instant(CellReading.day(at)?.description ?? "", moment.zone)
      if instant == nil {
        target.remark("bad-date", line, .suppressionWithoutDay(at), leavesOut: false)
      }
    }
    if !known.contains(folded) { target.countUnmatched() }
    if instant == nil {
      if let since = blocked[folded], since >= granted[folded] ?? since { return target.countUnchanged() }
      instant = EventCheck.instant(String(moment.seconds), moment.zone)
    }
    guard let instant else { return }
    members["at"] = .string(instant.text)
    if let reason, !reason.isEmpty, reason != kind { members["reason"] = .string(reason) }
    members["via"] = .string("import")
    var identity: EventLines.Members = ["kind": .string(kind), "email": .string(folded)]
    identity["at"] = .string(
      at.map { $0.isEmpty ? moment.today.description : instant.text } ?? moment.today.description)
    let id = EventLines.id(made: "suppression", of: identity)
    members["id"] = .string(id)
    try target.add(members, id: id, day: moment.zone.local(instant.seconds).date)
  }

  static func isAddress(_ text: String) -> Bool {
    EmailSyntax.check(text) != .invalid || (text.contains("@") && EmailSyntax.repaired(text) != nil)
  }

  /// In doubt somebody did not want it.
  static func kind(_ reason: String?) -> String {
    let folded = TextFolding.fold(reason ?? "")
    if ["bounce", "invalid", "undeliver", "cleaned", "エラー", "不達", "ばうんす"].contains(where: folded.contains) {
      return "bounce"
    }
    if ["complain", "spam", "abuse", "迷惑"].contains(where: folded.contains) { return "complaint" }
    return "unsubscribe"
  }

  // MARK: Headings

  static let addresses = [
    "email", "e-mail", "e_mail", "mail", "email_address", "emailaddress", "address", "recipient", "メールアドレス",
    "メール",
    "ｅメール", "eメール",
  ]
  static let days = [
    "date", "at", "created", "created_at", "createdat", "last_update_time", "lastupdatetime", "unsub_time",
    "unsubscribed_at", "clean_time", "suppressed_at", "timestamp", "日付", "日時", "登録日", "解除日", "解除日時", "配信停止日",
  ]
  static let reasons = [
    "reason", "suppressionreason", "suppression_reason", "unsub_reason", "kind", "type", "status", "理由", "種別",
  ]

  static func column(_ names: [String], _ known: [String]) -> String? {
    for word in known {
      if let name = names.first(where: { TextFolding.fold($0) == TextFolding.fold(word) }) { return name }
    }
    return nil
  }

  /// HubSpot's export of unsubscribes and bounces has a column for each cause.
  static func flags(_ names: [String]) -> [(column: String, kind: String)] {
    names.compactMap { name in
      let folded = TextFolding.fold(name)
      if folded.hasSuffix("_spam_report") { return (name, "complaint") }
      if folded.hasSuffix("_bounce") { return (name, "bounce") }
      if folded.hasSuffix("_unsubscribe") || folded == "unsubscribed" || folded == "配信停止" {
        return (name, "unsubscribe")
      }
      return nil
    }
  }
}
