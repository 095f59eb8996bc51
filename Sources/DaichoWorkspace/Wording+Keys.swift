import DaichoModel

extension Wording {
  static func keyFileRemark(_ name: String, _ fingerprint: String) -> Wording {
    Wording(
      en:
        "The key of the daicho workspace '\(name)' (\(fingerprint)). Keep it secret: whoever has it can unsubscribe your customers.",
      ja: "daicho の台帳「\(name)」の鍵（\(fingerprint)）。他人に見せないでください。これがあれば誰でもお客様の配信を止められます。")
  }

  // MARK: What doctor says

  static let noKeyNeeded = Wording(en: "none yet; sending mail needs one", ja: "まだありません。メールの送信には鍵が必要です")

  static func keyHeld(_ fingerprint: String, _ place: KeyStore.Place) -> Wording {
    switch place {
    case .environment:
      Wording(en: "\(fingerprint), given by DAICHO_KEY", ja: "\(fingerprint)（DAICHO_KEY から）")
    case .file(let path): Wording(en: "\(fingerprint), in \(path)", ja: "\(fingerprint)（\(path)）")
    }
  }

  static func retiredKeysMissing(_ fingerprints: [String]) -> Wording {
    let list = fingerprints.joined(separator: ", ")
    return Wording(
      en:
        "retired keys that are not here: \(list); links of mails that were made with them are not recognised",
      ja: "以前の鍵のうち、ここにないもの: \(list)。その鍵で作られたメールのリンクは認識できません")
  }

  static let bringKeys = Wording(
    en: "'daicho key export FILE' where they are, and 'daicho key import FILE' here",
    ja: "鍵のあるマシンで「daicho key export ファイル」、ここで「daicho key import ファイル」を実行してください")

  static let keysElsewhere = Wording(
    en: "set XDG_CONFIG_HOME to a folder elsewhere, or give the key in DAICHO_KEY",
    ja: "XDG_CONFIG_HOME を別の場所に設定するか、鍵を DAICHO_KEY で渡してください")
  package static let placeElsewhere = Wording(
    en: "name a place outside the repository", ja: "リポジトリの外の場所を指定してください")

  static let makeKey = Wording(en: "make one with 'daicho key init'", ja: "「daicho key init」で作ってください")
}

extension DaichoError {
  static func noKey() -> DaichoError {
    DaichoError(
      "no-key",
      Wording(
        en: "the workspace has no key: nothing can sign the links of its mails",
        ja: "台帳に鍵がないため、メールのリンクに署名できません"), hint: .makeKey)
  }

  static func keyMissing(_ fingerprint: String, at path: String?) -> DaichoError {
    let place = path.map { " (\($0))" } ?? ""
    return DaichoError(
      "key-missing",
      Wording(
        en: "this machine does not hold the workspace's key \(fingerprint)\(place)",
        ja: "このマシンには台帳の鍵 \(fingerprint) がありません\(place)"),
      hint: Wording(
        en:
          "'daicho key export FILE' where it is and 'daicho key import FILE' here; if it is lost, 'daicho key rotate'",
        ja:
          "鍵のあるマシンで「daicho key export ファイル」、ここで「daicho key import ファイル」を実行してください。なくした場合は「daicho key rotate」で替えられます"
      ))
  }

  static func keyMismatch(_ fingerprint: String) -> DaichoError {
    DaichoError(
      "key-mismatch",
      Wording(
        en: "DAICHO_KEY does not hold the key that daicho.yml names, \(fingerprint)",
        ja: "DAICHO_KEY に、daicho.yml の鍵 \(fingerprint) がありません"),
      hint: Wording(
        en: "put the output of 'daicho key export -' there, or unset it",
        ja: "「daicho key export -」の出力を設定するか、DAICHO_KEY を外してください"))
  }

