/// The mail layouts that come with the product, in Mustache and HTML, embedded in the program.
///
/// SwiftPM embeds each file of the manifest's list under its stem; a test holds that this list has all.
package enum BuiltInTemplates {
  package static let layouts: [String: String] = [
    "letter": String(decoding: PackageResources.letter_html, as: UTF8.self),
    "newsletter": String(decoding: PackageResources.newsletter_html, as: UTF8.self),
  ]
}
