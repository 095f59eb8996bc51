import DaichoFiles
import DaichoModel

extension IncomingRecord {
  /// A card of an address book as a customer.
  init(_ card: VCard, schema: KindSchema) {
    self.init(line: card.line)
    func add(_ name: String, _ column: String, _ text: String, isOnlyForNew: Bool = false) {
      guard !text.isEmpty, let path = FieldPath(name) else { return }
      fields.append(
        Field(
          path: path, type: Workspace.type(of: path, in: schema), column: column, text: text,
          isOnlyForNew: isOnlyForNew))
    }
    add("name", "FN", card.name)
    add("family_name", "N", card.familyName)
    add("given_name", "N", card.givenName)
    add("kana", "X-PHONETIC", card.kana)
    add("email", "EMAIL", card.emails.joined(separator: "; "))
    add("phone", "TEL", card.phones.joined(separator: "; "))
    if card.organisation != card.name { add("company", "ORG", card.organisation) }
    add("tags", "CATEGORIES", card.categories.joined(separator: "; "))
    add("birthday", "BDAY", card.birthday?.description ?? "")
    if let address = card.addresses.first {
      add("address.postal_code", "ADR", address.postalCode)
      add("address.region", "ADR", address.region)
      add("address.city", "ADR", address.city)
      add("address.street", "ADR", address.street)
      add("address.country", "ADR", address.country)
    }
    add("ids.vcard", "UID", card.uid)
    body = card.note
  }
}
