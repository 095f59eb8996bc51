import DaichoModel
import DaichoWorkspace

/// What `import` says and asks.
extension Wording {
  static let excelNeedsCSV = Wording(
    en: "--excel goes with --format csv", ja: "--excel は --format csv と一緒に指定してください")

  static let giveUpdate = Wording(
    en: "to take what differs too, add --update", ja: "違っている項目も取り込むには --update を付けてください")

  static func takeChanges(_ count: Int, _ kind: Kind) -> Wording {
    Wording(
      en: count == 1 ? "Change this \(kind.singular)?" : "Change these \(count) \(kind.folder)?",
      ja: "この\(kind.label.ja)\(count)件を変更しますか？")
  }

  static func moreRecords(_ count: Int) -> Wording {
    Wording(
      en: "and \(count) more; --dry-run shows all", ja: "ほかに\(count)件あります。--dry-run ですべて表示します")
  }

  static func moreRemarks(_ count: Int) -> Wording {
    Wording(en: "and \(count) more like this", ja: "ほかに同様のものが\(count)件あります")
  }

  static func remark(_ remark: ImportRemark) -> Wording {
    guard let column = remark.column, !column.isEmpty else { return remark.message }
    return Wording(en: "column '\(column)': \(remark.message.en)", ja: "列「\(column)」: \(remark.message.ja)")
  }

  static func recordsImported(_ plan: ImportPlan) -> Wording {
    var en = ["\(plan.created.count) new", "\(plan.changed.count) changed", "\(plan.unchanged) unchanged"]
    var ja = ["新規 \(plan.created.count)件", "変更 \(plan.changed.count)件", "変更なし \(plan.unchanged)件"]
    for (count, english, japanese) in [
      (plan.differing, "known and left as they are", "既存で相違あり（変更せず）"), (plan.unmatched, "unmatched", "対象不明"),
      (plan.repeated, "rows said twice", "重複した行"), (plan.companions.count, "companies made", "会社を新規作成"),
    ] where count > 0 {
      en.append("\(count) \(english)")
      ja.append("\(japanese) \(count)件")
    }
    return Wording(
      en: "\(plan.kind.folder): " + en.joined(separator: ", "),
      ja: "\(plan.kind.label.ja): " + ja.joined(separator: "、"))
  }

  static func eventsImported(_ plan: EventPlan) -> Wording {
    var en = ["\(plan.new) new", "\(plan.changed) changed", "\(plan.unchanged) unchanged"]
    var ja = ["新規 \(plan.new)件", "変更 \(plan.changed)件", "変更なし \(plan.unchanged)件"]
    for (count, english, japanese) in [
      (plan.unmatched, "of nobody in the register", "台帳にない相手"), (plan.leftOut, "left out", "取り込めない行"),
    ] where count > 0 {
      en.append("\(count) \(english)")
      ja.append("\(japanese) \(count)件")
    }
    let name =
      plan.kindName == "events" ? Wording(en: "events", ja: "イベント") : Wording(en: "suppressions", ja: "配信停止")
    return Wording(
      en: "\(name.en): " + en.joined(separator: ", "), ja: "\(name.ja): " + ja.joined(separator: "、"))
  }
}
