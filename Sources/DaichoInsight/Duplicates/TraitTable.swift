import DaichoModel

/// The traits of all records, folded, as numbers: what is compared a million times.
struct TraitTable {
  private(set) var count = 0
  /// Parts of names as written and as they sound. Families and given names share them, since people
  /// exchange the two.
  private(set) var names = Lexicon()
  private(set) var readings = Lexicon()
  private(set) var wholes = Lexicon()
  private(set) var wholeReadings = Lexicon()
  private(set) var postalCodes = Lexicon()
  private(set) var cities = Lexicon()
  private(set) var streets = Lexicon()
  /// Of the streets, by their numbers.
  private(set) var streetBigrams = BigramTable()
  private(set) var companies = Lexicon()
  private(set) var emails = ListColumn()
  /// Of addresses, what stands before the @, where it is somebody's own.
  private(set) var mailboxes = ListColumn()
  private(set) var phones = ListColumn()
  private(set) var ids = ListColumn()
  private(set) var persons: [Person] = []
  private(set) var birthdayCounts: [Int32: Int] = [:]
  /// By the number of a part of a name as written: whether its characters say how it sounds.
  private(set) var hasSound: [Bool] = [false]
  private(set) var wholeHasSound: [Bool] = [false]
  private var forms: [String: (written: String, reading: String?)] = [:]

  /// Numbers of one record's traits.
  struct Person {
    var family: Int32 = 0
    var given: Int32 = 0
    var familyReading: Int32 = 0
    var givenReading: Int32 = 0
    var whole: Int32 = 0
    var wholeReading: Int32 = 0
    /// Which part is the family's is a guess.
    var isSplitByOrder = false
    var postalCode: Int32 = 0
    var city: Int32 = 0
    var street: Int32 = 0
    var company: Int32 = 0
    /// Year × 10,000 + month × 100 + day; the year 0 where it is not known, 0 for no birthday.
    var birthday: Int32 = 0
    /// The number of the only one, 0 for none, -1 for several: so that most comparisons of two records touch
    /// no other memory than these.
    var email: Int32 = 0
    var mailbox: Int32 = 0
    var phone: Int32 = 0
    var foreignID: Int32 = 0

    /// Both parts of the name are known, in writing or by their sound.
    var isSplit: Bool { (family > 0 || familyReading > 0) && (given > 0 || givenReading > 0) }
  }

  mutating func append(_ traits: DuplicateTraits) {
    var person = Person()
    addName(traits, to: &person)
    person.postalCode = postalCodes.add(TextFolding.phoneDigits(traits.postalCode))
    person.city = cities.add(form(traits.city).written)
    person.street = streets.add(NameForm.street(traits.street))
    streetBigrams.append(person.street, streets[person.street])
    person.company = companies.add(
      TextFolding.companyName(traits.company.isEmpty ? traits.domain : traits.company))
    if let birthday = traits.birthday {
      let packed = (birthday.year ?? 0) * 10_000 + birthday.month * 100 + birthday.day
      person.birthday = Int32(truncatingIfNeeded: packed)
      birthdayCounts[person.birthday, default: 0] += 1
    }
    let addresses = traits.emails.map(MailIdentity.init)
    emails.append(addresses.map(\.address))
    mailboxes.append(addresses.compactMap(\.mailbox))
    phones.append(traits.phones.map(TextFolding.phoneDigits).filter { $0.utf8.count >= 6 })
    ids.append(traits.ids.map { "\($0.system)\u{1F}\(TextFolding.fold($0.value))" })
    person.email = emails.only(count)
    person.mailbox = mailboxes.only(count)
    person.phone = phones.only(count)
    person.foreignID = ids.only(count)
    persons.append(person)
    count += 1
  }

