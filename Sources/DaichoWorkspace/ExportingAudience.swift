import DaichoFiles
import DaichoIndex
import DaichoModel

/// What a list for an advertising platform came to.
package struct AudienceReport: Sendable {
  package let segment: String
  package let matching: Int
  /// Customers in the list.
  package let people: Int
  package let rows: Int
  /// Why the others are not, and how many for each reason.
  package let leftOut: [(reason: Wording, count: Int)]
}

extension Workspace {
  /// A segment of customers as a list for an advertising platform, hashed as it wants it: only those with
  /// `consent.ads`. Addresses and numbers of everyone else stay here, for handing them over, hashed or
  /// not, is providing personal data to a third party (Act on the Protection of Personal Information,
  /// article 27), and consent to mail is none to that.
  package func audience(
    _ segment: String, for platform: AudiencePlatform, row write: ([String]) throws -> Void
  ) throws(DaichoError) -> AudienceReport {
    let summary = try index.advertisingSummary(segment)
    var people = 0
    var rows = 0
    try self.people(CustomerChoice(filters: ["consent.ads"], segments: [segment])) { person in
      guard person.mayBeAdvertisedTo else { return }
      let made = platform.rows(audiencePerson(person))
      for row in made { try write(row) }
      people += made.isEmpty ? 0 : 1
      rows += made.count
    }
    var leftOut = summary.refused
    if people < summary.allowed { leftOut.append((.nothingToMatchBy(platform), summary.allowed - people)) }
    return AudienceReport(
      segment: summary.id, matching: summary.matching, people: people, rows: rows, leftOut: leftOut)
  }

  private func audiencePerson(_ person: ExportedPerson) -> AudiencePerson {
    var known = AudiencePerson()
    known.emails = person.list("email")
    known.phones = person.phones.compactMap(\.international)
    (known.familyName, known.givenName) = person.names
    known.postalCode = person.text("address.postal_code")
    known.country = person.country
    return known
  }
}
