import DaichoModel

/// Why an export could not be written, or read back.
extension Wording {
  static let exportExists = Wording(
    en: "there is a file of this name already; '--force' replaces it",
    ja: "同じ名前のファイルがすでにあります。「--force」で置き換えます")
  static let exportFolderNotEmpty = Wording(en: "the folder is not empty", ja: "フォルダーが空ではありません")
  static func exportFolderMissing(_ folder: String) -> Wording {
    Wording(en: "there is no folder '\(folder)'", ja: "「\(folder)」というフォルダーはありません")
  }
  static func surplusCells(_ columns: Int) -> Wording {
    Wording(en: "the row has more than its \(columns) cells", ja: "行のセルが \(columns)列より多くあります")
  }
  static func columnTwice(_ name: String) -> Wording {
    Wording(en: "two columns are called '\(name)'", ja: "「\(name)」という列が2つあります")
  }
  static let nameNewFolder = Wording(
    en: "name a new folder, or an empty one", ja: "新しいフォルダーか空のフォルダーを指定してください")

  static let emptySheet = Wording(en: "the file is empty", ja: "ファイルが空です")

  static func cellUnreadable(_ column: String) -> Wording {
    Wording(
      en: "the cell of column '\(column)' cannot be written to a file", ja: "列「\(column)」の値をファイルに書き込めません")
  }
}
