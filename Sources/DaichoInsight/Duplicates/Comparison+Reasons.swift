extension Comparison {
  /// What speaks for and against, the most telling first.
  func reasons(_ weights: MatchModel.Weights) -> [DuplicateReason] {
    var reasons: [DuplicateReason] = []
    switch self[.id] {
    case IDLevel.same: reasons.append(.sameForeignID)
    case IDLevel.close: reasons.append(.similarForeignID)
    default: break
    }
    switch self[.email] {
    case EmailLevel.same: reasons.append(.sameEmail)
    case EmailLevel.sameMailbox: reasons.append(.sameEmailName)
    case EmailLevel.close: reasons.append(.similarEmail)
    default: break
    }
    switch self[.phone] {
    case PhoneLevel.same, PhoneLevel.sameMobile: reasons.append(.samePhone)
    case PhoneLevel.close: reasons.append(.similarPhone)
    default: break
    }
    reasons += nameReasons
    switch self[.birthday] {
    case BirthdayLevel.same, BirthdayLevel.sameDay: reasons.append(.sameBirthday)
    case BirthdayLevel.close: reasons.append(.similarBirthday)
    case BirthdayLevel.other: reasons.append(.otherBirthday)
    default: break
    }
    let isSameArea = [AreaLevel.samePostalCode, AreaLevel.sameCity].contains(self[.area])
    switch self[.street] {
    case StreetLevel.same where isSameArea || self[.area] == 0: reasons.append(.sameAddress)
    case StreetLevel.same, StreetLevel.close: reasons.append(.similarAddress)
    default: if self[.area] == AreaLevel.samePostalCode { reasons.append(.samePostalCode) }
    }
    if self[.company] == CompanyLevel.same { reasons.append(.sameCompany) }
    if weights.household > max(weights.same, weights.colleagues, weights.anyTwo) {
      reasons.append(.household)
    }
    if weights.colleagues > max(weights.same, weights.household, weights.anyTwo) {
      reasons.append(.colleagues)
    }
    return reasons.filter { !$0.isAgainst } + reasons.filter(\.isAgainst)
  }

  private var nameReasons: [DuplicateReason] {
    let (family, given) = (self[.family], self[.given])
    if isSwapped { return [.swappedNames] }
    if family == 0 { return wholeNameReasons(given) }
    if given == 0 { return wholeNameReasons(family) == [.sameName] ? [.sameFamilyName] : [] }
    switch (family, given) {
    case (NameLevel.same, NameLevel.same), (NameLevel.same, NameLevel.sameWritten): return [.sameName]
    case (NameLevel.other, NameLevel.other): return [.otherName]
    case (_, NameLevel.other), (_, NameLevel.alike):
      return family == NameLevel.same ? [.sameFamilyName, .otherGivenName] : [.otherGivenName]
    case (NameLevel.other, _), (NameLevel.alike, _):
      return given == NameLevel.close ? [.otherFamilyName] : [.sameGivenName, .otherFamilyName]
    case (NameLevel.close, _), (_, NameLevel.close): return [.similarName]
    default: return [.sameReading]
    }
  }

  private func wholeNameReasons(_ level: Int) -> [DuplicateReason] {
    switch level {
    case NameLevel.same, NameLevel.sameWritten: [.sameName]
    case NameLevel.sameReading, NameLevel.homophone: [.sameReading]
    case NameLevel.close, NameLevel.alike: [.similarName]
    case NameLevel.other: [.otherName]
    default: []
    }
  }
}