  static func keyVariableUnreadable() -> DaichoError {
    DaichoError(
      "key-variable-unreadable",
      Wording(en: "DAICHO_KEY holds something that is no key", ja: "DAICHO_KEY に鍵ではないものが入っています"),
      hint: Wording(
        en: "keys begin with 'daicho-key-1-', several are separated by commas: see 'daicho key export -'",
        ja: "鍵は「daicho-key-1-」で始まり、複数のときはコンマで区切ります（daicho key export - で表示できます）"))
  }

  static func keyUnreadable(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "key-unreadable",
      Wording(en: "the key's file cannot be read: \(reason)", ja: "鍵のファイルを読めません（\(reason)）"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "see whom it belongs to: ls -l '\(path)'", ja: "所有者を確認してください: ls -l '\(path)'"))
  }

  static func keyDamaged(_ path: String) -> DaichoError {
    DaichoError(
      "key-damaged",
      Wording(
        en: "the file does not hold the key that its name says", ja: "ファイル名の示す鍵が、このファイルに入っていません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "remove it, and 'daicho key import' a copy", ja: "このファイルを消し、控えを「daicho key import」で取り込んでください"))
  }

  static func keyReadableByOthers(_ path: String, mode: String) -> DaichoError {
    DaichoError(
      "key-readable-by-others",
      Wording(
        en: "others than you can read or own the key's file (mode \(mode))",
        ja: "鍵のファイルを他人が読めるか、他人が所有しています（モード \(mode)）"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "chmod 600 '\(path)'; if others may have read it, 'daicho key rotate'",
        ja: "chmod 600 '\(path)'。読まれたおそれがあれば「daicho key rotate」で替えてください"))
  }

  static func keyInWorkspace(_ path: String, hint: Wording) -> DaichoError {
    DaichoError(
      "key-in-workspace",
      Wording(
        en: "the key would lie in the workspace or its repository, and whoever clones it would have it",
        ja: "鍵が台帳かそのリポジトリの中に置かれ、複製した人の手に渡ってしまいます"),
      at: SourceLocation(path: path), hint: hint)
  }

  static func noHome() -> DaichoError {
    DaichoError(
      "no-home",
      Wording(
        en: "neither HOME nor XDG_CONFIG_HOME says where keys are kept",
        ja: "HOME も XDG_CONFIG_HOME もないため、鍵の置き場所が決まりません"),
      hint: Wording(en: "set one of them", ja: "どちらかを設定してください"))
  }

  static func keyFolderRefused(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "key-folder",
      Wording(en: "the folder of the keys cannot be made: \(reason)", ja: "鍵のフォルダーを作れません（\(reason)）"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "make it yourself with 'mkdir -m 700', or set XDG_CONFIG_HOME",
        ja: "「mkdir -m 700」で作るか、XDG_CONFIG_HOME を設定してください"))
  }

  static func keyFolderOpen(_ path: String) -> DaichoError {
    DaichoError(
      "key-folder-open",
      Wording(en: "others can write into the folder of the keys", ja: "鍵のフォルダーに他人が書き込めます"),
      at: SourceLocation(path: path), hint: Wording(en: "chmod 700 '\(path)'", ja: "chmod 700 '\(path)'"))
  }

  static func noKeyInText() -> DaichoError {
    DaichoError(
      "no-key-in-file", Wording(en: "there is no key in it", ja: "鍵が入っていません"),
      hint: Wording(
        en: "it must come from 'daicho key export'", ja: "「daicho key export」で書き出したものを指定してください"))
  }

  static func keyForeign(_ fingerprint: String, wanted: String) -> DaichoError {
    DaichoError(
      "key-foreign",
      Wording(
        en: "this is the key \(fingerprint), and daicho.yml names \(wanted)",
        ja: "この鍵は \(fingerprint) ですが、daicho.yml の鍵は \(wanted) です"),
      hint: Wording(
        en: "it belongs to another workspace, or was replaced: see 'git log -- daicho.yml'",
        ja: "別の台帳の鍵か、替えられた鍵です（git log -- daicho.yml で確認できます）"))
  }
}
