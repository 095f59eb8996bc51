import DaichoModel

extension DaichoError {
  static func indexUnwritable(path: String, reason: String) -> DaichoError {
    DaichoError(
      "index-unwritable",
      Wording(
        en: "cannot write the index '\(path)': \(reason)", ja: "索引「\(path)」に書き込めません: \(reason)"),
      hint: Wording(
        en: "check the permissions and the free space of the folder .daicho; it may be deleted at any time",
        ja: ".daicho フォルダーの権限と空き容量を確認してください。このフォルダーはいつ削除しても問題ありません"))
  }
}

extension DaichoError {
  /// An error of SQLite, in our own words.
  init(indexing error: any Error) {
    if let error = error as? DaichoError {
      self = error
      return
    }
    self.init(
      "index-failed",
      Wording(en: "the index failed: \(error)", ja: "索引でエラーが起きました: \(error)"),
      hint: Wording(
        en: "run 'daicho index --rebuild'; nothing is lost, the index is a cache",
        ja: "「daicho index --rebuild」を実行してください。索引は作り直せるので、何も失われません"))
  }
}

extension Wording {
  static let indexing = Wording(en: "indexing", ja: "索引を作成中")

  static func indexInMemory(_ reason: Wording) -> Wording {
    Wording(
      en: "the index cannot be kept on disk, so every command reads all files: \(reason.en)",
      ja: "索引をディスクに保存できないため、毎回すべてのファイルを読みます: \(reason.ja)")
  }
}

extension DaichoError {
  static func unknownColumn(_ name: String, kind: Kind, suggestion: String?) -> DaichoError {
    DaichoError(
      "unknown-column",
      Wording(en: "\(kind.folder) have no column '\(name)'", ja: "\(kind.label.ja)に「\(name)」という列はありません"),
      hint: suggestion.map { Wording(en: "did you mean '\($0)'?", ja: "「\($0)」のことですか?") }
        ?? Wording(
          en: "'daicho list --help' tells where columns are named",
          ja: "列の名前は「daicho list --help」をご覧ください"))
  }

  static func columnUnavailable(_ name: String) -> DaichoError {
    DaichoError(
      "column-unavailable",
      Wording(
        en: "'\(name)' has no value of its own to show", ja: "「\(name)」にはそれ自体の値がなく、表示できません"))
  }
}

extension Wording {
  static let notARegularFile = Wording(
    en: "not a regular file: symbolic links, pipes and devices are not read",
    ja: "通常のファイルではありません。シンボリックリンク、パイプ、デバイスは読みません")
}

extension DaichoError {
  static func onlyReading() -> DaichoError {
    DaichoError(
      "only-reading",
      Wording(
        en: "'daicho sql' only reads: SELECT, WITH and VALUES",
        ja: "「daicho sql」は読み取り専用です（SELECT、WITH、VALUES）"),
      hint: Wording(
        en: "the index is a cache; change the files, with 'daicho set' or an editor",
        ja: "索引は写しです。「daicho set」やエディターでファイルを変更してください"))
  }

  static func queryTooLong() -> DaichoError {
    DaichoError(
      "query-too-long", Wording(en: "the query was stopped: it took too long", ja: "時間がかかりすぎたため、問い合わせを中止しました")
    )
  }

  static func oneStatement() -> DaichoError {
    DaichoError(
      "several-statements", Wording(en: "one statement at a time", ja: "一度に実行できる文は一つだけです"))
  }

  static func emptyQuery() -> DaichoError {
    DaichoError(
      "empty-query", Wording(en: "the query is empty", ja: "問い合わせが空です"),
      hint: Wording(
        en: "for example: daicho sql \"SELECT id, name FROM customers\"",
        ja: "例: daicho sql \"SELECT id, name FROM customers\""))
  }

  static func badSQL(_ message: String) -> DaichoError {
    DaichoError(
      "bad-sql", Wording(en: "SQLite says: \(message)", ja: "SQLite のメッセージ: \(message)"),
      hint: Wording(
        en: "the tables are described in the manual's page on the index, or: "
          + "daicho sql \"SELECT sql FROM sqlite_master\"",
        ja: "表の説明はマニュアルの索引のページか、daicho sql \"SELECT sql FROM sqlite_master\" でご覧ください"))
  }
}

extension DaichoError {
  static func unknownSegment(_ name: String, suggestion: String?) -> DaichoError {
    DaichoError(
      "unknown-segment",
      Wording(en: "there is no segment '\(name)'", ja: "「\(name)」というセグメントはありません"),
      hint: suggestion.map { Wording(en: "did you mean '\($0)'?", ja: "「\($0)」のことですか?") }
        ?? Wording(en: "'daicho segment list' shows them all", ja: "一覧は「daicho segment list」で見られます"))
  }

