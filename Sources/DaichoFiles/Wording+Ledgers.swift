import DaichoModel

// The words of Folder, Log and Ledgers.

extension Wording {
  static func pathRefused(_ path: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "'\(shown)' is not a path inside the workspace",
      ja: "「\(shown)」はワークスペース内のパスではありません")
  }
  static let fileNotFound = Wording(en: "there is no such file", ja: "ファイルがありません")
  static let fileExists = Wording(en: "a file of this name is already there", ja: "同じ名前のファイルがすでにあります")
  static let diskFull = Wording(
    en: "the disk is full; the file is as it was",
    ja: "ディスクの空きがありません。ファイルは元のままです")
  static let makeRoom = Wording(
    en: "make room on the disk, then run the command again",
    ja: "空き容量を増やしてから、もう一度実行してください")
  static let readOnlyDisk = Wording(
    en: "the disk is read-only; the file is as it was",
    ja: "ディスクは読み取り専用です。ファイルは元のままです")
  static let permissionDenied = Wording(
    en: "no permission for this file or its folder", ja: "ファイルまたはフォルダーの権限がありません")
  static let checkPermissions = Wording(
    en: "see who owns it with 'ls -l'", ja: "所有者と権限を「ls -l」で確かめてください")
  static let fileIsReadOnly = Wording(en: "the file is marked read-only", ja: "ファイルが読み取り専用になっています")
  static let makeWritable = Wording(
    en: "allow writing with 'chmod u+w', then run the command again",
    ja: "「chmod u+w」で書き込みを許可してから、もう一度実行してください")
  static let notAFile = Wording(en: "this is not a regular file", ja: "通常のファイルではありません")
  static let notAFolder = Wording(en: "this is not a folder", ja: "フォルダーではありません")
  static let nameTooLong = Wording(en: "the name is too long for the file system", ja: "ファイル名が長すぎます")
  static let tooManyOpenFiles = Wording(
    en: "too many files are open; raise the limit with 'ulimit -n'",
    ja: "開いているファイルが多すぎます。「ulimit -n」で上限を上げてください")
  static func inputOutputError(_ words: String) -> Wording {
    Wording(en: "the system reports: \(words)", ja: "システムのエラーです: \(words)")
  }
  static let checkDisk = Wording(
    en: "check the disk and its cable, then run the command again",
    ja: "ディスクの状態を確かめてから、もう一度実行してください")
  static let symlinkRefused = Wording(
    en: "this is a symbolic link, and links are never followed inside a workspace",
    ja: "シンボリックリンクです。ワークスペース内のリンクはたどりません")
  static let replaceSymlink = Wording(
    en: "put the file or folder itself in its place", ja: "リンクの代わりに実体を置いてください")
  static let fileChanged = Wording(
    en: "the file was changed by someone else meanwhile; nothing was written",
    ja: "処理中にほかの人やエディターがファイルを変更しました。何も書き込んでいません")
  static let tryAgain = Wording(
    en: "look at the change, then run the command again",
    ja: "変更を確かめてから、もう一度実行してください")
  static func fileTooLarge(_ limit: Int64) -> Wording {
    let mebibytes = limit / 1_048_576
    return Wording(
      en: "the file is larger than \(mebibytes) MiB", ja: "ファイルが \(mebibytes) MiB を超えています")
  }
  static let splitFile = Wording(
    en: "split it into several files", ja: "複数のファイルに分けてください")
  static func rootUnusable(_ root: String) -> Wording {
    let shown = TextSafety.visible(root)
    return Wording(
      en: "the folder '\(shown)' cannot be opened", ja: "フォルダー「\(shown)」を開けません")
  }
}

extension Wording {
  static let nameNotUTF8 = Wording(
    en: "the folder's name is not UTF-8; what is in it is not read",
    ja: "フォルダー名が UTF-8 ではありません。中のファイルは読みません")
  static func tooDeep(_ limit: Int) -> Wording {
    Wording(
      en: "folders are nested more than \(limit) deep here; what is below is not read",
      ja: "フォルダーが \(limit) 階層より深く入れ子になっています。これより下は読みません")
  }
}

