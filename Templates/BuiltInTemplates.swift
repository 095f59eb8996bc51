/// What comes with the product, embedded in the program: the mail layouts, in Mustache and HTML, and the maps
/// for the files of shop systems, in YAML.
///
/// SwiftPM embeds each file of the manifest's list under its stem; a test holds that this list has all.
package enum BuiltInTemplates {
  package static let layouts: [String: String] = [
    "letter": text(PackageResources.letter_html),
    "newsletter": text(PackageResources.newsletter_html),
    "product-grid": text(PackageResources.product_grid_html),
  ]

  /// What layouts include, `{{> product-cell}}`, by name.
  package static let partials: [String: String] = [
    "product-cell": text(PackageResources.product_cell_html)
  ]

  /// Whatever a template may name.
  package static var mails: [String: String] { layouts.merging(partials) { layout, _ in layout } }

  /// By stem.
  package static let imports: [String: String] = [
    "base-orders": text(PackageResources.base_orders_yml),
    "shopify-orders": text(PackageResources.shopify_orders_yml),
    "woocommerce-orders": text(PackageResources.woocommerce_orders_yml),
    "hubspot": text(PackageResources.hubspot_yml),
    "klaviyo": text(PackageResources.klaviyo_yml),
    "listmonk": text(PackageResources.listmonk_yml),
    "mailchimp": text(PackageResources.mailchimp_yml),
    "shopify-customers": text(PackageResources.shopify_customers_yml),
  ]

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
