import DaichoModel

extension DaichoError {
  static func tooLongToMend(_ limit: Int64) -> DaichoError {
    DaichoError(
      "file-too-large",
      Wording(
        en: "over \(limit >> 20) MiB, the most that is mended at once; split it by month",
        ja: "一度に直せる \(limit >> 20) MiB を超えています。月ごとに分けてください"))
  }
}
