import DaichoModel

// The words of Folder, Log and Ledgers.

extension Wording {
  static func pathRefused(_ path: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "“\(shown)” is not a path inside the workspace",
      ja: "「\(shown)」はワークスペース内のパスではありません")
  }
  static func fileNotFound(_ path: String) -> Wording {
    Wording(en: "there is no such file", ja: "ファイルがありません")
  }
  static func fileExists(_ path: String) -> Wording {
    Wording(en: "a file of this name is already there", ja: "同じ名前のファイルがすでにあります")
  }
  static func diskFull(_ path: String) -> Wording {
    Wording(
      en: "the disk is full; the file is as it was",
      ja: "ディスクの空きがありません。ファイルは元のままです")
  }
  static let makeRoom = Wording(
    en: "make room on the disk, then run the command again",
    ja: "空き容量を増やしてから、もう一度実行してください")
  static func readOnlyDisk(_ path: String) -> Wording {
    Wording(
      en: "the disk is read-only; the file is as it was",
      ja: "ディスクは読み取り専用です。ファイルは元のままです")
  }
  static func permissionDenied(_ path: String) -> Wording {
    Wording(en: "no permission for this file or its folder", ja: "ファイルまたはフォルダーの権限がありません")
  }
  static let checkPermissions = Wording(
    en: "see who owns it with “ls -l”", ja: "所有者と権限を「ls -l」で確かめてください")
  static func fileIsReadOnly(_ path: String) -> Wording {
    Wording(en: "the file is marked read-only", ja: "ファイルが読み取り専用になっています")
  }
  static let makeWritable = Wording(
    en: "allow writing with “chmod u+w”, then run the command again",
    ja: "「chmod u+w」で書き込みを許可してから、もう一度実行してください")
  static func notAFile(_ path: String) -> Wording {
    Wording(en: "this is not a regular file", ja: "通常のファイルではありません")
  }
  static func notAFolder(_ path: String) -> Wording {
    Wording(en: "this is not a folder", ja: "フォルダーではありません")
  }
  static func nameTooLong(_ path: String) -> Wording {
    Wording(en: "the name is too long for the file system", ja: "ファイル名が長すぎます")
  }
  static func tooManyOpenFiles(_ path: String) -> Wording {
    Wording(
      en: "too many files are open; raise the limit with “ulimit -n”",
      ja: "開いているファイルが多すぎます。「ulimit -n」で上限を上げてください")
  }
  static func inputOutputError(_ path: String, _ words: String) -> Wording {
    Wording(en: "the system reports: \(words)", ja: "システムのエラーです: \(words)")
  }
  static let checkDisk = Wording(
    en: "check the disk and its cable, then run the command again",
    ja: "ディスクの状態を確かめてから、もう一度実行してください")
  static func symlinkRefused(_ path: String) -> Wording {
    Wording(
      en: "this is a symbolic link, and links are never followed inside a workspace",
      ja: "シンボリックリンクです。ワークスペース内のリンクはたどりません")
  }
  static let replaceSymlink = Wording(
    en: "put the file or folder itself in its place", ja: "リンクの代わりに実体を置いてください")
  static func fileChanged(_ path: String) -> Wording {
    Wording(
      en: "the file was changed by someone else meanwhile; nothing was written",
      ja: "処理中にほかの人やエディターがファイルを変更しました。何も書き込んでいません")
  }
  static let tryAgain = Wording(
    en: "look at the change, then run the command again",
    ja: "変更を確かめてから、もう一度実行してください")
  static func fileTooLarge(_ path: String, _ limit: Int64) -> Wording {
    let mebibytes = limit / 1_048_576
    return Wording(
      en: "the file is larger than \(mebibytes) MiB", ja: "ファイルが \(mebibytes) MiB を超えています")
  }
  static let splitFile = Wording(
    en: "split it into several files", ja: "複数のファイルに分けてください")
  static func rootUnusable(_ root: String) -> Wording {
    let shown = TextSafety.visible(root)
    return Wording(
      en: "the folder “\(shown)” cannot be opened", ja: "フォルダー「\(shown)」を開けません")
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
  static func unknownMember(_ typed: String) -> Wording {
    let shown = TextSafety.visible(typed)
    return Wording(en: "“@\(shown)” is no member", ja: "「@\(shown)」というメンバーはいません")
  }
  static let addMember = Wording(
    en: "add it under “members:” in daicho.yml, or correct the name",
    ja: "daicho.yml の「members:」に加えるか、名前を直してください")
  static func notADay(_ text: String) -> Wording {
    let shown = TextSafety.visible(text)
    return Wording(
      en: "“\(shown)” is not a day of a known year", ja: "「\(shown)」は年の分かる日付ではありません")
  }
  static let writeDate = Wording(
    en: "write the date as 2026-11-20", ja: "日付は 2026-11-20 のように書いてください")
  static func unknownLogChannel(_ word: String) -> Wording {
    let shown = TextSafety.visible(word)
    return Wording(en: "“\(shown)” is not a channel of the log", ja: "「\(shown)」は履歴のチャネルではありません")
  }
  static func didYouMean(_ word: String) -> Wording {
    Wording(en: "did you mean “\(word)”?", ja: "「\(word)」ではありませんか?")
  }
  static let channels = Wording(
    en: "use one of \(LogChannel.allCases.map(\.rawValue).joined(separator: ", "))",
    ja: "電話、メール、打合せ、訪問、チャット、line、sms、手紙、fax、メモ、form、order のどれかにしてください")
  static let logLineLacksColon = Wording(
    en: "this line begins with a date but has no “:” before its text",
    ja: "日付で始まる行ですが、本文の前に「:」がありません")
  static let logLineLacksChannel = Wording(
    en: "this line does not say what it was: a call, an email, a note …",
    ja: "電話、メール、メモなどの種類が書かれていません")
  static let unreadableLogLine = Wording(
    en: "this line begins with a date but is not read as a log entry",
    ja: "日付で始まる行ですが、履歴として読み取れません")
  static func writeLogLine(_ line: String) -> Wording {
    let shown = TextSafety.visible(line)
    return Wording(en: "write “\(shown)”", ja: "「\(shown)」のように書いてください")
  }
  static func badMemberName(_ name: String) -> Wording {
    let shown = TextSafety.visible(name)
    return Wording(
      en: "“\(shown)” cannot be written after “@”", ja: "「\(shown)」は「@」のあとに書けません")
  }
  static let logNotEditable = Wording(
    en: "the log of this record cannot be added to safely: something before it, a code fence or a comment, "
      + "may never be closed",
    ja: "この記録の履歴に安全に書き加えられません。手前のコードブロックやコメントが閉じられていない可能性があります")
  static let editByHand = Wording(
    en: "open the file in an editor and close it there", ja: "エディターでファイルを開いて直してください")
  static let notAnOpenTask = Wording(
    en: "there is no open task at this place any more", ja: "この場所に未完了のタスクはありません")
}
