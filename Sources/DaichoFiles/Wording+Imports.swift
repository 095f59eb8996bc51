import DaichoModel

/// What is wrong with a map or with a file to be imported.
extension Wording {
  static let mapTooLong = Wording(en: "a map of more than 64 KiB", ja: "対応表が64 KiBを超えています")
  static let mapWithoutColumns = Wording(
    en: "the map has no 'columns'", ja: "対応表に「columns」がありません")
  static let expectedHeading = Wording(en: "a heading of the file", ja: "ファイルの見出し")
  static let expectedValueSource = Wording(
    en: "a heading, or one of 'column', 'value', 'join', 'first_of', 'multiply', 'add', 'subtract'",
    ja: "見出し、または「column」「value」「join」「first_of」「multiply」「add」「subtract」のどれか")
  static let emptyFile = Wording(en: "the file is empty: 0 bytes", ja: "ファイルが空です（0バイト）")
  static let noRows = Wording(en: "there is no row in the file", ja: "ファイルに行がありません")
  static let exportAgain = Wording(
    en: "export it once more from the shop system", ja: "ショップのシステムからもう一度書き出してください")
  static let excelWorkbook = Wording(
    en: "this is an Excel workbook, whatever it is called: save it as CSV UTF-8",
    ja: "名前にかかわらず、これはExcelブックです。「CSV UTF-8」で保存してください")
  static let spreadsheet = Wording(
    en: "this is a spreadsheet, whatever it is called: save it as CSV UTF-8",
    ja: "名前にかかわらず、これは表計算ソフトのファイルです。「CSV UTF-8」で保存してください")
  static let saveAsCSV = Wording(
    en: "in the spreadsheet program: File, Save As, 'CSV UTF-8 (Comma delimited)'",
    ja: "表計算ソフトの「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」を選んでください")
  static let zipArchive = Wording(
    en: "this is a compressed archive, not a CSV file", ja: "これは圧縮ファイルで、CSVではありません")
  static let unpack = Wording(
    en: "unpack it, and import the files inside", ja: "展開してから、中のファイルを取り込んでください")
  static let cutShort = Wording(
    en: "the file ends in the middle of its last row", ja: "ファイルが最後の行の途中で切れています")
  static let closeQuote = Wording(
    en: "a '\"' inside a value is written '\"\"', and a value with one stands in quotes",
    ja: "値の中の「\"」は「\"\"」と書き、その値全体を「\"」で囲みます")
  static let declareDates = Wording(
    en: "write the day as 2026-11-20, or say in the map how the file writes it: 'dates: [DD/MM/YYYY]'",
    ja: "2026-11-20のように書くか、対応表に「dates: [DD/MM/YYYY]」のように書式を書いてください")
  static let writeNumber = Wording(
    en: "write a number such as 1200; in a map of a file with '1.234,50' write 'decimal: comma'",
    ja: "1200のような数を書いてください。「1.234,50」と書くファイルなら対応表に「decimal: comma」と書きます")
  static let tooLarge = Wording(en: "the sum has too many digits", ja: "計算結果の桁が多すぎます")

  static func notATable(_ what: String) -> Wording {
    Wording(en: "this is \(what), not a CSV file", ja: "これは\(what)で、CSVではありません")
  }

  static func mapLacks(_ key: String) -> Wording {
    Wording(en: "the map lacks '\(key)'", ja: "対応表に「\(key)」がありません")
  }

  static func addMapColumn(_ name: String) -> Wording {
    Wording(
      en: "write under 'columns': '\(name): HEADING'", ja: "「columns」の下に「\(name): 見出し」と書いてください")
  }

  static func badDateFormat(_ text: String) -> Wording {
    Wording(
      en: "'\(text)' is no form of a date such as YYYY/MM/DD or DD.MM.YYYY",
      ja: "「\(text)」は「YYYY/MM/DD」や「DD.MM.YYYY」のような日付の書式ではありません")
  }

  static func inColumn(_ heading: String?, _ message: Wording) -> Wording {
    guard let heading, !heading.isEmpty else { return message }
    return Wording(en: "column '\(heading)': \(message.en)", ja: "列「\(heading)」: \(message.ja)")
  }

  static func badSourceDate(_ text: String) -> Wording {
    Wording(en: "'\(text)' is no day that can be told for sure", ja: "「\(text)」は日付として読み取れません")
  }

  static func badNumber(_ text: String) -> Wording {
    Wording(en: "'\(text)' is no number", ja: "「\(text)」は数ではありません")
  }

  static func unknownSourceWord(_ text: String) -> Wording {
    Wording(en: "the map does not say what '\(text)' means", ja: "「\(text)」の意味が対応表にありません")
  }

  static func addWord(_ path: String) -> Wording {
    Wording(en: "add it under 'words' in \(path)", ja: "\(path)の「words」に加えてください")
  }
}

extension DaichoError {
  static func headingsMissing(
    _ missing: [String], _ map: ImportMap, _ table: ImportTable, _ path: String
  ) -> DaichoError {
    let names = missing.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    let japanese = missing.prefix(8).map { "「\($0)」" }.joined()
    let near = missing.lazy.compactMap { Suggestion.nearest(to: $0, in: table.headings) }.first
    let advice = Wording(
      en:
        "correct the heading in \(map.path), or list it there under 'optional'; 'daicho import --guess' writes a new map",
      ja: "\(map.path)の見出しを直すか、なくてもよい列なら「optional」に加えてください。「daicho import --guess」で新しい対応表も作れます")
    let position = SourcePosition(line: table.headerLine, column: 1)
    return DaichoError(
      "missing-column",
      Wording(
        en: "the file has no column \(names), which the map '\(map.id)' needs",
        ja: "対応表「\(map.id)」が使う列\(japanese)がファイルにありません"),
      at: SourceLocation(path: path, position: position),
      hint: near.map { near in
        Wording(en: "did you mean '\(near)'? " + advice.en, ja: "「\(near)」のことですか？" + advice.ja)
      } ?? advice)
  }
}

extension Wording {
  static let skipRows = Wording(
    en: "if such rows are no orders, let the map skip them: 'skip: {HEADING: [WORD]}'",
    ja: "注文でない行なら、対応表に「skip: {見出し: [語]}」と書いて飛ばしてください")
  static let orderBeganElsewhere = Wording(
    en: "if the order begins in another file, import both in one command, in their order; if only the first "
      + "line of an order has it, add it to 'fill_down' in the map",
    ja: "注文の最初の行が別のファイルにあるなら、順に並べて1回で取り込んでください。注文の最初の行だけにある値なら、対応表の「fill_down」に加えてください")

  static func tooManyImportColumns(_ count: Int, _ limit: Int) -> Wording {
    Wording(
      en: "the map has \(count) columns for the ledger; \(limit) at most",
      ja: "台帳に書く列が\(count)あります。上限は\(limit)です")
  }
}

extension DaichoError {
  static func ledgerIsLegacy(_ path: String) -> DaichoError {
    DaichoError(
      "legacy-encoding",
      Wording(
        en: "this ledger is in CP932, as Excel saves it: rows cannot be added to it as it is",
        ja: "この台帳はExcelが保存したCP932です。このままでは行を加えられません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "save it as UTF-8: 'daicho check --fix', or 'CSV UTF-8' in the spreadsheet program",
        ja: "UTF-8で保存してください（「daicho check --fix」、または表計算ソフトの「CSV UTF-8」）"))
  }
}
