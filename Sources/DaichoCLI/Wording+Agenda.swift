import DaichoModel
import DaichoWorkspace

extension Wording {
  static func section(_ section: AgendaItem.Section, count: Int) -> Wording {
    let name =
      switch section {
      case .tasks: Wording(en: "Tasks", ja: "タスク")
      case .deals: Wording(en: "Deals to move", ja: "動かす商談")
      case .inquiries: Wording(en: "Inquiries waiting", ja: "対応待ちの問い合わせ")
      case .leads: Wording(en: "Leads to hand over", ja: "引き渡す見込み客")
      case .regulars: Wording(en: "Regulars overdue", ja: "そろそろ来るはずの常連")
      case .birthdays: Wording(en: "Birthdays", ja: "誕生日")
      case .products: Wording(en: "Products to reorder", ja: "発注する商品")
      case .campaigns: Wording(en: "Campaigns", ja: "キャンペーン")
      }
    return Wording(en: "\(name.en) (\(count))", ja: "\(name.ja)（\(count)）")
  }

  /// What the day of an item means.
  static func dayOf(_ section: AgendaItem.Section) -> Wording {
    switch section {
    case .deals: Wording(en: "close", ja: "完了予定")
    case .inquiries: Wording(en: "opened", ja: "受付")
    case .regulars: Wording(en: "expected", ja: "予想日")
    case .birthdays: Wording(en: "day", ja: "日")
    default: Wording(en: "due", ja: "期限")
    }
  }

  static func matter(of section: AgendaItem.Section) -> Wording {
    section == .tasks ? Wording(en: "task", ja: "タスク") : Wording(en: "why", ja: "理由")
  }

  /// - Parameter tasks: `nil` where they were not asked for.
  static func agendaCount(_ count: Int, tasks: Int?, overdue: Int, _ today: CalendarDate) -> Wording {
    let day = LocalizedText.date(today, .ja)
    guard count > 0 else {
      return Wording(en: "\(today): nothing to look at", ja: "\(day): 今日見るものはありません")
    }
    let things = Wording(en: "\(count) thing\(count == 1 ? "" : "s") to look at", ja: "今日見るもの \(count)件")
    guard let tasks else { return Wording(en: "\(today): \(things.en)", ja: "\(day): \(things.ja)") }
    return Wording(
      en: "\(today): \(things.en), \(tasks) task\(tasks == 1 ? "" : "s"), \(overdue) overdue",
      ja: "\(day): \(things.ja)、うちタスク \(tasks)件（期限切れ \(overdue)件）")
  }

  static func unknownSection(_ word: String, suggestion: String?, _ known: [String]) -> Wording {
    let list = known.joined(separator: ", ")
    return Wording(
      en: "there is no section '\(word)'" + (suggestion.map { "; did you mean '\($0)'?" } ?? ": \(list)"),
      ja: "「\(word)」という区分はありません" + (suggestion.map { "。「\($0)」ですか" } ?? "（\(list)）"))
  }
}
