extension Salutation {
  /// Whom an envelope is for: `山田 花子 様`, `株式会社つばめ 御中`; with a company above it, the person.
  /// In another language, which is the address's and not the workspace's, the name as it is.
  package static func addressee(name: String?, company: String?, language: Language) -> String {
    func given(_ text: String?) -> String? { text.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 } }
    let name = given(name) ?? given(company)
    guard language == .ja else { return name ?? "Customer" }
    guard let name else { return "お客様" }
    if honorifics.contains(where: name.hasSuffix) { return name }
    let isCompany = given(company) == name || legalForms.contains(where: name.contains)
    return name + (isCompany ? " 御中" : " 様")
  }

  private static let honorifics = ["様", "さま", "殿", "御中", "先生"]
  private static let legalForms = [
    "株式会社", "有限会社", "合同会社", "合資会社", "合名会社", "社団法人", "財団法人", "㈱", "㈲", "(株)", "（株）", "(有)", "（有）",
  ]
}
