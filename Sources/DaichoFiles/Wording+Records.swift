import DaichoModel

/// What is wrong with the fields of a record.
extension Wording {
  static let noFrontMatter = Wording(
    en: "this file has no front matter, so it has no fields", ja: "フロントマターがないので、項目がありません")
  static let addFrontMatter = Wording(
    en: "begin the file with a line '---', the fields, and another line '---'",
    ja: "ファイルの先頭に「---」の行、項目、もう一度「---」の行を書いてください")
  static let expectedMapping = Wording(en: "names with values ({name: value})", ja: "名前と値の組（{名前: 値}）")
  static let expectedOneValue = Wording(en: "a single value", ja: "1つの値")
  static let expectedNumber = Wording(en: "a number", ja: "数")
  static let expectedInteger = Wording(en: "a whole number", ja: "整数")
  static let expectedAmount = Wording(en: "an amount such as 1200", ja: "「1200」のような金額")
  static let expectedPercent = Wording(en: "a share such as 10%", ja: "「10%」のような割合")
  static let expectedDuration = Wording(en: "a length of time such as 21 days", ja: "「21 days」「3週間」のような期間")
  static let expectedYesOrNo = Wording(en: "yes or no", ja: "yes か no（はい・いいえ）")
  static let writeDateLike = Wording(
    en: "write it like 2026-11-20", ja: "「2026-11-20」のように書いてください")
  static let addMember = Wording(
    en: "add them under 'members' in daicho.yml", ja: "daicho.yml の「members」に加えてください")
  static let addSender = Wording(
    en: "add it under 'senders' in daicho.yml", ja: "daicho.yml の「senders」に加えてください")

  static func badFileName(_ path: String) -> Wording {
    Wording(
      en: "'\(path)' cannot be an id: use letters, digits, '-', '_' and '.'",
      ja: "「\(path)」はIDにできません。文字、数字、「-」「_」「.」だけを使ってください")
  }

  static func expectedFields(_ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(en: "fields (\(list))", ja: "項目（\(list)）")
  }

  static func wrongType(_ field: String, _ expected: Wording) -> Wording {
    Wording(en: "'\(field)' should be \(expected.en)", ja: "「\(field)」には\(expected.ja)を書いてください")
  }

  static func didYouMean(_ word: String) -> Wording {
    Wording(en: "did you mean '\(word)'?", ja: "「\(word)」のことですか？")
  }

  static func writeInstead(_ text: String) -> Wording {
    Wording(en: "write: \(text)", ja: "次のように書いてください: \(text)")
  }

  static func unknownField(_ name: String) -> Wording {
    Wording(en: "unknown field '\(name)'", ja: "「\(name)」という項目はありません")
  }

  static func oneTagWithComma(_ field: String) -> Wording {
    Wording(
      en: "'\(field)' is read as a single tag with a comma in it", ja: "「\(field)」はコンマを含む1つのタグとして読まれます")
  }

  static func unclearProhibition(_ field: String, _ text: String) -> Wording {
    Wording(
      en: "'\(field): \(text)' is read as a prohibition; write yes or no",
      ja: "「\(field): \(text)」は連絡不可として扱います。yes か no で書いてください")
  }

  static func moneyPrecision(_ text: String, _ currency: String, _ digits: Int) -> Wording {
    digits == 0
      ? Wording(en: "\(currency) has no decimals: \(text)", ja: "\(currency)に小数はありません: \(text)")
      : Wording(
        en: "\(currency) has \(digits) decimals at most: \(text)",
        ja: "\(currency)の小数は\(digits)桁までです: \(text)")
  }

  static func badCurrency(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' is no currency code such as JPY or USD", ja: "「\(text)」はJPYやUSDのような通貨コードではありません")
  }

  static func badDate(_ field: String, _ text: String) -> Wording {
    Wording(en: "'\(text)' is not a date ('\(field)')", ja: "「\(text)」は日付として読めません（\(field)）")
  }

  static func badEmail(_ text: String) -> Wording {
    Wording(en: "'\(text)' is not an e-mail address", ja: "「\(text)」はメールアドレスではありません")
  }

  static func legacyEmail(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' breaks the rules for addresses, as old mobile addresses do; some servers refuse it",
      ja: "「\(text)」は古い携帯メールの形式で、規格に反します。届かないサーバーがあります")
  }

  static func badPhone(_ text: String) -> Wording {
    Wording(en: "'\(text)' does not look like a phone number", ja: "「\(text)」は電話番号に見えません")
  }

  static func badURL(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' is not a web address or a path", ja: "「\(text)」はURLやファイルの場所として使えません")
  }

  static func unknownChoice(_ field: String, _ text: String, _ words: [String]) -> Wording {
    let list = words.joined(separator: ", ")
    return Wording(
      en: "'\(text)' is not a value of '\(field)' (\(list))", ja: "「\(text)」は「\(field)」の値ではありません（\(list)）")
  }

  static func unknownMember(_ text: String) -> Wording {
    Wording(en: "'\(text)' is not a member of the team", ja: "「\(text)」はメンバーにいません")
  }

  static func unknownSender(_ text: String) -> Wording {
    Wording(en: "there is no sender '\(text)'", ja: "「\(text)」という差出人はありません")
  }

  static func unknownPipeline(_ text: String, _ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(
      en: "there is no pipeline '\(text)' (\(list))", ja: "「\(text)」というパイプラインはありません（\(list)）")
  }

  static func unknownStage(_ text: String, _ pipeline: String, _ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(
      en: "'\(text)' is not a stage of pipeline '\(pipeline)' (\(list))",
      ja: "「\(text)」はパイプライン「\(pipeline)」のステージではありません（\(list)）")
  }

  static func badReference(_ field: String, _ text: String, _ kind: Kind?) -> Wording {
    guard let kind else {
      return Wording(
        en: "'\(field)' should name a record as kind/id, not '\(text)'",
        ja: "「\(field)」には「種類/ID」を書いてください（「\(text)」は読めません）")
    }
    return Wording(
      en: "'\(field)' should be the id of one of the \(kind.label.en), not '\(text)'",
      ja: "「\(field)」には\(kind.label.ja)のIDを書いてください（「\(text)」は読めません）")
  }

  static func honorificInName(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' ends with an honorific; mails add it themselves",
      ja: "「\(text)」に敬称が含まれています。敬称はメールを作るときに付きます")
  }

  static func filterReadAsCollection(_ field: String) -> Wording {
    Wording(
      en: "YAML read '\(field)' as a list or a mapping, not as a filter",
      ja: "「\(field)」は条件ではなく、リストか組としてYAMLに読まれました")
  }

  static func filterCut(_ field: String, read: String) -> Wording {
    Wording(
      en: "YAML cut '\(field)' at ' #'; it read only: \(read)",
      ja: "「\(field)」は「 #」のところで切れ、次の部分だけが読まれました: \(read)")
  }

  static func filterSplit(read: String, and key: String) -> Wording {
    Wording(
      en: "YAML split this filter at a comma, into '\(read)' and '\(key)'",
      ja: "この条件はコンマのところで「\(read)」と「\(key)」に分かれて読まれました")
  }

  static func valueCutByComment(_ field: String, read: String) -> Wording {
    Wording(
      en: "YAML takes ' #' for a comment; '\(field)' is read as: \(read.isEmpty ? "nothing" : read)",
      ja: "「 #」から後ろはコメントになります。「\(field)」の値: \(read.isEmpty ? "なし" : read)")
  }
}
