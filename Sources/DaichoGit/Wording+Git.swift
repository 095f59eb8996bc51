import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// git's errors in daicho's words.
extension DaichoError {
  static func gitFailed(_ detail: String) -> DaichoError {
    DaichoError("git-failed", .gitFailed(detail))
  }

  /// - Parameter folder: of the work tree, where it is known.
  static func repositoryOfAnotherUser(_ detail: String, at folder: String? = nil) -> DaichoError {
    DaichoError(
      "unsafe-repository", .repositoryOfAnotherUser, hint: .markAsSafe(folder), details: [detail])
  }

  static func unsupportedRepository(_ detail: String) -> DaichoError {
    DaichoError("unsupported-repository", .unsupportedRepository, hint: .useSHA1, details: [detail])
  }

  static func unsupportedIndex(_ detail: String) -> DaichoError {
    DaichoError("unsupported-index", .unsupportedIndex, hint: .usePlainIndex, details: [detail])
  }

  static func damagedIndex(_ path: String) -> DaichoError {
    DaichoError("damaged-index", .damagedIndex(path), hint: .remakeIndex)
  }

  static func unknownIndexVersion(_ version: Int) -> DaichoError { .unsupportedIndex("version \(version)") }

  static func unknownIndexExtension(_ name: String) -> DaichoError {
    .unsupportedIndex("unsupported mandatory extension: '\(name)'")
  }

  static func cannotRead(_ path: String, errno number: Int32) -> DaichoError {
    DaichoError("cannot-read", .cannotRead(path, systemMessage(number)))
  }

  static func indexWithoutHash() -> DaichoError {
    DaichoError("index-without-hash", .indexWithoutHash, hint: .switchOffSkipHash)
  }

  static func repositoryExists(_ path: String) -> DaichoError {
    DaichoError("repository-exists", .repositoryExists(path))
  }

  static func bareRepository(_ path: String) -> DaichoError {
    DaichoError("bare-repository", .bareRepository(path), hint: .cloneWithWorkTree)
  }

  static func outsideWorkTree(_ path: String, workDirectory: String) -> DaichoError {
    DaichoError("outside-work-tree", .outsideWorkTree(path, workDirectory), hint: .checkWorkTree)
  }

  static func noIdentity() -> DaichoError {
    DaichoError("no-identity", .noIdentity, hint: .setIdentity)
  }

  static func invalidSignature(name: String, email: String) -> DaichoError {
    DaichoError("invalid-identity", .invalidSignature(name, email), hint: .setIdentity)
  }

  static func invalidMessage() -> DaichoError {
    DaichoError("invalid-message", .invalidMessage)
  }

  static func unknownRevision(_ revision: String, isShallow: Bool) -> DaichoError {
    DaichoError(
      "unknown-revision", .unknownRevision(revision), hint: isShallow ? .unshallow : .listRevisions)
  }

  static func ambiguousRevision(_ revision: String) -> DaichoError {
    DaichoError("ambiguous-revision", .ambiguousRevision(revision), hint: .writeMoreDigits)
  }

  static func treeTooDeep() -> DaichoError {
    DaichoError("tree-too-deep", .treeTooDeep)
  }

  static func invalidPath(_ path: String) -> DaichoError {
    DaichoError("invalid-path", .invalidPath(path))
  }

  static func pathTwice(_ path: String) -> DaichoError {
    DaichoError("path-twice", .pathTwice, at: SourceLocation(path: path))
  }

  static func notAFile(_ path: String) -> DaichoError {
    DaichoError("not-a-file", .notAFile, at: SourceLocation(path: path))
  }

  static func noSuchFile(_ path: String) -> DaichoError {
    DaichoError("no-such-file", .noSuchFile, at: SourceLocation(path: path), hint: .commitFirst)
  }

  static func fileExists(_ path: String) -> DaichoError {
    DaichoError("file-exists", .fileExists, at: SourceLocation(path: path))
  }

  static func conflicted(_ path: String) -> DaichoError {
    DaichoError("conflicted", .conflicted, at: SourceLocation(path: path), hint: .resolveConflict)
  }

  static func stagedChanges(_ path: String) -> DaichoError {
    DaichoError(
      "staged-changes", .stagedChanges, at: SourceLocation(path: path), hint: .commitOrUnstage(path))
  }

  static func doesNotFitStaged(_ path: String, _ reason: DaichoError) -> DaichoError {
    DaichoError(
      "staged-version-differs", .doesNotFitStaged(reason.message), at: SourceLocation(path: path),
      hint: .commitOrUnstage(path), details: reason.details)
  }

  static func headMoved() -> DaichoError {
    DaichoError("head-moved", .headMoved, hint: .runAgain)
  }

  static func indexChanged(_ path: String) -> DaichoError {
    DaichoError("index-changed", .indexChanged, at: SourceLocation(path: path), hint: .runAgain)
  }

