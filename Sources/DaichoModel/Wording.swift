/// The languages the product speaks.
package enum Language: String, Sendable, CaseIterable {
  case en, ja
}

/// A sentence for people, in every language of the product.
///
/// Messages are values. Each target keeps its own in one file, `Wording+<Target>.swift`, as
/// `static func`s on this type, so that both languages stand side by side and neither can be forgotten.
package struct Wording: Sendable, Hashable {
  package let en: String
  package let ja: String

  package init(en: String, ja: String) {
    self.en = en
    self.ja = ja
  }

  package func callAsFunction(_ language: Language) -> String {
    switch language {
    case .en: en
    case .ja: ja
    }
  }
}
