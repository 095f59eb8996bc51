import DaichoModel
import DaichoWorkspace

extension Wording {
  static func resolved(_ path: String) -> Wording { Wording(en: "resolved \(path)", ja: "解決：\(path)") }

  static let nothingInConflict = Wording(en: "nothing is in conflict", ja: "競合はありません")

  static let decideAndResolve = Wording(
    en: "keep one version of each, delete the markers, and run daicho resolve again",
    ja: "一方だけを残してマーカーを消し、もう一度 daicho resolve を実行してください")

  static let decideAndSync = Wording(
    en: "nothing was sent. Keep one version of each, delete the markers, then: daicho resolve && daicho sync",
    ja: "まだ送信していません。一方だけを残してマーカーを消し、daicho resolve と daicho sync を実行してください")

  static let wouldConflict = Wording(
    en: "daicho sync would ask you to decide here", ja: "daicho sync を実行すると、ここで判断が必要になります")

  static func conflict(_ what: OpenConflict.What) -> Wording {
    switch what {
    case .field(let name):
      Wording(en: "both sides have changed '\(name)'", ja: "「\(name)」が双方で変更されています")
    case .text: Wording(en: "both sides have changed this text", ja: "この部分が双方で変更されています")
    case .removed(byUs: true):
      Wording(
        en:
          "removed here, changed by others; the file holds their version. Keep it or delete it, then name it to daicho resolve",
        ja: "こちらで削除し、ほかの人が変更しています。残すか削除してから、daicho resolve にこのファイルを指定してください")
    case .removed(byUs: false):
      Wording(
        en: "changed here, removed by others. Keep it or delete it, then name it to daicho resolve",
        ja: "こちらで変更し、ほかの人が削除しています。残すか削除してから、daicho resolve にこのファイルを指定してください")
    case .binary:
      Wording(
        en:
          "both sides have changed this file, which is no text; put the right one here, then name it to daicho resolve",
        ja: "文字のファイルではないため統合できません。正しい方を置いてから、daicho resolve にこのファイルを指定してください")
    }
  }

  static let mergeDriverSetUp = Wording(
    en: "git in this clone now merges records by field, too", ja: "この複製の git も、項目ごとに統合するようになりました")

  static func wouldCommit(_ subject: String) -> Wording {
    Wording(en: "would commit: \(subject)", ja: "記録される変更：\(subject)")
  }

  static func leftAlone(_ paths: [String]) -> Wording {
    let names = paths.prefix(5).joined(separator: ", ")
    let more = paths.count > 5
    return Wording(
      en: "left as they are, not being the register's: \(names)\(more ? " and \(paths.count - 5) more" : "")",
      ja: "台帳のファイルではないため、そのままにしました：\(names)\(more ? " ほか\(paths.count - 5)件" : "")")
  }

  static func cameIn(_ commits: [SyncReport.Commit], from place: String, dryRun: Bool) -> Wording {
    var counts: [(name: String, count: Int)] = []
    for commit in commits {
      if let index = counts.firstIndex(where: { $0.name == commit.author }) {
        counts[index].count += 1
      } else {
        counts.append((commit.author, 1))
      }
    }
    let people = counts.prefix(5).map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
    let count = commits.count
    return Wording(
      en:
        "\(dryRun ? "would come in" : "came in") from \(place): \(count) commit\(count == 1 ? "" : "s") by \(people)",
      ja: "\(place) から\(dryRun ? "届く" : "届いた")変更：\(count)件（\(people)）")
  }

  static func merged(_ subject: String) -> Wording {
    Wording(en: "merged both: \(subject)", ja: "双方の変更を統合：\(subject)")
  }

  static func wentOut(_ count: Int, to place: String, dryRun: Bool) -> Wording {
    Wording(
      en: "\(dryRun ? "would go out" : "went out") to \(place): \(count) commit\(count == 1 ? "" : "s")",
      ja: "\(place) へ\(dryRun ? "送る" : "送った")変更：\(count)件")
  }

  static func upToDate(_ place: String) -> Wording {
    Wording(en: "nothing new, here or on \(place)", ja: "こちらにも \(place) にも、新しい変更はありません")
  }

  static func andMore(_ count: Int) -> Wording { Wording(en: "and \(count) more", ja: "ほか\(count)件") }
}

extension DaichoError {
  static func tokenWithoutHost(_ host: String) -> DaichoError {
    DaichoError(
      "token-without-host",
      Wording(
        en: "DAICHO_GIT_TOKEN is set, but not which host it is for",
        ja: "DAICHO_GIT_TOKEN がどのホストのものか指定されていません"),
      hint: Wording(
        en: "if it is for \(host): export DAICHO_GIT_HOST=\(host)",
        ja: "\(host) のものなら export DAICHO_GIT_HOST=\(host) を実行してください"))
  }
}