  static func locked(_ path: String, ageSeconds: Int?) -> DaichoError {
    DaichoError("index-locked", .locked(path, ageSeconds: ageSeconds), hint: .removeStaleLock(path))
  }

  static func refLocked(_ path: String) -> DaichoError {
    DaichoError("ref-locked", .locked(path, ageSeconds: nil), hint: .removeStaleLock(path))
  }

  static func cannotWrite(_ path: String, errno number: Int32) -> DaichoError {
    DaichoError("cannot-write", .cannotWrite(path, systemMessage(number)), hint: .remedy(of: number))
  }
}

extension Wording {
  static func gitFailed(_ detail: String) -> Wording {
    Wording(en: "git repository: \(detail)", ja: "gitリポジトリの操作に失敗しました（\(detail)）")
  }

  static let repositoryOfAnotherUser = Wording(
    en: "this git repository belongs to another user",
    ja: "このgitリポジトリは別のユーザーのものです")

  static func markAsSafe(_ folder: String?) -> Wording {
    let quoted = folder.map { "'" + $0.replacing("'", with: "'\\''") + "'" }
    return Wording(
      en: "if you trust it: git config --global --add safe.directory \(quoted ?? "FOLDER")",
      ja: "信頼できる場合は git config --global --add safe.directory \(quoted ?? "フォルダー") を実行してください")
  }

  static let unsupportedRepository = Wording(
    en: "this git repository is in a format daicho cannot read yet",
    ja: "このgitリポジトリの形式にはまだ対応していません")

  static let useSHA1 = Wording(
    en: "daicho works with SHA-1 repositories without extensions such as reftable or partial clones",
    ja: "SHA-1形式で、reftableなどの拡張を使わないリポジトリをご利用ください")

  static let unsupportedIndex = Wording(
    en: "git's index is in a format daicho cannot read (split, sparse or of a version it does not know)",
    ja: "gitのインデックスが未対応の形式です（分割、スパース、または未知の版）")

  static let usePlainIndex = Wording(
    en: "git update-index --no-split-index, or git sparse-checkout reapply --no-sparse-index",
    ja: "git update-index --no-split-index または git sparse-checkout reapply --no-sparse-index を実行してください")

  static func damagedIndex(_ path: String) -> Wording {
    Wording(
      en: "git's index is damaged: \(path)",
      ja: "gitのインデックスが壊れています: \(path)")
  }

  static let remakeIndex = Wording(
    en: "rm .git/index && git reset (what was staged is then unstaged; no file changes)",
    ja: "rm .git/index && git reset を実行してください（ステージが解除されるだけで、ファイルは変わりません）")

  static func cannotRead(_ path: String, _ reason: String) -> Wording {
    Wording(en: "cannot read \(path): \(reason)", ja: "\(path)を読めません: \(reason)")
  }

  static let indexWithoutHash = Wording(
    en: "git's index has no checksum (index.skipHash, feature.manyFiles), which daicho cannot read",
    ja: "gitのインデックスにチェックサムがない（index.skipHash、feature.manyFiles）ため読めません")

  static let switchOffSkipHash = Wording(
    en: "git config index.skipHash false && git update-index --force-write-index",
    ja: "git config index.skipHash false && git update-index --force-write-index を実行してください")

  static func repositoryExists(_ path: String) -> Wording {
    Wording(en: "\(path) is a git repository already", ja: "\(path) はすでにgitリポジトリです")
  }

  static func bareRepository(_ path: String) -> Wording {
    Wording(
      en: "\(path) is a bare git repository: it has no work tree",
      ja: "\(path) はベアリポジトリで、作業ツリーがありません")
  }

  static let cloneWithWorkTree = Wording(
    en: "work in a clone of it: git clone REPOSITORY",
    ja: "git clone で複製したリポジトリで作業してください")

  static func outsideWorkTree(_ path: String, _ workDirectory: String) -> Wording {
    Wording(
      en: "\(path) is not in its git repository's work tree, \(workDirectory)",
      ja: "\(path) はgitリポジトリの作業ツリー \(workDirectory) の外にあります")
  }

  static let checkWorkTree = Wording(
    en: "change to the folder with your files, and see git config core.worktree",
    ja: "ファイルのあるフォルダーに移動し、git config core.worktree を確認してください")

  static let noIdentity = Wording(
    en: "git does not know who you are", ja: "gitにあなたの名前とメールアドレスが設定されていません")

  static let setIdentity = Wording(
    en: "git config --global user.name \"Your Name\" && git config --global user.email you@example.com",
    ja: "git config --global user.name \"名前\" と git config --global user.email アドレス を実行してください")

  static func invalidSignature(_ name: String, _ email: String) -> Wording {
    Wording(
      en: "git cannot write down this author: \(name) (\(email))",
      ja: "この名前とアドレスはgitの作成者として使えません：\(name)（\(email)）")
  }

