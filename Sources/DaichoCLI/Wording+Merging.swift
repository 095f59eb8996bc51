import DaichoModel

extension Wording {
  static func mergeRecords(_ merged: Reference, into kept: Reference) -> Wording {
    Wording(
      en: "merge '\(merged)' into '\(kept)', which stays?", ja: "「\(merged)」を「\(kept)」に統合しますか？（後者が残ります）")
  }

  static func mergedField(_ name: String) -> Wording { Wording(en: "\(name):", ja: "\(name):") }

  /// `A` what the kept record has, `B` what the other has, `=` what will be written.
  static func mergedValue(_ side: String, _ value: String) -> Wording {
    Wording(en: "  \(side) \(value)", ja: "  \(side) \(value)")
  }

  static func takeWhich(_ field: String, _ a: String, _ b: String, _ proposed: String) -> Wording {
    Wording(
      en: "\(field): A '\(a)' or B '\(b)'? [\(proposed), or another value]",
      ja: "\(field)：A「\(a)」とB「\(b)」のどちらにしますか？ [\(proposed)、または別の値]")
  }

  static func staysForbidden(_ channels: [String]) -> Wording {
    let list = channels.joined(separator: ", ")
    return Wording(
      en: "\(list): one record withdrew consent, so it stays withdrawn",
      ja: "\(list)：一方で同意が撤回されているため、撤回のままにします")
  }
}
