import DaichoGit
import DaichoModel

/// What `doctor` sees of the files and the machine.
extension Wording {
  /// A command line is the same in every language.
  static func command(_ line: String) -> Wording { Wording(en: line, ja: line) }

  /// `12 kB`, `3.4 MB`; powers of ten.
  static func bytes(_ count: Int64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"]
    var (value, unit) = (Double(count), 0)
    while value >= 1_000, unit < units.count - 1 {
      value /= 1_000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    let isRound = unit == 0 || tenths >= 100 || tenths % 10 == 0
    return "\(isRound ? "\((tenths + 5) / 10)" : "\(tenths / 10).\(tenths % 10)") \(units[unit])"
  }

  static func problems(errors: Int, warnings: Int) -> Wording {
    Wording(
      en: errors + warnings == 0 ? "no problems" : "\(errors) errors, \(warnings) warnings",
      ja: errors + warnings == 0 ? "問題はありません" : "エラー \(errors)件、警告 \(warnings)件")
  }

  static let noSecrets = Wording(
    en: "nothing that looks like a password or a key", ja: "パスワードや鍵らしいものはありません")

  static func secrets(_ count: Int, _ first: SourceLocation) -> Wording {
    Wording(
      en: "what looks like a password or a key in \(count) places, first \(first)",
      ja: "パスワードや鍵らしいものが \(count)か所にあります（\(first) など）")
  }

  static let moveSecretAway = Wording(
    en: "move it out of the workspace, and change it where it is used: git keeps the old one",
    ja: "台帳の外に移し、使っている先でも変更してください。git には古いものが残ります")

  static let indexMissing = Wording(
    en: "not made yet; the next question makes it", ja: "まだありません。次に使うときに作られます")
  static let indexOutdated = Wording(
    en: "of another version or other settings; the next question makes it anew",
    ja: "別の版か設定のものです。次に使うときに作り直されます")

  static func indexUnreadable(_ reason: String) -> Wording {
    let detail = reason.isEmpty ? "" : ": \(TextSafety.visible(reason))"
    return Wording(en: "damaged, or not daicho's\(detail)", ja: "壊れているか、daicho のものではありません\(detail)")
  }

  static func indexReadable(_ size: String, changedFolders: Int) -> Wording {
    Wording(
      en: changedFolders == 0 ? "fresh, \(size)" : "\(size); \(changedFolders) folders changed since",
      ja: changedFolders == 0 ? "最新です（\(size)）" : "\(size)。\(changedFolders)個のフォルダーに新しい変更があります")
  }

  static func folderCount(_ folders: Int, files: Int) -> Wording {
    Wording(en: "\(files) files in \(folders) folders", ja: "\(folders)個のフォルダーに \(files)個のファイル")
  }

  static func flatFolder(_ path: String, _ count: Int) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "\(shown) holds \(count) files: every commit writes the list of them again",
      ja: "\(shown) に \(count)個のファイルがあります。コミットのたびにその一覧が書き直されます")
  }

  static func shard(_ path: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "new files go into subfolders by themselves; move the old: "
        + "mkdir \(shown)/ya && git mv \(shown)/ya*.md \(shown)/ya/",
      ja: "新しいファイルは自動で小分けされます。今あるものを移す例: mkdir \(shown)/ya && git mv \(shown)/ya*.md \(shown)/ya/")
  }

  static func bigFile(_ path: String, _ size: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "\(shown) has \(size); hosts such as GitHub refuse 100 MB",
      ja: "\(shown) は \(size) あります。GitHub などは 100 MB を超えるファイルを受け付けません")
  }

  static let splitByMonth = Wording(
    en: "one file a month: the name is yours, and each needs the header row",
    ja: "月ごとのファイルに分けてください。名前は自由で、それぞれに見出し行が要ります")

  static let pendingChange = Wording(
    en: "a change was interrupted and is not finished", ja: "中断されたまま完了していない変更があります")

  static func staleLock(_ path: String, minutes: Int) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(en: "\(shown) is \(minutes) minutes old", ja: "\(shown) が \(minutes)分前から残っています")
  }

  static func removeWhenIdle(_ path: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(
      en: "if no git is running: rm '\(shown)'", ja: "git が動いていなければ: rm '\(shown)'")
  }

  static func temporaryFiles(_ count: Int, _ first: String) -> Wording {
    let shown = TextSafety.visible(first)
    return Wording(
      en: "\(count) files that a killed command left, such as \(shown)",
      ja: "強制終了で残った一時ファイルが \(count)個あります（\(shown) など）")
  }

  static let noLeftovers = Wording(en: "none", ja: "ありません")

  static func zone(_ name: String) -> Wording { Wording(en: name, ja: name) }

  static func zoneDiffers(_ name: String, machine: String) -> Wording {
    let shown = TextSafety.visible(machine)
    return Wording(
      en: "\(name); this machine is on \(shown), which changes nothing: days are the workspace's",
      ja: "\(name)。この端末は \(shown) ですが、日付は台帳のものなので影響はありません")
  }

  static func clock(_ now: DateAndTime) -> Wording { Wording(en: "\(now)", ja: "\(now)") }

  static func clockWrong(_ now: DateAndTime) -> Wording {
    Wording(en: "this machine says it is \(now)", ja: "この端末の時計は \(now) です")
  }

  static func clockBehind(minutes: Int) -> Wording {
    Wording(
      en: "the last commit is \(minutes) minutes ahead of this machine's clock",
      ja: "最新のコミットが、この端末の時計より \(minutes)分先になっています")
  }

  static let setClock = Wording(
    en: "set the clock: dates of entries and consents come from it",
    ja: "時計を合わせてください。記録や同意の日付に使われます")

  static let diskUnknown = Wording(en: "its free space is not known", ja: "空き容量を調べられません")
  static func diskFree(_ size: String) -> Wording { Wording(en: "\(size) free", ja: "空き \(size)") }
  static let freeDisk = Wording(
    en: "free some space: a full disk refuses commits", ja: "空きを増やしてください。いっぱいになると記録できません")

  static func folderReadOnly(_ path: String) -> Wording {
    let shown = TextSafety.visible(path)
    return Wording(en: "\(shown) cannot be written to", ja: "\(shown) に書き込めません")
  }
}

