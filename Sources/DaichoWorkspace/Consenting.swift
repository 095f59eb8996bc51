import DaichoFiles
import DaichoIndex
import DaichoModel

/// A consent, or its withdrawal, as somebody writes it down.
package struct ConsentChange: Sendable {
  package var isGranted: Bool
  package var channel: String
  package var day: CalendarDate
  package var via: String?
  package var basis: String?
  package var proof: String?

  package init(
    isGranted: Bool, channel: String, day: CalendarDate, via: String? = nil, basis: String? = nil,
    proof: String? = nil
  ) {
    self.isGranted = isGranted
    self.channel = channel
    self.day = day
    self.via = via
    self.basis = basis
    self.proof = proof
  }
}

/// What writing a consent down has come to.
package struct ConsentRecorded: Sendable {
  package let recorded: Recorded
  /// What still stands against reaching the person by the channel.
  package let obstacle: Wording?
}

extension Workspace {
  /// Adds a dated fact to the customer's `consent:`, in one commit with the release of an address that was
  /// bound earlier on the same day: a consent given today is later than that.
  ///
  /// - Throws: `consent-in-future`; `withdrawn-same-day`, for on one day a withdrawal wins.
  package func change(
    _ consent: ConsentChange, of found: FoundRecord, by member: String?, dryRun: Bool
  ) throws(DaichoError) -> ConsentRecorded {
    guard consent.day <= moment.today else { throw .consentInFuture(consent.day) }
    let lines = try index.consentLines(of: found.reference.id, channel: consent.channel)
    if consent.isGranted {
      let later = lines.first { !$0.isGranted && ($0.day.map { $0 >= consent.day } ?? true) }
      if let later { throw .withdrawnSince(later.day, consent.day) }
    }
    let fact = ConsentFact(
      channel: consent.channel, isGranted: consent.isGranted, day: consent.day, via: consent.via,
      basis: consent.basis, proof: consent.proof)
    guard let path = FieldPath("consent") else { throw .badFieldName("consent") }
    let schema = settings.schema(.customers)
    let file = found.path
    var changes = [
      FileChange.edit(file) { bytes throws(DaichoError) in
        try FieldEditor.apply([.append(path, fact.value)], to: bytes, path: file, schema: schema)
      }
    ]
    var obstacle = try self.obstacle(to: consent, of: found)
    if consent.isGranted, consent.channel == "email", consent.day == moment.today {
      let bound = try bindings(of: found).filter { $0.day >= consent.day }
      if !bound.isEmpty {
        let addresses = Set(bound.map(\.address)).sorted()
        changes.append(
          append(
            addresses.map {
              handEvent(
                "release", $0, found, after: bound.map(\.at).max(), reason: "consent", by: member)
            }))
        if case .bound = obstacle { obstacle = nil }
      }
    }
    let what = "\(consent.channel) \(consent.isGranted ? "granted" : "withdrawn") \(consent.day)"
    let message = CommitMessage("consent", [found.reference], what, trailers: [("Channel", consent.channel)])
    return ConsentRecorded(
      recorded: try record(changes, as: message, dryRun: dryRun), obstacle: obstacle?.wording)
  }

  /// What binds the customer's addresses.
  package func bindings(of found: FoundRecord) throws(DaichoError) -> [AddressBinding] {
    let addresses = (try open(found).record.value("email")?.items ?? []).map {
      TextFolding.fold($0.plainText)
    }
    return try index.bindings(of: Set(addresses))
  }

  private enum Obstacle {
    case forbidden
    case bound(AddressBinding)
    case refused(CalendarDate)

    var wording: Wording {
      switch self {
      case .forbidden: .consentButForbidden
      case .bound(let binding): .consentButBound(binding.kind, binding.day.description)
      case .refused(let day): .consentButRefused(day.description)
      }
    }
  }

  private func obstacle(to consent: ConsentChange, of found: FoundRecord) throws(DaichoError) -> Obstacle? {
    guard consent.isGranted else { return nil }
    let forbids = try open(found).record.value("do_not_contact")
    if let forbids, forbids != .boolean(false) { return .forbidden }
    guard consent.channel == "email" else {
      let refusal = try index.refusedChannels(of: found.reference.id).first {
        $0.channel == consent.channel && $0.day >= consent.day
      }
      return refusal.map { .refused($0.day) }
    }
    return try bindings(of: found).first { $0.day >= consent.day }.map(Obstacle.bound)
  }
}

extension DaichoError {
  fileprivate static func consentInFuture(_ day: CalendarDate) -> DaichoError {
    DaichoError("consent-in-future", .consentInFuture(day.description), hint: .dayItWasGiven)
  }

  fileprivate static func withdrawnSince(_ day: CalendarDate?, _ granted: CalendarDate) -> DaichoError {
    DaichoError("withdrawn-since", .withdrawnSince(day?.description), hint: .laterConsent)
  }
}
