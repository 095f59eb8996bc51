import DaichoModel

/// Why an export could not be written, or read back.
extension Wording {
  static let exportExists = Wording(
    en: "there is a file of this name already; '--force' replaces it",
    ja: "同じ名前のファイルがすでにあります。「--force」で置き換えます")
  static let exportFolderNotEmpty = Wording(en: "the folder is not empty", ja: "フォルダーが空ではありません")
  static let nameNewFolder = Wording(
    en: "name a new folder, or an empty one", ja: "新しいフォルダーか空のフォルダーを指定してください")

  static let emptySheet = Wording(en: "the file is empty", ja: "ファイルが空です")

  static func cellUnreadable(_ column: String) -> Wording {
    Wording(
      en: "the cell of column '\(column)' cannot be written to a file", ja: "列「\(column)」の値をファイルに書き込めません")
  }
}