/// What `doctor` sees of git.
extension Wording {
  static let outsideGit = Wording(
    en: "the workspace is in no git repository: nothing can be recorded",
    ja: "git リポジトリの中にないので、変更を記録できません")

  static func repositoryAt(_ path: String) -> Wording { Wording(en: path, ja: path) }

  static func identity(_ name: String, _ email: String) -> Wording {
    Wording(en: "\(name) <\(email)>", ja: "\(name) <\(email)>")
  }

  static func onBranch(_ name: String) -> Wording { Wording(en: name, ja: name) }

  static func emptyBranch(_ name: String) -> Wording {
    Wording(en: "\(name), without a commit yet", ja: "\(name)（まだコミットがありません）")
  }

  static func detachedHead(_ id: String) -> Wording {
    Wording(
      en: "HEAD is detached at \(id): commits made here are on no branch",
      ja: "HEAD がブランチから外れています (\(id))。ここでの記録はどのブランチにも入りません")
  }

  static func operationOpen(_ operation: Repository.Operation) -> Wording {
    Wording(
      en: "a git \(word(operation)) is not finished", ja: "git の \(word(operation)) が途中です")
  }

  static func finishOperation(_ operation: Repository.Operation) -> Wording {
    switch operation {
    case .bisect: .command("git bisect reset")
    case .merge:
      Wording(
        en: "resolve the files git names, then git commit; or git merge --abort",
        ja: "git が挙げるファイルの衝突を解消して git commit するか、git merge --abort で取り消してください")
    default:
      Wording(
        en: "git \(word(operation)) --continue, or git \(word(operation)) --abort",
        ja: "git \(word(operation)) --continue か git \(word(operation)) --abort を実行してください")
    }
  }

  private static func word(_ operation: Repository.Operation) -> String {
    switch operation {
    case .merge: "merge"
    case .revert: "revert"
    case .cherryPick: "cherry-pick"
    case .bisect: "bisect"
    case .rebase: "rebase"
    case .applyMailbox: "am"
    }
  }

  static let noRemote = Wording(
    en: "there is no other copy: a lost disk loses the register", ja: "ほかに写しがありません。ディスクが壊れると台帳も失われます")

  static func remote(_ name: String, _ url: String) -> Wording {
    Wording(en: "\(name): \(url)", ja: "\(name): \(url)")
  }

  static func passwordInURL(_ name: String) -> Wording {
    Wording(
      en: "the address of \(name) holds a password, which every reader of .git/config sees",
      ja: "\(name) のアドレスにパスワードが書かれています。.git/config を読める人に見えます")
  }

