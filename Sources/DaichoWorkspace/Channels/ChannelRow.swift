import DaichoFiles
import DaichoModel

/// What the list of a channel says of one person.
package struct ChannelRow: Sendable {
  package let cells: [String]
  /// Of a letter.
  package let label: AddressLabel?

  static let personColumns = ExportedPerson.columns + ["last_order", "ids.line"]

  package static func columns(_ channel: SendChannel) -> [String] {
    switch channel {
    case .post: ["postal_code", "region", "city", "street", "country", "company", "name"]
    case .phone: ["customer", "name", "kana", "phone", "last_order", "note"]
    case .sms: ["phone", "text"]
    case .line: ["line", "text"]
    }
  }

  /// - Parameter text: of a channel that carries the campaign's text.
  init(_ recipient: ChannelRecipient, _ channel: SendChannel, text: String) {
    let person = recipient.person
    switch channel {
    case .post:
      let label = AddressLabel(person)
      self.label = label
      let address = PostalAddress(person)
      cells = [
        address?.postalCode ?? "", address?.region ?? "", address?.city ?? "", address?.street ?? "",
        address?.country ?? "", label?.company ?? "", label?.name ?? "",
      ]
    case .phone:
      label = nil
      cells = [
        person.id, person.displayName, person.text("kana") ?? "", recipient.handle,
        person.text("last_order") ?? "", "",
      ]
    case .sms, .line:
      label = nil
      cells = [recipient.handle, text]
    }
  }
}

extension AddressLabel {
  init?(_ person: ExportedPerson) {
    guard let address = PostalAddress(person) else { return nil }
    let company = person.text("company.name") ?? person.text("company")
    let parts = [person.text("family_name"), person.text("given_name")].compactMap(\.self)
    let own = person.text("name") ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
    let name = Salutation.addressee(
      name: own, company: company, language: address.isJapanese ? .ja : .en)
    let above = own == nil || own == company ? "" : company ?? ""
    if address.isJapanese {
      self.init(
        postalCode: address.postalCode, lines: [address.region + address.city, address.street],
        company: above, name: name)
    } else {
      let town = [address.city, address.region, address.postalCode].filter { !$0.isEmpty }
      self.init(
        postalCode: nil, lines: [address.street, town.joined(separator: " "), address.country],
        company: above, name: name)
    }
  }
}
