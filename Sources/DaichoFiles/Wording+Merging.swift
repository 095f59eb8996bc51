import DaichoModel

extension Wording {
  static let conflictMarkers = Wording(
    en: "two people have changed this, and the file holds both versions between conflict markers",
    ja: "2人が別々に変更したため、競合マーカーの間に両方の版が残っています")

  static func resolve(_ path: String) -> Wording {
    Wording(
      en: "run 'daicho resolve \(path)', then keep one version of what is left and delete the markers",
      ja: "「daicho resolve \(path)」を実行し、残った箇所は一方だけを残してマーカーを消してください")
  }
}