  static func credentialHelper(_ name: String, _ url: String) -> Wording {
    .command("git remote set-url \(name) \(url) && git config --global credential.helper cache")
  }

  static func followsNothing(_ branch: String) -> Wording {
    Wording(en: "\(branch) follows no branch of a remote", ja: "\(branch) には対応するリモートのブランチがありません")
  }

  static func pushed(_ upstream: String) -> Wording {
    Wording(en: "everything is on \(upstream)", ja: "すべて \(upstream) にあります")
  }

  static func unpushed(_ count: Int, _ upstream: String) -> Wording {
    Wording(
      en: "\(count) \(count == 1 ? "commit is" : "commits are") not on \(upstream)",
      ja: "\(upstream) にないコミットが \(count)件あります")
  }

  static func upToDate(_ upstream: String, days: Int?) -> Wording {
    let fetched: (en: String, ja: String) =
      switch days {
      case nil: ("never fetched here", "ここでは一度も取得していません")
      case 0?: ("fetched today", "今日取得")
      case let days?: ("fetched \(days) days ago", "\(days)日前に取得")
      }
    return Wording(
      en: "nothing new on \(upstream) as far as known: \(fetched.en), and doctor asks nobody",
      ja: "分かっている限り \(upstream) に新しいものはありません（\(fetched.ja)。doctor は通信しません）")
  }

  static func behind(_ count: Int, _ upstream: String) -> Wording {
    Wording(
      en: "\(upstream) has \(count) \(count == 1 ? "commit that is" : "commits that are") not here",
      ja: "\(upstream) に、ここにないコミットが \(count)件あります")
  }

  static func handEdits(_ count: Int) -> Wording {
    Wording(
      en: count == 0 ? "none" : "\(count) files changed by hand and not committed: daicho commit",
      ja: count == 0 ? "ありません" : "手で変えたまま記録していないファイルが \(count)個あります: daicho commit")
  }

  static let settingsFine = Wording(en: "nothing that hurts", ja: "支障のある設定はありません")

  static func indexUnreadableBySetting(_ name: String) -> Wording {
    Wording(
      en: "with it git writes an index that daicho cannot read", ja: "この設定では、git が daicho の読めないインデックスを作ります")
  }

  static let changesLineEndings = Wording(
    en: "git changes line endings at every checkout: ledgers would differ in every row",
    ja: "取り出すたびに改行が変わり、台帳の全行が違って見えます")

  static let notSynced = Wording(
    en: "git does not wait for the disk: a power cut may lose commits made by git itself",
    ja: "git がディスクへの書き込みを待ちません。停電で git のコミットが失われることがあります")

  static let decomposedNames = Wording(
    en: "file names with dakuten differ between macOS and other systems",
    ja: "濁点のあるファイル名が macOS とほかの環境で別のものになります")

  static func programInConfig(_ name: String, _ value: String) -> Wording {
    let shown = TextSafety.visible(String(value.prefix(80)))
    return Wording(
      en: "this repository's own configuration has git run '\(shown)'; daicho never does",
      ja: "このリポジトリの設定により git が「\(shown)」を実行します（daicho は実行しません）")
  }

  static func unsetUnlessYours(_ name: String) -> Wording {
    let shown = TextSafety.visible(name)
    return Wording(
      en: "unless you put it there: git config --local --unset-all '\(shown)'",
      ja: "自分で設定したものでなければ: git config --local --unset-all '\(shown)'")
  }

  static let ledgersUnite = Wording(en: "ledgers merge by rows", ja: "台帳は行ごとにマージされます")

  static func mergesBy(_ driver: String) -> Wording {
    Wording(
      en: "ledgers merge by rows, records by '\(driver)'", ja: "台帳は行ごとに、記録は「\(driver)」でマージされます")
  }

  static func driverUnknown(_ driver: String) -> Wording {
    Wording(
      en: ".gitattributes names the merge driver '\(driver)', which this clone's configuration lacks",
      ja: ".gitattributes にあるマージドライバー「\(driver)」が、この複製では設定されていません")
  }

  static func ledgersCollide(_ patterns: [String]) -> Wording {
    let list = patterns.joined(separator: ", ")
    return Wording(
      en: "two people adding rows to \(list) would get a conflict",
      ja: "\(list) に二人が行を足すと、マージで衝突します")
  }

