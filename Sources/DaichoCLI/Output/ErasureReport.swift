import DaichoIndex
import DaichoModel
import DaichoWorkspace

/// Tells what forgetting somebody will do, and has done.
struct ErasureReport {
  private let session: Session

  init(_ session: Session) { self.session = session }

  private static let mostFiles = 30

  func show(_ plan: ErasurePlan) throws(DaichoError) {
    let language = session.language
    let title = plan.customer.title.map { " (\(CellText.line($0)))" } ?? ""
    try write("\(plan.customer.reference)\(title) → \(plan.token)")
    if plan.ids.count > 1 {
      let others = plan.ids.dropFirst().map(CellText.line).joined(separator: ", ")
      try write(Wording(en: "also known as \(others)", ja: "旧 ID: \(others)")(language))
    }
    try write(Wording.whatChanges(plan)(language))
    for file in plan.files.prefix(ErasureReport.mostFiles) {
      let isBinary = plan.binaries.contains(file.path)
      let remark = isBinary ? Wording(en: "  binary: it goes", ja: "  バイナリのため削除")(language) : ""
      try write("  \(CellText.line(file.path))  \(file.versions)\(remark)")
    }
    if plan.files.count > ErasureReport.mostFiles {
      let rest = plan.files.count - ErasureReport.mostFiles
      try write(Wording(en: "  … and \(rest) more files", ja: "  … ほか \(rest) ファイル")(language))
    }
    if !plan.shared.isEmpty {
      session.messages.printWarning(.sharedStrings(plan.shared.map(CellText.line)), at: nil)
    }
    for path in plan.untracked { session.messages.printWarning(.untrackedNames(CellText.line(path)), at: nil) }
    try session.finish()
  }

  func show(_ erasure: Erasure) throws(DaichoError) {
    let language = session.language
    try write(
      Wording(
        en: "[\(erasure.commit.prefix(7))] forgotten; \(erasure.rewritten) commits are new ones",
        ja: "[\(erasure.commit.prefix(7))] 消去しました。\(erasure.rewritten) 件のコミットを作り直しました")(language))
    try write(
      Wording(en: "old and new commit ids: \(erasure.map)", ja: "新旧のコミット ID の対応: \(erasure.map)")(language))
    if erasure.lostSignatures > 0 { session.messages.printWarning(.lostSignatures(erasure.lostSignatures), at: nil) }
    if let copy = erasure.copy { session.messages.printWarning(.copyIsThere(CellText.line(copy)), at: nil) }
    if erasure.leftovers > 0 { session.messages.printWarning(.leftovers(erasure.leftovers), at: nil) }
    try write("")
    for line in ErasureReport.nextSteps(erasure.remotes) { try write(line(language)) }
  }

  /// What is left to people.
  private static func nextSteps(_ remotes: [String]) -> [Wording] {
    var steps: [Wording] = [Wording(en: "What is left to do:", ja: "残りの作業:")]
    for remote in remotes.map(CellText.line) {
      steps.append(
        Wording(
          en: "  git push --force --all \(remote) && git push --force --tags \(remote)",
          ja: "  git push --force --all \(remote) && git push --force --tags \(remote)"))
      steps.append(
        Wording(
          en: "  git push --force \(remote) 'refs/notes/*'   (where there are notes)",
          ja: "  git push --force \(remote) 'refs/notes/*'   （notes がある場合）"))
    }
    if !remotes.isEmpty {
      steps.append(
        Wording(
          en: "  ask the host to drop caches, pull requests and forks of the old history (GitHub, GitLab: support)",
          ja: "  ホスト（GitHub、GitLab など）に古い履歴のキャッシュ・プルリクエスト・フォークの削除を依頼する"))
    }
    steps.append(
      Wording(
        en: "  everybody else: push nothing, delete the clone and clone anew ('daicho sync' refuses old history)",
        ja: "  他の全員: 何も push せずクローンを削除し、改めてクローンする（daicho sync は古い履歴を拒みます）"))
    steps.append(
      Wording(
        en: "  erase them in the shop system, the mail server and the backups of this folder as well",
        ja: "  ショップシステム、メールサーバー、このフォルダーのバックアップからも消去する"))
    return steps
  }

  private func write(_ line: String) throws(DaichoError) { try session.output.writeLine(line) }
}
