import DaichoModel

extension Repair {
  /// `山田様` → `山田`. 殿 is left: it ends family names and the names of restaurants.
  static let honorific = Repair(.honorific) { name in
    var bare = name
    while let rest = without("様", bare) ?? without("御中", bare) ?? withoutKana("さま", bare) { bare = rest }
    return bare
  }

  /// Of persons only, for `八百屋さん` is a shop.
  static let personHonorific = Repair(.honorific) { name in
    var bare = name
    while let rest = withoutKana("さん", bare), !rest.hasSuffix("屋"), !rest.hasSuffix("者") { bare = rest }
    return bare
  }

  /// `㈱つばめ` → `株式会社つばめ`: a short form at one end of the name, and no other form in it.
  static let legalForm = Repair(.legalForm) { name in
    for (short, long) in legalForms {
      for form in short {
        if name.hasPrefix(form), let rest = bare(name.dropFirst(form.count)) { return long + rest }
        if name.hasSuffix(form), let rest = bare(name.dropLast(form.count)) { return rest + long }
      }
    }
    return nil
  }

  private static func without(_ title: String, _ name: String) -> String? {
    guard name.hasSuffix(title) else { return nil }
    let bare = String(name.dropLast(title.count).reversed().drop(while: \.isWhitespace).reversed())
    return bare.isEmpty || words.contains(bare) ? nil : bare
  }

  /// Behind hiragana the title's letters may be the name's own.
  private static func withoutKana(_ title: String, _ name: String) -> String? {
    guard let bare = without(title, name), let last = bare.unicodeScalars.last,
      !(0x3041...0x309F).contains(last.value)
    else { return nil }
    return bare
  }

  /// What makes a word with its honorific, and is nobody's name: お客様.
  static let words: Set<String> = [
    "お客", "皆", "皆々", "奥", "王", "神", "殿", "姫", "若", "旦那", "仏", "お父", "お母", "お嬢", "お子", "お得意",
    "お取引先", "ご担当者", "担当者", "ご本人", "ご家族", "ご一同", "貴", "上",
  ]

  private static let legalForms: [(short: [String], long: String)] = [
    (["㈱", "(株)", "（株）", "(株）", "（株)"], "株式会社"), (["㈲", "(有)", "（有）", "(有）", "（有)"], "有限会社"),
    (["㈾", "(資)", "（資）"], "合資会社"), (["㈴", "(名)", "（名）"], "合名会社"), (["(同)", "（同）"], "合同会社"),
  ]

  private static func bare(_ rest: Substring) -> String? {
    guard rest.contains(where: { !$0.isWhitespace }) else { return nil }
    let others = legalForms.flatMap { $0.short + [$0.long] }
    return others.contains { rest.contains($0) } ? nil : String(rest)
  }
}