  static func segmentOfOtherKind(_ id: String, of entity: String, asked kind: Kind) -> DaichoError {
    DaichoError(
      "segment-of-other-kind",
      Wording(
        en: "the segment '\(id)' is of \(entity), not of \(kind.folder)",
        ja: "セグメント「\(id)」の対象は \(entity) で、\(kind.folder) ではありません"),
      hint: Wording(
        en: "try: daicho list \(entity) --segment \(id)",
        ja: "こちらをお試しください: daicho list \(entity) --segment \(id)"))
  }
}

/// What `check` says about several files at once.
extension Wording {
  static func didYouMean(_ word: String) -> Wording {
    Wording(en: "did you mean '\(word)'?", ja: "「\(word)」のことですか?")
  }

  static func duplicateID(_ id: String, other: String) -> Wording {
    Wording(en: "the id '\(id)' is taken by \(other)", ja: "ID「\(id)」は \(other) でも使われています")
  }

  static let renameOne = Wording(en: "rename one of the two files", ja: "どちらかのファイル名を変えてください")

  static func sharedAddress(_ address: String, other: String) -> Wording {
    Wording(en: "\(other) has the address '\(address)' too", ja: "アドレス「\(address)」は \(other) にもあります")
  }

  static let sharedAddressMeans = Wording(
    en: "fine for two people who share one; if it is one person, merge the two files",
    ja: "二人で共用なら問題ありません。同じ人であれば、ファイルを一つにまとめてください")

  static func dangling(_ id: String, _ kind: Kind) -> Wording {
    Wording(en: "there is no \(kind.singular) '\(id)'", ja: "「\(id)」という\(kind.label.ja)はありません")
  }

  static func unmatchedOrder(_ order: String, customer: String) -> Wording {
    Wording(
      en: "order \(order) is of an unknown customer '\(customer)'", ja: "注文 \(order) の顧客「\(customer)」が見つかりません"
    )
  }

  static let unmatchedOrderMeans = Wording(
    en: "it counts in sales but with no customer; add the customer, or this e-mail or id to one",
    ja: "売上には入りますが、顧客には結び付きません。顧客を登録するか、このメールや ID を顧客に加えてください")

  static func moreUnmatched(_ count: Int) -> Wording {
    Wording(en: "\(count) more order lines of unknown customers", ja: "ほかに、顧客の見つからない注文行が \(count) 行あります")
  }

  static func ambiguousLine(_ order: String, sku: String?) -> Wording {
    let sku = sku ?? ""
    return Wording(
      en: "order \(order) has '\(sku)' twice without a line number, and the two differ; only one counts",
      ja: "注文 \(order) に行番号のない「\(sku)」が二つあり、内容が違います。片方だけが数えられます")
  }

  static func withoutRate(_ currency: String, lines: Int) -> Wording {
    Wording(
      en: "\(lines) order line\(lines == 1 ? "" : "s") in \(currency) count as orders but in no total: "
        + "there is no rate",
      ja: "\(currency) の注文行 \(lines) 行は、為替レートがないため件数には入りますが金額には入りません")
  }

  static func giveRate(_ currency: String) -> Wording {
    Wording(
      en: "give one in daicho.yml: 'rates: {\(currency): …}'",
      ja: "daicho.yml に「rates: {\(currency): …}」と書いてください")
  }

  static func commentLooksLikeFilter(read: String) -> Wording {
    Wording(
      en: "what follows ' #' is a comment; only '\(read)' is asked",
      ja: "「 #」から後ろはコメントです。条件は「\(read)」だけになっています")
  }

  static let writeAsBlock = Wording(
    en: "write 'where: |' and the filter on the next line, indented; or take the comment out",
    ja: "「where: |」と書き、次の行に字下げして条件を書くか、コメントを消してください")

  static let giveLineNumbers = Wording(
    en: "give them different values in the column 'line'", ja: "列「line」に別々の番号を入れてください")

  static let secretInRecord = Wording(
    en: "this looks like a password or a key; git would keep it for ever",
    ja: "パスワードや秘密鍵のように見えます。git の履歴に残り続けます")

  static let moveSecret = Wording(
    en: "take it out, change it where it is used, and keep it outside the workspace",
    ja: "ここから消し、使用先で変更し、台帳の外に保管してください")

  static func unknownKind(_ word: String) -> Wording {
    Wording(en: "'\(word)' is no kind of record", ja: "「\(word)」という種類の記録はありません")
  }

  static let segmentWithoutWhere = Wording(
    en: "a segment needs 'where:', the question it asks", ja: "セグメントには条件「where:」が必要です")

  static let writeWhere = Wording(
    en: "for example: 'where: orders.count >= 3'", ja: "例: 「where: orders.count >= 3」")
}
