import DaichoModel

/// What `import` says and asks.
extension Wording {
  static let excelNeedsCSV = Wording(
    en: "--excel goes with --format csv", ja: "--excel は --format csv と一緒に指定してください")
}
