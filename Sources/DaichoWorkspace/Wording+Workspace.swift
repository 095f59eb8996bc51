import DaichoModel

extension Wording {
  static func didYouMean(_ word: String) -> Wording {
    Wording(en: "did you mean '\(word)'?", ja: "「\(word)」のことですか？")
  }
}

extension DaichoError {
  static func noSuchFolder(_ path: String) -> DaichoError {
    DaichoError(
      "no-such-folder", Wording(en: "no such folder: '\(path)'", ja: "「\(path)」というフォルダーはありません"),
      hint: Wording(en: "see what -C says", ja: "-C で指定したフォルダーを確認してください"))
  }

  static func notAWorkspace(_ directory: String) -> DaichoError {
    DaichoError(
      "not-a-workspace",
      Wording(
        en: "no daicho.yml in '\(directory)' or any folder above it",
        ja: "「\(directory)」にも、その上のどのフォルダーにも daicho.yml がありません"),
      hint: Wording(
        en: "make a new workspace with 'daicho init', or name one with '-C DIR'",
        ja: "「daicho init」で新しい台帳を作るか、「-C フォルダー」で指定してください"))
  }

  static func unknownTimeZone(_ name: String, at position: SourcePosition?) -> DaichoError {
    DaichoError(
      "unknown-time-zone",
      Wording(en: "unknown time zone '\(name)'", ja: "タイムゾーン「\(name)」が見つかりません"),
      at: SourceLocation(path: Workspace.settingsFile, position: position),
      hint: Wording(
        en: "write an IANA name such as 'timezone: Asia/Tokyo'",
        ja: "「timezone: Asia/Tokyo」のような IANA の名前を書いてください"))
  }

  static func noRepository(_ root: String) -> DaichoError {
    DaichoError(
      "no-repository",
      Wording(
        en: "'\(root)' is not in a git repository, so the change cannot be recorded",
        ja: "「\(root)」は git リポジトリの中にないため、変更を記録できません"),
      hint: Wording(
        en: "run 'git init' there, then 'daicho commit'",
        ja: "そこで「git init」を実行し、続けて「daicho commit」を実行してください"))
  }

  static func fileExists(_ path: String) -> DaichoError {
    DaichoError(
      "file-exists", Wording(en: "the file is there already", ja: "ファイルがすでにあります"),
      at: SourceLocation(path: path),
      hint: Wording(en: "choose another id", ja: "別の ID を選んでください"))
  }

  static func notCommittedYet(_ path: String) -> DaichoError {
    DaichoError(
      "not-committed-yet",
      Wording(
        en: "git does not have this file yet, so a change of it cannot be committed alone",
        ja: "このファイルはまだ git に記録されていないため、変更だけを記録できません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "commit the file first: daicho commit \(path)",
        ja: "先にファイルを記録してください: daicho commit \(path)"))
  }

  static func journalUnwritable(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "journal-unwritable",
      Wording(en: "cannot write '\(path)': \(reason)", ja: "「\(path)」に書き込めません: \(reason)"),
      hint: Wording(
        en: "nothing was changed; check permissions and free space",
        ja: "何も変更していません。権限と空き容量を確認してください"))
  }

  static func lockUnusable(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "lock-unusable",
      Wording(en: "cannot use '\(path)': \(reason)", ja: "「\(path)」を使えません: \(reason)"))
  }

  static func locked(by holder: String?) -> DaichoError {
    let who = holder ?? "another process"
    return DaichoError(
      "locked",
      Wording(
        en: "another daicho is changing this workspace (\(who))",
        ja: "別の daicho がこの台帳を変更中です (\(holder ?? "不明なプロセス"))"),
      hint: Wording(en: "wait for it to end, and try again", ja: "終わるのを待って、もう一度実行してください"))
  }
}

