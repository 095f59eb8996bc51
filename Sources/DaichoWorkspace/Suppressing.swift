import DaichoFiles
import DaichoIndex
import DaichoModel
import OrderedCollections

/// Whose addresses a suppression is about.
package struct SuppressionTarget: Sendable {
  /// As they are to be written.
  package let addresses: [String]
  /// Where a person was named, and not an address.
  package let customer: FoundRecord?

  package static func address(_ address: String) -> SuppressionTarget {
    SuppressionTarget(addresses: [address], customer: nil)
  }
}

extension Workspace {
  /// - Throws: `no-address` where the person has none.
  package func suppressionTarget(_ customer: FoundRecord) throws(DaichoError) -> SuppressionTarget {
    let value = try open(customer).record.value("email")
    let addresses = (value?.items ?? []).map(\.plainText).filter { EmailSyntax.check($0) != .invalid }
    guard !addresses.isEmpty else { throw .noAddressToSuppress(customer.reference.id.text) }
    return SuppressionTarget(addresses: addresses, customer: customer)
  }

  /// Binds addresses from now on: no mail goes there before a later consent or a release. As an event of the
  /// ledger, so that it binds whoever uses the address, whatever becomes of the record.
  ///
  /// - Parameter kind: unsubscribe, bounce or complaint.
  package func suppress(
    _ target: SuppressionTarget, kind: String, reason: String?, by member: String?, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    let folded = Set(target.addresses.map(TextFolding.fold))
    // A release of this very second is not the later one.
    let last = try index.lastTurn(of: folded)
    let events = target.addresses.map { address in
      handEvent(kind, address, target.customer, after: last, reason: reason, by: member)
    }
    return try record(
      [append(events)], as: message("suppress", target, kind), dryRun: dryRun)
  }

  /// Frees addresses of what has bound them so far: a bounce that was none, a suppression made by mistake.
  ///
  /// - Throws: `not-suppressed`; `refused-themselves` where the person has said so: then only a new consent of
  ///   theirs frees the address.
  package func unsuppress(
    _ target: SuppressionTarget, reason: String?, by member: String?, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    let folded = Set(target.addresses.map(TextFolding.fold))
    let bindings = try index.bindings(of: folded)
    guard !bindings.isEmpty else { throw .notSuppressed() }
    if let own = bindings.first(where: \.isTheirOwn) {
      throw .refusedThemselves(own, customer: target.customer?.reference.id.text ?? own.customers.first)
    }
    let bound = Set(bindings.map(\.address))
    let events = target.addresses.filter { bound.contains(TextFolding.fold($0)) }.map { address in
      handEvent(
        "release", address, target.customer, after: bindings.map(\.at).max(), reason: reason, by: member)
    }
    return try record([append(events)], as: message("unsuppress", target, "release"), dryRun: dryRun)
  }

  // MARK: Events

  private func message(_ action: String, _ target: SuppressionTarget, _ kind: String) -> CommitMessage {
    let what = target.addresses.count == 1 ? kind : "\(kind) (\(target.addresses.count) addresses)"
    return CommitMessage(action, [target.customer?.reference].compactMap(\.self), what)
  }

  /// An event that one of us writes, dated now; on the day that is taken for today, where that is another.
  ///
  /// - Parameter earliest: milliseconds since 1970 UTC; the event is later than that.
  func handEvent(
    _ kind: String, _ address: String, _ customer: FoundRecord?, after earliest: Int64? = nil,
    reason: String?, by member: String?
  ) -> EventLines.Members {
    let start = moment.zone.instant(DateAndTime(date: moment.today, minute: moment.local.minute))
    let now = moment.local.date == moment.today ? moment.seconds : start
    let at =
      EventCheck.instant(String(max(now, (earliest ?? 0) / 1_000 + 1)), moment.zone)?.text ?? ""
    var members: EventLines.Members = [
      "id": .null, "at": .string(at), "kind": .string(kind),
    ]
    if let customer { members["customer"] = .string(customer.reference.id.text) }
    members["email"] = .string(address)
    if let reason, !reason.isEmpty { members["reason"] = .string(reason) }
    members["via"] = .string("hand")
    if let member { members["by"] = .string(member) }
    members["id"] = .string(EventLines.id(made: kind == "release" ? "release" : "suppression", of: members))
    return members
  }

  /// Events of now, put into the ledger of the month.
  func append(_ events: [EventLines.Members]) -> FileChange {
    var lines = EventLines()
    for event in events {
      if case .string(let id)? = event["id"] { lines.add(event, id: id) }
    }
    return FileChange("events/\(moment.today.description.prefix(7)).jsonl") {
      [lines] bytes throws(DaichoError) in
      lines.merged(into: bytes)
    }
  }
}

extension DaichoError {
  fileprivate static func noAddressToSuppress(_ id: String) -> DaichoError {
    DaichoError("no-address", .noAddressToSuppress(id), hint: .forbidContact(id))
  }

  fileprivate static func notSuppressed() -> DaichoError {
    DaichoError("not-suppressed", .notSuppressed, hint: .seeSuppressions)
  }

  fileprivate static func refusedThemselves(_ binding: AddressBinding, customer: String?) -> DaichoError {
    DaichoError(
      "refused-themselves", .refusedThemselves(binding.kind, binding.day.description),
      hint: .askForConsent(customer ?? "REF"))
  }
}