  private mutating func addName(_ traits: DuplicateTraits, to person: inout Person) {
    var (family, given) = (form(traits.familyName), form(traits.givenName))
    let words = TraitTable.words(traits.name)
    var whole = ""
    if family.written.isEmpty || given.written.isEmpty {
      let parts = words.map { form($0) }.filter { !$0.written.isEmpty }
      whole = parts.map(\.written).joined()
      if family.written.isEmpty, given.written.isEmpty, parts.count > 1, let last = parts.last {
        person.isSplitByOrder = true
        // A Western name ends with the family's; one in kanji or kana begins with it.
        if parts[0].written.utf8.allSatisfy({ $0 < 0x80 }) {
          given = parts.count == 2 ? parts[0] : form(parts.dropLast().map(\.written).joined())
          family = last
        } else {
          family = parts[0]
          given = parts.count == 2 ? last : form(parts.dropFirst().map(\.written).joined())
        }
      }
    }
    if !family.written.isEmpty, !given.written.isEmpty { whole = family.written + given.written }
    let kana = TraitTable.words(traits.kana)
    let sounds = kana.map { form($0).reading }
    let familyReading = (kana.count == 2 ? sounds[0] : nil) ?? family.reading ?? ""
    let givenReading = (kana.count == 2 ? sounds[1] : nil) ?? given.reading ?? ""
    person.family = names.add(family.written)
    person.given = names.add(given.written)
    person.familyReading = readings.add(familyReading)
    person.givenReading = readings.add(givenReading)
    person.whole = wholes.add(whole)
    let wholeReading: String?
    if !kana.isEmpty, sounds.allSatisfy({ $0 != nil }) {
      wholeReading = sounds.compactMap(\.self).joined()
    } else if !familyReading.isEmpty, !givenReading.isEmpty {
      wholeReading = familyReading + givenReading
    } else {
      wholeReading = words.count == 1 ? form(words[0]).reading : nil
    }
    person.wholeReading = wholeReadings.add(wholeReading ?? "")
    for (number, part) in [(person.family, family), (person.given, given)] where Int(number) == hasSound.count
    {
      hasSound.append(part.reading != nil)
    }
    if Int(person.whole) == wholeHasSound.count {
      wholeHasSound.append(wholeReading != nil && NameForm.reading(whole) != nil)
    }
  }

  /// A part of a name in the forms it compares by; a register has few, and each often.
  private mutating func form(_ text: String) -> (written: String, reading: String?) {
    guard !text.isEmpty else { return ("", nil) }
    if let known = forms[text] { return known }
    let form = (written: NameForm.written(text), reading: NameForm.reading(text))
    if forms.count < 200_000 { forms[text] = form }
    return form
  }

  private static func words(_ text: String) -> [String] {
    guard !text.isEmpty else { return [] }
    return text.unicodeScalars.split { $0 == " " || $0 == "\u{3000}" || $0.properties.isWhitespace }.map {
      String($0)
    }
  }
}

/// An e-mail address as its owner reads it: without what stands behind a `+`, and, at Gmail, without dots.
private struct MailIdentity {
  let address: String
  let mailbox: String?

  /// Mailboxes that whoever answers shares.
  private static let shared: Set<String> = [
    "info", "mail", "shop", "contact", "office", "sales", "support", "admin", "webmaster", "postmaster",
    "hello",
    "order", "orders", "inquiry", "soumu", "eigyo", "service", "reception", "noreply", "no-reply",
  ]

  init(_ text: String) {
    let folded = TextFolding.fold(text)
    guard let at = folded.utf8.lastIndex(of: UInt8(ascii: "@")) else {
      (address, mailbox) = (folded, nil)
      return
    }
    let plus = folded.utf8[..<at].firstIndex(of: UInt8(ascii: "+"))
    var local = String(folded[..<(plus ?? at)])
    let domain = folded[folded.utf8.index(after: at)...]
    if domain == "gmail.com" || domain == "googlemail.com" { local.removeAll { $0 == "." } }
    if local.isEmpty { local = String(folded[..<at]) }
    address = "\(local)@\(domain)"
    let letters = String(String.UnicodeScalarView(local.unicodeScalars.filter(MailIdentity.isLetter)))
    mailbox = letters.utf8.count >= 5 && !MailIdentity.shared.contains(local) ? letters : nil
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII {
      return (0x61...0x7A).contains(scalar.value | 0x20) || (0x30...0x39).contains(scalar.value)
    }
    return scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