extension DaichoError {
  static func badFieldName(_ name: String) -> DaichoError {
    DaichoError(
      "bad-field-name", Wording(en: "'\(name)' is no name of a field", ja: "「\(name)」は項目の名前になりません"),
      hint: Wording(en: "write FIELD=VALUE, as in 'stage=won'", ja: "「stage=won」のように 項目=値 と書いてください"))
  }

  /// The task is there in the work tree, and git's version of its line is another.
  static func taskEdited(_ words: String, _ path: String) -> DaichoError {
    DaichoError(
      "task-edited",
      Wording(
        en: "the line of the task '\(words)' has an edit that git does not have",
        ja: "タスク「\(words)」の行に、git に記録していない変更があります"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "'daicho commit \(path)' first", ja: "先に「daicho commit \(path)」を実行してください"))
  }

  static func noSuchTask(_ words: String, open: [String]) -> DaichoError {
    DaichoError(
      "no-such-task",
      Wording(
        en: open.isEmpty ? "there is no open task" : "no open task contains '\(words)'",
        ja: open.isEmpty ? "未完了のタスクはありません" : "「\(words)」を含む未完了のタスクはありません"),
      hint: open.isEmpty ? nil : Wording(en: "the open tasks are listed above", ja: "未完了のタスクは上のとおりです"),
      details: open)
  }

  static func severalTasks(_ words: String, _ tasks: [String]) -> DaichoError {
    DaichoError(
      "several-tasks",
      Wording(en: "'\(words)' fits several open tasks", ja: "「\(words)」に当てはまるタスクが複数あります"),
      hint: Wording(en: "give more of its words, or its date", ja: "もう少し詳しい言葉か日付を指定してください"),
      details: tasks)
  }

  static func unknownMember(_ name: String, members: [String]) -> DaichoError {
    let near = Suggestion.nearest(to: name, in: members)
    return DaichoError(
      "unknown-member",
      Wording(en: "daicho.yml has no member '\(name)'", ja: "daicho.yml に「\(name)」というメンバーはいません"),
      hint: near.map { Wording.didYouMean($0) } ?? .membersAre(members))
  }
}

extension Wording {
  fileprivate static func membersAre(_ members: [String]) -> Wording {
    guard !members.isEmpty else {
      return Wording(
        en: "write members: into daicho.yml: sato: {name: …, email: …}",
        ja: "daicho.yml に members: を書いてください（例 sato: {name: …, email: …}）")
    }
    let shown = members.prefix(20).joined(separator: ", ") + (members.count > 20 ? ", …" : "")
    return Wording(en: "members: \(shown)", ja: "メンバー: \(shown)")
  }
}

extension DaichoError {
  static func badID(_ text: String) -> DaichoError {
    DaichoError(
      "bad-id", Wording(en: "'\(text)' cannot be an id", ja: "「\(text)」は ID になりません"),
      hint: Wording(
        en: "an id has letters, digits, '-', '_' and '.', and no '.' at either end",
        ja: "ID に使えるのは文字、数字、「-」「_」「.」です（「.」は先頭と末尾を除く）"))
  }

  static func idTaken(_ reference: Reference) -> DaichoError {
    DaichoError(
      "id-taken", Wording(en: "there is a record '\(reference)' already", ja: "「\(reference)」はすでにあります"),
      hint: Wording(
        en: "choose another id, or 'daicho edit \(reference)'",
        ja: "別の ID を選ぶか、「daicho edit \(reference)」で編集してください"))
  }

  static func noIDSource(_ kind: Kind) -> DaichoError {
    DaichoError(
      "no-id",
      Wording(en: "a new \(kind.singular) needs an id", ja: "\(kind.label.ja)の ID を決められません"),
      hint: Wording(
        en: "write one, as in 'daicho new \(kind.folder) hanako-yamada', or give kana= or name=",
        ja: "「daicho new \(kind.folder) hanako-yamada」のように書くか、kana= か name= を指定してください"))
  }