  static func storage(packed: String, packs: Int, loose: Int) -> Wording {
    Wording(
      en: "\(packed) in \(packs) packs, \(loose) loose objects",
      ja: "パック \(packs)個（\(packed)）、ばらのオブジェクト \(loose)個")
  }
}

/// What `doctor` sees of mail.
extension Wording {
  static let noBaseURL = Wording(
    en: "base_url is not set: mails could have no unsubscribe link", ja: "base_url がありません。配信停止リンクを作れません")
  static let addBaseURL = Wording(
    en: "write base_url: https://… into daicho.yml", ja: "daicho.yml に base_url: https://… を書いてください")

  static func baseURL(_ url: String) -> Wording { Wording(en: url, ja: url) }

  static func baseURLPlain(_ url: String) -> Wording {
    Wording(
      en: "\(url) is not https: links in mails could be read and changed on their way",
      ja: "\(url) は https ではありません。メールのリンクを途中で読まれたり変えられたりします")
  }

  static let noSenders = Wording(en: "none in daicho.yml", ja: "daicho.yml にありません")

  static func noPostalAddress(_ sender: String) -> Wording {
    Wording(
      en: "no postal_address, which the laws of many countries want in every mailing",
      ja: "postal_address がありません。広告メールには住所の表示が必要です")
  }

  static func addPostalAddress(_ sender: String) -> Wording {
    Wording(
      en: "write it under senders.\(sender) in daicho.yml", ja: "daicho.yml の senders.\(sender) に書いてください")
  }

  static func noServer(_ sender: String) -> Wording {
    Wording(en: "no mail server (smtp) to send by", ja: "メールサーバー（smtp）の設定がありません")
  }

  static func addServer(_ sender: String) -> Wording {
    let line =
      "smtp: {host: smtp.example, port: 587, security: starttls, user: …, password_file: ~/.config/daicho/\(sender)}"
    return Wording(en: "under senders.\(sender): \(line)", ja: "senders.\(sender) に: \(line)")
  }

  static let noPasswordNeeded = Wording(en: "none needed: no user is given", ja: "user がないので要りません")

  static func passwordIn(_ place: String) -> Wording {
    Wording(en: "in \(place)", ja: "\(place) にあります")
  }

  static func noPassword(_ sender: String) -> Wording {
    Wording(
      en: "the server wants a user, and no password is given", ja: "user がありますが、パスワードの在りかがありません")
  }

  static func addPassword(_ sender: String, _ variable: String) -> Wording {
    Wording(
      en: "write password_file: under senders.\(sender).smtp, or set \(variable)",
      ja: "senders.\(sender).smtp に password_file: を書くか、\(variable) を設定してください")
  }

  static func passwordInside(_ path: String) -> Wording {
    Wording(
      en: "\(path) leads into the workspace: git would keep the password",
      ja: "\(path) は台帳の中です。git にパスワードが残ります")
  }

  static func passwordMissing(_ path: String) -> Wording {
    Wording(en: "\(path) is not there, or empty", ja: "\(path) がないか、空です")
  }

  static func writePassword(_ path: String) -> Wording {
    .command("install -D -m 600 /dev/stdin \(path)")
  }

  static func passwordReadable(_ path: String, mode: String) -> Wording {
    Wording(
      en: "\(path) can be read by others (mode \(mode))", ja: "\(path) をほかの人も読めます（モード \(mode)）")
  }

  static func notAsked(_ place: String) -> Wording {
    Wording(en: "\(place), not asked", ja: "\(place)（確認していません）")
  }

  static func greeted(_ place: String, _ line: String?) -> Wording {
    guard let line else {
      return Wording(en: "\(place) can be reached", ja: "\(place) に接続できます")
    }
    let shown = TextSafety.visible(line)
    return Wording(en: "\(place) answers: \(shown)", ja: "\(place) が応答しています: \(shown)")
  }

  static func checkServer(_ sender: String) -> Wording {
    Wording(
      en: "see senders.\(sender).smtp in daicho.yml, and whether this network lets mail out",
      ja: "daicho.yml の senders.\(sender).smtp と、この回線からメールを送れるかを確認してください")
  }
}

extension DaichoError {
  static func cannotCure(_ path: String, _ reason: String) -> DaichoError {
    let shown = TextSafety.visible(path)
    return DaichoError(
      "cannot-fix", Wording(en: "\(shown): \(reason)", ja: "\(shown): \(reason)"))
  }
}
