import DaichoModel

/// What an import of records has to say about a cell.
extension Wording {
  static func spreadsheetError(_ text: String) -> Wording {
    Wording(en: "'\(text)' is an error of the spreadsheet", ja: "「\(text)」は表計算ソフトのエラー値です")
  }

  static func roundedNumber(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' is a long number whose digits the spreadsheet has dropped",
      ja: "「\(text)」は表計算ソフトが桁を落とした長い数字です")
  }

  static let typeAsText = Wording(
    en: "format the column as text, type the number again and save",
    ja: "その列を文字列の書式にして、番号を入力し直して保存してください")

  static func notADay(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' cannot be read as a date; write it as 2026-11-20",
      ja: "「\(text)」は日付として読めません。「2026-11-20」のように書いてください")
  }

  static func notANumber(_ text: String) -> Wording {
    Wording(en: "'\(text)' is no number", ja: "「\(text)」は数値ではありません")
  }

  static let preparingRecords = Wording(en: "preparing records", ja: "記録の準備")
  static let comparingRecords = Wording(en: "comparing records", ja: "記録の比較")

  static func noID(_ text: String) -> Wording {
    Wording(en: "'\(text)' cannot be an id", ja: "「\(text)」は ID にできません")
  }

  static let idCharacters = Wording(
    en: "an id is made of letters, digits, '-', '_' and '.'", ja: "ID に使えるのは文字、数字、「-」「_」「.」です")

  static func idTwice(_ id: String) -> Wording {
    Wording(en: "the id '\(id)' stands on another row too", ja: "ID「\(id)」が別の行にもあります")
  }

  static func recordUnreadable(_ path: String) -> Wording {
    Wording(en: "\(path) cannot be read and stays as it is", ja: "\(path) は読めないため、そのままにします")
  }

  static let runCheck = Wording(en: "see: daicho check", ja: "daicho check で確認してください")

  static func notFoundByName(_ text: String, _ kind: Kind) -> Wording {
    Wording(
      en: "there is no \(kind.singular) '\(text)'", ja: "「\(text)」という\(kind.label.ja)はありません")
  }

  static func badCells(_ count: Int) -> Wording {
    Wording(
      en: count == 1 ? "one cell cannot be used" : "\(count) cells cannot be used",
      ja: "使えない値が \(count) か所にあります")
  }

  static let nothingImported = Wording(
    en: "nothing was imported; mend these rows and try again", ja: "何も取り込んでいません。これらの行を直して、もう一度実行してください")

  static func rowTwice(_ id: String, line: Int) -> Wording {
    Wording(en: "'\(id)' has a row already, line \(line)", ja: "「\(id)」の行はすでに \(line) 行目にあります")
  }

  static func notJSON(_ column: String) -> Wording {
    Wording(en: "the cell is not the JSON that 'list' writes", ja: "この値は list が書き出す JSON の形になっていません")
  }

  static func computedColumns(_ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(en: "computed, so not taken: \(list)", ja: "計算で求める項目のため取り込みません: \(list)")
  }

  static func unknownColumnIgnored(_ name: String) -> Wording {
    Wording(en: "there is no field '\(name)'; its column is not taken", ja: "「\(name)」という項目はないため、この列は取り込みません")
  }

  static let defineField = Wording(
    en: "to keep it, define it under 'fields:' in daicho.yml", ja: "取り込むには daicho.yml の fields: で項目を定義してください")
}
