import DaichoModel

extension Wording {
  static func exportQuestion(_ id: String, _ channel: SendChannel, _ count: Int) -> Wording {
    Wording(
      en: "hand \(count) people of '\(id)' over for \(channel.rawValue), and record it?",
      ja: "「\(id)」の\(count)人を \(channel.rawValue) 用に書き出し、記録しますか？")
  }

  static func exportPlan(_ name: String, _ count: Int, held: Int) -> Wording {
    Wording(
      en: "\(name): \(count) people" + (held > 0 ? ", and \(held) in the control group" : ""),
      ja: "\(name)：\(count)人" + (held > 0 ? "、ほかに対照群\(held)人" : ""))
  }

  static let labelsArePost = Wording(
    en: "--format html makes address labels, which are for --channel post",
    ja: "--format html は宛名ラベル用で、--channel post のときだけ使えます")

  static let labelsNeedHTML = Wording(
    en: "--labels is of --format html", ja: "--labels は --format html と一緒に使います")

  static func labelsTitle(_ name: String) -> Wording {
    Wording(en: "Address labels: \(name)", ja: "宛名ラベル：\(name)")
  }
}