// MARK: Log

extension Wording {

  static func notADay(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "'\(shown)' is not a day of a known year", ja: "「\(shown)」は年の分かる日付ではありません")
  }
  static let writeDate = Wording(
    en: "write the date as 2026-11-20", ja: "日付は 2026-11-20 のように書いてください")
  static func unknownLogChannel(_ word: String) -> Wording {
    let shown = TextSafety.visible(word)
    return Wording(en: "'\(shown)' is not a channel of the log", ja: "「\(shown)」は履歴のチャネルではありません")
  }

  static let channels = Wording(
    en: "use one of \(LogChannel.allCases.map(\.rawValue).joined(separator: ", "))",
    ja: "電話、メール、打合せ、訪問、チャット、line、sms、手紙、fax、メモ、form、order のどれかにしてください")
  static let logLineLacksColon = Wording(
    en: "this line begins with a date but has no ':' before its text",
    ja: "日付で始まる行ですが、本文の前に「:」がありません")
  static let logLineLacksChannel = Wording(
    en: "this line does not say what it was: a call, an email, a note …",
    ja: "電話、メール、メモなどの種類が書かれていません")
  static let unreadableLogLine = Wording(
    en: "this line begins with a date but is not read as a log entry",
    ja: "日付で始まる行ですが、履歴として読み取れません")
  static func writeLogLine(_ line: String) -> Wording {
    let shown = TextSafety.visible(line)
    return Wording(en: "write '\(shown)'", ja: "「\(shown)」のように書いてください")
  }
  static func badMemberName(_ name: String) -> Wording {
    let shown = TextSafety.visible(name)
    return Wording(
      en: "'\(shown)' cannot be written after '@'", ja: "「\(shown)」は「@」のあとに書けません")
  }
  static let logNotEditable = Wording(
    en: "the log of this record cannot be added to safely: something before it, a code fence or a comment, "
      + "may never be closed",
    ja: "この記録の履歴に安全に書き加えられません。手前のコードブロックやコメントが閉じられていない可能性があります")

  static let notAnOpenTask = Wording(
    en: "there is no open task at this place any more", ja: "この場所に未完了のタスクはありません")
}

// MARK: Ledgers

extension Wording {
  static let notUTF16 = Wording(
    en: "the file is UTF-16; it must be UTF-8", ja: "UTF-16 のファイルです。UTF-8 にしてください")
  static let notText = Wording(
    en: "the file holds zero bytes and is no text", ja: "テキストファイルではありません(値 0 のバイトがあります)")
  static func cannotConvert(_ name: String) -> Wording {
    Wording(
      en: "the file seems to be \(name), which this system cannot read",
      ja: "\(name) のファイルのようですが、このシステムでは読み取れません")
  }
  static func brokenEncoding(_ name: String) -> Wording {
    Wording(
      en: "the file is \(name), but here are bytes that are not; it is read up to this line only",
      ja: "\(name) のファイルですが、ここに \(name) ではないバイトがあります。この行より前だけを読みました")
  }
  static let convertEncoding = Wording(
    en: "save it as UTF-8; an import also takes it as it is: 'daicho import KIND FILE --encoding NAME'",
    ja: "UTF-8 で保存し直してください。取り込みなら「daicho import 種類 ファイル --encoding 名前」で指定もできます")
}

