/// What a record is, decided by the first folder of its path.
package enum Kind: String, Sendable, CaseIterable, Codable, Comparable {
  case customers, companies, deals, inquiries, products
  case segments, scores, campaigns, journeys, forms

  /// The name of the folder, also the word used in references and JSON.
  package var folder: String { rawValue }

  /// One of them: `customer`.
  package var singular: String {
    switch self {
    case .companies: "company"
    case .inquiries: "inquiry"
    default: String(rawValue.dropLast())
    }
  }

  package var label: Wording {
    switch self {
    case .customers: Wording(en: "customers", ja: "顧客")
    case .companies: Wording(en: "companies", ja: "会社")
    case .deals: Wording(en: "deals", ja: "商談")
    case .inquiries: Wording(en: "inquiries", ja: "問い合わせ")
    case .products: Wording(en: "products", ja: "商品")
    case .segments: Wording(en: "segments", ja: "セグメント")
    case .scores: Wording(en: "scores", ja: "スコア")
    case .campaigns: Wording(en: "campaigns", ja: "キャンペーン")
    case .journeys: Wording(en: "journeys", ja: "シナリオ")
    case .forms: Wording(en: "forms", ja: "フォーム")
    }
  }

  /// Reads what a person types: `customers`, `customer`, `Customer`, `顧客`.
  package init?(typed word: String) {
    let folded = TextFolding.fold(word)
    guard
      let kind = Kind.allCases.first(where: {
        $0.folder == folded || $0.singular == folded || TextFolding.fold($0.label.ja) == folded
      })
    else { return nil }
    self = kind
  }

  package static func < (a: Kind, b: Kind) -> Bool { a.rawValue < b.rawValue }
}
