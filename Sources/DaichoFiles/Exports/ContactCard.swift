import DaichoModel

/// One person for an address book, as a vCard 3.0.
///
/// Version 3.0, for it is what both phones take: iOS and iCloud write it themselves, and the contacts
/// app of Android has long not taken 4.0. It knows no birthday without a year; Apple's
/// `X-APPLE-OMIT-YEAR=1604`, which CardDAV servers and clients understand, is written for these.
package struct ContactCard: Sendable {
  package var uid: String
  package var name: String
  package var familyName: String?
  package var givenName: String?
  /// How the names are read; Apple and Android sort and show by it.
  package var familyReading: String?
  package var givenReading: String?
  package var organisation: String?
  /// As they are to be written: international where that is safe.
  package var phones: [String] = []
  package var emails: [String] = []
  package var address: Address?
  package var birthday: Anniversary?
  package var categories: [String] = []
  /// When the card was written, in seconds since 1970.
  package var revision: Int64

  package struct Address: Sendable, Hashable {
    package var street = ""
    package var city = ""
    package var region = ""
    package var postalCode = ""
    package var country = ""

    package init() {}
    package var isEmpty: Bool { self == Address() }
  }

  package init(uid: String, name: String, revision: Int64) {
    self.uid = uid
    self.name = name
    self.revision = revision
  }

  package var text: String {
    var out = "BEGIN:VCARD\r\nVERSION:3.0\r\n"
    ContentLine.write("N", ContentLine.structured([familyName ?? "", givenName ?? "", "", "", ""]), to: &out)
    ContentLine.writeText("FN", name, to: &out)
    if let familyReading { ContentLine.writeText("X-PHONETIC-LAST-NAME", familyReading, to: &out) }
    if let givenReading { ContentLine.writeText("X-PHONETIC-FIRST-NAME", givenReading, to: &out) }
    if let organisation { ContentLine.write("ORG", ContentLine.structured([organisation]), to: &out) }
    for phone in phones {
      let type = InternationalPhone.isMobile(phone) ? "CELL" : "VOICE"
      ContentLine.writeText("TEL;TYPE=\(type)", phone, to: &out)
    }
    for email in emails { ContentLine.writeText("EMAIL;TYPE=INTERNET", email, to: &out) }
    if let address, !address.isEmpty {
      let parts = ["", "", address.street, address.city, address.region, address.postalCode, address.country]
      ContentLine.write("ADR;TYPE=HOME", ContentLine.structured(parts), to: &out)
    }
    if let birthday { writeBirthday(birthday, to: &out) }
    if !categories.isEmpty {
      ContentLine.write("CATEGORIES", categories.map(ContentLine.escaped).joined(separator: ","), to: &out)
    }
    ContentLine.writeText("UID", uid, to: &out)
    ContentLine.write("REV", UTCTime.extended(revision), to: &out)
    return out + "END:VCARD\r\n"
  }

  private func writeBirthday(_ birthday: Anniversary, to out: inout String) {
    let day = "\(padded(birthday.month, 2))-\(padded(birthday.day, 2))"
    if let year = birthday.year {
      ContentLine.write("BDAY;VALUE=date", "\(padded(year, 4))-\(day)", to: &out)
    } else {
      ContentLine.write("BDAY;VALUE=date;X-APPLE-OMIT-YEAR=1604", "1604-\(day)", to: &out)
    }
  }
}

/// Instants in UTC as these formats write them.
enum UTCTime {
  /// `2026-11-20T03:00:00Z`
  static func extended(_ seconds: Int64) -> String {
    let (date, time) = parts(seconds)
    return "\(date)T\(time[0]):\(time[1]):\(time[2])Z"
  }

  /// `20261120T030000Z`
  static func basic(_ seconds: Int64) -> String {
    let (date, time) = parts(seconds)
    return day(date) + "T" + time.joined() + "Z"
  }

  /// `20261120`
  static func day(_ date: CalendarDate) -> String { date.description.filter { $0 != "-" } }

  private static func parts(_ seconds: Int64) -> (CalendarDate, [String]) {
    let day = Int(seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
    let second = Int(seconds - Int64(day) * 86_400)
    return (
      CalendarDate(day: day), [second / 3600, second / 60 % 60, second % 60].map { padded($0, 2) }
    )
  }
}