extension Wording {
  static func andMore(_ count: Int) -> Wording {
    Wording(
      en: count == 1 ? "and one more of this kind" : "and \(count) more of this kind",
      ja: "同じ問題がほかに \(count) 件あります")
  }
  static let legacyEncoding = Wording(
    en: "the file is CP932 (Shift_JIS); it was read, but UTF-8 is safer",
    ja: "CP932(Shift_JIS)のファイルです。読み取りましたが、UTF-8 のほうが安全です")
  static let saveAsUTF8 = Wording(en: "save it as 'CSV UTF-8'", ja: "「CSV UTF-8」形式で保存し直してください")
  static func missingColumns(_ names: [String]) -> Wording {
    let list = names.joined(separator: ", ")
    return Wording(
      en: "the header lacks \(list); the rows below it are not read",
      ja: "見出し行に \(list) がありません。この下の行は読みません")
  }
  static let writeHeader = Wording(
    en: "begin the file with a row such as 'date,order,customer,amount,status', or bring in a shop's file "
      + "with 'daicho import orders'",
    ja: "先頭に「date,order,customer,amount,status」のような見出し行を置くか、ショップのファイルは「daicho import orders」で取り込んでください")
  static func duplicateColumn(_ name: String) -> Wording {
    let shown = TextSafety.visible(name)
    return Wording(
      en: "the column '\(shown)' occurs twice; the first is read", ja: "列「\(shown)」が二つあります。最初の列を読みます")
  }
  static func tooManyFields(_ found: Int, _ expected: Int) -> Wording {
    Wording(
      en: "this row has \(found) fields but its header \(expected); it is not read",
      ja: "この行には \(found) 列ありますが、見出しは \(expected) 列です。この行は読みません")
  }
  static let quoteCommas = Wording(
    en: "put values with a comma in double quotes", ja: "カンマを含む値は「\"」で囲んでください")
  static func tooFewFields(_ found: Int, _ expected: Int) -> Wording {
    Wording(
      en: "this row has only \(found) of the header's \(expected) fields",
      ja: "この行は見出しの \(expected) 列のうち \(found) 列しかありません")
  }
  static let openQuote = Wording(
    en: "a double quote here is never closed; the row is not read",
    ja: "「\"」が閉じられていません。この行は読みません")
  static let rowOfSeveralLines = Wording(
    en: "a value holds a line break; a row of a ledger should be one line",
    ja: "値の中に改行があります。台帳の 1 行は 1 行で書いてください")
  static func badDate(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(en: "'\(shown)' is not a date", ja: "「\(shown)」は日付ではありません")
  }
  static func looseDate(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "'\(shown)' was read, but dates in a ledger should be written 2026-11-20",
      ja: "「\(shown)」は読み取りましたが、台帳の日付は 2026-11-20 の形で書いてください")
  }
  static func badAmount(_ text: String, _ currency: Currency) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "'\(shown)' is not an amount in \(currency)", ja: "「\(shown)」は \(currency) の金額ではありません")
  }
  static func badQuantity(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(en: "'\(shown)' is not a quantity", ja: "「\(shown)」は数量ではありません")
  }

  static func missingField(_ name: String) -> Wording {
    Wording(en: "'\(name)' is missing", ja: "「\(name)」がありません")
  }
  static func unknownWord(_ field: String, _ word: String) -> Wording {
    let shown = TextSafety.visible(word)
    return Wording(en: "'\(shown)' is no known \(field)", ja: "「\(shown)」は \(field) の値として知られていません")
  }
  static func oneOf(_ words: [String]) -> Wording {
    let list = words.joined(separator: ", ")
    return Wording(en: "use one of \(list)", ja: "\(list) のどれかにしてください")
  }
  static func badInstant(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "'\(shown)' is not a time such as 2026-11-20T14:05:00+09:00",
      ja: "「\(shown)」は 2026-11-20T14:05:00+09:00 のような日時ではありません")
  }
  static let notAnObject = Wording(
    en: "each line must be a JSON object", ja: "各行は JSON オブジェクトにしてください")
  static func repeatedKey(_ key: String) -> Wording {
    let shown = TextSafety.visible(key)
    return Wording(
      en: "'\(shown)' occurs twice; the last is read", ja: "「\(shown)」が二つあります。最後の値を読みます")
  }
  static let eventWithoutPerson = Wording(
    en: "the event names no customer, email or visitor",
    ja: "customer、email、visitor のどれもありません")
  static let tornLine = Wording(
    en: "the last line is cut off, as after a crash; it is not read",
    ja: "最後の行が途中で切れています(異常終了など)。この行は読みません")
  static let lineTooLong = Wording(
    en: "the line is longer than 1 MiB; it is not read", ja: "1 MiB を超える行です。この行は読みません")
  static func badJSON(_ en: String, _ ja: String) -> Wording { Wording(en: en, ja: ja) }
}