  static let invalidMessage = Wording(
    en: "a commit message cannot hold a NUL character", ja: "コミットメッセージにNUL文字は使えません")

  static func unknownRevision(_ revision: String) -> Wording {
    Wording(en: "no such commit: \(revision)", ja: "「\(revision)」というコミットはありません")
  }

  static let listRevisions = Wording(
    en: "see git log --oneline", ja: "git log --oneline で確認してください")

  static let unshallow = Wording(
    en: "this clone holds only the newest history: git fetch --unshallow",
    ja: "この複製には新しい履歴しかありません。git fetch --unshallow を実行してください")

  static func ambiguousRevision(_ revision: String) -> Wording {
    Wording(en: "\(revision) means several objects", ja: "「\(revision)」に当てはまるものが複数あります")
  }

  static let writeMoreDigits = Wording(
    en: "write more digits of the commit's id", ja: "コミットIDの桁を増やしてください")

  static let treeTooDeep = Wording(
    en: "folders are nested too deep in this commit", ja: "このコミットはフォルダーの階層が深すぎます")

  static func invalidPath(_ path: String) -> Wording {
    Wording(en: "not a path inside the repository: \(path)", ja: "リポジトリ内のパスではありません：\(path)")
  }

  static let pathTwice = Wording(
    en: "one commit cannot edit the same file twice", ja: "1つのコミットで同じファイルを2回編集することはできません")

  static let notAFile = Wording(
    en: "a link, a folder or a submodule stands here; daicho edits only plain files",
    ja: "ここはリンク、フォルダーまたはサブモジュールです。編集できるのは通常のファイルだけです")

  static let noSuchFile = Wording(
    en: "the last commit has no such file", ja: "最新のコミットにこのファイルはありません")

  static let commitFirst = Wording(
    en: "if it is new, commit it first: git add FILE && git commit",
    ja: "新しいファイルなら、先に git add と git commit を実行してください")

  static let fileExists = Wording(
    en: "there is a file of this name already", ja: "同じ名前のファイルがすでにあります")

  static let conflicted = Wording(
    en: "this file has a merge conflict", ja: "このファイルはマージで衝突しています")

  static let resolveConflict = Wording(
    en: "resolve it, then git add FILE and git commit, or git merge --abort",
    ja: "衝突を解消して git add と git commit を実行するか、git merge --abort で取り消してください")

  static let stagedChanges = Wording(
    en: "the staged version has changes that would be lost", ja: "ステージ済みの変更が失われてしまいます")

  static func doesNotFitStaged(_ reason: Wording) -> Wording {
    Wording(
      en: "the edit does not fit the staged version: \(reason.en)",
      ja: "ステージ済みの内容にはこの編集を適用できません：\(reason.ja)")
  }

  static func commitOrUnstage(_ path: String) -> Wording {
    Wording(
      en: "commit what you have staged, or unstage it: git restore --staged \"\(path)\"",
      ja: "ステージ済みの変更をコミットするか、git restore --staged \"\(path)\" で取り消してください")
  }

  static let headMoved = Wording(
    en: "another commit was made meanwhile", ja: "作業中に別のコミットが行われました")

  static let indexChanged = Wording(
    en: "the staged version was changed meanwhile", ja: "作業中にステージ済みの内容が変わりました")

  static let runAgain = Wording(en: "run the command again", ja: "もう一度実行してください")

  static func locked(_ path: String, ageSeconds: Int?) -> Wording {
    guard let ageSeconds else {
      return Wording(en: "another git is at work: \(path)", ja: "別のgitが作業中です（\(path)）")
    }
    return Wording(
      en: "another git has been at work for \(ageSeconds) s: \(path)",
      ja: "別のgitが\(ageSeconds)秒前から作業中です（\(path)）")
  }

  static func removeStaleLock(_ path: String) -> Wording {
    Wording(
      en: "wait for it to finish; if no git is running, a killed one left the lock behind: rm \"\(path)\"",
      ja: "終了を待ってください。gitが動いていなければ強制終了の残りなので、rm \"\(path)\" で削除してください")
  }

  /// What to do about an error of the system; `nil` where nobody can tell.
  static func remedy(of number: Int32) -> Wording? {
    switch number {
    case ENOSPC, EDQUOT:
      Wording(
        en: "make room on the disk, then run the command again: what it had begun is finished then",
        ja: "空き容量を増やしてから、もう一度実行してください。途中の処理はそのとき完了します")
    case EROFS:
      Wording(en: "the disk is read-only", ja: "ディスクが読み取り専用です")
    case EACCES, EPERM:
      Wording(
        en: "the file and its folder must be yours to write", ja: "ファイルとフォルダーへの書き込み権限を確認してください")
    default: nil
    }
  }

  static func cannotWrite(_ path: String, _ reason: String) -> Wording {
    Wording(en: "cannot write \(path): \(reason)", ja: "\(path) に書き込めません（\(reason)）")
  }
}