  static func conflicted(_ path: String) -> DaichoError {
    DaichoError(
      "conflicted", Wording(en: "git has an unresolved conflict here", ja: "git の競合がまだ解決されていません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "resolve it, 'git add' the file, and try again", ja: "競合を解決し、「git add」してからもう一度実行してください"))
  }
}

extension DaichoError {
  static func alreadyAWorkspace(_ root: String) -> DaichoError {
    DaichoError(
      "already-a-workspace",
      Wording(en: "'\(root)' is a workspace already", ja: "「\(root)」はすでに台帳です"),
      hint: Wording(en: "'daicho check' looks whether all is well with it", ja: "「daicho check」で内容を確認できます"))
  }

  static func cannotMakeFolder(_ path: String, _ reason: String) -> DaichoError {
    DaichoError(
      "folder-unusable",
      Wording(en: "cannot make the folder '\(path)': \(reason)", ja: "フォルダー「\(path)」を作れません: \(reason)"))
  }

  static func campaignWithoutSubject(_ path: String) -> DaichoError {
    DaichoError(
      "no-subject", Wording(en: "the campaign has no subject", ja: "キャンペーンに件名がありません"),
      at: SourceLocation(path: path, position: SourcePosition(line: 1, column: 1)),
      hint: Wording(en: "write 'subject: …' in its front matter", ja: "先頭の項目に「subject: …」を書いてください"))
  }

  static func campaignWithoutAudience(_ path: String) -> DaichoError {
    DaichoError(
      "no-audience",
      Wording(en: "the campaign says nobody to mail", ja: "キャンペーンの宛先が決まっていません"),
      at: SourceLocation(path: path, position: SourcePosition(line: 1, column: 1)),
      hint: Wording(en: "write 'segment: …' or 'where: …'", ja: "「segment: …」か「where: …」を書いてください"))
  }

  static func noSender(_ path: String) -> DaichoError {
    DaichoError(
      "no-sender", Wording(en: "there is no sender to mail from", ja: "差出人がありません"),
      at: SourceLocation(path: path),
      hint: Wording(en: "add one under 'senders:' in daicho.yml", ja: "daicho.yml の「senders:」に追加してください"))
  }

  static func cannotRender(_ path: String, _ diagnostics: [Diagnostic], _ language: Language) -> DaichoError {
    let first = diagnostics.first { $0.severity == .error } ?? diagnostics.first
    let others = diagnostics.filter { $0 != first }
    return DaichoError(
      first?.code ?? "cannot-render",
      first?.message ?? Wording(en: "the mail cannot be rendered", ja: "メールを作成できません"),
      at: first?.location ?? SourceLocation(path: path), hint: first?.suggestion,
      details: others.map { "\($0.location): \($0.severity.rawValue): \($0.message(language))" })
  }
}

extension DaichoError {
  static func outsideWorkspace(_ path: String) -> DaichoError {
    DaichoError(
      "outside-workspace", Wording(en: "'\(path)' is not in this workspace", ja: "「\(path)」はこの台帳の中にありません"),
      hint: Wording(
        en: "name files below the folder of daicho.yml", ja: "daicho.yml のあるフォルダーの中のファイルを指定してください"))
  }
}

extension DaichoError {
  static func idIsFileName(isNew: Bool) -> DaichoError {
    DaichoError(
      "id-is-file-name",
      Wording(en: "the id is the file's name, not a field", ja: "ID はファイルの名前で、項目ではありません"),
      hint: isNew
        ? Wording(
          en: "write it behind the kind: daicho new customers hanako-yamada name=…",
          ja: "種類の後ろに書いてください: daicho new customers hanako-yamada name=…")
        : Wording(en: "daicho rename REF NEW-ID", ja: "変えるには: daicho rename 記録 新しいID"))
  }

  static func computedField(_ field: String) -> DaichoError {
    DaichoError(
      "computed-field",
      Wording(
        en: "'\(field)' is computed, not written", ja: "「\(field)」は計算される項目で、書き込めません"),
      hint: Wording(
        en: "it follows from orders, the log and other records",
        ja: "購入や対応履歴など、ほかの記録から求められます"))
  }

  static func noReferenced(_ text: String, _ kind: Kind?, suggestion: String?) -> DaichoError {
    DaichoError(
      "dangling-reference",
      Wording(
        en: "there is no \(kind?.singular ?? "record") '\(text)'",
        ja: "「\(text)」という\(kind?.label.ja ?? "記録")はありません"),
      hint: suggestion.map(Wording.didYouMean)
        ?? kind.map {
          Wording(
            en: "make it first: daicho new \($0.folder) …", ja: "先に作ってください: daicho new \($0.folder) …")
        })
  }

  static func severalReferenced(_ text: String, _ candidates: [String]) -> DaichoError {
    DaichoError(
      "ambiguous", Wording(en: "'\(text)' may mean several records", ja: "「\(text)」に当てはまる記録が複数あります"),
      hint: Wording(en: "name one by its id", ja: "ID で一件を指定してください"), details: candidates)
  }

  static func unknownKind(_ text: String, suggestion: String?) -> DaichoError {
    DaichoError(
      "unknown-kind", Wording(en: "'\(text)' is no kind of record", ja: "「\(text)」という種類の記録はありません"),
      hint: suggestion.map(Wording.didYouMean))
  }

  static func circularSegment(_ id: String) -> DaichoError {
    DaichoError(
      "circular-segments",
      Wording(en: "the segment '\(id)' would refer to itself", ja: "セグメント「\(id)」が自分自身を参照してしまいます"),
      hint: Wording(en: "write what it is made of instead", ja: "もとになる条件を書いてください"))
  }

  static func neverCommitted(_ path: String) -> DaichoError {
    DaichoError(
      "never-committed", Wording(en: "git has no copy of this file", ja: "git にこのファイルの控えがありません"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "'daicho commit \(path)' first, or delete the file yourself",
        ja: "先に「daicho commit \(path)」を実行するか、ファイルをご自分で削除してください"))
  }

  static func uncommittedEdits(_ path: String) -> DaichoError {
    DaichoError(
      "uncommitted-edits",
      Wording(
        en: "the file has edits that git does not have, and they would be lost",
        ja: "git に記録していない変更があり、失われてしまいます"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "'daicho commit \(path)' first, or take them back with 'git restore \(path)'",
        ja: "先に「daicho commit \(path)」で記録するか、「git restore \(path)」で取り消してください"))
  }

  static func noSuchPath(_ path: String) -> DaichoError {
    DaichoError(
      "no-such-file", Wording(en: "no such file or folder: '\(path)'", ja: "「\(path)」というファイルやフォルダーはありません"),
      hint: Wording(en: "see 'git status' for what has changed", ja: "「git status」で変更のあるファイルを確認できます"))
  }
}

extension DaichoError {
  static func editorRemoved(_ reference: Reference, _ path: String) -> DaichoError {
    DaichoError(
      "file-gone", Wording(en: "the editor left no file, so it was put back", ja: "エディターがファイルを消したため、元に戻しました"),
      at: SourceLocation(path: path),
      hint: Wording(
        en: "'daicho rm \(reference)' removes a record", ja: "記録を削除するには「daicho rm \(reference)」を実行してください"))
  }

  static func fieldsLost(_ path: String) -> DaichoError {
    DaichoError(
      "fields-lost",
      Wording(
        en: "the record had fields, and now it has none", ja: "記録にあった項目がすべてなくなっています"),
      at: SourceLocation(path: path, position: SourcePosition(line: 1, column: 1)),
      hint: Wording(
        en:
          "put them between two lines of '---' at the top of the file, or take the edit back with 'git restore \(path)'",
        ja: "ファイルの先頭の2つの「---」の間に項目を書くか、「git restore \(path)」で取り消してください"))
  }
}
