import DaichoFiles
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

  static let writingFiles = Wording(en: "writing files", ja: "ファイルの書き込み")
  static let readingRows = Wording(en: "reading rows", ja: "行の読み込み")
  static let eventNotJSON = Wording(en: "this line is no JSON object", ja: "この行は JSON のオブジェクトではありません")
  static let eventNeeds = Wording(
    en: "an event has 'at', 'kind', and one of 'email', 'customer' and 'visitor'",
    ja: "イベントには at、kind と、email、customer、visitor のどれかが必要です")
  static let eventWithoutKind = Wording(en: "the event has no 'kind'", ja: "イベントに kind がありません")
  static let eventWithoutTime = Wording(en: "the event has no 'at'", ja: "イベントに at がありません")

  static func unknownEventKind(_ word: String) -> Wording {
    Wording(en: "'\(word)' is no kind of event", ja: "「\(word)」というイベントの種類はありません")
  }

  static func notAnInstant(_ text: String) -> Wording {
    Wording(en: "'\(text)' cannot be read as a time", ja: "「\(text)」は日時として読めません")
  }

  static func suppressionWithoutAddress(_ text: String) -> Wording {
    Wording(
      en: text.isEmpty ? "the row has no address" : "'\(text)' is no e-mail address",
      ja: text.isEmpty ? "この行にはアドレスがありません" : "「\(text)」はメールアドレスではありません")
  }

  static func suppressionWithoutDay(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' cannot be read as a day; the address is bound from today",
      ja: "「\(text)」は日付として読めないため、今日から配信を止めます")
  }

  static func consentWithoutDay(_ channel: String) -> Wording {
    Wording(
      en: "a yes to \(channel) without a day is no consent, and was not taken as one",
      ja: "日付のない「\(channel) 可」は同意とは見なさず、取り込んでいません")
  }

  static func consentWithoutSource(_ channel: String) -> Wording {
    Wording(
      en: "a yes to \(channel) that does not say how it came is no consent, and was not taken as one",
      ja: "経路のわからない「\(channel) 可」は同意とは見なさず、取り込んでいません")
  }

  static let cardIsGroup = Wording(en: "a group of cards is no customer", ja: "グループのカードは顧客として取り込みません")
  static let noCards = Wording(en: "there is no card in the file", ja: "ファイルにカードがありません")
  static let exportAgain = Wording(en: "export it once more", ja: "もう一度書き出してください")

  static func cardValueLeftOut(_ value: String) -> Wording {
    Wording(
      en: value.isEmpty ? "the value is not of the charset it names" : "'\(value)' cannot be used",
      ja: value.isEmpty ? "値が宣言された文字コードになっていません" : "「\(value)」は使えません")
  }

  static let notesOfKnown = Wording(
    en: "the note of a customer who is known was not taken", ja: "すでにいる顧客のメモは取り込んでいません")
}

extension DaichoError {
  static func cannotImport(_ kind: Kind) -> DaichoError {
    DaichoError(
      "cannot-import",
      Wording(en: "\(kind.folder) cannot be imported", ja: "\(kind.label.ja)は取り込めません"))
  }

  /// What is wrong with a file, the first of it line by line.
  static func badRows(_ problems: ImportProblems, _ path: String, _ language: Language) -> DaichoError {
    let lines = problems.shown.map { "  \($0.location): \($0.message(language))" }
    let more = problems.count > problems.shown.count ? ["  … \(problems.count - problems.shown.count)"] : []
    return DaichoError(
      "bad-rows",
      Wording(
        en: problems.count == 1
          ? "one place of the file cannot be used" : "\(problems.count) places of the file cannot be used",
        ja: "ファイルに使えない箇所が \(problems.count) か所あります"),
      at: problems.shown.first?.location ?? SourceLocation(path: path),
      hint: problems.shown.lazy.compactMap(\.suggestion).first ?? .nothingImported, details: lines + more)
  }
}
