import DaichoModel

/// What a person or a company is known by, as it stands in the register.
package struct DuplicateTraits: Sendable {
  /// Of a company: without its legal form.
  package var name = ""
  package var familyName = ""
  package var givenName = ""
  package var kana = ""
  package var emails: [String] = []
  package var phones: [String] = []
  /// What other systems call them.
  package var ids: [(system: String, value: String)] = []
  package var postalCode = ""
  package var region = ""
  package var city = ""
  package var street = ""
  /// A reference, or a name.
  package var company = ""
  /// Of a company's web site and mail.
  package var domain = ""
  package var birthday: Anniversary?

  package init() {}
}
