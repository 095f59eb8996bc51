/// Why two records may be the same, or may not.
package enum DuplicateReason: Sendable, Hashable {
  case sameEmail, sameEmailName, similarEmail
  case samePhone, similarPhone
  case sameName, similarName, swappedNames
  /// Written otherwise, and sounds the same.
  case sameReading
  case sameFamilyName, sameGivenName
  case sameAddress, similarAddress, samePostalCode
  case sameBirthday, similarBirthday
  case sameCompany, sameDomain
  case sameForeignID, similarForeignID
  /// Against it.
  case otherName, otherFamilyName, otherGivenName, otherBirthday
  /// More likely two people who live together, or two of one company.
  case household, colleagues

  /// What `--format json` calls it.
  package var code: String {
    var out = ""
    for character in "\(self)" {
      if character.isUppercase, out.last.map({ $0.isLowercase }) ?? false { out.append("-") }
      out.append(contentsOf: character.lowercased())
    }
    return out
  }

  package var isAgainst: Bool {
    switch self {
    case .otherName, .otherFamilyName, .otherGivenName, .otherBirthday, .household, .colleagues: true
    default: false
    }
  }
}

/// Two records that may be the same person or company, by their numbers in the order they were added.
package struct DuplicatePair: Sendable {
  package let first: Int
  package let second: Int
  /// The probability that they are the same, 0…1, as far as the register lets one tell.
  package let score: Double
  /// Logarithm to base two of the odds: orders what `score` shows as the same.
  package let weight: Double
  package let reasons: [DuplicateReason]
}
