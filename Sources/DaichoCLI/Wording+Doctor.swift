import DaichoModel

/// What `doctor` says around its findings.
extension Wording {
  static func examined(_ checks: Int, _ errors: Int, _ warnings: Int) -> Wording {
    errors + warnings == 0
      ? Wording(en: "\(checks) checks, all well", ja: "\(checks)項目を確認し、問題はありません")
      : Wording(
        en: "\(checks == 1 ? "1 check" : "\(checks) checks"): \(errors) wrong, \(warnings) to look at",
        ja: "\(checks)項目のうち、異常 \(errors)件、注意 \(warnings)件")
  }

  static func cured(_ check: String, _ seen: Wording) -> Wording {
    let shown = TextSafety.visible(check)
    return Wording(en: "mended \(shown): \(seen.en)", ja: "\(shown) を直しました: \(seen.ja)")
  }
}
