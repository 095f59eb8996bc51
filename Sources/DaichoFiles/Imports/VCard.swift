import DaichoModel

/// One card of an address book, in the words of a customer.
package struct VCard: Sendable, Hashable {
  package struct Address: Sendable, Hashable {
    package var postalCode = ""
    package var region = ""
    package var city = ""
    package var street = ""
    package var country = ""

    package var isEmpty: Bool { self == Address() }
  }

  /// A property whose value could not be used.
  package struct Problem: Sendable, Hashable {
    package let line: Int
    package let property: String
    package let value: String
  }

  /// Line of `BEGIN:VCARD`, from 1.
  package let line: Int
  package internal(set) var formattedName = ""
  package internal(set) var familyName = ""
  package internal(set) var givenName = ""
  /// The reading, family name first.
  package internal(set) var kana = ""
  package internal(set) var organisation = ""
  package internal(set) var phones: [String] = []
  package internal(set) var emails: [String] = []
  package internal(set) var addresses: [Address] = []
  package internal(set) var birthday: Anniversary?
  package internal(set) var note = ""
  package internal(set) var categories: [String] = []
  package internal(set) var uid = ""
  /// A list of other cards (KIND:group), no person.
  package internal(set) var isGroup = false
  package internal(set) var problems: [Problem] = []

  init(line: Int) { self.line = line }

  /// FN, else the parts of N in the order the name is read: `山田 花子`, `Hanako Yamada`; else ORG.
  package var name: String {
    if !formattedName.isEmpty { return formattedName }
    let isLatin = (familyName + givenName).unicodeScalars.allSatisfy { $0.value < 0x250 }
    let parts = (isLatin ? [givenName, familyName] : [familyName, givenName]).filter { !$0.isEmpty }
    return parts.isEmpty ? organisation : parts.joined(separator: " ")
  }
}
